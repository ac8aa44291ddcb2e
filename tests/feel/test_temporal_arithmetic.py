"""`+ - * /`, equality and order of temporal values."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connlint.feel import temporal
from connlint.feel.comparison import comparable, compare, equal
from connlint.feel.limits import Budget, Limits
from connlint.feel.temporal import Date, DateTime, DaysTimeDuration, TemporalFailure, Time, YearsMonthsDuration


def value(text):
    """A temporal value, or a number."""
    temporal_value = temporal.at_literal(text)
    return Decimal(text) if temporal_value is None else temporal_value


def table(*rows):
    return pytest.mark.parametrize(("left", "right", "result"), rows)


@table(
    ("2021-01-31", "P1M", "2021-02-28"),
    ("P1M", "2021-01-31", "2021-02-28"),
    ("2020-02-29", "P1Y", "2021-02-28"),
    ("2020-02-29", "-P4Y", "2016-02-29"),
    ("2021-01-01", "PT36H", "2021-01-02"),
    ("2021-01-01", "-PT1S", "2020-12-31"),
    ("P1D", "2020-12-31", "2021-01-01"),
    ("-0001-12-31", "P1D", "0000-01-01"),
    ("10:15:00", "PT1H", "11:15:00"),
    ("23:30:00", "PT1H", "00:30:00"),
    ("00:30:00", "-PT1H", "23:30:00"),
    ("P1D", "10:15:00+11:00", "10:15:00+11:00"),
    ("10:15:00@Australia/Melbourne", "PT1H", "11:15:00@Australia/Melbourne"),
    ("2021-01-01T10:10:10", "-P1M", "2020-12-01T10:10:10"),
    ("2021-01-01T23:59:59", "PT1S", "2021-01-02T00:00:00"),
    ("PT1H", "2021-01-01T10:10:10+11:00", "2021-01-01T11:10:10+11:00"),
    ("2021-01-31T10:00:00+01:00", "P1M", "2021-02-28T10:00:00+01:00"),
    ("P1Y", "-P2M", "P10M"),
    ("PT24H", "P1D", "P2D"),
    ("10:15:00", "P1Y", None),
    ("P1Y", "10:15:00", None),
    ("P1Y", "P1D", None),
    ("P1D", "P1Y", None),
    ("2021-01-01", "2021-01-01", None),
    ("10:00:00", "10:00:00", None),
    ("2021-01-01", "1", None),
    ("1", "P1D", None),
)
def test_addition(left, right, result):
    assert temporal.add(value(left), value(right)) == (result and value(result))


@table(
    ("2021-01-02", "2021-01-01", "P1D"),
    ("1995-01-01", "2021-01-02", "-P9498D"),
    ("2021-01-02", "P1M", "2020-12-02"),
    ("2021-01-02", "PT1M", "2021-01-01"),
    ("2021-01-02", "-PT25H", "2021-01-03"),
    ("10:30:00", "09:00:00", "PT1H30M"),
    ("09:00:00", "10:00:00", "-PT1H"),
    ("10:00:00+01:00", "10:00:00Z", "PT1H"),
    ("09:00:00Z", "10:00:00Z", "PT1H"),
    ("10:00:00", "10:00:00Z", None),
    ("10:10:10@Australia/Melbourne", "PT1H", "09:10:10@Australia/Melbourne"),
    ("2017-01-10T10:00:00", "2017-01-10T10:30:00", "-PT30M"),
    ("2021-01-02T10:10:10+01:00", "2021-01-01T10:10:10@Europe/Paris", "P1D"),
    ("2021-01-02T10:10:10@Europe/Paris", "1995-01-01T10:10:10@Asia/Dhaka", "P9498DT5H"),
    ("2021-01-02T10:10:10Z", "2021-01-02T10:10:10", None),
    ("2021-01-01T10:10:10", "P1Y", "2020-01-01T10:10:10"),
    ("2021-01-01T10:10:10", "P1D", "2020-12-31T10:10:10"),
    ("P1Y", "P14M", "-P2M"),
    ("PT22H", "P1D", "-PT2H"),
    ("2021-01-01", "2021-01-01T00:00:00", None),
    ("P1D", "2021-01-01", None),
    ("P1Y", "P1D", None),
    ("10:00:00", "P1M", None),
    ("P1D", "1", None),
)
def test_subtraction(left, right, result):
    assert temporal.subtract(value(left), value(right)) == (result and value(result))


@table(
    ("P1D", "10", "P10D"),
    ("10", "-P1D", "-P10D"),
    ("P4DT1H", "1.9", "P4DT1H"),
    ("P2M", "-1.9", "-P2M"),
    ("26", "P1M", "P2Y2M"),
    ("P1M", "0", "P0Y"),
    ("P1D", "4294967297", "P1D"),
    ("P1D", "P1D", None),
    ("10:00:00", "2", None),
    ("2", "2021-01-01", None),
)
def test_multiplication_takes_whole_numbers_of_32_bits(left, right, result):
    assert temporal.multiply(value(left), value(right)) == (result and value(result))


@table(
    ("P1Y", "P1M", "12"),
    ("P10M", "P3M", "3"),
    ("-P10M", "P3M", "-3"),
    ("P10Y11M", "-2.5", "-P4Y4M"),
    ("P1Y", "P0M", None),
    ("P1Y", "0", None),
    ("P1D", "PT1H", "24"),
    ("PT1H", "PT40M", "1"),
    ("P3D", "2", "P1DT12H"),
    ("P10D", "P0D", None),
    ("P10D", "0", None),
    ("P10D", "P1Y", None),
    ("10", "P1D", None),
    ("2021-01-01", "2", None),
    ("P60D", "2", "-P19DT17H2M47.296S"),
)
def test_division(left, right, result):
    assert temporal.divide(value(left), value(right)) == (result and value(result))


@pytest.mark.parametrize(
    ("operation", "left", "right"),
    [
        (temporal.add, "999999999-12-31", "P1D"),
        (temporal.add, "999999999-12-31", "P1M"),
        (temporal.subtract, "-999999999-01-01T00:00:00", "PT1S"),
        (temporal.add, "P2147483647Y", "P1Y"),
        (temporal.add, "PT9223372036854775807S", "PT1S"),
        (temporal.multiply, "PT9223372036854775807S", "2"),
        (temporal.divide, "P1D", "PT0.0001S"),
        (temporal.divide, "PT9223372036854775807S", "2"),
    ],
)
def test_beyond_the_bounds_the_evaluation_fails(operation, left, right):
    with pytest.raises(TemporalFailure):
        operation(value(left), value(right))


@pytest.mark.parametrize(("text", "absolute"), [("-P2M", "P2M"), ("P2M", "P2M"), ("-PT5H", "PT5H"), ("P0D", "P0D")])
def test_absolute(text, absolute):
    assert temporal.absolute(value(text)) == value(absolute)


@table(
    ("2021-01-01", "2021-01-02", -1),
    ("-0001-12-31", "0000-01-01", -1),
    ("10:00:00", "09:59:59.999", 1),
    ("10:00:00+01:00", "09:00:00Z", 0),
    ("2021-01-01T10:00:00", "2021-01-01T10:00:00", 0),
    # the same instant: the one whose clock shows less comes first
    ("2021-01-01T00:00:00Z", "2021-01-01T01:00:00+01:00", -1),
    ("2021-07-01T12:00:00+02:00", "2021-07-01T12:00:00@Europe/Berlin", -1),
    ("P1Y", "P12M", 0),
    ("P1Y", "P11M", 1),
    ("P1D", "PT24H", 0),
    ("PT0.1S", "PT0.2S", -1),
    ("10:00:00", "10:00:00Z", None),
    ("2021-01-01T00:00:00", "2021-01-01T00:00:00Z", None),
    ("2021-01-01", "2021-01-01T00:00:00", None),
    ("P1Y", "P365D", None),
    ("P1Y", "1", None),
    ("1", "1", 0),
)
def test_order(left, right, result):
    assert comparable(value(left), value(right)) == (result is not None)
    if result is not None:
        sign = compare(value(left), value(right))
        assert (sign and sign // abs(sign)) == result


@table(
    ("2021-01-01", "2021-01-01", True),
    ("10:00:00Z", "10:00:00+00:00", True),
    ("10:00:00+01:00", "09:00:00Z", False),
    ("2021-01-01T00:00:00Z", "2021-01-01T01:00:00+01:00", False),
    ("2002-04-02T12:00:00@Australia/Melbourne", "2002-04-02T12:00:00@Australia/Sydney", False),
    ("2021-07-01T12:00:00+02:00", "2021-07-01T12:00:00@Europe/Berlin", False),
    ("P1Y", "P12M", True),
    ("P1D", "PT24H", True),
    ("P1D", "-P1D", False),
    ("10:00:00", "10:00:00Z", None),
    ("P1Y", "P365D", None),
    ("2021-01-01", "2021-01-01T00:00:00", None),
)
def test_equality_is_of_all_parts(left, right, result):
    assert equal(value(left), value(right), Budget(Limits())) is result


days = st.dates().map(lambda day: (day, Date(day.year, day.month, day.day)))


@given(days, days)
def test_days_between_dates_are_those_of_python(first, second):
    assert temporal.subtract(first[1], second[1]) == DaysTimeDuration.of_seconds((first[0] - second[0]).days * 86_400)
    assert first[1].weekday == first[0].isoweekday()


@given(days, st.integers(-200_000, 200_000))
def test_a_date_some_days_later_is_that_of_python(day, count):
    ours = temporal.add(day[1], DaysTimeDuration.of_seconds(count * 86_400))
    try:
        theirs = day[0] + datetime.timedelta(days=count)
    except OverflowError:
        return
    assert str(ours) == str(theirs)


@given(st.datetimes(), st.integers(-(10**9), 10**9))
def test_a_date_and_time_some_microseconds_later_is_that_of_python(moment, microseconds):
    ours = temporal.add(DateTime.from_datetime(moment), DaysTimeDuration(microseconds * 1000))
    try:
        theirs = moment + datetime.timedelta(microseconds=microseconds)
    except OverflowError:
        return
    assert ours == DateTime.from_datetime(theirs)


@given(st.integers(-360_000_000_000, 360_000_000_000))
def test_every_day_has_a_date_and_back(count):
    assert Date.from_days(count).days == count


@given(days, st.integers(-100, 100), st.integers(-100, 100))
def test_adding_months_keeps_the_day_or_shortens_it(day, first, second):
    later = temporal.add(day[1], YearsMonthsDuration(first + second))
    assert isinstance(later, Date)
    assert later.day <= day[1].day
    assert (later.year * 12 + later.month) - (day[1].year * 12 + day[1].month) == first + second


@given(st.integers(0, 86_399), st.integers(-(10**6), 10**6))
def test_a_time_and_a_duration_and_back(second, distance):
    time, duration = Time.at(0, 0, second), DaysTimeDuration.of_seconds(distance)
    assert temporal.subtract(temporal.add(time, duration), duration) == time
