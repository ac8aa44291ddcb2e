"""A response kept in a file, on which the expressions of a task can be tried again with no network.

The format is a JSON object: `status`, `headers`, `body`, and optionally `reason` and `document`, as an expression sees them;
or `error` with `code`, `message` and `variables` for a failure without a response.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from connlint_server.engine import graphql
from connlint_server.engine.depth import with_room
from connlint_server.engine.errors import ConnectorError, EngineError


class SavedResponseError(EngineError):
    """The text is no saved response; says why."""


@dataclass(frozen=True, slots=True)
class SavedResponse:
    """A connector's result as it was, or its failure; one of the two is `None` (a result may be null, too)."""

    result: Any = field(repr=False)
    error: ConnectorError | None


def read_saved(text: str, *, is_graphql: bool = False) -> SavedResponse:
    """Read a saved response. A status from 400 is the failure that the connector would make of it.

    Raises `SavedResponseError`.
    """
    try:
        value = _loaded(text)
    except (ValueError, RecursionError) as error:
        raise SavedResponseError(f"it is no JSON: {error}") from None
    if value is None:
        return SavedResponse(None, None)
    if not isinstance(value, dict):
        raise SavedResponseError("it must be a JSON object with status, headers and body")
    if isinstance(value.get("error"), dict):
        return SavedResponse(None, _error_of(value["error"]))
    status = value.get("status")
    if isinstance(status, bool) or not isinstance(status, int):
        raise SavedResponseError("it has no status: an object with status (a number), headers and body is expected")
    headers = value.get("headers")
    if not isinstance(headers, dict):
        headers = {}
    if status >= 400:
        variables = {"response": {"headers": headers, "body": value.get("body")}}
        return SavedResponse(
            None, ConnectorError(str(value.get("reason") or ""), code=str(status), variables=variables)
        )
    result = {
        "status": status,
        "headers": headers,
        "body": value.get("body"),
        "reason": value.get("reason", ""),
        "document": value.get("document"),
    }
    if is_graphql:
        try:
            graphql.refuse_errors(result)
        except ConnectorError as error:
            return SavedResponse(None, error)
    return SavedResponse(result, None)


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        return with_room(lambda: json.loads(text))


def _error_of(given: dict[str, Any]) -> ConnectorError:
    variables = given.get("variables")
    code = given.get("code")
    return ConnectorError(
        str(given.get("message") or ""),
        code=None if code is None else str(code),
        variables=variables if isinstance(variables, dict) else None,
        input_error=given.get("inputError") is True,
    )


def saved_value(result: Any, error: ConnectorError | None) -> Any:
    """The value to keep of what the connector gave. It is raw: pass it through the run's redactor."""
    if error is None:
        return result
    response = (error.variables or {}).get("response")
    if isinstance(response, dict) and (error.code or "").isdigit():
        return {
            "status": int(error.code or 0),
            "headers": response.get("headers"),
            "body": response.get("body"),
            "reason": error.message,
        }
    if isinstance(response, dict) and error.code == graphql.ERROR_CODE:
        return {"status": 200, "headers": response.get("headers"), "body": response.get("body")}
    return {
        "error": {
            "code": error.code,
            "message": error.message,
            "variables": error.variables,
            "inputError": error.input_error,
        }
    }
