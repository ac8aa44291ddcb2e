"""Calls of the functions for conversion between types, with what the engine gives. `test_builtins` explains the form."""

NORMAL = r"""
string("a") => "a"
string(1.50) => "1.50"
string(1/3) => "0.3333333333333333333333333333333333"
string(2 ** 200) => "1.606938044258990275541962092341163E+60"
string(true) => "true"
string([1, "a", null]) => "[1, "a", null]"
string({a: "b", c: [1]}) => "{a:"b", c:[1]}"
string(@"2024-02-29") => "2024-02-29"
string(@"10:00:00@Europe/Berlin") => "10:00:00@Europe/Berlin"
string(@"P1DT2H") => "P1DT2H"
string(@"-P1Y") => "-P1Y"
string(function(a, b) a) => "function(a, b)"
number("1500.5") => 1500.5
number("1e3") => 1E+3
number("-.5") => -0.5
number("1 500", " ") => 1500
number("1.234,56", ".", ",") => 1234.56
number("1,5", null, ",") => 1.5
number("1,500", ",", null) => 1500
date("2024-02-29") => 2024-02-29
date(@"2024-02-29T10:00:00") => 2024-02-29
date(date(2024, 2, 29)) => 2024-02-29
date(2024.9, 2, 29) => 2024-02-29
time("10:30:00+02:00") => 10:30:00+02:00
time(@"2024-02-29T10:30:00Z") => 10:30:00Z
time(@"2024-02-29") => 00:00:00Z
time(10, 30, 15.5) => 10:30:15.5
time(10, 30, 0, duration("PT2H")) => 10:30:00+02:00
time(10, 30, 15.5, null) => 10:30:15
date and time("2024-02-29T10:30:00@Europe/Berlin") => 2024-02-29T10:30:00@Europe/Berlin
date and time("2024-02-29") => 2024-02-29T00:00:00
date and time(date("2024-02-29"), time("10:30:00")) => 2024-02-29T10:30:00
date and time(date("2024-02-29"), time("10:30:00+02:00")) => 2024-02-29T10:30:00+02:00
date and time(@"2024-02-29T10:30:00", time("08:00:00")) => 2024-02-29T08:00:00
date and time(@"2024-07-01T10:00:00Z", "Europe/Berlin") => 2024-07-01T12:00:00@Europe/Berlin
date and time(@"2024-07-01T10:00:00", "Europe/Berlin") => 2024-07-01T10:00:00@Europe/Berlin
duration("P1Y14M") => P2Y2M
duration("PT90M") => PT1H30M
years and months duration(date("2011-12-22"), date("2013-08-24")) => P1Y8M
years and months duration(@"2013-08-24T10:00:00", date("2011-12-22")) => -P1Y8M
from json("{\"a\": [1, 2.50, true, null, \"x\"]}") => {a:[1, 2.50, true, null, "x"]}
from json(" 12345678901234567890123456789012345678.5 ") => 1.234567890123456789012345678901235E+37
to json({a: 1.50, b: [null, true, "q\"\n"]}) => "{"a":1.50,"b":[null,true,"q\"\n"]}"
to json(@"2024-07-01T10:00:00@Europe/Berlin") => ""2024-07-01T10:00:00+02:00[Europe/Berlin]""
to json(@"P1D") => ""PT24H""
"""

NULL = r"""
string(null) => null
number(null) => null ! Illegal arguments: 'null'
number("1", null) => null ! Illegal arguments: '"1"', 'null'
date(null) => null ! Illegal arguments: 'null'
date(2024, null, 1) => null ! Illegal arguments: '2024', 'null', '1'
time(null) => null ! Illegal arguments: 'null'
time(1, null, 1) => null ! Illegal arguments: '1', 'null', '1'
date and time(null) => null ! Illegal arguments: 'null'
date and time(null, time("10:00:00")) => null ! Illegal arguments: 'null', '10:00:00'
duration(null) => null ! Illegal arguments: 'null'
years and months duration(null, date("2024-01-01")) => null ! Illegal arguments: 'null', '2024-01-01'
from json(null) => null
to json(null) => "null"
"""

WRONG = r"""
string() => null ! NO_FUNCTION_FOUND: No function found with name 'string' and 0 parameters
to json(1, 2) => null ! NO_FUNCTION_FOUND: No function found with name 'to json' and 2 parameters
number("x") => null ! Can't parse 'x' as a number
number("1_000") => null ! Can't parse '1_000' as a number
number(true) => null ! Illegal arguments: 'true'
number("1;000", ";") => null ! illegal argument for grouping. Must be one of ' ', ',' or '.'
number("1,0", ",", ",") => null ! illegal arguments for grouping or decimal. Must be one of ' ' (grouping only), ',' or '.'
number("1", null, null) => null ! Illegal arguments: '"1"', 'null', 'null'
number("1", null, ";") => null ! Illegal arguments: '"1"', 'null', '";"'
number("1", ";", null) => null ! Illegal arguments: '"1"', '";"', 'null'
date("2024-02-30") => null
date("x" + "") => null ! Failed to parse date from 'x'
date(2024, 13, 1) => null ! Failed to parse date from: year=2024, month=13, day=1
date(true) => null ! Illegal arguments: 'true'
time("25:00:00" + "") => null ! Failed to parse local-time from '25:00:00'
time(24, 0, 0) => null ! Failed to parse local-time from: hour=24, minute=0, second=0
time(10, 30, 0, duration("PT20H")) => null ! Failed to parse time from: hour=10, minute=30, second=0, offset=PT20H
time(1) => null ! Illegal arguments: '1'
date and time("2024-02-30T10:00:00" + "") => null ! Failed to parse local-date-time from '2024-02-30T10:00:00'
date and time(date("2024-02-29"), "10:00:00") => null ! Illegal arguments: '2024-02-29', '"10:00:00"'
duration("1 day" + "") => null ! Failed to parse duration from '1 day'
duration(1) => null ! Illegal arguments: '1'
years and months duration("2024-01-01", date("2024-01-01")) => null ! Illegal arguments: '"2024-01-01"', '2024-01-01'
from json("{") => null ! Failed to parse JSON from '{'
from json("01") => null ! Failed to parse JSON from '01'
from json(1) => null ! Illegal arguments: '1'
"""

NAMED = r"""
string(from: 1) => "1"
number(from: "1,000", grouping separator: ",") => 1000
number(decimal separator: ",", from: "1,5") => 1.5
date(day: 29, month: 2, year: 2024) => 2024-02-29
date(from: "2024-02-29") => 2024-02-29
time(second: 1, hour: 2, minute: 3) => 02:03:01
date and time(time: time("10:00:00"), date: date("2024-02-29")) => 2024-02-29T10:00:00
duration(from: "P1D") => P1D
years and months duration(to: date("2025-01-01"), from: date("2024-01-01")) => P1Y
from json(json: "1") => 1
from json(value: "1") => null ! NO_FUNCTION_FOUND: No function found with name 'from json' and parameters: value
to json(value: 1) => "1"
"""
