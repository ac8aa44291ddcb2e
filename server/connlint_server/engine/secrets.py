"""Secret references in the job variables, replaced in their raw JSON text before anything is parsed.

Two passes: `{{secrets.NAME}}` over the whole text, then the bare `secrets.NAME` over its result. Each pass makes as many
sweeps as it found references at its start, and a sweep replaces everything that matches then; so a value that holds a
reference itself is resolved when there are sweeps left, and always by the bare pass if the braces pass brought it in.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connlint.secret_references import BARE, BRACES
from connlint_server.engine.errors import input_error

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connlint.lazy_pattern import LazyPattern

_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_TO_ESCAPE = re.compile(r'["\\\x00-\x1f]')


def replace_secrets(variables_json: str, secrets: Mapping[str, str]) -> str:
    """The text with every reference replaced by the secret's value, escaped for a JSON string.

    Raises the connector's input error for the first name that `secrets` does not hold.
    """
    return _sweep(_sweep(variables_json, BRACES, secrets), BARE, secrets)


def referenced_secrets(variables_json: str) -> tuple[str, ...]:
    """The names that the text refers to, each once, in the order in which they are looked up."""
    names: dict[str, None] = {}

    def take(match: re.Match[str]) -> str:
        names[match["name"]] = None
        return " "

    BARE.sub(take, BRACES.sub(take, variables_json))
    return tuple(names)


def _sweep(text: str, pattern: LazyPattern[str], secrets: Mapping[str, str]) -> str:
    def value_of(match: re.Match[str]) -> str:
        name = match["name"]
        value = secrets.get(name)
        if value is None:
            raise input_error(f"Secret with name '{name}' is not available")
        return escape_for_json(value)

    for _ in range(sum(1 for _ in pattern.finditer(text))):
        text = pattern.sub(value_of, text)
    return text


def escape_for_json(value: str) -> str:
    """The value as it stands inside a JSON string: quotes, backslashes and control characters escaped, no others."""
    return _TO_ESCAPE.sub(lambda match: _SHORT_ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04X}", value)
