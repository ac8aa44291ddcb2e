"""Numbers: rounding, roots, logarithms, remainders."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from connlint.feel import numbers
from connlint.feel.builtins.registry import builtin, builtin_with_run
from connlint.feel.failures import JavaFailure, Refusal
from connlint.feel.numbers import ROUNDING_MODES, NumberFailure, from_float, round_to, to_int32
from connlint.feel.temporal.arithmetic import absolute as absolute_duration
from connlint.feel.temporal.durations import DaysTimeDuration, YearsMonthsDuration

if TYPE_CHECKING:
    from connlint.feel.evaluator.run import Run

_TWO = Decimal(2)
_ROUNDING = {
    "floor": "FLOOR",
    "ceiling": "CEILING",
    "round up": "UP",
    "round down": "DOWN",
    "round half up": "HALF_UP",
    "round half down": "HALF_DOWN",
    "decimal": "HALF_EVEN",
}


def _register_rounding(name: str, mode: str) -> None:
    @builtin(name, Decimal, Decimal)
    def rounded(number: Decimal, scale: Decimal) -> Decimal:
        return round_to(number, to_int32(scale), mode)


for _name, _mode in _ROUNDING.items():
    _register_rounding(_name, _mode)


@builtin("floor", Decimal)
def floor(number: Decimal) -> Decimal:
    return round_to(number, 0, "FLOOR")


@builtin("ceiling", Decimal)
def ceiling(number: Decimal) -> Decimal:
    return round_to(number, 0, "CEILING")


@builtin("decimal", Decimal, Decimal, str)
def decimal_by_mode(number: Decimal, scale: Decimal, mode: str) -> Decimal:
    if mode.upper() not in ROUNDING_MODES:
        modes = ", ".join(ROUNDING_MODES)
        raise Refusal(f"Illegal argument '{mode}' for rounding mode. Must be one of: {modes}")
    return round_to(number, to_int32(scale), mode.upper())


@builtin("abs", Decimal)
def absolute(number: Decimal) -> Decimal:
    return number.copy_abs()


@builtin("abs", (DaysTimeDuration, YearsMonthsDuration))
def absolute_of_duration(
    duration: DaysTimeDuration | YearsMonthsDuration,
) -> DaysTimeDuration | YearsMonthsDuration:
    return absolute_duration(duration)


@builtin("modulo", Decimal, Decimal)
def modulo(dividend: Decimal, divisor: Decimal) -> Decimal:
    if not divisor:
        raise JavaFailure("division by zero", "java.lang.ArithmeticException: Division by zero")
    return numbers.modulo(dividend, divisor)


builtin("sqrt", Decimal)(numbers.square_root)


@builtin("log", Decimal)
def logarithm(number: Decimal) -> Decimal:
    if number <= 0:
        raise JavaFailure("only a number above 0 has a logarithm", _not_finite("N" if number else "I"))
    return numbers.logarithm(number)


@builtin("exp", Decimal)
def exponential(number: Decimal) -> Decimal:
    try:
        return numbers.exponential(number)
    except NumberFailure:
        raise JavaFailure("the result is too large", _not_finite("I")) from None


def _not_finite(letter: str) -> str:
    """Run time: Java reads the result from the text of a double, which may be `NaN` or `Infinity`."""
    expected = 'neither a decimal digit number, decimal point, nor "e" notation exponential mark.'
    return f"java.lang.NumberFormatException: Character {letter} is {expected}"


@builtin("odd", Decimal)
def is_odd(number: Decimal) -> bool:
    return numbers.remainder(number, _TWO).copy_abs() == 1


@builtin("even", Decimal)
def is_even(number: Decimal) -> bool:
    return not numbers.remainder(number, _TWO)


@builtin_with_run("random number")
def random_number(run: Run) -> Decimal:
    return from_float(run.random.random())
