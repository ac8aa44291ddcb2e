"""Truth values, presence and assertions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.feel.builtins.registry import ANY, NULL, builtin, illegal_arguments
from connlint.feel.failures import AssertionRefusal

if TYPE_CHECKING:
    from connlint.feel.values import Value


@builtin("not", bool)
def negation(negand: bool) -> bool:
    return not negand


@builtin("not", ANY)
def negation_of_anything(negand: Value) -> None:
    return None


@builtin("is defined", ANY)
def is_defined(value: Value) -> bool:
    return value is not None


@builtin("get or else", NULL, ANY)
def default(value: None, default: Value) -> Value:
    return default


@builtin("get or else", ANY, ANY)
def value_itself(value: Value, default: Value) -> Value:
    return value


@builtin("assert", ANY, ANY)
def assertion(value: Value, condition: Value) -> Value:
    if condition is not True:
        raise AssertionRefusal("The condition is not fulfilled")
    return value


@builtin("assert", ANY, ANY, str)
def assertion_with_cause(value: Value, condition: Value, cause: str) -> Value:
    if condition is not True:
        raise AssertionRefusal(cause)
    return value


@builtin("assert", ANY, ANY, ANY)
def assertion_without_cause(value: Value, condition: Value, cause: Value) -> Value:
    if condition is not True:
        # Run time: a cause that is no text is an argument that `assert` refuses, which is a failed assertion as well.
        raise AssertionRefusal(str(illegal_arguments(value, condition, cause)))
    return value
