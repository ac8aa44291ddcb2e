"""Every built-in function: normal arguments, null, wrong types, named arguments.

The cases are lines of text, one file a group: `call => result`, the result as the engine prints it. Behind ` ! `
stand the warnings: the reason why the function refuses its arguments, `TYPE: message` of any other.
"""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest

from connlint.feel import FeelError, evaluate, functions
from connlint.feel.printing import display

GROUPS = ("conversions", "booleans", "strings", "numbers", "lists", "contexts", "temporals", "ranges", "connectors")
KINDS = ("NORMAL", "NULL", "WRONG", "NAMED")
WITHOUT_PARAMETERS = {"now", "today", "uuid", "random number"}
WITHOUT_NULL = WITHOUT_PARAMETERS | {"bpmnError", "jobError", "ignoreError", "backoff", "createDocument"}
"""Functions that null says nothing about; for those of the connector runtime it is just a wrong type."""


class SameRandom:
    def random(self) -> float:
        return 0.25

    def getrandbits(self, k: int, /) -> int:
        return 5


def this_moment() -> datetime:
    return datetime(2024, 5, 6, 7, 8, 9, tzinfo=ZoneInfo("Europe/Berlin"))


def lines_of(group: str, kind: str) -> list[str]:
    module = import_module(f"feel.builtin_cases.{group}")
    return getattr(module, kind).strip().splitlines()


CASES = [(group, kind, line) for group in GROUPS for kind in KINDS for line in lines_of(group, kind)]


@pytest.mark.parametrize(("group", "kind", "line"), CASES, ids=[line.split(" => ")[0] for _, _, line in CASES])
def test_call(group, kind, line):
    call, _, outcome = line.partition(" => ")
    expected, _, warning = outcome.partition(" ! ")
    result = evaluate(call, clock=this_moment, random=SameRandom())
    refusal = f"FUNCTION_INVOCATION_FAILURE: Failed to invoke function '{call.partition('(')[0]}': "
    warnings = (f"{warning.type}: {warning.message}".removeprefix(refusal) for warning in result.warnings)
    assert (display(result.value), " | ".join(warnings)) == (expected, warning)


@pytest.mark.parametrize("name", functions())
def test_every_function_has_cases_of_each_kind(name):
    def has(kind: str) -> bool:
        lines = (line for group in GROUPS for line in lines_of(group, kind))
        return any(line.startswith(f"{name}(") for line in lines)

    assert has("NORMAL")
    assert has("WRONG")
    assert has("NULL") or name in WITHOUT_NULL
    assert has("NAMED") or name in WITHOUT_PARAMETERS


@pytest.mark.parametrize("info", functions().values(), ids=lambda info: info.name)
def test_the_examples_of_the_table_are_true(info):
    call, expected = info.example
    result = evaluate(call, clock=this_moment, random=SameRandom())
    assert not result.warnings
    if expected:
        assert evaluate(f"{call} = {expected}").value is True


@pytest.mark.parametrize(
    ("call", "reason", "java"),
    [
        ("modulo(5, 0)", "division by zero", "java.lang.ArithmeticException: Division by zero"),
        ("log(0)", "only a number above 0 has a logarithm", "java.lang.NumberFormatException: Character I"),
        ("log(-1)", "only a number above 0 has a logarithm", "java.lang.NumberFormatException: Character N"),
        ("exp(1000)", "the result is too large", "java.lang.NumberFormatException: Character I"),
        ("stddev(47)", "a single number has no standard deviation", "java.lang.ArithmeticException: Division undefined"),
        ("substring(\"a\", 5)", "the text has no such part", "java.lang.StringIndexOutOfBoundsException"),
        ("meets(1, 2)", "the function takes no such pair", "scala.MatchError"),
        ("includes(5, [1..10])", "the function takes no such pair", "scala.MatchError"),
        ("[1] < [2]", "[1] can not be compared to [2]", "java.lang.IllegalArgumentException"),
        ("assert(1, false)", "The condition is not fulfilled", "Assertion failure on evaluate the expression"),
        ("assert(1, null, \"no one\")", "no one", "Assertion failure on evaluate the expression"),
        ("assert(1, false, 2)", "Illegal arguments: '1', 'false', '2'", "Assertion failure on evaluate the expression"),
    ],
)  # fmt: skip
def test_what_fails_the_engine_is_an_error(call, reason, java):
    with pytest.raises(FeelError) as caught:
        evaluate(f"[1, {call}]")
    assert caught.value.message.startswith(reason)
    assert java in caught.value.engine_message
    start, end = caught.value.span
    assert f"[1, {call}]"[start:end] == call


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        ("bpmnError(404)", "Parameter 'errorCode' of function 'bpmnError' must be a String"),
        ("bpmnError(\"404\", null)", "Parameter 'errorMessage' of function 'bpmnError' must be a String"),
        ("bpmnError(\"404\", \"\", [])", "Parameter 'variables' of function 'bpmnError' must be a Context"),
        ("jobError(null)", "Parameter 'errorMessage' of function 'jobError' must be a String"),
        ("jobError(\"\", {}, \"3\")", "Parameter 'retries' of function 'jobError' must be a Number"),
        ("jobError(\"\", {}, 3, @\"P1Y\")", "Parameter 'retryBackoff' of function 'jobError' must be a day-time-duration"),
        ("ignoreError(null)", "Parameter 'variables' of function 'ignoreError' must be a Context"),
        ("backoff(0)", "Parameter 'attempt' of function 'backoff' must be at least 1"),
        ("backoff(1, @\"PT1M\")", "Parameter 'minDelay' of function 'backoff' must be at most maxDelay"),
        ("backoff(1, @\"PT1S\", 0)", "Parameter 'factor' of function 'backoff' must be more than 0"),
        ("backoff(1, @\"PT1S\", 2, @\"PT2S\", -1)", "Parameter 'jitterFactor' of function 'backoff' must be at least 0"),
        ("createDocument(1)", "Parameter 'value' of function 'createDocument' must be a String or a Context with content"),
        ("createDocument(\"!\")", "Parameter 'value' of function 'createDocument' must hold Base64 content"),
    ],
)  # fmt: skip
def test_a_wrong_type_fails_the_connector_runtime(call, reason):
    with pytest.raises(FeelError) as caught:
        evaluate(call)
    assert caught.value.message == reason
