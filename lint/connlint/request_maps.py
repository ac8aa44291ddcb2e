"""The headers and query parameters that a task writes down: entries of a context, and mappings of single ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from connlint.constants import Constant, constant_of, constants_of
from connlint.field_values import FieldValue, value_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint.bpmn.model import ConnectorTask
    from connlint.span import Span


class MapEntry(NamedTuple):
    """One header or parameter: its name, where the name stands, and its value as far as it can be read."""

    name: str
    span: Span
    field: str
    value: FieldValue | None

    @property
    def is_null(self) -> bool:
        constant = constant_of(self.value)
        return constant is not None and constant.kind == "null"


def headers_of(task: ConnectorTask) -> Iterator[tuple[MapEntry, ...]]:
    """The headers that can be sent together, once for each branch of an `if` that makes them."""
    return sent_entries(task, f"{task.request_prefix}headers")


def sent_entries(task: ConnectorTask, field: str) -> Iterator[tuple[MapEntry, ...]]:
    """The entries of a map that can be sent together, once for each branch of an `if` that makes them."""
    written = tuple(_mapped(task, field))
    if written:
        yield written
        return
    for constant in constants_of(value_of(task, field)):
        yield tuple(entries_in(constant))


def _mapped(task: ConnectorTask, field: str) -> Iterator[MapEntry]:
    """Mappings of single entries; those that a later mapping of the whole replaces are none."""
    for mapping in task.node.inputs:
        if mapping.name.startswith(f"{field}.") and mapping.target is not None:
            value = value_of(task, mapping.name)
            if value is not None and value.mapping is not mapping:
                continue
            start = len(field) + 1
            span = mapping.target.source_span(start, len(mapping.name))
            yield MapEntry(mapping.name[start:], span, mapping.name, value)


def entries_in(constant: Constant) -> Iterator[MapEntry]:
    """The entries that a constant holds where it is a context; none where it is anything else."""
    from connlint.feel.nodes import Context, ListLiteral

    node = constant.node
    # Run time: a list of one counts as what it holds.
    if isinstance(node, ListLiteral) and len(node.items) == 1:
        node = node.items[0]
    feel = constant.value.mapping.feel
    if not isinstance(node, Context) or feel is None:
        return
    for entry in node.entries:
        value = FieldValue(constant.value.field, constant.value.mapping, entry.value)
        yield MapEntry(entry.key, feel.span(*entry.key_span), constant.value.mapping.name, value)
