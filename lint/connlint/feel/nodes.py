"""The syntax tree of a FEEL expression: what the parser makes, what analysis, evaluator and editor read.

Every node knows its `start` and `end` in code points of the expression. Where a name has a span of its
own (a step of a path, a key, a parameter, the name of a function) it is kept too: an editor renames and
hovers those. The tree keeps parentheses and holds `Missing` where an operand was expected and not found,
so that a text which is being typed still has a tree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar, dataclass_transform

from connlint.span import Span

if TYPE_CHECKING:
    from decimal import Decimal


_Class = TypeVar("_Class")


@dataclass_transform()
def _node(kind: type[_Class]) -> type[_Class]:
    """A data class with slots. `Node` compares and prints for all of them: forty times less code to make on import."""
    return dataclass(slots=True, eq=False, repr=False)(kind)


@_node
class Node:
    """What all nodes share."""

    start: int
    end: int

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__match_args__)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
        return f"{type(self).__name__}({values})"

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@_node
class Missing(Node):
    """An operand that is not there; there is an error that says so."""


@_node
class Null(Node):
    pass


@_node
class Boolean(Node):
    value: bool


@_node
class Number(Node):
    value: Decimal


@_node
class String(Node):
    """A string literal; `value` is what it means, escapes resolved. The span includes the quotes."""

    value: str


@_node
class Temporal(Node):
    """`@"..."`: a date, time, date-time or duration by its text, which may be no valid one."""

    text: str


@_node
class Name(Node):
    """A variable. `name` is without backticks; the span is with them."""

    name: str


@_node
class InputValue(Node):
    """`?`, the input of a unary test."""


@_node
class Path(Node):
    """`base.name`."""

    base: Node
    name: str
    name_span: Span


@_node
class Filter(Node):
    """`base[condition]`: a filter or an index, which only the values tell."""

    base: Node
    condition: Node


@_node
class Argument(Node):
    """One argument of a call, `name: value` where it is named."""

    name: str | None
    name_span: Span | None
    value: Node


@_node
class Call(Node):
    """`name(...)`, or `target.name(...)` for a function inside a context."""

    target: Node | None
    name: str
    name_span: Span
    arguments: tuple[Argument, ...]


@_node
class Negation(Node):
    """Unary minus."""

    operand: Node


ArithmeticOperator = Literal["+", "-", "*", "/", "**"]
ComparisonOperator = Literal["=", "!=", "<", "<=", ">", ">="]


@_node
class Arithmetic(Node):
    operator: ArithmeticOperator
    operator_span: Span
    left: Node
    right: Node


@_node
class Comparison(Node):
    operator: ComparisonOperator
    operator_span: Span
    left: Node
    right: Node


@_node
class Conjunction(Node):
    """`left and right`."""

    left: Node
    right: Node


@_node
class Disjunction(Node):
    """`left or right`."""

    left: Node
    right: Node


@_node
class Between(Node):
    value: Node
    low: Node
    high: Node


@_node
class In(Node):
    """`value in test` or `value in (test, test)`; each test is a unary test or an expression."""

    value: Node
    tests: tuple[Node, ...]


@_node
class InstanceOf(Node):
    value: Node
    type_name: str
    type_span: Span


@_node
class If(Node):
    condition: Node
    then: Node
    otherwise: Node


@_node
class IterationRange(Node):
    """`low..high` behind `in` of an iterator."""

    low: Node
    high: Node


@_node
class Iterator(Node):
    """`name in domain`; the domain is an expression or an `IterationRange`."""

    name: str
    name_span: Span
    domain: Node


@_node
class For(Node):
    iterators: tuple[Iterator, ...]
    result: Node


@_node
class Quantified(Node):
    quantifier: Literal["some", "every"]
    iterators: tuple[Iterator, ...]
    condition: Node


@_node
class Parameter(Node):
    name: str


@_node
class FunctionDefinition(Node):
    """`function(a, b) body`."""

    parameters: tuple[Parameter, ...]
    body: Node


@_node
class ExternalFunction(Node):
    """`external {java: {class: "...", method signature: "..."}}` as the body of a function: read, never called."""

    class_name: str
    signature: str


@_node
class ContextEntry(Node):
    """`key: value`; `key` is what it means, the span is as written (with quotes or backticks)."""

    key: str
    key_span: Span
    value: Node


@_node
class Context(Node):
    entries: tuple[ContextEntry, ...]


@_node
class ListLiteral(Node):
    items: tuple[Node, ...]


@_node
class Interval(Node):
    """`[low..high]`, `(low..high)`, `]low..high[`: a range, or a unary test where one is expected."""

    low_included: bool
    low: Node
    high: Node
    high_included: bool


@_node
class Parenthesised(Node):
    inner: Node


@_node
class UnaryComparison(Node):
    """`< value` and the like, in a unary test."""

    operator: Literal["<", "<=", ">", ">="]
    value: Node


@_node
class UnaryTests(Node):
    """`test, test` or `not(test, test)`: the whole of a unary text."""

    tests: tuple[Node, ...]
    negated: bool


@_node
class AnyInput(Node):
    """`-` as a unary test: every input is fine."""
