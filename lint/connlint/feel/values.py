"""What an evaluation gives: its result, warnings and errors, and the kinds of values that Python has not.

FEEL's null, booleans, numbers, strings and lists are Python's None, bool, Decimal, str and list; its contexts
are dicts, those written in an expression `Context`. Dates, times and durations are in `connlint.feel.temporal`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from connlint.span import Span

Value: TypeAlias = Any
"""A FEEL value."""

WarningType = Literal[
    "NO_VARIABLE_FOUND",
    "NO_CONTEXT_ENTRY_FOUND",
    "NO_PROPERTY_FOUND",
    "NOT_COMPARABLE",
    "INVALID_TYPE",
    "NO_FUNCTION_FOUND",
    "FUNCTION_INVOCATION_FAILURE",
    "ASSERT_FAILURE",
]


class FeelWarning(NamedTuple):
    """Something that did not fail the evaluation but made a null of a part of it: the engine's type and text."""

    type: WarningType
    message: str
    span: Span


class Result(NamedTuple):
    """What an expression evaluates to, and the warnings on the way, in the order in which they came up."""

    value: Value
    warnings: tuple[FeelWarning, ...]


class FeelError(Exception):
    """The expression has no result: the engine refuses its text or fails on it, or it goes beyond a limit.

    `span` is the part of the expression to blame. `engine_message` is the engine's own sentence where the
    engine reaches the evaluation and fails, as it appears in an incident; None for a refused text or a limit.
    """

    def __init__(self, message: str, span: Span, engine_message: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.span = span
        self.engine_message = engine_message


class FeelLimitError(FeelError):
    """The text or its evaluation goes beyond a limit of ours: what the engine makes of it is not known."""


class Context(dict[str, Value]):
    """A context that stands in an expression, `{a: 1}`; those that functions make are plain dicts.

    Run time: functions among the entries can be called but are no entries otherwise: not read by a path, not
    listed, compared or exported. So they are kept beside, in the order in which they were defined.
    """

    __slots__ = ("functions",)

    functions: dict[str, tuple[Function, ...]] | None

    def __init__(self, entries: Mapping[str, Value] = {}) -> None:
        super().__init__(entries)
        self.functions = None

    def with_entries(self, entries: Mapping[str, Value]) -> Context:
        """A context with other entries and the same functions."""
        context = Context(entries)
        context.functions = self.functions
        return context

    def add_function(self, name: str, function: Function) -> None:
        if self.functions is None:
            self.functions = {}
        self.functions[name] = (*self.functions.get(name, ()), function)


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function as a value. `invoke` takes the values of all parameters in order.

    A function that an expression defines belongs to its evaluation: only expressions can call it, within its limits.
    """

    parameters: tuple[str, ...]
    invoke: Callable[[Sequence[Value]], Value]


@dataclass(frozen=True, slots=True)
class Range:
    """`[low..high]`, an end with a parenthesis where it is not included. Only functions take it."""

    low: Value
    high: Value
    low_included: bool = True
    high_included: bool = True
