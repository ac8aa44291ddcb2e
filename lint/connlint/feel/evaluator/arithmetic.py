"""`+`, `-`, `*` and `/` of two values; `NotImplemented` where the engine has no such operation."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from connlint.feel import numbers
from connlint.feel.temporal import arithmetic as temporal

if TYPE_CHECKING:
    from collections.abc import Callable

    from connlint.feel.nodes import ArithmeticOperator
    from connlint.feel.values import Value


class Operation(NamedTuple):
    """How to compute, and how the engine words that it cannot."""

    compute: Callable[[Value, Value], Value]
    refusal: str


def add(left: Value, right: Value) -> Value:
    if type(left) is Decimal and type(right) is Decimal:
        return numbers.add(left, right)
    if type(left) is str and type(right) is str:
        return left + right
    return _or_not_implemented(temporal.add(left, right))


def subtract(left: Value, right: Value) -> Value:
    if type(left) is Decimal and type(right) is Decimal:
        return numbers.subtract(left, right)
    return _or_not_implemented(temporal.subtract(left, right))


def multiply(left: Value, right: Value) -> Value:
    if type(left) is Decimal and type(right) is Decimal:
        return numbers.multiply(left, right)
    return _or_not_implemented(temporal.multiply(left, right))


def divide(left: Value, right: Value) -> Value:
    if type(left) is Decimal and type(right) is Decimal:
        return numbers.divide(left, right) if right else NotImplemented
    return _or_not_implemented(temporal.divide(left, right))


def _or_not_implemented(value: Value) -> Value:
    return NotImplemented if value is None else value


ARITHMETIC: dict[ArithmeticOperator, Operation] = {
    "+": Operation(add, "Can't add '{right}' to '{left}'"),
    "-": Operation(subtract, "Can't subtract '{right}' from '{left}'"),
    "*": Operation(multiply, "Can't multiply '{left}' by '{right}'"),
    "/": Operation(divide, "Can't divide '{left}' by '{right}'"),
}
