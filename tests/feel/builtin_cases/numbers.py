"""Calls of the functions for numbers, with what the engine gives. `test_builtins` explains the form."""

NORMAL = r"""
decimal(2.515, 2) => 2.52
decimal(2.5, 0) => 2
decimal(1, 2) => 1.00
decimal(1234, -2) => 1.2E+3
decimal(2.5, 0, "half_up") => 3
decimal(-2.5, 0, "CEILING") => -2
decimal(1.20, 1, "unnecessary") => 1.2
floor(1.56) => 1
floor(-1.5) => -2
floor(-1.56, 1) => -1.6
ceiling(1.5) => 2
ceiling(-1.56, 1) => -1.5
round up(5.5, 0) => 6
round up(-1.121, 2) => -1.13
round down(-5.5, 0) => -5
round half up(5.5, 0) => 6
round half up(-2.5, 0) => -3
round half down(5.5, 0) => 5
round half down(5.51, 0) => 6
abs(-10.5) => 10.5
abs(@"-P1Y") => P1Y
abs(@"-PT5H") => PT5H
modulo(12, 5) => 2
modulo(-12, 5) => 3
modulo(12, -5) => -3
modulo(10.1, 4.5) => 1.1
sqrt(16) => 4.0
sqrt(2) => 1.4142135623730951
sqrt(-1) => null
log(10) => 2.302585092994046
exp(5) => 148.4131591025766
odd(5) => true
odd(-3) => true
odd(2.5) => false
even(4) => true
even(0) => true
even(2.5) => false
random number() = 0.25 => true
"""

NULL = r"""
decimal(null, 1) => null ! Illegal arguments: 'null', '1'
decimal(1, 1, null) => null ! Illegal arguments: '1', '1', 'null'
floor(null) => null ! Illegal arguments: 'null'
ceiling(null, 1) => null ! Illegal arguments: 'null', '1'
round up(null, 1) => null ! Illegal arguments: 'null', '1'
round down(1, null) => null ! Illegal arguments: '1', 'null'
round half up(null, null) => null ! Illegal arguments: 'null', 'null'
round half down(null, 1) => null ! Illegal arguments: 'null', '1'
abs(null) => null ! Illegal arguments: 'null'
modulo(null, 1) => null ! Illegal arguments: 'null', '1'
sqrt(null) => null ! Illegal arguments: 'null'
log(null) => null ! Illegal arguments: 'null'
exp(null) => null ! Illegal arguments: 'null'
odd(null) => null ! Illegal arguments: 'null'
even(null) => null ! Illegal arguments: 'null'
"""

WRONG = r"""
decimal("1", 1) => null ! Illegal arguments: '"1"', '1'
decimal(1, 1, "sideways") => null ! Illegal argument 'sideways' for rounding mode. Must be one of: UP, DOWN, CEILING, FLOOR, HALF_UP, HALF_DOWN, HALF_EVEN, UNNECESSARY
decimal(1.25, 1, "unnecessary") => null ! Failed to apply rounding mode 'UNNECESSARY': Rounding necessary
floor("1") => null ! Illegal arguments: '"1"'
ceiling(true) => null ! Illegal arguments: 'true'
round up(1) => null ! NO_FUNCTION_FOUND: No function found with name 'round up' and 1 parameters
round down("1", 1) => null ! Illegal arguments: '"1"', '1'
round half up(1, "1") => null ! Illegal arguments: '1', '"1"'
round half down([1], 1) => null ! Illegal arguments: '[1]', '1'
abs("1") => null ! Illegal arguments: '"1"'
modulo("1", 1) => null ! Illegal arguments: '"1"', '1'
sqrt("4") => null ! Illegal arguments: '"4"'
log("1") => null ! Illegal arguments: '"1"'
exp([1]) => null ! Illegal arguments: '[1]'
odd("1") => null ! Illegal arguments: '"1"'
even(@"P1D") => null ! Illegal arguments: 'P1D'
random number(1) => null ! NO_FUNCTION_FOUND: No function found with name 'random number' and 1 parameters
"""

NAMED = r"""
decimal(scale: 1, n: 1.25) => 1.2
decimal(n: 1.25, scale: 1, mode: "up") => 1.3
floor(n: 1.5) => 1
floor(n: 1.55, scala: 1) => 1.5
floor(n: 1.55, scale: 1) => null ! NO_FUNCTION_FOUND: No function found with name 'floor' and parameters: n,scale
ceiling(n: 1.51, scale: 1) => 1.6
round up(scale: 0, n: 1.1) => 2
round down(n: 1.9, scale: 0) => 1
round half up(n: 1.5, scale: 0) => 2
round half down(n: 1.5, scala: 0) => 1
abs(number: -1) => 1
abs(n: -1) => 1
modulo(divisor: 5, dividend: 12) => 2
sqrt(number: 9) => 3.0
log(number: 1) => 0.0
exp(number: 0) => 1.0
odd(number: 1) => true
even(number: 1) => false
"""
