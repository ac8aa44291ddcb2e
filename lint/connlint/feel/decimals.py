"""Numbers as the engine computes them: decimals of 34 digits, half to even, and doubles where Java takes them."""

from __future__ import annotations

import math
import re
from decimal import (
    MAX_EMAX,
    MIN_EMIN,
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
)
from typing import Literal

from connlint.feel.failures import JavaFailure, Refusal

PRECISION = 34

_ROUNDED = Context(PRECISION, ROUND_HALF_EVEN, MIN_EMIN, MAX_EMAX, 1, 0, [], [Overflow, DivisionByZero])
_EXACT = Context(PRECISION, ROUND_HALF_EVEN, MIN_EMIN, MAX_EMAX, 1, 0, [], [Inexact])
_ONE = Decimal(1)
_MAX_SCALE = 2**31 - 1
_MAX_POWER = 999_999_999
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,10})?")

ROUNDING_MODES = ("UP", "DOWN", "CEILING", "FLOOR", "HALF_UP", "HALF_DOWN", "HALF_EVEN", "UNNECESSARY")
"""The names of the engine's rounding modes, in its order."""


def add(left: Decimal, right: Decimal) -> Decimal:
    try:
        return _EXACT.add(left, right)
    except Inexact:
        return _context_for(left).add(left, right)


def subtract(left: Decimal, right: Decimal) -> Decimal:
    try:
        return _EXACT.subtract(left, right)
    except Inexact:
        return _context_for(left).subtract(left, right)


def multiply(left: Decimal, right: Decimal) -> Decimal:
    try:
        product = _EXACT.multiply(left, right)
    except Inexact:
        product = _context_for(left).multiply(left, right)
    return _checked(product)


def divide(left: Decimal, right: Decimal) -> Decimal:
    """The quotient; `right` is not zero."""
    try:
        quotient = _EXACT.divide(left, right)
    except Inexact:
        quotient = _context_for(left).divide(left, right)
    return _checked(quotient)


def remainder(left: Decimal, right: Decimal) -> Decimal:
    """What is left of `left`, with its sign."""
    if not right:
        raise JavaFailure("java.lang.ArithmeticException: Division by zero")
    context = _context_for(left)
    rest = context.remainder(left, right)
    if not rest.is_finite():
        raise JavaFailure("java.lang.ArithmeticException: Division impossible")
    return _unsigned_zero(rest)


def power(base: Decimal, exponent: Decimal) -> Decimal:
    """Run time: whole exponents are exact, as Java's 32 bits hold them; others go through doubles."""
    if exponent != exponent.to_integral_value():
        return from_double(_double_power(float(base), float(exponent)))
    whole = java_int(exponent)
    if abs(whole) > _MAX_POWER:
        raise JavaFailure("java.lang.ArithmeticException: Invalid operation")
    if whole == 0:
        return _ONE
    if not base:
        if whole < 0:
            raise JavaFailure("java.lang.ArithmeticException: Division by zero")
        return _unsigned_zero(base)
    return _checked(_context_for(base).power(base, whole))


def negate(number: Decimal) -> Decimal:
    return _context_for(number).minus(number)


def absolute(number: Decimal) -> Decimal:
    return negate(number) if number < 0 else number


def rounded(number: Decimal) -> Decimal:
    """The number with at most 34 digits."""
    return _ROUNDED.plus(number)


def set_scale(number: Decimal, scale: int, mode: str) -> Decimal:
    """The number with so many digits behind the point. Raises Refusal where it would need rounding and must not."""
    needed = number.adjusted() + scale + 2
    context = Context(max(needed, PRECISION), None, MIN_EMIN, MAX_EMAX, 1, 0, [], [])
    exponent = Decimal((0, (1,), -scale))
    if mode == "UNNECESSARY":
        context.traps[Inexact] = True
        try:
            return context.quantize(number, exponent)
        except Inexact:
            raise Refusal(f"Failed to apply rounding mode '{mode}': Rounding necessary") from None
    return _unsigned_zero(number.quantize(exponent, f"ROUND_{mode}", context))


def digits_of_scaled(number: Decimal, scale: int) -> int:
    """How many digits `set_scale` makes."""
    return number.adjusted() + scale + 1


def java_int(number: Decimal) -> int:
    """The whole part as Java's `intValue`: its lowest 32 bits, with a sign.

    >>> java_int(Decimal("-2.9")), java_int(Decimal(2**32 + 1))
    (-2, 1)
    """
    if int(number.as_tuple().exponent) >= 32:
        return 0
    bits = int(number) & 0xFFFFFFFF
    return bits - 2**32 if bits >= 2**31 else bits


def from_double(double: float) -> Decimal:
    """The number that Java reads from the text of a double: 4.0 keeps its zero, 1.0E10 its exponent."""
    if not math.isfinite(double):
        letter: Literal["N", "I"] = "N" if math.isnan(double) else "I"
        raise JavaFailure(
            f"java.lang.NumberFormatException: Character {letter} is neither a decimal digit number, decimal point, "
            'nor "e" notation exponential mark.'
        )
    if double == 0:
        return Decimal("0.0")
    sign, digits, exponent = Decimal(repr(double)).normalize().as_tuple()
    least = -1 if 1e-3 <= abs(double) < 1e7 else len(digits) - 2 + int(exponent)
    missing = max(0, int(exponent) - least)
    return Decimal((sign, digits + (0,) * missing, int(exponent) - missing))


def parse_number(text: str) -> Decimal | None:
    """The number that Java reads from a text, None where there is none."""
    if _NUMBER.fullmatch(text) is None:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not abs(number.adjusted()) <= _MAX_SCALE:
        return None
    return _unsigned_zero(number)


def _context_for(left: Decimal) -> Context:
    """Run time: the left operand decides, a longer one than 34 digits keeps its own precision."""
    digits = len(left.as_tuple().digits)
    if digits <= PRECISION:
        return _ROUNDED
    wide = _ROUNDED.copy()
    wide.prec = digits
    return wide


def _double_power(base: float, exponent: float) -> float:
    """Java's `Math.pow`, which knows no exceptions."""
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return math.inf
    except ValueError:
        return math.inf if base == 0 else math.nan


def _checked(number: Decimal) -> Decimal:
    """The number, if Java's 32 bits hold its exponent; and without the sign of a zero, which Java has not."""
    if not -_MAX_SCALE < number.adjusted() < _MAX_SCALE:
        raise JavaFailure("java.lang.ArithmeticException: Overflow")
    return number or _unsigned_zero(number)


def _unsigned_zero(number: Decimal) -> Decimal:
    return number.copy_abs() if not number else number
