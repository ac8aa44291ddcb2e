"""Calls of the functions for dates and times, with what the engine gives. `test_builtins` explains the form."""

NORMAL = r"""
now() => 2024-05-06T07:08:09@Europe/Berlin
today() => 2024-05-06
day of week(@"2019-09-17") => "Tuesday"
day of week(@"2019-09-17T23:00:00") => "Tuesday"
day of year(@"2024-12-31") => 366
week of year(@"2021-01-03") => 53
month of year(@"2019-09-17") => "September"
last day of month(@"2024-02-01") => 2024-02-29
last day of month(@"2023-02-01T10:00:00Z") => 2023-02-28
"""

NULL = r"""
day of week(null) => null ! Illegal arguments: 'null'
day of year(null) => null ! Illegal arguments: 'null'
week of year(null) => null ! Illegal arguments: 'null'
month of year(null) => null ! Illegal arguments: 'null'
last day of month(null) => null ! Illegal arguments: 'null'
"""

WRONG = r"""
now(1) => null ! NO_FUNCTION_FOUND: No function found with name 'now' and 1 parameters
today(1) => null ! NO_FUNCTION_FOUND: No function found with name 'today' and 1 parameters
day of week("2019-09-17") => null ! Illegal arguments: '"2019-09-17"'
day of year(1) => null ! Illegal arguments: '1'
week of year(@"10:00:00") => null ! Illegal arguments: '10:00:00'
month of year(@"P1M") => null ! Illegal arguments: 'P1M'
last day of month("2024-02-01") => null ! Illegal arguments: '"2024-02-01"'
"""

NAMED = r"""
day of week(date: @"2019-09-17") => "Tuesday"
day of year(date: @"2024-01-02") => 2
week of year(date: @"2024-01-02") => 1
month of year(date: @"2024-01-02") => "January"
last day of month(date: @"2024-01-02") => 2024-01-31
"""
