"""From JSON to FEEL values and back: as variables come into the engine, as results leave it, and `from json`, `to json`."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from connlint.feel.kinds import TEMPORAL_TYPES, TYPE_NAMES
from connlint.feel.numbers import PRECISION, from_float, is_whole, to_float
from connlint.feel.printing import display
from connlint.feel.temporal.properties import json_text as temporal_text
from connlint.feel.values import FeelError, Function, Range, Value
from connlint.span import Span

_LONG = range(-(2**63), 2**63)
_MAX_DIGITS = 308
_MAX_SCALE = 6178
_TOO_DEEP = "the value is nested too deeply"


class JsonFailure(ValueError):  # noqa: N818 - a text that is no JSON is no mistake of the caller's
    """A text that the engine does not take for JSON."""


def from_json(value: Any) -> Value:
    """The FEEL value of a JSON value: numbers become Decimal, all else stays. FEEL values within stay too.

    Raises TypeError for an object that is no value of either, FeelError for one that is nested too deeply.

    >>> from_json({"price": 1.5, "items": [1, "a", None]})
    {'price': Decimal('1.5'), 'items': [Decimal('1'), 'a', None]}
    """
    try:
        return _taken(value)
    except RecursionError:
        raise FeelError(_TOO_DEEP, Span(0, 0)) from None


def _taken(value: Any) -> Value:
    kind = type(value)
    if kind is str or kind is bool or value is None or kind is Decimal:
        return value
    if kind is int:
        return Decimal(value)
    if kind is float:
        return from_float(value)
    if isinstance(value, dict):
        if any(type(entry) is not str and type(entry) is not bool for entry in value.values()):
            taken = {key: _taken(entry) for key, entry in value.items()}
            if kind is dict:
                return taken
            value.update(taken)
        return value
    if isinstance(value, list | tuple):
        return [_taken(item) for item in value]
    if kind in TYPE_NAMES:
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int | Decimal):
        return Decimal(value)
    if isinstance(value, float):
        return from_float(value)
    raise TypeError(f"{kind.__name__} is no FEEL value")


def to_json(value: Value) -> Any:
    """The JSON value of a FEEL value, as the engine writes variables.

    Whole numbers of up to 64 bits become int, others float; dates, times and durations their ISO texts; functions
    and ranges null. Raises FeelError for a value that is nested too deeply.

    >>> from connlint.feel.temporal import at_literal
    >>> to_json({"a": Decimal("100.0"), "b": Decimal("0.1"), "c": at_literal("P1D")})
    {'a': 100, 'b': 0.1, 'c': 'PT24H'}
    """
    try:
        return _given(value)
    except RecursionError:
        raise FeelError(_TOO_DEEP, Span(0, 0)) from None


def _given(value: Value) -> Any:
    if isinstance(value, Decimal):
        return _json_number(value)
    if isinstance(value, dict):
        return {key: _given(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_given(item) for item in value]
    if isinstance(value, TEMPORAL_TYPES):
        return temporal_text(value)
    return None if isinstance(value, Function | Range) else value


def _json_number(number: Decimal) -> int | float:
    if number.adjusted() < 20 and is_whole(number) and int(number) in _LONG:
        return int(number)
    return to_float(number)


def parse_json(text: str) -> Value:
    """The value of a JSON text, as `from json` reads it: numbers of 34 digits. Raises JsonFailure."""
    try:
        return json.loads(text, parse_float=_parsed_number, parse_int=_parsed_number, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise JsonFailure(text) from None


def _parsed_number(text: str) -> Decimal:
    number = Decimal(text)
    digits, exponent = number.as_tuple()[1:]
    # Run time: jsoniter refuses what its limits for a number do not hold.
    if len(digits) > _MAX_DIGITS or not isinstance(exponent, int) or abs(exponent) >= _MAX_SCALE:
        raise ValueError(text)
    rounded = number if len(digits) <= PRECISION else _rounded(number)
    return rounded if rounded else rounded.copy_abs()


def _rounded(number: Decimal) -> Decimal:
    from decimal import Context

    return Context(prec=PRECISION).plus(number)


def _refuse(constant: str) -> Value:
    raise ValueError(constant)


def json_text(value: Value) -> str:
    """The JSON text of a value, as `to json` writes it: without blanks, numbers with all their digits."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{_quoted(key)}:{json_text(entry)}" for key, entry in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(json_text, value)) + "]"
    if isinstance(value, TEMPORAL_TYPES):
        return _quoted(temporal_text(value))
    if isinstance(value, Function | Range):
        return _quoted(display(value))
    if isinstance(value, str):
        return _quoted(value)
    return display(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
