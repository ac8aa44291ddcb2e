"""Numbers as the engine counts: decimal, 34 digits, ties to the even digit, trailing zeros kept.

Run time: the engine's number is Scala's BigDecimal. Its operations round to 34 digits, or to as many as the left
operand has if those are more (a longer literal is kept whole). Roots, logarithms and powers with a fraction go
through a 64-bit float and come back as the shortest text of that float.

A number is a `decimal.Decimal`; there is no negative zero, no infinity and no NaN among them, and `str()` of one is
the engine's text. All functions give such numbers and expect them.
"""

from __future__ import annotations

import math
import re
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
    DecimalException,
    DivisionByZero,
    InvalidOperation,
    Overflow,
    Rounded,
    Underflow,
)
from functools import lru_cache
from typing import TYPE_CHECKING

from connlint.feel.limits import LimitExceeded

if TYPE_CHECKING:
    from collections.abc import Callable

PRECISION = 34

ROUNDING_MODES = {
    "UP": ROUND_UP,
    "DOWN": ROUND_DOWN,
    "CEILING": ROUND_CEILING,
    "FLOOR": ROUND_FLOOR,
    "HALF_UP": ROUND_HALF_UP,
    "HALF_DOWN": ROUND_HALF_DOWN,
    "HALF_EVEN": ROUND_HALF_EVEN,
    "UNNECESSARY": ROUND_DOWN,
}
"""The engine's names, in the order in which its warning lists them, to Python's."""

MAX_DIGITS = 20_000
"""A number has no more digits; the engine has no such limit and runs out of time or memory instead."""

_MAX_EXPONENT = 2**31 - 1
"""Run time: Java keeps a number's exponent in 32 bits."""

_MAX_POWER = 999_999_999

_JAVA_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d{1,10}))?")


class NumberFailure(ArithmeticError):
    """The engine ends the whole evaluation here: a result that is no finite number, or out of all bounds."""


class RoundingError(ValueError):
    """A rounding that the engine answers with null and a warning; `str()` is the warning's wording."""


@lru_cache(maxsize=64)
def _context(digits: int, rounding: str = ROUND_HALF_EVEN, *, exact: bool = False) -> Context:
    traps = [DivisionByZero, InvalidOperation, Overflow, Underflow]
    return Context(
        prec=digits,
        rounding=rounding,
        Emin=-_MAX_EXPONENT,
        Emax=_MAX_EXPONENT,
        capitals=1,
        clamp=0,
        flags=[],
        traps=[*traps, Rounded] if exact else traps,
    )


_EXACT = _context(PRECISION, exact=True)


def digits_of(number: Decimal) -> int:
    """How many digits the number has, trailing zeros counted."""
    return len(number.as_tuple().digits)


def is_too_long(number: Decimal) -> bool:
    """Whether the number has more than `MAX_DIGITS` digits, as far as its room tells: it is asked of every number."""
    return number.__sizeof__() > _MAX_ROOM


_MAX_ROOM = Decimal("1" * MAX_DIGITS).__sizeof__()


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return exponent


def _precision_of(number: Decimal) -> int:
    return max(PRECISION, digits_of(number))


def _operate(operation: Callable[[Context, Decimal, Decimal], Decimal], left: Decimal, right: Decimal) -> Decimal:
    """Most results have no more than 34 digits; only the others need the left operand's digits counted."""
    try:
        try:
            result = operation(_EXACT, left, right)
        except Rounded:
            result = operation(_context(_precision_of(left)), left, right)
    except DecimalException as error:
        raise NumberFailure(_reason(error)) from None
    return result if result else result.copy_abs()


def _reason(error: DecimalException) -> str:
    return "division by zero" if isinstance(error, DivisionByZero) else "the result cannot be written as a number"


def add(left: Decimal, right: Decimal) -> Decimal:
    """`left + right`."""
    return _operate(Context.add, left, right)


def subtract(left: Decimal, right: Decimal) -> Decimal:
    """`left - right`."""
    return _operate(Context.subtract, left, right)


def multiply(left: Decimal, right: Decimal) -> Decimal:
    """`left * right`."""
    return _operate(Context.multiply, left, right)


def divide(left: Decimal, right: Decimal) -> Decimal:
    """`left / right`; `right` is not zero (the engine's null: the caller's business).

    >>> str(divide(Decimal(1), Decimal(3))), str(divide(Decimal("1.50"), Decimal(2)))
    ('0.3333333333333333333333333333333333', '0.75')
    """
    return _operate(Context.divide, left, right)


def remainder(left: Decimal, right: Decimal) -> Decimal:
    """What is left of whole divisions, with the sign of `left`; raises NumberFailure for zero.

    Run time: only the quotient must fit the precision; what is left is exact.
    """
    try:
        if right and left.copy_abs() < right.copy_abs():
            return left
        quotient = _whole_quotient(left, right)
        exact = _context(MAX_DIGITS)
        zeros = min(_exponent(quotient.normalize(exact)), _exponent(left) - _exponent(right))
        if zeros > 0:
            # Run time: zeros at the end of the quotient are no digits of it, so that the rest has fewer as well.
            quotient = quotient.quantize(Decimal((0, (1,), zeros)), context=exact)
        result = exact.subtract(left, exact.multiply(quotient, right))
    except DecimalException as error:
        raise NumberFailure(_reason(error)) from None
    return result if result else result.copy_abs()


def _whole_quotient(left: Decimal, right: Decimal) -> Decimal:
    digits = _precision_of(left)
    try:
        return _context(digits).divide_int(left, right)
    except InvalidOperation:
        # More digits than the precision: good only if all behind it are zeros, as in 10^40 / 2.
        return _context(digits, exact=True).divide(left, right)


def modulo(dividend: Decimal, divisor: Decimal) -> Decimal:
    """The built-in `modulo`: with the sign of the divisor."""
    return remainder(add(remainder(dividend, divisor), divisor), divisor)


def negate(number: Decimal) -> Decimal:
    """`-number`; zero stays zero."""
    return number.copy_negate() if number else number


def power(base: Decimal, exponent: Decimal) -> Decimal:
    """`base ** exponent`. Raises NumberFailure where there is no finite result.

    >>> str(power(Decimal(5), Decimal(-2))), str(power(Decimal(2), Decimal("0.5")))
    ('0.04', '1.4142135623730951')
    """
    if is_whole(exponent):
        return _whole_power(base, to_int32(exponent))
    return _by_float(lambda: math.pow(float(base), float(exponent)))


def _whole_power(base: Decimal, exponent: int) -> Decimal:
    """The method of ANSI X3.274, which Java follows: the last digits depend on where it rounds."""
    if not exponent:
        return Decimal(1)
    magnitude = abs(exponent)
    if magnitude > _MAX_POWER:
        raise NumberFailure("the exponent is too large")
    working = _context(_precision_of(base) + len(str(magnitude)) + 1)
    result = Decimal(1)
    try:
        for bit in f"{magnitude:b}":
            result = working.multiply(result, result)
            if bit == "1":
                result = working.multiply(result, base)
        if exponent < 0:
            result = working.divide(Decimal(1), result)
        result = _context(_precision_of(base)).plus(result)
    except DecimalException as error:
        raise NumberFailure(_reason(error)) from None
    return result if result else result.copy_abs()


def square_root(number: Decimal) -> Decimal | None:
    """The built-in `sqrt`; None for a negative number."""
    return None if number < 0 else _by_float(lambda: math.sqrt(float(number)))


def logarithm(number: Decimal) -> Decimal:
    """The built-in `log`: to base e. Raises NumberFailure for zero and below, as the engine does."""
    return _by_float(lambda: math.log(float(number)))


def exponential(number: Decimal) -> Decimal:
    """The built-in `exp`. Raises NumberFailure where a float overflows."""
    return _by_float(lambda: math.exp(float(number)))


def _by_float(operation: Callable[[], float]) -> Decimal:
    try:
        return from_float(operation())
    except (ValueError, OverflowError):
        raise NumberFailure("the result is not a finite number") from None


def round_to(number: Decimal, scale: int, mode: str = "HALF_EVEN") -> Decimal:
    """The number with exactly `scale` digits behind the point; a negative scale rounds before it.

    `mode` is one of ROUNDING_MODES. Raises RoundingError where `UNNECESSARY` would have to round, LimitExceeded
    where the result would have more than MAX_DIGITS digits.

    >>> str(round_to(Decimal("2.5"), 0)), str(round_to(Decimal("1"), 2)), str(round_to(Decimal("1234"), -2, "UP"))
    ('2', '1.00', '1.3E+3')
    """
    if number.as_tuple().exponent == -scale:
        return number
    if number and number.adjusted() + scale > MAX_DIGITS:
        raise LimitExceeded(f"a scale of {scale} makes a number of too many digits")
    if not -_MAX_EXPONENT <= scale <= _MAX_EXPONENT:
        raise NumberFailure(f"a scale of {scale} is out of bounds")
    context = _context(MAX_DIGITS + 1, ROUNDING_MODES[mode])
    try:
        result = number.quantize(Decimal((0, (1,), -scale)), context=context)
    except InvalidOperation:
        raise NumberFailure(f"a scale of {scale} is out of bounds") from None
    if mode == "UNNECESSARY" and result != number:
        raise RoundingError(f"Failed to apply rounding mode '{mode}': Rounding necessary")
    return result if result else result.copy_abs()


def is_whole(number: Decimal) -> bool:
    """Whether nothing stands behind the point but zeros."""
    return number == number.to_integral_value(ROUND_DOWN)


def to_int32(number: Decimal) -> int:
    """The whole part as Java's `intValue` gives it: beyond 32 bits only the lowest of them count.

    >>> to_int32(Decimal("-1.9")), to_int32(Decimal(2**32 + 5))
    (-1, 5)
    """
    if isinstance(exponent := number.as_tuple().exponent, int) and exponent >= 64:
        return 0
    if number.adjusted() > MAX_DIGITS:
        raise LimitExceeded("a number of too many digits")
    return (int(number) + 2**31) % 2**32 - 2**31


def from_float(value: float) -> Decimal:
    """A float as the engine reads it: its shortest text, which has a digit behind the point.

    Raises NumberFailure for infinity and NaN.

    >>> str(from_float(1.0)), str(from_float(0.1)), str(from_float(1e7)), str(from_float(1.5e-4))
    ('1.0', '0.1', '1.0E+7', '0.00015')
    """
    if not math.isfinite(value):
        raise NumberFailure("the result is not a finite number")
    if not value:
        return Decimal("0.0")
    number = Decimal(repr(value)).normalize()
    if digits_of(number) == 1:
        # Run time: Java looks for the nearest text of at least two digits; the smallest float is 4.9E-324, not 5E-324.
        number = Decimal(f"{value:.1e}").normalize()
    sign, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)
    adjusted = number.adjusted()
    # Run time: Java writes 0.001 up to 10^7 plainly, else as d.dE±x; both with at least one digit behind the point.
    last = -1 if -3 <= adjusted < 7 else adjusted - 1
    if exponent > last:
        digits += (0,) * (exponent - last)
        exponent = last
    return Decimal((sign, digits, exponent))


def to_float(number: Decimal) -> float:
    """The nearest float; infinity beyond their range."""
    return float(number)


def parse_number(text: str) -> Decimal | None:
    """The number that a text holds, by the built-in `number(from)`; None where Java's BigDecimal refuses it.

    >>> parse_number("1e3"), parse_number(" 1")
    (Decimal('1E+3'), None)
    """
    match = _JAVA_NUMBER.fullmatch(text)
    if match is None or abs(int(match[1] or 0)) > _MAX_EXPONENT:
        return None
    number = Decimal(text)
    if is_too_long(number):
        raise LimitExceeded("a number of too many digits")
    return number if number else number.copy_abs()
