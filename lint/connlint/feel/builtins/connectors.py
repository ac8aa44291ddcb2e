"""The connector runtime's functions for results and errors, and `fromAi` of the engine.

Run time: rest-connector §7.2. An argument of a wrong type fails the whole evaluation; a wrong count of them is an
unknown function.
"""

from __future__ import annotations

import base64
import binascii
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from connlint.feel.builtins.registry import ANY, builtin, builtin_with_run
from connlint.feel.failures import FunctionFailure
from connlint.feel.function_table import functions
from connlint.feel.numbers import to_float, to_int32
from connlint.feel.temporal.durations import DaysTimeDuration

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connlint.feel.evaluator.run import Run
    from connlint.feel.values import Value

_TYPES: dict[type, str] = {str: "String", dict: "Context", Decimal: "Number", DaysTimeDuration: "day-time-duration"}


def _require(function: str, **parameters: tuple[Value, type]) -> None:
    """Fails the evaluation where a value is not of its type."""
    for name, (value, expected) in parameters.items():
        if not isinstance(value, expected):
            raise FunctionFailure(f"Parameter '{name}' of function '{function}' must be a {_TYPES[expected]}")


def _with_defaults(function: str, given: tuple[Value, ...], defaults: Mapping[str, Value]) -> dict[str, Value]:
    """The values of all parameters by name, in their order."""
    parameters = functions()[function].signatures[-1].parameters
    names = [parameter.name for parameter in parameters]
    values = dict(zip(names, given, strict=False))
    return {name: values[name] if name in values else defaults[name] for name in names}


def _bpmn_error(*given: Value) -> dict[str, Value]:
    values = _with_defaults("bpmnError", given, {"errorMessage": None, "variables": {}})
    _require("bpmnError", errorCode=(values["errorCode"], str))
    if len(given) > 1:
        _require("bpmnError", errorMessage=(values["errorMessage"], str))
    _require("bpmnError", variables=(values["variables"], dict))
    return {"errorType": "bpmnError"} | values


def _job_error(*given: Value) -> dict[str, Value]:
    defaults = {"variables": {}, "retries": Decimal(0), "retryBackoff": DaysTimeDuration(0)}
    values = _with_defaults("jobError", given, defaults)
    _require(
        "jobError",
        errorMessage=(values["errorMessage"], str),
        variables=(values["variables"], dict),
        retries=(values["retries"], Decimal),
        retryBackoff=(values["retryBackoff"], DaysTimeDuration),
    )
    return {"errorType": "jobError"} | values


def _ignore_error(*given: Value) -> dict[str, Value]:
    values = _with_defaults("ignoreError", given, {"variables": {}})
    _require("ignoreError", variables=(values["variables"], dict))
    return {"errorType": "ignoreError"} | values


_NANOS_PER_MILLI = 1_000_000


def _backoff(run: Run, *given: Value) -> DaysTimeDuration:
    defaults = {
        "minDelay": DaysTimeDuration(50 * _NANOS_PER_MILLI),
        "factor": Decimal("1.6"),
        "maxDelay": DaysTimeDuration(5_000 * _NANOS_PER_MILLI),
        "jitterFactor": Decimal("0.1"),
    }
    values = _with_defaults("backoff", given, defaults)
    _require(
        "backoff",
        attempt=(values["attempt"], Decimal),
        minDelay=(values["minDelay"], DaysTimeDuration),
        factor=(values["factor"], Decimal),
        maxDelay=(values["maxDelay"], DaysTimeDuration),
        jitterFactor=(values["jitterFactor"], Decimal),
    )
    attempt, factor, jitter = to_int32(values["attempt"]), to_float(values["factor"]), to_float(values["jitterFactor"])
    shortest, longest = values["minDelay"].nanos, values["maxDelay"].nanos
    for name, is_right, rule in (
        ("attempt", attempt >= 1, "at least 1"),
        ("factor", factor > 0, "more than 0"),
        ("minDelay", shortest <= longest, "at most maxDelay"),
        ("jitterFactor", jitter >= 0, "at least 0"),
    ):
        if not is_right:
            raise FunctionFailure(f"Parameter '{name}' of function 'backoff' must be {rule}")
    delay = max(shortest, min(longest, _grown(shortest, factor, attempt - 1)))
    spread = delay * jitter
    millis = round((delay + spread * (2 * run.random.random() - 1)) / _NANOS_PER_MILLI)
    return DaysTimeDuration.of(max(millis, 0) * _NANOS_PER_MILLI)


def _grown(delay: int, factor: float, times: int) -> float:
    try:
        return delay * factor**times
    except OverflowError:
        return float("inf")


def _register_all_counts() -> None:
    """Registers a case for each count of arguments that the table knows; the types are checked within."""
    for name, function in (("bpmnError", _bpmn_error), ("jobError", _job_error), ("ignoreError", _ignore_error)):
        for signature in functions()[name].signatures:
            builtin(name, *(ANY,) * len(signature.parameters))(function)
    for signature in functions()["backoff"].signatures:
        builtin_with_run("backoff", *(ANY,) * len(signature.parameters))(_backoff)
    for signature in functions()["fromAi"].signatures:
        builtin("fromAi", *(ANY,) * len(signature.parameters))(lambda value, *description: value)


_register_all_counts()


@builtin_with_run("createDocument", ANY)
def create_document(run: Run, value: Value) -> dict[str, Value]:
    """A reference to the document, as the connector runtime writes one into variables.

    Run time: the runtime stores the content and refers to it; here it goes along with the reference.
    """
    given = {"content": value} if isinstance(value, str) else value
    content = given.get("content", given.get("data")) if isinstance(given, dict) else None
    if not isinstance(content, str):
        raise FunctionFailure(
            "Parameter 'value' of function 'createDocument' must be a String or a Context with content"
        )
    try:
        size = len(base64.b64decode(content, validate=True))
    except (binascii.Error, ValueError):
        raise FunctionFailure("Parameter 'value' of function 'createDocument' must hold Base64 content") from None
    name = given.get("name", given.get("fileName"))
    details = {"fileName": name, "contentType": given.get("contentType")}
    metadata = {key: detail for key, detail in details.items() if detail is not None} | {"size": Decimal(size)}
    return {
        "camunda.document.type": "inline",
        "documentId": str(UUID(int=run.random.getrandbits(128), version=4)),
        "content": content,
        "metadata": metadata,
    }
