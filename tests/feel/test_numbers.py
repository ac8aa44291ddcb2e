"""Numbers: how they are rounded, printed and converted."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connlint.feel import numbers
from connlint.feel.limits import LimitExceeded
from connlint.feel.numbers import NumberFailure, RoundingError

HUGE = "12345678901234567890123456789012345678"


D = Decimal


@pytest.mark.parametrize(
    ("operation", "left", "right", "text"),
    [
        (numbers.add, "0.1", "0.2", "0.3"),
        (numbers.add, "1.50", "1", "2.50"),
        (numbers.add, HUGE, "1", "12345678901234567890123456789012345679"),
        (numbers.add, "1", HUGE, "1.234567890123456789012345678901235E+37"),
        (numbers.add, "-1.5", "1.5", "0.0"),
        (numbers.subtract, "1", "0.99", "0.01"),
        (numbers.multiply, "1.5", "2.0", "3.00"),
        (numbers.multiply, "0", "-1", "0"),
        (numbers.multiply, "0.0", "-5", "0.0"),
        (numbers.divide, "1", "3", "0.3333333333333333333333333333333333"),
        (numbers.divide, "2", "3", "0.6666666666666666666666666666666667"),
        (numbers.divide, "3", "2", "1.5"),
        (numbers.divide, "1.50", "2", "0.75"),
        (numbers.divide, "1.500", "3", "0.500"),
        (numbers.divide, "100", "4", "25"),
        (numbers.divide, "0", "-3", "0"),
        (numbers.remainder, "-5", "3", "-2"),
        (numbers.remainder, "2", "3.00", "2"),
        (numbers.remainder, "0.5", "-0.002", "0.00"),
        (numbers.remainder, "1000000000000000000000000000000000000000000", "2", "0"),
        (numbers.remainder, "10", HUGE + "9", "10"),
        (numbers.remainder, "1E+40", HUGE, "9.000000000900000000090000000082E+31"),
        (numbers.modulo, "-5", "3", "1"),
        (numbers.modulo, "-12", "5", "3"),
        (numbers.modulo, "12", "-5", "-3"),
        (numbers.modulo, "10.1", "4.5", "1.1"),
        (numbers.power, "2", "3", "8"),
        (numbers.power, "5", "-2", "0.04"),
        (numbers.power, "1.10", "2", "1.2100"),
        (numbers.power, "-3", "2", "9"),
        (numbers.power, "7", "0", "1"),
        (numbers.power, "0", "0", "1"),
        (numbers.power, "10", "40", "1.000000000000000000000000000000000E+40"),
        (numbers.power, "2", "2.0", "4"),
        (numbers.power, "2", "0.5", "1.4142135623730951"),
        (numbers.power, "5", "2.55", "60.58617166606632"),
    ],
)
def test_operations(operation, left, right, text):
    assert str(operation(D(left), D(right))) == text


@pytest.mark.parametrize(
    ("operation", "operands"),
    [
        (numbers.modulo, ("5", "0")),
        (numbers.power, ("0", "-1")),
        (numbers.power, ("-2", "0.5")),
        (numbers.power, ("0", "-0.5")),
        (numbers.power, ("2", "1000000000")),
        (numbers.power, ("10", "999999999.5")),
        (numbers.multiply, ("1E+2147483647", "10")),
        (numbers.logarithm, ("0",)),
        (numbers.logarithm, ("-1",)),
        (numbers.exponential, ("1000",)),
        (numbers.square_root, ("1E+999",)),
        (numbers.remainder, ("1E+40", "3")),
    ],
)
def test_what_is_no_number_fails(operation, operands):
    with pytest.raises(NumberFailure):
        operation(*map(Decimal, operands))


@pytest.mark.parametrize(
    ("function", "operand", "text"),
    [
        (numbers.square_root, "16", "4.0"),
        (numbers.square_root, "2", "1.4142135623730951"),
        (numbers.square_root, "-1", "None"),
        (numbers.logarithm, "4", "1.3862943611198906"),
        (numbers.logarithm, "1", "0.0"),
        (numbers.exponential, "0", "1.0"),
        (numbers.exponential, "-1000", "0.0"),
        (numbers.negate, "0", "0"),
        (numbers.negate, "1.50", "-1.50"),
    ],
)
def test_functions(function, operand, text):
    assert str(function(D(operand))) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0.0"),
        (-0.0, "0.0"),
        (1.0, "1.0"),
        (-1.5, "-1.5"),
        (0.1, "0.1"),
        (0.001, "0.001"),
        (0.0001, "0.00010"),
        (1.5e-4, "0.00015"),
        (1e-9, "1.0E-9"),
        (123456.0, "123456.0"),
        (9999999.0, "9999999.0"),
        (1e7, "1.0E+7"),
        (12345678.0, "12345678"),
        (1.25e20, "1.25E+20"),
        (1e300, "1.0E+300"),
        (5e-324, "4.9E-324"),
    ],
)
def test_a_float_is_its_shortest_text(value, text):
    assert str(numbers.from_float(value)) == text


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan")])
def test_a_float_that_is_no_number_fails(value):
    with pytest.raises(NumberFailure):
        numbers.from_float(value)


@pytest.mark.parametrize(
    ("number", "scale", "mode", "text"),
    [
        ("2.5", 0, "HALF_EVEN", "2"),
        ("3.5", 0, "HALF_EVEN", "4"),
        ("5.5", 0, "HALF_UP", "6"),
        ("5.5", 0, "HALF_DOWN", "5"),
        ("-1.5", 0, "FLOOR", "-2"),
        ("-1.5", 0, "CEILING", "-1"),
        ("-1.1", 0, "UP", "-2"),
        ("-1.9", 0, "DOWN", "-1"),
        ("-0.4", 0, "HALF_EVEN", "0"),
        ("1", 2, "UP", "1.00"),
        ("1.50", 2, "UP", "1.50"),
        ("1234", -2, "UP", "1.3E+3"),
        ("5.5", -6112, "DOWN", "0E+6112"),
        ("5.50", 1, "UNNECESSARY", "5.5"),
        (HUGE, 1, "UP", HUGE + ".0"),
    ],
)
def test_rounding_to_a_scale(number, scale, mode, text):
    assert str(numbers.round_to(D(number), scale, mode)) == text


def test_rounding_that_is_not_to_be():
    with pytest.raises(RoundingError) as caught:
        numbers.round_to(D("5.5"), 0, "UNNECESSARY")
    assert str(caught.value) == "Failed to apply rounding mode 'UNNECESSARY': Rounding necessary"


@pytest.mark.parametrize("scale", [numbers.MAX_DIGITS + 1, 2**31 - 1])
def test_a_scale_that_makes_too_many_digits_is_beyond_the_limit(scale):
    with pytest.raises(LimitExceeded):
        numbers.round_to(D("1.5"), scale)


@pytest.mark.parametrize(
    ("number", "result"),
    [
        ("1.9", 1),
        ("-1.9", -1),
        ("2147483647", 2**31 - 1),
        ("2147483648", -(2**31)),
        ("4294967296.5", 0),
        ("-4294967297", -1),
        ("1E+999999999", 0),
        ("1E-999999999", 0),
    ],
)
def test_the_lowest_32_bits(number, result):
    assert numbers.to_int32(Decimal(number)) == result


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("1500", "1500"),
        ("-1.50", "-1.50"),
        ("+1", "1"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1e3", "1E+3"),
        ("1.5E-10", "1.5E-10"),
        ("-0", "0"),
        ("0.000001", "0.000001"),
        ("0.0000001", "1E-7"),
        ("", None),
        ("x", None),
        (" 1", None),
        ("1 ", None),
        ("1_000", None),
        ("1,5", None),
        (".", None),
        ("1e", None),
        ("NaN", None),
        ("Infinity", None),
        ("1e99999999999", None),
        ("0x10", None),
    ],
)
def test_a_number_of_a_text(text, printed):
    number = numbers.parse_number(text)
    assert (number if number is None else str(number)) == printed


@pytest.mark.parametrize(
    ("number", "whole"), [("1", True), ("1.00", True), ("1E+3", True), ("0.0", True), ("1.01", False)]
)
def test_whole_numbers(number, whole):
    assert numbers.is_whole(Decimal(number)) is whole


finite = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20)


@given(finite, finite)
def test_results_have_at_most_34_digits_and_no_negative_zero(left, right):
    operations = [numbers.add, numbers.subtract, numbers.multiply, *([numbers.divide] if right else [])]
    for operation in operations:
        try:
            result = operation(left, right)
        except NumberFailure:
            continue
        assert numbers.digits_of(result) <= max(numbers.PRECISION, numbers.digits_of(left))
        assert result or not result.is_signed()


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_comes_back(value):
    assert float(numbers.from_float(value)) == value


@given(finite)
def test_the_text_of_a_number_is_read_back(number):
    assert numbers.parse_number(str(number)) == number
