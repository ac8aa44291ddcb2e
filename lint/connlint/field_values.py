"""Where the value of a field stands: in a mapping of its own, or as an entry of a context that is given whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from connlint.bpmn.model import ConnectorTask
    from connlint.bpmn.parts import ConnectorValue
    from connlint.feel.nodes import Node
    from connlint.span import Span


class FieldValue(NamedTuple):
    """The value of `field`: the FEEL of `node` in the mapping's source, or all of its text where `node` is None."""

    field: str
    mapping: ConnectorValue
    node: Node | None

    @property
    def span(self) -> Span:
        if self.node is None or self.mapping.feel is None:
            return self.mapping.span
        return self.mapping.feel.span(self.node.start, self.node.end)

    @property
    def is_shifted_feel(self) -> bool:
        """Whether it would be FEEL but for the blanks before `=`; `stray-whitespace` says so."""
        text = self.mapping.text
        return self.node is None and text[:1].isspace() and is_feel(text.lstrip())


def is_feel(text: str) -> bool:
    """Whether the engine takes the text of a mapping as FEEL."""
    return len(text) > 1 and text[0] == "="


def value_of(task: ConnectorTask, field: str) -> FieldValue | None:
    """What the task gives for the field; None where it gives nothing, or where that cannot be told.

    The last mapping that touches the field decides: the engine lets the later one win.
    """
    alone = task.only_input(field)
    if alone is not None:
        return whole_value(alone)
    if not task.gives(field):
        return None
    for mapping in reversed(task.node.inputs):
        name = mapping.name
        if name == field:
            return whole_value(mapping)
        if name.startswith(f"{field}."):
            return None
        if name and field.startswith(f"{name}."):
            return _entry(mapping, field, field[len(name) + 1 :])
    return None


def whole_value(mapping: ConnectorValue) -> FieldValue | None:
    """All of what a mapping or property gives; None where it gives nothing, or FEEL that does not parse."""
    if mapping.source is None:
        return None
    if mapping.feel is None:
        return FieldValue(mapping.name, mapping, None)
    parsed = mapping.feel.parsed
    return FieldValue(mapping.name, mapping, parsed.tree) if not parsed.errors else None


def _entry(mapping: ConnectorValue, field: str, path: str) -> FieldValue | None:
    from connlint.feel.nodes import Context

    whole = whole_value(mapping)
    node = whole.node if whole is not None else None
    for step in path.split("."):
        node = bare(node)
        if not isinstance(node, Context):
            return None
        node = next((entry.value for entry in reversed(node.entries) if entry.key == step), None)
    return FieldValue(field, mapping, node) if node is not None else None


def bare(node: Node | None) -> Node | None:
    """The node within its parentheses."""
    from connlint.feel.nodes import Parenthesised

    while isinstance(node, Parenthesised):
        node = node.inner
    return node
