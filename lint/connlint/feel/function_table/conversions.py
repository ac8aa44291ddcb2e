"""The table's entries for conversion between types. The form is explained in `table`."""

GROUP = "conversion"

ENTRIES = """
string(from: any): string
    The value as text: a number with all its digits, a context as `{key:value}`. Null stays null.
    > string(1.50) = "1.50"

number(from: string): number
number(from: string, grouping separator: string): number
number(from: string, grouping separator: string | null, decimal separator: string | null): number
    Reads a number. The grouping separator is a blank, a comma or a dot, the decimal one a comma or a dot.
    > number("1.234,56", ".", ",") = 1234.56

date(from: string | date | date and time): date
date(year: number, month: number, day: number): date
    A date, read from ISO text, taken from a date and time, or put together of its parts.
    > date("2024-02-29") = @"2024-02-29"

time(from: string | date | date and time): time
time(hour: number, minute: number, second: number): time
time(hour: number, minute: number, second: number, offset: days and time duration | null): time
    A time of day, read from ISO text, taken from a date and time, or put together, with an offset to UTC.
    > time(23, 59, 0, duration("PT2H")) = @"23:59:00+02:00"

date and time(from: string): date and time
date and time(date: day, time [timezone]: time | string): date and time
    A date and time, read from ISO text, joined of a date and a time, or moved into a time zone given as text.
    > date and time(date("2024-02-29"), time("10:00:00")) = @"2024-02-29T10:00:00"

duration(from: string): any
    A duration, read from ISO text: of years and months (`P1Y2M`) or of days and time (`P1DT2H`).
    > duration("P1DT2H").hours = 2

years and months duration(from: day, to: day): years and months duration
    The whole years and months from one day to another.
    > years and months duration(date("2011-12-22"), date("2013-08-24")) = @"P1Y8M"

from json(json [value]: string | null): any
    The value that a JSON text holds.
    since 8.9
    > from json("[1, 2]") = [1, 2]

to json(value: any): string
    The value as JSON text; dates, times and durations become ISO texts.
    since 8.9
    > to json({a: 1}) = "{\\"a\\":1}"
"""
