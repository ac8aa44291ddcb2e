"""Intrinsic functions: objects like `{"camunda.function.type": "base64", "params": [...]}` that the connector replaces.

Only those that need no cluster are run here; the others are refused by name.
"""

from __future__ import annotations

import base64
import codecs
from collections.abc import Mapping
from typing import Any

from connlint_server.engine.documents import Document
from connlint_server.engine.errors import input_error
from connlint_server.engine.json_text import NotJsonError, read_json

TYPE_KEY = "camunda.function.type"


def is_function_call(value: Any) -> bool:
    return isinstance(value, Mapping) and TYPE_KEY in value and "params" in value


def run_function(name: Any, parameters: list[Any]) -> Any:
    """The result of a call; `parameters` are bound values (documents already resolved)."""
    if name == "base64" and parameters:
        return base64.b64encode(_content(parameters[0])).decode("ascii")
    if name == "getText" and parameters:
        return _decoded(parameters)
    if name == "getJson" and parameters:
        value: Any = None
        readable = True
        try:
            value = read_json(_decoded(parameters[:1]))
        except NotJsonError:
            readable = False
        if not readable:
            raise input_error("getJson: the document is not valid JSON")
        return value
    raise input_error(f"The intrinsic function '{name}' needs a cluster; a local run cannot evaluate it")


def _content(value: Any) -> bytes:
    if isinstance(value, Document):
        return value.bytes()
    if isinstance(value, str):
        return value.encode("utf-8", "replace")
    raise input_error("The parameter of an intrinsic function is neither a document nor a text")


def _decoded(parameters: list[Any]) -> str:
    charset = parameters[1] if len(parameters) > 1 and isinstance(parameters[1], str) else "utf-8"
    known = True
    try:
        codecs.lookup(charset)
    except LookupError:
        known = False
    if not known:
        raise input_error(f"getText: unknown charset '{charset}'")
    return _content(parameters[0]).decode(charset, "replace")
