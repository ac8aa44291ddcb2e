"""Properties, conversions and zones of temporal values."""

from __future__ import annotations

import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connlint.feel import temporal
from connlint.feel.kinds import type_name
from connlint.feel.temporal import Date, DateTime, TemporalFailure, TemporalTextError, Time, conversions
from connlint.feel.temporal.zones import find_zone

at = temporal.at_literal

BERLIN_TIME = {"timezone": "Europe/Berlin", "second": 30, "time offset": "PT1H", "minute": 45, "hour": 11}


@pytest.mark.parametrize(
    ("text", "kind", "properties"),
    [
        ("2017-03-10", "date", {"year": 2017, "month": 3, "day": 10, "weekday": 5}),
        ("-2017-03-10", "date", {"year": -2017, "month": 3, "day": 10, "weekday": 4}),
        ("11:45:30.5", "time", {"timezone": None, "second": 30, "time offset": None, "minute": 45, "hour": 11}),
        ("11:45:30-02:00", "time", {"timezone": None, "second": 30, "time offset": "-PT2H", "minute": 45, "hour": 11}),
        ("11:45:30@Europe/Berlin", "time", BERLIN_TIME),
        (
            "2017-03-10T11:45:30@Europe/Berlin",
            "date and time",
            {"timezone": "Europe/Berlin", "year": 2017, "second": 30, "month": 3, "day": 10}
            | {"time offset": "PT1H", "weekday": 5, "minute": 45, "hour": 11},
        ),
        ("P2Y3M", "years and months duration", {"years": 2, "months": 3}),
        ("-P27M", "years and months duration", {"years": -2, "months": -3}),
        ("P1DT2H10M30.9S", "days and time duration", {"days": 1, "hours": 2, "minutes": 10, "seconds": 30}),
        ("-P1DT2H10M30S", "days and time duration", {"days": -1, "hours": -2, "minutes": -10, "seconds": -30}),
        ("PT240H", "days and time duration", {"days": 10, "hours": 0, "minutes": 0, "seconds": 0}),
    ],
)
def test_properties_in_the_order_of_the_engine(text, kind, properties):
    value = at(text)
    assert type_name(value) == kind
    assert list(temporal.property_names(value)) == list(properties)
    for name, expected in properties.items():
        found = temporal.property_of(value, name)
        assert found == (at(expected) if name == "time offset" and expected else expected)
        assert not isinstance(expected, int) or isinstance(found, Decimal)


@pytest.mark.parametrize(("text", "name"), [("P1Y", "days"), ("2017-03-10", "hour"), ("10:00:00", "nano_of_day")])
def test_there_are_no_other_properties(text, name):
    with pytest.raises(KeyError):
        temporal.property_of(at(text), name)


def numbers(*texts):
    return [Decimal(text) for text in texts]


@pytest.mark.parametrize(
    ("parts", "date"),
    [(("2017", "8", "30"), "2017-08-30"), (("-2017", "1", "1"), "-2017-01-01"), (("2017.9", "1.5", "1"), "2017-01-01")],
)
def test_date_of_numbers(parts, date):
    assert conversions.date_from_numbers(*numbers(*parts)) == at(date)


@pytest.mark.parametrize(
    ("make", "parts", "message"),
    [
        (conversions.date_from_numbers, ("2017", "13", "31"), "date from: year=2017, month=13, day=31"),
        (conversions.date_from_numbers, ("1000999999", "12", "1"), "date from: year=1000999999, month=12, day=1"),
        (conversions.time_from_numbers, ("24", "59", "45"), "local-time from: hour=24, minute=59, second=45"),
        (conversions.time_from_numbers, ("-1", "0", "0"), "local-time from: hour=-1, minute=0, second=0"),
        (conversions.time_from_numbers, ("1", "0", "61.5"), "local-time from: hour=1, minute=0, second=61.5"),
    ],
)
def test_numbers_that_are_no_date_or_time(make, parts, message):
    with pytest.raises(TemporalTextError) as caught:
        make(*numbers(*parts))
    assert str(caught.value) == f"Failed to parse {message}"


@pytest.mark.parametrize(
    ("second", "offset", "text"),
    [
        ("45", "-PT2H", "11:59:45-02:00"),
        ("45", "-PT0H", "11:59:45Z"),
        ("45", "PT2H45M55S", "11:59:45+02:45:55"),
        ("45.25", "PT1H", "11:59:45.25+01:00"),
        ("45.25", None, "11:59:45"),
    ],
)
def test_time_of_numbers_with_an_offset(second, offset, text):
    assert str(conversions.time_with_offset(*numbers("11", "59", second), offset and at(offset))) == text


def test_a_time_of_numbers_keeps_the_fraction_of_the_second():
    assert conversions.time_from_numbers(*numbers("11", "59", "45.123456789")) == at("11:59:45.123456789")


@pytest.mark.parametrize("second", ["1E+1000000000", "1E-1000000000"])
def test_a_second_out_of_all_bounds_is_cut_to_its_lowest_bits(second):
    assert conversions.time_from_numbers(*numbers("1", "1", second)) == at("01:01:00")


def test_an_offset_of_more_than_18_hours_is_none():
    with pytest.raises(TemporalTextError) as caught:
        conversions.time_with_offset(*numbers("11", "59", "0"), at("PT18H1S"))
    assert str(caught.value) == "Failed to parse time from: hour=11, minute=59, second=0, offset=PT18H1S"


@pytest.mark.parametrize(
    ("source", "date", "time"),
    [
        ("2012-12-25", "2012-12-25", "00:00:00Z"),
        ("2012-12-25T11:00:00", "2012-12-25", "11:00:00"),
        ("2012-12-25T23:30:00+01:00", "2012-12-25", "23:30:00+01:00"),
        ("2012-12-25T23:30:00@Europe/Paris", "2012-12-25", "23:30:00@Europe/Paris"),
    ],
)
def test_the_date_and_the_time_of_a_value(source, date, time):
    assert conversions.date_of(at(source)) == at(date)
    assert conversions.time_of(at(source)) == at(time)


@pytest.mark.parametrize(
    ("date", "time", "result"),
    [
        ("2012-12-24", "23:59:00", "2012-12-24T23:59:00"),
        ("2012-12-24", "23:59:00+01:00", "2012-12-24T23:59:00+01:00"),
        ("2012-07-24T10:24:00+01:00", "23:59:00", "2012-07-24T23:59:00"),
        ("2012-07-24T10:24:00+01:00", "23:59:00@Europe/Paris", "2012-07-24T23:59:00@Europe/Paris"),
    ],
)
def test_a_date_and_a_time_put_together(date, time, result):
    assert conversions.date_and_time(at(date), at(time)) == at(result)


@pytest.mark.parametrize(
    ("source", "zone", "result"),
    [
        ("2020-07-31T14:27:30@Europe/Berlin", "Z", "2020-07-31T12:27:30Z"),
        ("2020-07-31T14:27:30@Europe/Berlin", "America/Los_Angeles", "2020-07-31T05:27:30@America/Los_Angeles"),
        ("2020-07-31T14:27:30", "Europe/Berlin", "2020-07-31T14:27:30@Europe/Berlin"),
        ("2020-07-31T14:27:30", "Z", "2020-07-31T14:27:30Z"),
        ("2020-07-31T14:27:30Z", "+02:00", "2020-07-31T16:27:30+02:00"),
    ],
)
def test_a_date_and_time_in_another_zone(source, zone, result):
    assert conversions.in_time_zone(at(source), zone) == at(result)


def test_a_zone_that_is_not_there_fails():
    with pytest.raises(TemporalFailure, match="Nowhere"):
        conversions.in_time_zone(at("2020-07-31T14:27:30"), "Nowhere")


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Z", 0),
        ("+2", 7200),
        ("-0230", -9000),
        ("+02:00:30", 7230),
        ("UTC", "UTC"),
        ("UTC+2", "UTC+02:00"),
        ("GMT+00:00", "GMT"),
        ("Europe/Berlin", "Europe/Berlin"),
        ("GMT0", "GMT0"),
        ("", None),
        ("+25", None),
        ("UTC+25", None),
        ("UTCx", None),
        ("localtime", None),
        ("EST", None),
        ("EST5EDT", "EST5EDT"),
        ("/etc/passwd", None),
        ("Europe/../Europe/Berlin", None),
        ("Europe/Berlin\n", None),
    ],
)
def test_zones_by_name(text, zone):
    assert find_zone(text) == zone


@pytest.mark.parametrize(
    ("start", "end", "duration"),
    [
        ("2011-12-22", "2013-08-24", "P1Y8M"),
        ("2016-01-21", "2015-01-21", "-P1Y"),
        ("2016-01-31", "2016-02-29", "P0Y"),
        ("2016-02-29", "2016-01-31", "P0Y"),
        ("2017-09-05T10:20:00-01:00", "-2019-10-01T12:32:59+02:00", "-P4035Y11M"),
        ("2011-08-25T15:59:59@Europe/Paris", "2015-08-25T15:20:59+02:00", "P4Y"),
        ("2013-08-24", "2017-12-15T00:59:59", "P4Y3M"),
    ],
)
def test_years_and_months_between(start, end, duration):
    assert conversions.years_and_months_between(at(start), at(end)) == at(duration)


@pytest.mark.parametrize(
    ("text", "weekday", "month", "last_day"),
    [
        ("2019-09-17", "Tuesday", "September", "2019-09-30"),
        ("2024-02-01T10:10:10@Europe/Berlin", "Thursday", "February", "2024-02-29"),
        ("2022-12-31T23:00:00-12:00", "Saturday", "December", "2022-12-31"),
    ],
)
def test_names_and_ends(text, weekday, month, last_day):
    assert conversions.day_of_week(at(text)) == weekday
    assert conversions.month_of_year(at(text)) == month
    assert conversions.last_day_of_month(at(text)) == at(last_day)


@given(st.dates())
def test_day_and_week_of_year_are_those_of_python(day):
    ours = Date(day.year, day.month, day.day)
    assert conversions.day_of_year(ours) == day.timetuple().tm_yday
    assert conversions.week_of_year(ours) == day.isocalendar().week


@pytest.mark.parametrize(
    ("zoned", "utc"),
    [
        # clocks go forward: what they skip is moved on by what they skip
        ("2021-03-28T02:30:00@Europe/Berlin", "2021-03-28T01:30:00Z"),
        # clocks go back: the earlier of the two
        ("2021-10-31T02:30:00@Europe/Berlin", "2021-10-31T00:30:00Z"),
        # ... unless the text says which
        ("2021-10-31T02:30:00+01:00[Europe/Berlin]", "2021-10-31T01:30:00Z"),
        # an offset that is not the zone's tells the instant
        ("2021-06-14T14:55:00+05:00[Europe/Berlin]", "2021-06-14T09:55:00Z"),
        # before the first and after the last year of Python
        ("-2021-01-01T10:00:00@Australia/Melbourne", "-2021-01-01T00:20:08Z"),
        ("20021-07-01T10:00:00@Europe/Berlin", "20021-07-01T08:00:00Z"),
        ("999999999-01-01T10:00:00@Europe/Berlin", "999999999-01-01T09:00:00Z"),
    ],
)
def test_the_instant_of_a_zoned_date_and_time(zoned, utc):
    assert temporal.subtract(at(zoned), at(utc)) == at("P0D")
    assert conversions.in_time_zone(at(utc), "Z") == conversions.in_time_zone(at(zoned), "Z")


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        # a day is 24 hours, a month is a step of the calendar
        ("2021-03-27T12:00:00@Europe/Berlin", "P1D", "2021-03-28T13:00:00@Europe/Berlin"),
        ("2021-03-27T12:00:00@Europe/Berlin", "P1M", "2021-04-27T12:00:00@Europe/Berlin"),
        ("2021-02-28T02:30:00@Europe/Berlin", "P1M", "2021-03-28T03:30:00@Europe/Berlin"),
        ("2021-11-30T02:30:00+01:00[Europe/Berlin]", "-P1M", "2021-10-30T02:30:00@Europe/Berlin"),
        ("2021-11-30T02:30:00@UTC+02:00", "PT1H", "2021-11-30T03:30:00@UTC+02:00"),
    ],
)
def test_steps_over_a_change_of_the_clocks(start, duration, end):
    assert temporal.add(at(start), at(duration)) == at(end)


def test_months_keep_the_offset_where_the_clocks_show_a_time_twice():
    later = at("2021-10-31T02:30:00+01:00[Europe/Berlin]")
    assert temporal.add(at("2020-10-31T02:30:00@Europe/Berlin"), at("P1Y")) == later


@given(
    st.datetimes(min_value=datetime.datetime(1971, 1, 1), timezones=st.just(datetime.UTC)),
    st.sampled_from(
        ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu"]
    ),
)
def test_an_instant_on_a_zones_clocks_is_that_of_python(moment, zone):
    ours = conversions.in_time_zone(DateTime.from_datetime(moment), zone)
    try:
        theirs = moment.astimezone(ZoneInfo(zone))
    except OverflowError:
        return
    assert ours == DateTime.from_datetime(theirs)


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime.datetime(2024, 5, 1, 10, 30, 0, 250_000), "2024-05-01T10:30:00.25"),
        (datetime.datetime(2024, 5, 1, 10, 30, tzinfo=datetime.UTC), "2024-05-01T10:30:00Z"),
        (datetime.datetime(2024, 5, 1, 10, 30, tzinfo=ZoneInfo("Etc/UTC")), "2024-05-01T10:30:00@Etc/UTC"),
    ],
)
def test_a_clock_of_python_is_read(moment, text):
    assert str(DateTime.from_datetime(moment)) == text


def test_values_are_frozen_and_can_be_keys():
    value = Time.at(10, 0)
    with pytest.raises(AttributeError):
        value.nano_of_day = 1
    assert {value: 1}[Time.at(10, 0)] == 1
