"""Texts of temporal values: what is read, what is refused, what is printed."""

from __future__ import annotations

import contextlib
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connlint.feel import temporal
from connlint.feel.kinds import type_name
from connlint.feel.temporal import DateTime, TemporalTextError
from connlint.feel.value_types import temporal_kind

# a literal, its text in FEEL, its text in JSON (None where it is the same)
READ = [
    ("2024-02-29", "2024-02-29", None),
    ("-2017-01-01", "-2017-01-01", None),
    ("0000-01-01", "0000-01-01", None),
    ("-0001-12-31", "-0001-12-31", None),
    ("10000-01-01", "+10000-01-01", None),
    ("999999999-12-31", "+999999999-12-31", None),
    ("-999999999-01-01", "-999999999-01-01", None),
    ("10:30:00", "10:30:00", None),
    ("10:30", "10:30:00", None),
    ("T10:30:00", "10:30:00", None),
    ("10:30:00.5", "10:30:00.5", None),
    ("10:30:00.123456789", "10:30:00.123456789", None),
    ("10:30:00.120000000", "10:30:00.12", None),
    ("10:30:00.", "10:30:00", None),
    ("24:00:00", "00:00:00", None),
    ("10:30:00Z", "10:30:00Z", None),
    ("10:30:00+00:00", "10:30:00Z", None),
    ("10:30:00-00:00", "10:30:00Z", None),
    ("10:30:00.25-03:30", "10:30:00.25-03:30", None),
    ("10:30:00+18:00", "10:30:00+18:00", None),
    ("10:30:00@+02:00", "10:30:00+02:00", None),
    ("10:30:00@Europe/Berlin", "10:30:00@Europe/Berlin", "10:30:00+01:00[Europe/Berlin]"),
    ("10:30:00@Australia/Melbourne", "10:30:00@Australia/Melbourne", "10:30:00+10:00[Australia/Melbourne]"),
    ("10:30:00@Europe/Dublin", "10:30:00@Europe/Dublin", "10:30:00Z[Europe/Dublin]"),
    ("10:30:00@UTC", "10:30:00@UTC", "10:30:00Z[UTC]"),
    ("10:30:00@GMT-05:00", "10:30:00@GMT-05:00", "10:30:00-05:00[GMT-05:00]"),
    ("2024-05-01T10:30", "2024-05-01T10:30:00", None),
    ("2024-05-01T10:30:15.000000001", "2024-05-01T10:30:15.000000001", None),
    ("12345-05-01T10:30:00", "12345-05-01T10:30:00", "+12345-05-01T10:30:00"),
    ("2024-05-01T10:30:00Z", "2024-05-01T10:30:00Z", None),
    ("2024-05-01T10:30+01:35", "2024-05-01T10:30:00+01:35", None),
    (
        "2024-07-01T10:30:00@Europe/Berlin",
        "2024-07-01T10:30:00@Europe/Berlin",
        "2024-07-01T10:30:00+02:00[Europe/Berlin]",
    ),
    (
        "2024-01-01T10:30:00+01:00[Europe/Berlin]",
        "2024-01-01T10:30:00@Europe/Berlin",
        "2024-01-01T10:30:00+01:00[Europe/Berlin]",
    ),
    ("2024-01-01T10:30:00+01:00[+02:00]", "2024-01-01T11:30:00+02:00", None),
    ("2024-01-01T10:30:00Z[UTC]", "2024-01-01T10:30:00@UTC", "2024-01-01T10:30:00Z[UTC]"),
    ("P1Y", "P1Y", None),
    ("P14M", "P1Y2M", None),
    ("-P14M", "-P1Y2M", "P-1Y-2M"),
    ("P-2M", "-P2M", "P-2M"),
    ("P1Y-2M", "P10M", None),
    ("-P0M", "P0Y", "P0D"),
    ("P1D", "P1D", "PT24H"),
    ("PT36H", "P1DT12H", "PT36H"),
    ("-PT5M", "-PT5M", "PT-5M"),
    ("PT-3M-4S", "-PT3M4S", "PT-3M-4S"),
    ("PT0S", "P0D", "PT0S"),
    ("PT90.S", "PT1M30S", None),
    ("PT1,5S", "PT1S", "PT1.5S"),
    ("PT0.5S", "P0D", "PT0.5S"),
    ("-PT0.5S", "-PT1S", "PT-0.5S"),
    ("PT-0.5S", "-PT1S", "PT-0.5S"),
]


@pytest.mark.parametrize(("literal", "text", "json"), READ, ids=[case[0] for case in READ])
def test_a_literal_prints_as_the_engine_prints_it(literal, text, json):
    value = temporal.at_literal(literal)
    assert value is not None
    assert str(value) == text
    assert temporal.json_text(value) == (text if json is None else json)


@pytest.mark.parametrize("literal", [*(case[0] for case in READ), "10:30:00@America/Toronto", "2024-05-01T10:30"])
def test_the_form_of_a_literal_tells_its_kind(literal):
    assert temporal_kind(literal) == type_name(temporal.at_literal(literal))


@pytest.mark.parametrize(
    ("literal", "text"),
    [
        ("10:30:00", "10:30"),
        ("10:30:05", "10:30:05"),
        ("10:30:00.5", "10:30:00.500"),
        ("10:30:00.1234", "10:30:00.123400"),
        ("10:30:00.000000001", "10:30:00.000000001"),
        ("10:30:00+02:00", "10:30:00+02:00"),
        ("10:30:00@Europe/Berlin", "10:30:00@Europe/Berlin"),
        ("2024-05-01", "2024-05-01"),
        ("2024-05-01T10:30:00", "2024-05-01T10:30:00"),
        ("2024-05-01T10:30:00@Europe/Berlin", "2024-05-01T10:30:00+02:00[Europe/Berlin]"),
        ("PT24H", "P1D"),
        ("-P14M", "-P1Y2M"),
    ],
)
def test_a_value_leaves_the_engine_as_a_variable(literal, text):
    assert temporal.variable_text(temporal.at_literal(literal)) == text


REFUSED = [
    *("", "xyz", "2024", "2024-1-1", "2023-02-29", "2024-13-01", "2024-00-10", "2024-01-00", "2024-04-31"),
    *("-0000-01-01", "+2024-01-01", "01234-01-01", "1000000000-01-01", " 2024-01-01", "2024-01-01 ", "2024-01-01\n"),
    *("25:00:00", "24:00:01", "10:60:00", "10:00:60", "1:00:00", "10:30.5", "10:30.", "10:30:00.1234567890", "10"),
    *("10:30+02:00", "10:30:00+2:00", "10:30:00+18:01", "10:30:00+02:60", "10:30:00z", "10:30:00@", "10:30:00@Nowhere"),
    *("10:30:00@../etc/passwd", "10:30:00@Europe", "10:30:00@europe", "10:30:00@UTC+99:00", "10:30:00@posix/UTC"),
    *("10:30:00Z[UTC]", "２４:00:00"),
    *("2024-05-01T24:00:00", "2024-05-01T10", "2024-05-01T10:30:00+02", "2023-02-29T10:30:00", "2024-05-01 10:30:00"),
    *("2024-05-01T10:30:00+19:00", "2024-05-01T10:30:00Z[Nowhere]", "2024-05-01T10:30:00[Europe/Berlin]"),
    *("P", "-P", "P-", "PT", "P1DT", "P1S", "P1W", "P1Y1D", "P1H", "p1d", "P+1D", "1D", "P--1M"),
    *("P2147483648M", "PT9223372036854775808S", "P999999999999999999D", "P1.5D", "PT" + "9" * 5000 + "S"),
]


@pytest.mark.parametrize("literal", REFUSED, ids=lambda text: text[:40])
def test_a_bad_literal_is_none(literal):
    assert temporal.at_literal(literal) is None


# Where a literal between the parentheses of a function is read more leniently than any other text.
@pytest.mark.parametrize(
    ("read", "parse", "text", "printed"),
    [
        (temporal.date_time_literal, temporal.parse_date_time, "01211-12-31T11:22:33", "1211-12-31T11:22:33"),
        (temporal.date_time_literal, temporal.parse_date_time, "2024-05-01T10:30:00.", "2024-05-01T10:30:00"),
        (temporal.duration_literal, temporal.parse_duration, "pt1h", "PT1H"),
        (temporal.duration_literal, temporal.parse_duration, "+P+1D", "P1D"),
    ],
)
def test_a_function_reads_its_literal_leniently(read, parse, text, printed):
    assert str(read(text)) == printed
    with pytest.raises(TemporalTextError):
        parse(text)


@pytest.mark.parametrize("read", [temporal.date_time_literal, temporal.parse_date_time])
def test_a_date_is_a_date_and_time_at_midnight(read):
    assert str(read("2012-12-24")) == "2012-12-24T00:00:00"


@pytest.mark.parametrize(
    ("parse", "text", "message"),
    [
        (temporal.parse_date, "2024-13-01", "Failed to parse date from '2024-13-01'"),
        (temporal.parse_date, "x", "Failed to parse date from 'x'"),
        (temporal.parse_time, "x", "Failed to parse local-time from 'x'"),
        (temporal.parse_time, "10:00:00@x", "Failed to parse time from '10:00:00@x'"),
        (temporal.parse_date_time, "2023-02-29", "Failed to parse date(-time) from '2023-02-29'"),
        (temporal.parse_date_time, "2023-02-29T10:00:00Z", "Failed to parse date-time from '2023-02-29T10:00:00Z'"),
        (temporal.parse_date_time, "2023-02-29T10:00", "Failed to parse local-date-time from '2023-02-29T10:00'"),
        (temporal.parse_date_time, "x", "Failed to parse date-time from 'x'"),
        (temporal.parse_duration, "P", "Failed to parse year-month-duration from 'P'"),
        (temporal.parse_duration, "PT", "Failed to parse day-time-duration from 'PT'"),
        (temporal.parse_duration, "x", "Failed to parse duration from 'x'"),
    ],
)
def test_a_bad_text_is_named_as_the_engine_names_it(parse, text, message):
    with pytest.raises(TemporalTextError) as caught:
        parse(text)
    assert str(caught.value) == message


def test_a_function_takes_only_its_own_kind():
    assert temporal.date_literal("2024-01-01T10:00:00") is None
    assert temporal.time_literal("2024-01-01") is None
    assert temporal.duration_literal("2024-01-01") is None


years = st.integers(-999_999_999, 9999)
days = st.builds(temporal.Date, years, st.integers(1, 12), st.integers(1, 28))
nanos = st.integers(0, 86_400_000_000_000 - 1)
offsets = st.integers(-18 * 60, 18 * 60).map(lambda minutes: minutes * 60)
local_times = st.builds(temporal.Time, nanos)
offset_times = st.builds(temporal.Time, nanos, offsets)
date_times = st.builds(DateTime, days, local_times | offset_times)
months = st.builds(temporal.YearsMonthsDuration, st.integers(-(10**9), 10**9))
seconds = st.integers(-(10**12), 10**12).map(temporal.DaysTimeDuration.of_seconds)


@given(days | local_times | offset_times | date_times | months | seconds)
def test_what_is_printed_is_read_back(value):
    assert temporal.at_literal(str(value)) == value


# From 1970: before, offsets had seconds, which JSON shows and no literal may have.
@given(
    st.dates(min_value=datetime.date(1970, 1, 1)),
    st.times(),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "UTC"]),
)
def test_a_zoned_text_is_read_back_with_its_offset(date, time, zone):
    value = temporal.at_literal(f"{date}T{time}@{zone}")
    assert isinstance(value, DateTime)
    assert temporal.at_literal(temporal.json_text(value)) == value


@given(st.text(alphabet="0123456789PTYMDHS:.-+@Z[]/ae", max_size=30))
def test_any_text_is_read_or_refused(text):
    for read in (temporal.at_literal, temporal.date_literal, temporal.time_literal, temporal.date_time_literal):
        read(text)
    for parse in (temporal.parse_date, temporal.parse_time, temporal.parse_date_time, temporal.parse_duration):
        with contextlib.suppress(TemporalTextError):
            parse(text)
