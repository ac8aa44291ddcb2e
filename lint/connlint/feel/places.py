"""What an expression finds in each place: functions by the engine's version, and the names of the connector.

The workflow engine evaluates input and output mappings, conditions and the like over process variables, which
only the model knows. The connector runtime evaluates result and error expressions over the connector's answer
alone: process variables are not in scope there.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from connlint.feel.function_table import Place, functions
from connlint.feel.value_types import UNKNOWN, Environment, Type, context_type, either, type_named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connlint.feel.function_table import Version

REST_RESPONSE: Mapping[str, Type] = MappingProxyType(
    {
        "status": type_named("number"),
        "headers": type_named("context", "null"),
        "body": UNKNOWN,
        "reason": type_named("string", "null"),
        "document": UNKNOWN,
    }
)
"""What the REST connector answers, by name (rest-connector §7.1)."""

ERROR = context_type(
    {
        "type": type_named("string"),
        "message": type_named("string", "null"),
        "code": type_named("string", "null"),
        "variables": UNKNOWN,
    },
    is_complete=True,
)
"""`error` in an error expression after a failure; after a success it is null (rest-connector §7.2)."""

JOB = context_type({"retries": type_named("number")}, is_complete=True)
"""`job` in an error expression."""


def result_names(response: Mapping[str, Type] = REST_RESPONSE) -> dict[str, Type]:
    """The names in a result expression: those of the connector's answer, and `response` for all of it."""
    return {**response, "response": context_type(response, is_complete=True)}


def error_names(outputs: Mapping[str, Type] | None = MappingProxyType({})) -> dict[str, Type]:
    """The names in an error expression.

    `outputs` are the variables that the task makes of a success: without any, the expression sees the answer
    instead. `None` where they are not known. After a failure there is only `error`, also as `response.error`.
    """
    if outputs is None:
        visible: dict[str, Type] = dict.fromkeys(REST_RESPONSE, UNKNOWN)
    else:
        visible = {name: either(found, type_named("null")) for name, found in (outputs or REST_RESPONSE).items()}
    response = Type(frozenset({"context"}), {**visible, "error": ERROR}, is_complete=outputs is not None)
    return {**visible, "error": ERROR, "response": response, "job": JOB}


def environment_of(
    place: Place | None = None,
    engine_version: Version | None = None,
    names: Mapping[str, Type] = MappingProxyType({}),
) -> Environment:
    """What surrounds an expression in a place. `names` are the variables whose types are known there."""
    return Environment(names, functions(place, engine_version))


__all__ = ["ERROR", "JOB", "REST_RESPONSE", "Place", "environment_of", "error_names", "result_names"]
