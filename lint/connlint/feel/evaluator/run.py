"""What one evaluation carries along: its limits, its warnings, the functions of the place, clock and random."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from connlint.feel.limits import Budget, Limits
from connlint.feel.printing import display
from connlint.feel.values import FeelWarning, Value, WarningType

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from connlint.feel.function_table import Signature
    from connlint.span import Span


class Random(Protocol):
    """The part of `random.Random` that the functions use."""

    def random(self) -> float: ...
    def getrandbits(self, k: int, /) -> int: ...


class BuiltinFunction(Protocol):
    """A built-in function as the evaluator calls it."""

    @property
    def signatures(self) -> tuple[Signature, ...]:
        """The ways to call it, in the order in which they are tried."""

    def invoke(self, arguments: Sequence[Value], run: Run) -> Value:
        """Its value. Raises Refusal where it has none for these arguments."""


class Run(Budget):
    """One evaluation under way."""

    __slots__ = ("clock", "functions", "random", "span", "warnings")

    def __init__(
        self,
        functions: Mapping[str, BuiltinFunction],
        clock: Callable[[], datetime],
        random: Random,
        limits: Limits,
        span: Span,
    ) -> None:
        super().__init__(limits)
        self.functions = functions
        self.clock = clock
        self.random = random
        self.warnings: list[FeelWarning] = []
        self.span = span
        """The call under way: what an error or a limit within a function is put down to."""

    def warn(self, kind: WarningType, message: str, span: Span) -> None:
        # A warning holds the text of a value, so many of them are memory too.
        self.take_memory(len(message) + 200)
        self.warnings.append(FeelWarning(kind, message, span))

    def warn_of_type(self, expected: str, found: Value, span: Span) -> None:
        """The warning that a value is not of the type that is expected."""
        self.warn("INVALID_TYPE", f"Expected {expected} but found '{display(found)}'", span)
