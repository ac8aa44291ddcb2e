"""The table's entries for numbers. The form is explained in `table`."""

GROUP = "numeric"

ENTRIES = """
decimal(n: number, scale: number): number
decimal(n: number, scale: number, mode: string): number
    Rounds to so many digits behind the point, half to even unless a mode is given:
    up, down, ceiling, floor, half_up, half_down, half_even, unnecessary.
    > decimal(2.515, 2) = 2.52

floor(n: number): number
floor(n: number, scala [scale]: number): number
    Rounds toward minus infinity.
    > floor(-1.56, 1) = -1.6

ceiling(n: number): number
ceiling(n: number, scale: number): number
    Rounds toward plus infinity.
    > ceiling(-1.56, 1) = -1.5

round up(n: number, scale: number): number
    Rounds away from zero.
    > round up(5.51, 1) = 5.6

round down(n: number, scale: number): number
    Rounds toward zero.
    > round down(5.59, 1) = 5.5

round half up(n: number, scale: number): number
    Rounds to the nearest, a tie away from zero.
    > round half up(5.5, 0) = 6

round half down(n: number, scala [scale]: number): number
    Rounds to the nearest, a tie toward zero.
    > round half down(5.5, 0) = 5

abs(number: number | duration): any
abs(n: number | duration): any
    The value without its sign.
    > abs(-5) = 5

modulo(dividend: number, divisor: number): number
    The remainder, with the sign of the divisor. A divisor of 0 fails the evaluation.
    > modulo(-12, 5) = 3

sqrt(number: number): number
    The square root; null for a negative number.
    > sqrt(16) = 4

log(number: number): number
    The natural logarithm. A number of 0 or below fails the evaluation.
    > log(1) = 0

exp(number: number): number
    e to the power of the number.
    > exp(0) = 1

odd(number: number): boolean
    Whether the number is odd.
    > odd(5) = true

even(number: number): boolean
    Whether the number is even.
    > even(5) = false

random number(): number
    A new random number from 0 up to 1 with every call.
    since 8.2
    > random number()
"""
