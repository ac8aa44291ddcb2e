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
from connlint.field_values import FieldValue, whole_value
from connlint.request_maps import entries_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint.bpmn.model import ConnectorTask
    from connlint.span import Span

WHOLE = ("authentication", "clientTls", "graphql", "graphql.headers", "headers", "queryParameters")
"""What can be given as one context with a credential in it."""


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
    for mapping in task.node.inputs:
        value = whole_value(mapping)
        if value is None:
            continue
        if is_credential_input(mapping.name):
            yield mapping.name, value
        else:
            yield from _within(task, mapping.name, value)


def _within(task: ConnectorTask, field: str, value: FieldValue) -> Iterator[tuple[str, FieldValue]]:
    """The value itself, or what a context holds in its place; a later mapping may replace it, the model has it all the same."""
    if field in CREDENTIAL_INPUTS:
        yield field, value
    elif task.is_http and _is_sent_credential(task, field):
        yield field.removeprefix(task.request_prefix).partition(".")[2], value
    elif field in WHOLE:
        for constant in constants_of(value):
            for entry in entries_in(constant):
                if entry.value is not None:
                    yield from _within(task, f"{field}.{entry.name}", entry.value)


def _is_sent_credential(task: ConnectorTask, field: str) -> bool:
    """Whether it is a header or query parameter that carries a credential."""
    group, _, name = field.removeprefix(task.request_prefix).partition(".")
    return (group == "headers" and is_credential_header(name)) or (
        group == "queryParameters" and is_credential_parameter(name)
    )
