"""The constant that a value is, or comes to: what can be told of it without running the process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from connlint.field_values import FieldValue, bare
from connlint.masking import masked, shortened
from connlint.secret_references import holds_secret, is_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint.bpmn.model import ConnectorTask
    from connlint.feel.nodes import Node
    from connlint.span import Span

Kind = Literal["text", "string", "number", "boolean", "null", "temporal", "context", "list"]

SPECIAL_KEYS = ("camunda.document.type", "camunda.function.type")
"""A context with one of these is a document or the call of a function (rest-connector §2.3)."""


class Constant(NamedTuple):
    """A value that is certain. `text` is what the connector gets of it, empty for a context or a list.

    Kind "text" is static text. Contexts and lists are certain in their kind, not in what they hold.
    """

    kind: Kind
    text: str
    value: FieldValue
    node: Node | None

    @property
    def span(self) -> Span:
        if self.node is None or self.value.mapping.feel is None:
            return self.value.mapping.span
        return self.value.mapping.feel.span(self.node.start, self.node.end)

    @property
    def shown(self) -> str:
        """The constant as a message shows it: on one line, not too long, and without credentials."""
        if self.node is None or self.value.mapping.feel is None:
            return f'"{shortened(masked(self.value.field, self.text))}"'
        written = self.value.mapping.feel.text[self.node.start : self.node.end]
        return f"`{shortened(masked(self.value.field, written, is_feel=True))}`"

    @property
    def is_text(self) -> bool:
        return self.kind in ("text", "string")

    @property
    def holds_secret(self) -> bool:
        """Whether the connector replaces a part of it before it reads it."""
        return self.is_text and holds_secret(self.text)

    @property
    def is_secret(self) -> bool:
        """Whether it is one secret reference and nothing else."""
        return self.is_text and is_secret(self.text)

    @property
    def is_no_text(self) -> bool:
        """Whether the connector cannot read a text of it: a context, or a list of other than one.

        Run time: a list of one counts as what it holds; a document or the result of a function becomes a text.
        """
        if self.kind == "list":
            return len(getattr(self.node, "items", ())) != 1
        return self.kind == "context" and not any(
            entry.key in SPECIAL_KEYS for entry in getattr(self.node, "entries", ())
        )

    def spot(self, start: int, end: int) -> Span:
        """Where the characters of `text` from `start` to `end` stand; all of it where escapes blur that."""
        if self.node is None and self.value.mapping.source is not None:
            return self.value.mapping.source.source_span(start, end)
        feel = self.value.mapping.feel
        if self.node is None or feel is None or feel.text[self.node.start + 1 : self.node.end - 1] != self.text:
            return self.span
        return feel.span(self.node.start + 1 + start, self.node.start + 1 + end)

    def written(self, text: str) -> str:
        """How another text is written in its place, encoded: as it is, or as a string of FEEL."""
        source = self.value.mapping.source
        assert source is not None
        if self.node is None:
            return source.encode(text)
        from connlint.feel.string_literals import print_string

        return source.encode(print_string(text))


def constants_of(value: FieldValue | None) -> Iterator[Constant]:
    """What the value can come to, as far as that is certain: itself, or the branches of an `if`.

    Nothing for text that only a blank keeps from being FEEL: what was meant is the FEEL.
    """
    if value is None or value.is_shifted_feel:
        return
    if value.node is None:
        yield Constant("text", value.mapping.text, value, None)
        return
    for leaf in leaves(value.node):
        constant = _constant(leaf, value)
        if constant is not None:
            yield constant


def constant_of(value: FieldValue | None) -> Constant | None:
    """The one constant that the value certainly is; None where it depends on anything."""
    if value is None or value.is_shifted_feel:
        return None
    if value.node is None:
        return Constant("text", value.mapping.text, value, None)
    node = bare(value.node)
    return _constant(node, value) if node is not None else None


def text_of(task: ConnectorTask, field: str) -> str | None:
    """The text that a field certainly has, secrets aside; None where it has none or where it cannot be told."""
    from connlint.field_values import value_of

    constant = constant_of(value_of(task, field))
    if constant is None or not constant.is_text or constant.holds_secret:
        return None
    return constant.text


def leaves(node: Node) -> Iterator[Node]:
    """What an expression can come to: the branches of its `if`s, parentheses taken away."""
    from connlint.feel.nodes import If

    pending = [node]
    while pending:
        current = bare(pending.pop())
        if isinstance(current, If):
            pending += [current.otherwise, current.then]
        elif current is not None:
            yield current


def _constant(node: Node, value: FieldValue) -> Constant | None:
    from connlint.feel.nodes import Boolean, Context, ListLiteral, Negation, Null, Number, String, Temporal

    match node:
        case String(value=text):
            return Constant("string", text, value, node)
        case Number(value=number):
            return Constant("number", str(number), value, node)
        case Negation(operand=Number(value=number)):
            return Constant("number", f"-{number}", value, node)
        case Boolean(value=truth):
            return Constant("boolean", str(truth).lower(), value, node)
        case Null():
            return Constant("null", "", value, node)
        case Temporal(text=text):
            return Constant("temporal", text, value, node)
        case Context():
            return Constant("context", "", value, node)
        case ListLiteral():
            return Constant("list", "", value, node)
        case _:
            joined = joined_text(node)
            return Constant("string", joined, value, node) if joined is not None else None


def joined_text(node: Node | None) -> str | None:
    """The text of a string, or of strings that are joined by `+`; None for anything else."""
    parts = [_literal(part) for part in joined_parts(node)]
    if len(parts) < 2 or any(part is None for part in parts):
        return None
    return "".join(part for part in parts if part is not None)


def joined_parts(node: Node | None) -> tuple[Node, ...]:
    """The operands of a chain of `+`, in order; the node alone where it is none."""
    from connlint.feel.nodes import Arithmetic

    parts: list[Node] = []
    pending = [node]
    while pending:
        current = bare(pending.pop())
        if isinstance(current, Arithmetic) and current.operator == "+":
            pending += [current.right, current.left]
        elif current is not None:
            parts.append(current)
    return tuple(parts)


def joined_branches(value: FieldValue | None) -> Iterator[tuple[FieldValue, ...]]:
    """What else the value can come to: for each branch that is no constant, the parts that `+` joins in it."""
    if value is None or value.node is None or value.is_shifted_feel:
        return
    for leaf in leaves(value.node):
        parts = joined_parts(leaf)
        if len(parts) > 1 and joined_text(leaf) is None:
            yield tuple(value._replace(node=part) for part in parts)


def known_beginning(parts: tuple[FieldValue, ...]) -> tuple[Constant, ...]:
    """The strings that a text begins with which is joined of the parts."""
    found = []
    for part in parts:
        constant = constant_of(part)
        if constant is None or constant.kind != "string":
            break
        found.append(constant)
    return tuple(found)


def _literal(node: Node) -> str | None:
    from connlint.feel.nodes import String

    return node.value if isinstance(node, String) else None
