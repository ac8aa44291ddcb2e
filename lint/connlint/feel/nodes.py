"""The syntax tree of a FEEL expression: what the parser makes, what analysis, evaluator and editor read.

Every node knows its `start` and `end` in code points of the expression. Where a name has a span of its
own (a step of a path, a key, a parameter, the name of a function) it is kept too: an editor renames and
hovers those. The tree keeps parentheses and holds `Missing` where an operand was expected and not found,
so that a text which is being typed still has a tree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from connlint.span import Span

if TYPE_CHECKING:
    from decimal import Decimal


@dataclass(slots=True)
class Node:
    """What all nodes share."""

    start: int
    end: int

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(slots=True)
class Missing(Node):
    """An operand that is not there; there is an error that says so."""


@dataclass(slots=True)
class Null(Node):
    pass


@dataclass(slots=True)
class Boolean(Node):
    value: bool


@dataclass(slots=True)
class Number(Node):
    value: Decimal


@dataclass(slots=True)
class String(Node):
    """A string literal; `value` is what it means, escapes resolved. The span includes the quotes."""

    value: str


@dataclass(slots=True)
class Temporal(Node):
    """`@"..."`: a date, time, date-time or duration by its text, which may be no valid one."""

    text: str


@dataclass(slots=True)
class Name(Node):
    """A variable. `name` is without backticks; the span is with them."""

    name: str


@dataclass(slots=True)
class InputValue(Node):
    """`?`, the input of a unary test."""


@dataclass(slots=True)
class Path(Node):
    """`base.name`."""

    base: Node
    name: str
    name_span: Span


@dataclass(slots=True)
class Filter(Node):
    """`base[condition]`: a filter or an index, which only the values tell."""

    base: Node
    condition: Node


@dataclass(slots=True)
class Argument(Node):
    """One argument of a call, `name: value` where it is named."""

    name: str | None
    name_span: Span | None
    value: Node


@dataclass(slots=True)
class Call(Node):
    """`name(...)`, or `target.name(...)` for a function inside a context."""

    target: Node | None
    name: str
    name_span: Span
    arguments: tuple[Argument, ...]


@dataclass(slots=True)
class Negation(Node):
    """Unary minus."""

    operand: Node


ArithmeticOperator = Literal["+", "-", "*", "/", "**"]
ComparisonOperator = Literal["=", "!=", "<", "<=", ">", ">="]


@dataclass(slots=True)
class Arithmetic(Node):
    operator: ArithmeticOperator
    operator_span: Span
    left: Node
    right: Node


@dataclass(slots=True)
class Comparison(Node):
    operator: ComparisonOperator
    operator_span: Span
    left: Node
    right: Node


@dataclass(slots=True)
class Conjunction(Node):
    """`left and right`."""

    left: Node
    right: Node


@dataclass(slots=True)
class Disjunction(Node):
    """`left or right`."""

    left: Node
    right: Node


@dataclass(slots=True)
class Between(Node):
    value: Node
    low: Node
    high: Node


@dataclass(slots=True)
class In(Node):
    """`value in test` or `value in (test, test)`; each test is a unary test or an expression."""

    value: Node
    tests: tuple[Node, ...]


@dataclass(slots=True)
class InstanceOf(Node):
    value: Node
    type_name: str
    type_span: Span


@dataclass(slots=True)
class If(Node):
    condition: Node
    then: Node
    otherwise: Node


@dataclass(slots=True)
class IterationRange(Node):
    """`low..high` behind `in` of an iterator."""

    low: Node
    high: Node


@dataclass(slots=True)
class Iterator(Node):
    """`name in domain`; the domain is an expression or an `IterationRange`."""

    name: str
    name_span: Span
    domain: Node


@dataclass(slots=True)
class For(Node):
    iterators: tuple[Iterator, ...]
    result: Node


@dataclass(slots=True)
class Quantified(Node):
    quantifier: Literal["some", "every"]
    iterators: tuple[Iterator, ...]
    condition: Node


@dataclass(slots=True)
class Parameter(Node):
    name: str


@dataclass(slots=True)
class FunctionDefinition(Node):
    """`function(a, b) body`."""

    parameters: tuple[Parameter, ...]
    body: Node


@dataclass(slots=True)
class ExternalFunction(Node):
    """`external {java: {class: "...", method signature: "..."}}` as the body of a function: read, never called."""

    class_name: str
    signature: str


@dataclass(slots=True)
class ContextEntry(Node):
    """`key: value`; `key` is what it means, the span is as written (with quotes or backticks)."""

    key: str
    key_span: Span
    value: Node


@dataclass(slots=True)
class Context(Node):
    entries: tuple[ContextEntry, ...]


@dataclass(slots=True)
class ListLiteral(Node):
    items: tuple[Node, ...]


@dataclass(slots=True)
class Interval(Node):
    """`[low..high]`, `(low..high)`, `]low..high[`: a range, or a unary test where one is expected."""

    low_included: bool
    low: Node
    high: Node
    high_included: bool


@dataclass(slots=True)
class Parenthesised(Node):
    inner: Node


@dataclass(slots=True)
class UnaryComparison(Node):
    """`< value` and the like, in a unary test."""

    operator: Literal["<", "<=", ">", ">="]
    value: Node


@dataclass(slots=True)
class UnaryTests(Node):
    """`test, test` or `not(test, test)`: the whole of a unary text."""

    tests: tuple[Node, ...]
    negated: bool


@dataclass(slots=True)
class AnyInput(Node):
    """`-` as a unary test: every input is fine."""
