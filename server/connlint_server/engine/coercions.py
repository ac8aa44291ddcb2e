"""What the connector's Jackson takes for a text, a number, a choice, a boolean or a map, and its texts where it refuses.

Every function takes a value out of JSON and the path of the field, and gives the bound value or raises the input error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from connlint_server.engine.documents import DocumentStore, document_of, is_document_reference
from connlint_server.engine.errors import ConnectorError, input_error, invalid_field
from connlint_server.engine.intrinsic_functions import TYPE_KEY as FUNCTION_KEY
from connlint_server.engine.intrinsic_functions import is_function_call, run_function
from connlint_server.engine.java_text import java_text

T = TypeVar("T")

_INT_MIN, _INT_MAX = -(2**31), 2**31 - 1
_WHOLE = re.compile(r"[+-]?[0-9]+")
_MAX_FUNCTION_CALLS = 10
# Java's String.trim(): everything up to the blank.
_TRIMMED = "".join(map(chr, range(0x21)))
_STRING_MAP = "java.util.LinkedHashMap<java.lang.String,java.lang.String>"


@dataclass(slots=True)
class Documents:
    """What a binding needs to resolve documents: contents of external ones by URL, the store, the calls made so far."""

    fetched: Mapping[str, bytes]
    store: DocumentStore
    function_calls: int = 0


def as_text(value: Any, path: str, documents: Documents) -> str | None:
    """Texts; numbers and booleans as Java prints them; one-element lists; documents as base64; function results."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, (bool, int, float)):
        return java_text(value)
    if isinstance(value, list):
        # The text deserializer walks a tree, which knows no next token: hence "(null)".
        text: str | None = _unwrapped(
            value, "java.lang.String", lambda item: as_text(item, path, documents), token_of=lambda _: "null"
        )
        return text
    if is_document_reference(value):
        import base64

        return base64.b64encode(document_of(value, path, documents.fetched, documents.store).bytes()).decode("ascii")
    if is_function_call(value):
        return as_text(_called(value, path, documents), path, documents)
    raise _wrong_type("java.lang.String", value)


def as_any(value: Any, path: str, documents: Documents) -> Any:
    """Anything; document references and function calls are resolved at every depth."""
    if is_document_reference(value):
        return document_of(value, path, documents.fetched, documents.store)
    if is_function_call(value):
        return _called(value, path, documents)
    if isinstance(value, dict):
        return {name: as_any(item, path, documents) for name, item in value.items()}
    if isinstance(value, list):
        return [as_any(item, path, documents) for item in value]
    return value


def as_integer(value: Any, path: str) -> int | None:
    """Whole numbers of 32 bits; decimals are cut; texts as digits; blank and "null" mean absent."""
    if value is None:
        return None
    if isinstance(value, (bool, Mapping)):
        raise _wrong_type("java.lang.Integer", value)
    if isinstance(value, (int, float)):
        return _int32(value)
    if isinstance(value, list):
        return _unwrapped(value, "java.lang.Integer", lambda item: as_integer(_flat(item, "Integer"), path))
    text = value.strip(_TRIMMED)
    if text in {"", "null"}:
        return None
    if not _WHOLE.fullmatch(text) or not _INT_MIN <= int(text[:30]) <= _INT_MAX:
        raise invalid_field(path, "Integer")
    return int(text)


def as_choice(value: Any, path: str, names: Sequence[str], java_type: str) -> str | None:
    """One of the names in any case, padded or not, or its position as number or digits."""
    simple = java_type.rpartition(".")[2]
    if value is None:
        return None
    if isinstance(value, (bool, float, Mapping)):
        raise _wrong_type(java_type, value)
    if isinstance(value, list):
        return _unwrapped(value, java_type, lambda item: as_choice(_flat(item, java_type), path, names, java_type))
    if isinstance(value, str):
        text = value.strip(_TRIMMED)
        for name in names:
            if name.lower() == text.lower():
                return name
        if not re.fullmatch(r"0|[1-9][0-9]{0,8}", text):
            raise invalid_field(path, simple)
        value = int(text)
    position: int = value
    if not 0 <= position < len(names):
        raise invalid_field(path, simple)
    return names[position]


def as_boolean(value: Any, path: str) -> bool:
    """A Java `boolean`: null and blank are false; any whole number but 0 is true; "true", "True", "TRUE" and so on."""
    if value is None:
        return False
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value != 0
    if isinstance(value, list):
        return _unwrapped(value, "boolean", lambda item: as_boolean(_flat(item, "boolean"), path))
    if not isinstance(value, str):
        raise _wrong_type("boolean", value)
    text = value.strip(_TRIMMED)
    if text in {"true", "True", "TRUE"}:
        return True
    if text in {"", "null", "false", "False", "FALSE"}:
        return False
    raise invalid_field(path, "boolean")


def as_text_map(value: Any, path: str, documents: Documents) -> dict[str, str | None] | None:
    """An object of scalars (nulls kept); a list of one such object works."""
    if value is None:
        return None
    if isinstance(value, dict):
        return {name: as_text(item, path, documents) for name, item in value.items()}
    return as_object(value, path, _STRING_MAP, lambda item: as_text_map(item, path, documents))


def as_object(value: Any, path: str, java_type: str, read: Callable[[Any], T]) -> T:
    """For a value that is no object: unwrap a list of one, or refuse with the text for its kind."""
    plain_type = java_type.partition("<")[0]
    if isinstance(value, list):
        return _unwrapped(value, java_type, read, holder=plain_type)
    if isinstance(value, str):
        if not value.strip():
            raise invalid_field(path, plain_type.rpartition(".")[2])
        raise input_error(no_creator(plain_type, value))
    if plain_type.startswith("java.util."):
        raise _wrong_type(java_type, value)
    raise input_error(no_creator(plain_type, value))


def no_creator(java_type: str, value: Any) -> str:
    """Jackson's text where a scalar stands for an object."""
    kinds = {
        bool: ("boolean/Boolean", "boolean value (", "true" if value is True else "false", ")"),
        int: ("int/Int", "Number value (", str(value), ")"),
        float: ("double/Double", "Number value (", java_text(value), ")"),
        str: ("String", "String value ('", str(value), "')"),
    }
    argument, start, shown, end = kinds[type(value)]
    return (
        f"Cannot construct instance of `{java_type}` (although at least one Creator exists): "
        f"no {argument}-argument constructor/factory method to deserialize from {start}{shown}{end}"
    )


def _called(value: Mapping[str, Any], path: str, documents: Documents) -> Any:
    documents.function_calls += 1
    if documents.function_calls > _MAX_FUNCTION_CALLS:
        raise input_error(f"More than {_MAX_FUNCTION_CALLS} intrinsic functions in one job")
    parameters = as_any(value["params"], path, documents)
    return run_function(value[FUNCTION_KEY], parameters if isinstance(parameters, list) else [parameters])


def _int32(value: int | float) -> int:
    if not _INT_MIN <= value <= _INT_MAX:
        raise input_error(f"Numeric value ({java_text(value)}) out of range of int ({_INT_MIN} - {_INT_MAX})")
    return int(value)


def _flat(item: Any, java_type: str) -> Any:
    if isinstance(item, list):
        full = f"java.lang.{java_type}" if java_type == "Integer" else java_type
        raise input_error(
            f"Cannot deserialize instance of `{full}` out of START_ARRAY token: nested Arrays not allowed with "
            "DeserializationFeature.UNWRAP_SINGLE_VALUE_ARRAYS"
        )
    return item


def _unwrapped(
    value: list[Any],
    java_type: str,
    read: Callable[[Any], T],
    *,
    holder: str | None = None,
    token_of: Callable[[Any], str] | None = None,
) -> T:
    if not value:
        raise _wrong_type(java_type, value)
    bound = read(value[0])
    if len(value) > 1:
        token = (token_of or _token)(value[1])
        raise input_error(
            f"Unexpected token ({token}), expected END_ARRAY: Attempted to unwrap '{holder or java_type}' value from an "
            "array (with `DeserializationFeature.UNWRAP_SINGLE_VALUE_ARRAYS`) but it contains more than one value"
        )
    return bound


def _wrong_type(java_type: str, value: Any) -> ConnectorError:
    kinds = {bool: "Boolean", int: "Integer", float: "Floating-point", str: "String", list: "Array"}
    kind = kinds.get(type(value), "Object")
    return input_error(
        f"Cannot deserialize value of type `{java_type}` from {kind} value (token `JsonToken.{_token(value)}`)"
    )


def _token(value: Any) -> str:
    if value is None:
        return "VALUE_NULL"
    if isinstance(value, bool):
        return "VALUE_TRUE" if value else "VALUE_FALSE"
    kinds = {int: "VALUE_NUMBER_INT", float: "VALUE_NUMBER_FLOAT", str: "VALUE_STRING", list: "START_ARRAY"}
    return kinds.get(type(value), "START_OBJECT")
