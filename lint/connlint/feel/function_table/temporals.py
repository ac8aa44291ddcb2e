"""The table's entries for dates and times. The form is explained in `table`."""

GROUP = "temporal"

ENTRIES = """
now(): date and time
    The present date and time, with the zone of the engine's clock.
    > now()

today(): date
    The present date.
    > today()

day of week(date: day): string
    The English name of the weekday.
    > day of week(date("2019-09-17")) = "Tuesday"

day of year(date: day): number
    The number of the day in its year, from 1.
    > day of year(date("2019-09-17")) = 260

week of year(date: day): number
    The number of the week in its year, as ISO 8601 counts.
    > week of year(date("2019-09-17")) = 38

month of year(date: day): string
    The English name of the month.
    > month of year(date("2019-09-17")) = "September"

last day of month(date: day): date
    The last date of the month.
    since 8.2
    > last day of month(date("2022-10-01")) = @"2022-10-31"
"""
