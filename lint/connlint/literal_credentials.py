"""The values of a task that credentials belong in, and the literals among them that look like one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from connlint.constants import Constant, constants_of
from connlint.credentials import (
    CREDENTIAL_INPUTS,
    credential_in,
    is_credential_header,
    is_credential_input,
    is_credential_parameter,
)
from connlint.field_values import FieldValue, bare, value_of, whole_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from connlint.bpmn.model import ConnectorTask
    from connlint.span import Span


class LiteralCredential(NamedTuple):
    """A credential in clear text: in what it stands, the constant that holds it, and where in the constant's text."""

    field: str
    constant: Constant
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Where it is written."""
        return self.constant.spot(self.start, self.end)


def literal_credentials(task: ConnectorTask) -> tuple[LiteralCredential, ...]:
    """The credentials that stand in the task as they are."""
    return tuple(
        LiteralCredential(field, constant, *literal)
        for field, value in task.once(credential_values)
        for constant in constants_of(value)
        if constant.is_text and (literal := credential_in(constant.text)) is not None
    )


def credential_values(task: ConnectorTask) -> tuple[tuple[str, FieldValue], ...]:
    """Each value that may be a credential, with the name of what it is."""
    return tuple(_values(task))


def _values(task: ConnectorTask) -> Iterator[tuple[str, FieldValue]]:
    if task.node.is_inbound:
        for each in task.connector_values:
            value = whole_value(each) if is_credential_input(each.name) else None
            if value is not None:
                yield each.name, value
        return
    seen = set()
    for name in CREDENTIAL_INPUTS:
        value = value_of(task, name)
        if value is not None:
            seen.add(value.mapping.name)
            yield name, value
    for mapping in task.node.inputs:
        if mapping.name not in seen and is_credential_input(mapping.name):
            value = value_of(task, mapping.name)
            if value is not None:
                yield mapping.name, value
    if task.is_http:
        yield from _entries(task, task.request_prefix + "headers", is_credential_header)
        yield from _entries(task, "queryParameters", is_credential_parameter)


def _entries(task: ConnectorTask, field: str, judge: Callable[[str], bool]) -> Iterator[tuple[str, FieldValue]]:
    from connlint.feel.nodes import Context as FeelContext

    value = value_of(task, field)
    node = bare(value.node) if value is not None else None
    if value is not None and isinstance(node, FeelContext):
        for entry in node.entries:
            if judge(entry.key):
                yield entry.key, FieldValue(f"{field}.{entry.key}", value.mapping, entry.value)
    for mapping in task.node.inputs:
        name = mapping.name.removeprefix(f"{field}.")
        if name != mapping.name and judge(name) and not is_credential_input(mapping.name):
            nested = value_of(task, mapping.name)
            if nested is not None:
                yield name, nested
