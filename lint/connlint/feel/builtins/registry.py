"""How built-in functions are written and found: by name, and by the types of the arguments.

    @builtin("contains", str, str)
    def contains(text: str, match: str) -> bool: ...

A name may have several such cases; the first whose types fit is taken. Without one the engine refuses the
arguments, which makes null and a warning. Which counts and names of arguments there are is the table's to say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from connlint.feel.failures import Refusal
from connlint.feel.function_table import Place, Signature, Version, functions
from connlint.feel.limits import steps_of
from connlint.feel.numbers import RoundingError
from connlint.feel.printing import display
from connlint.feel.temporal.failure import TemporalTextError
from connlint.feel.values import Value

if TYPE_CHECKING:
    from connlint.feel.evaluator.run import Run

NULL = type(None)
ANY = object

_ITEMS_PER_STEP = 8
"""How many items or characters of its arguments a function is reckoned to take in within one step."""

F = TypeVar("F", bound=Callable[..., Value])


class _Case(NamedTuple):
    types: tuple[type | tuple[type, ...], ...]
    function: Callable[..., Value]
    needs_run: bool

    def fits(self, arguments: Sequence[Value]) -> bool:
        return len(arguments) == len(self.types) and all(map(isinstance, arguments, self.types))


_CASES: dict[str, list[_Case]] = {}


def builtin(name: str, *types: type | tuple[type, ...]) -> Callable[[F], F]:
    """Registers a function for arguments of these types. It raises Refusal where it has no value for them."""
    return _register(name, types, needs_run=False)


def builtin_with_run(name: str, *types: type | tuple[type, ...]) -> Callable[[F], F]:
    """The same for a function that needs the evaluation under way: its first argument is the `Run`."""
    return _register(name, types, needs_run=True)


def _register(name: str, types: tuple[type | tuple[type, ...], ...], *, needs_run: bool) -> Callable[[F], F]:
    def register(function: F) -> F:
        _CASES.setdefault(name, []).append(_Case(types, function, needs_run))
        return function

    return register


class Builtin(NamedTuple):
    """A built-in function: the signatures by which it is called, and its cases."""

    signatures: tuple[Signature, ...]
    cases: tuple[_Case, ...]

    def invoke(self, arguments: Sequence[Value], run: Run) -> Value:
        for argument in arguments:
            if isinstance(argument, str | list | dict):
                run.take_steps(len(argument) // _ITEMS_PER_STEP)
            elif type(argument) is Decimal:
                run.take_steps(steps_of(argument))
        for case in self.cases:
            if case.fits(arguments):
                try:
                    value = case.function(run, *arguments) if case.needs_run else case.function(*arguments)
                except (TemporalTextError, RoundingError) as error:
                    raise Refusal(str(error)) from None
                run.take_value(value)
                return value
        raise illegal_arguments(*arguments)


def illegal_arguments(*arguments: Value) -> Refusal:
    """The engine's refusal of arguments that no case takes."""
    return Refusal("Illegal arguments: " + ", ".join(f"'{display(argument)}'" for argument in arguments))


@cache
def builtins_of(place: Place | None, engine_version: Version | None) -> Mapping[str, Builtin]:
    """The functions that a place offers in a version of the engine, ready to be called."""
    from connlint.feel import builtins

    builtins.load()
    return MappingProxyType(
        {name: Builtin(info.signatures, tuple(_CASES[name])) for name, info in functions(place, engine_version).items()}
    )
