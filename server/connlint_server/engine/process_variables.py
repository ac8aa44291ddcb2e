"""Process variables that a user gives for a run: JSON files, and `name=value` with FEEL or text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from connlint.feel import FeelError, evaluate, to_json
from connlint_server.engine.environment_table import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def from_json_text(text: str, source: str) -> dict[str, Any]:
    """The variables of a JSON object. Raises `ConfigurationError`; `source` names the text in it."""
    try:
        value = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise ConfigurationError(f"{source} is no JSON: {error}") from None
    if not isinstance(value, dict):
        raise ConfigurationError(f"{source} must be a JSON object: its keys are the variables")
    return value


def from_assignments(assignments: Iterable[str], known: Mapping[str, Any]) -> dict[str, Any]:
    """The variables of texts like `city=Berlin` (text) or `amount==3 * 4` (FEEL, behind a second `=`), in order.

    FEEL sees the `known` variables and the earlier ones. Raises `ConfigurationError`.
    """
    variables: dict[str, Any] = {}
    for assignment in assignments:
        name, equals, text = assignment.partition("=")
        if not equals or not name.strip():
            raise ConfigurationError(f"{assignment!r} is no variable: name=text or name==FEEL is expected")
        variables[name.strip()] = _value(name, text, {**known, **variables})
    return variables


def _value(name: str, text: str, known: Mapping[str, Any]) -> Any:
    # As in a model: FEEL is what begins with an equals sign and goes on behind it.
    if len(text) < 2 or text[0] != "=":
        return text
    try:
        return to_json(evaluate(text[1:], known).value)
    except FeelError as error:
        raise ConfigurationError(
            f"the FEEL of the variable {name} fails at character {error.span.start + 1}: {error.message}"
        ) from None


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON number")
