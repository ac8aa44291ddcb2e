"""The syntax tree of a FEEL expression: what the parser makes, what analysis, evaluator and editor read.

Every node knows its `start` and `end` in code points of the expression. Where a name has a span of its
own (a step of a path, a key, a parameter, the name of a function) it is kept too: an editor renames and
hovers those. The tree keeps parentheses and holds `Missing` where an operand was expected and not found,
so that a text which is being typed still has a tree.

The classes are written out: made by `dataclass` at import, they alone would cost a tenth of a run's start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from connlint.span import Span

if TYPE_CHECKING:
    from decimal import Decimal


class Node:
    """What all nodes share. Two nodes are equal where all that they hold is, places included."""

    __slots__ = ("end", "start")
    fields: ClassVar[tuple[str, ...]] = ("start", "end")
    """The names of what the node holds, in the order of its arguments."""
    children: ClassVar[tuple[str, ...]] = ()
    """Those of them that are nodes, or tuples of nodes, in the order of the text."""

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end

    def __init_subclass__(cls) -> None:
        cls.fields = ("start", "end", *cls.__slots__)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.fields)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.fields)
        return f"{type(self).__name__}({values})"

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Missing(Node):
    """An operand that is not there; there is an error that says so."""

    __slots__ = ()


class Null(Node):
    __slots__ = ()


class Boolean(Node):
    __slots__ = ("value",)

    def __init__(self, start: int, end: int, value: bool) -> None:
        self.start = start
        self.end = end
        self.value = value


class Number(Node):
    __slots__ = ("value",)

    def __init__(self, start: int, end: int, value: Decimal) -> None:
        self.start = start
        self.end = end
        self.value = value


class String(Node):
    """A string literal; `value` is what it means, escapes resolved. The span includes the quotes."""

    __slots__ = ("value",)

    def __init__(self, start: int, end: int, value: str) -> None:
        self.start = start
        self.end = end
        self.value = value


class Temporal(Node):
    """`@"..."`: a date, time, date-time or duration by its text, which may be no valid one."""

    __slots__ = ("text",)

    def __init__(self, start: int, end: int, text: str) -> None:
        self.start = start
        self.end = end
        self.text = text


class Name(Node):
    """A variable. `name` is without backticks; the span is with them."""

    __slots__ = ("name",)

    def __init__(self, start: int, end: int, name: str) -> None:
        self.start = start
        self.end = end
        self.name = name


class InputValue(Node):
    """`?`, the input of a unary test."""

    __slots__ = ()


class Path(Node):
    """`base.name`."""

    __slots__ = ("base", "name", "name_span")
    children = ("base",)

    def __init__(self, start: int, end: int, base: Node, name: str, name_span: Span) -> None:
        self.start = start
        self.end = end
        self.base = base
        self.name = name
        self.name_span = name_span


class Filter(Node):
    """`base[condition]`: a filter or an index, which only the values tell."""

    __slots__ = ("base", "condition")
    children = ("base", "condition")

    def __init__(self, start: int, end: int, base: Node, condition: Node) -> None:
        self.start = start
        self.end = end
        self.base = base
        self.condition = condition


class Argument(Node):
    """One argument of a call, `name: value` where it is named."""

    __slots__ = ("name", "name_span", "value")
    children = ("value",)

    def __init__(self, start: int, end: int, name: str | None, name_span: Span | None, value: Node) -> None:
        self.start = start
        self.end = end
        self.name = name
        self.name_span = name_span
        self.value = value


class Call(Node):
    """`name(...)`, or `target.name(...)` for a function inside a context."""

    __slots__ = ("target", "name", "name_span", "arguments")
    children = ("target", "arguments")

    def __init__(
        self, start: int, end: int, target: Node | None, name: str, name_span: Span, arguments: tuple[Argument, ...]
    ) -> None:
        self.start = start
        self.end = end
        self.target = target
        self.name = name
        self.name_span = name_span
        self.arguments = arguments


class Negation(Node):
    """Unary minus."""

    __slots__ = ("operand",)
    children = ("operand",)

    def __init__(self, start: int, end: int, operand: Node) -> None:
        self.start = start
        self.end = end
        self.operand = operand


ArithmeticOperator = Literal["+", "-", "*", "/", "**"]


ComparisonOperator = Literal["=", "!=", "<", "<=", ">", ">="]


class Arithmetic(Node):
    __slots__ = ("operator", "left", "right")
    children = ("left", "right")

    def __init__(self, start: int, end: int, operator: ArithmeticOperator, left: Node, right: Node) -> None:
        self.start = start
        self.end = end
        self.operator = operator
        self.left = left
        self.right = right


class Comparison(Node):
    __slots__ = ("operator", "left", "right")
    children = ("left", "right")

    def __init__(self, start: int, end: int, operator: ComparisonOperator, left: Node, right: Node) -> None:
        self.start = start
        self.end = end
        self.operator = operator
        self.left = left
        self.right = right


class Conjunction(Node):
    """`left and right`."""

    __slots__ = ("left", "right")
    children = ("left", "right")

    def __init__(self, start: int, end: int, left: Node, right: Node) -> None:
        self.start = start
        self.end = end
        self.left = left
        self.right = right


class Disjunction(Node):
    """`left or right`."""

    __slots__ = ("left", "right")
    children = ("left", "right")

    def __init__(self, start: int, end: int, left: Node, right: Node) -> None:
        self.start = start
        self.end = end
        self.left = left
        self.right = right


class Between(Node):
    __slots__ = ("value", "low", "high")
    children = ("value", "low", "high")

    def __init__(self, start: int, end: int, value: Node, low: Node, high: Node) -> None:
        self.start = start
        self.end = end
        self.value = value
        self.low = low
        self.high = high


class In(Node):
    """`value in test` or `value in (test, test)`; each test is a unary test or an expression."""

    __slots__ = ("value", "tests")
    children = ("value", "tests")

    def __init__(self, start: int, end: int, value: Node, tests: tuple[Node, ...]) -> None:
        self.start = start
        self.end = end
        self.value = value
        self.tests = tests


class InstanceOf(Node):
    __slots__ = ("value", "type_name", "type_span")
    children = ("value",)

    def __init__(self, start: int, end: int, value: Node, type_name: str, type_span: Span) -> None:
        self.start = start
        self.end = end
        self.value = value
        self.type_name = type_name
        self.type_span = type_span


class If(Node):
    __slots__ = ("condition", "then", "otherwise")
    children = ("condition", "then", "otherwise")

    def __init__(self, start: int, end: int, condition: Node, then: Node, otherwise: Node) -> None:
        self.start = start
        self.end = end
        self.condition = condition
        self.then = then
        self.otherwise = otherwise


class IterationRange(Node):
    """`low..high` behind `in` of an iterator."""

    __slots__ = ("low", "high")
    children = ("low", "high")

    def __init__(self, start: int, end: int, low: Node, high: Node) -> None:
        self.start = start
        self.end = end
        self.low = low
        self.high = high


class Iterator(Node):
    """`name in domain`; the domain is an expression or an `IterationRange`."""

    __slots__ = ("name", "name_span", "domain")
    children = ("domain",)

    def __init__(self, start: int, end: int, name: str, name_span: Span, domain: Node) -> None:
        self.start = start
        self.end = end
        self.name = name
        self.name_span = name_span
        self.domain = domain


class For(Node):
    __slots__ = ("iterators", "result")
    children = ("iterators", "result")

    def __init__(self, start: int, end: int, iterators: tuple[Iterator, ...], result: Node) -> None:
        self.start = start
        self.end = end
        self.iterators = iterators
        self.result = result


class Quantified(Node):
    __slots__ = ("quantifier", "iterators", "condition")
    children = ("iterators", "condition")

    def __init__(
        self,
        start: int,
        end: int,
        quantifier: Literal["some", "every"],
        iterators: tuple[Iterator, ...],
        condition: Node,
    ) -> None:
        self.start = start
        self.end = end
        self.quantifier = quantifier
        self.iterators = iterators
        self.condition = condition


class Parameter(Node):
    __slots__ = ("name",)

    def __init__(self, start: int, end: int, name: str) -> None:
        self.start = start
        self.end = end
        self.name = name


class FunctionDefinition(Node):
    """`function(a, b) body`."""

    __slots__ = ("parameters", "body")
    children = ("parameters", "body")

    def __init__(self, start: int, end: int, parameters: tuple[Parameter, ...], body: Node) -> None:
        self.start = start
        self.end = end
        self.parameters = parameters
        self.body = body


class ExternalFunction(Node):
    """`external {java: {class: "...", method signature: "..."}}` as the body of a function: read, never called."""

    __slots__ = ("class_name", "signature")

    def __init__(self, start: int, end: int, class_name: str, signature: str) -> None:
        self.start = start
        self.end = end
        self.class_name = class_name
        self.signature = signature


class ContextEntry(Node):
    """`key: value`; `key` is what it means, the span is as written (with quotes or backticks)."""

    __slots__ = ("key", "key_span", "value")
    children = ("value",)

    def __init__(self, start: int, end: int, key: str, key_span: Span, value: Node) -> None:
        self.start = start
        self.end = end
        self.key = key
        self.key_span = key_span
        self.value = value


class Context(Node):
    __slots__ = ("entries",)
    children = ("entries",)

    def __init__(self, start: int, end: int, entries: tuple[ContextEntry, ...]) -> None:
        self.start = start
        self.end = end
        self.entries = entries


class ListLiteral(Node):
    __slots__ = ("items",)
    children = ("items",)

    def __init__(self, start: int, end: int, items: tuple[Node, ...]) -> None:
        self.start = start
        self.end = end
        self.items = items


class Interval(Node):
    """`[low..high]`, `(low..high)`, `]low..high[`: a range, or a unary test where one is expected."""

    __slots__ = ("low_included", "low", "high", "high_included")
    children = ("low", "high")

    def __init__(self, start: int, end: int, low_included: bool, low: Node, high: Node, high_included: bool) -> None:
        self.start = start
        self.end = end
        self.low_included = low_included
        self.low = low
        self.high = high
        self.high_included = high_included


class Parenthesised(Node):
    __slots__ = ("inner",)
    children = ("inner",)

    def __init__(self, start: int, end: int, inner: Node) -> None:
        self.start = start
        self.end = end
        self.inner = inner


class UnaryComparison(Node):
    """`< value` and the like, in a unary test."""

    __slots__ = ("operator", "value")
    children = ("value",)

    def __init__(self, start: int, end: int, operator: Literal["<", "<=", ">", ">="], value: Node) -> None:
        self.start = start
        self.end = end
        self.operator = operator
        self.value = value


class UnaryTests(Node):
    """`test, test` or `not(test, test)`: the whole of a unary text."""

    __slots__ = ("tests", "negated")
    children = ("tests",)

    def __init__(self, start: int, end: int, tests: tuple[Node, ...], negated: bool) -> None:
        self.start = start
        self.end = end
        self.tests = tests
        self.negated = negated


class AnyInput(Node):
    """`-` as a unary test: every input is fine."""

    __slots__ = ()
