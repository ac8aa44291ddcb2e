"""From JSON to FEEL values and back: as variables come into the engine, as results leave it, and `from json`, `to json`."""

from __future__ import annotations

import json
from decimal import Decimal
from math import isinf
from typing import TYPE_CHECKING, Any

from connlint.feel.kinds import TEMPORAL_TYPES, TYPE_NAMES
from connlint.feel.limits import Budget, LimitExceeded, Limits
from connlint.feel.numbers import PRECISION, NumberFailure, from_float, is_too_long, is_whole, to_float
from connlint.feel.printing import TextBuilder, display
from connlint.feel.temporal.properties import json_text as temporal_text
from connlint.feel.temporal.properties import variable_text
from connlint.feel.values import Context, FeelError, FeelLimitError, Function, Range, Value
from connlint.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from connlint.feel.function_table import Place
    from connlint.feel.temporal import Temporal

_LONG = range(-(2**63), 2**63)
_MAX_DIGITS = 308
_MAX_SCALE = 6178
_EXPORT_LIMITS = Limits(steps=1_000_000, seconds=10)
_TOO_DEEP = "the value is nested too deeply"


class JsonFailure(ValueError):
    """A text that the engine does not take for JSON."""


def from_json(value: Any) -> Value:
    """The FEEL value of a JSON value: numbers become Decimal, all else stays. FEEL values within stay too.

    Raises TypeError for an object that is no value of either, FeelError for infinity and NaN, FeelLimitError for a
    value that is nested too deeply and for a number of too many digits.

    >>> from_json({"price": 1.5, "items": [1, "a", None]})
    {'price': Decimal('1.5'), 'items': [Decimal('1'), 'a', None]}
    """
    try:
        return _taken(value)
    except RecursionError:
        raise FeelLimitError(_TOO_DEEP, Span(0, 0)) from None
    except NumberFailure:
        raise FeelError("infinity and NaN are no numbers of FEEL", Span(0, 0)) from None


def _taken(value: Any) -> Value:
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return value
    if kind is Decimal:
        return _finite(value)
    if kind is int:
        return _finite(Decimal(value))
    if kind is float:
        return from_float(value)
    if isinstance(value, dict):
        if any(type(entry) is not str and type(entry) is not bool for entry in value.values()):
            taken = {key: _taken(entry) for key, entry in value.items()}
            return value.with_entries(taken) if isinstance(value, Context) else taken
        return value
    if isinstance(value, list | tuple):
        return [_taken(item) for item in value]
    if kind in TYPE_NAMES:
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int | Decimal):
        return _finite(Decimal(value))
    if isinstance(value, float):
        return from_float(value)
    raise TypeError(f"{kind.__name__} is no FEEL value")


def _finite(number: Decimal) -> Decimal:
    if not number.is_finite():
        raise NumberFailure(str(number))
    if is_too_long(number):
        raise FeelLimitError("a number has too many digits", Span(0, 0))
    return number if number else number.copy_abs()


def to_json(value: Value, *, place: Place | None = None) -> Any:
    """The JSON value of a FEEL value, as the engine writes variables.

    Whole numbers of up to 64 bits become int, others float; dates, times and durations their ISO texts; functions
    and ranges null. Run time: in a result or error expression it is the connector runtime that writes, and a duration
    has Java's text there: `PT24H` for `P1D`. Raises FeelLimitError for a value that is too large or too deep, and for a
    number that no double holds.

    >>> from connlint.feel.temporal import at_literal
    >>> to_json({"a": Decimal("100.0"), "b": Decimal("0.1"), "c": at_literal("P1D")})
    {'a': 100, 'b': 0.1, 'c': 'P1D'}
    """
    try:
        written = temporal_text if place is not None and place.in_connector_runtime else variable_text
        return _given(value, Budget(_EXPORT_LIMITS), written)
    except RecursionError:
        raise FeelLimitError(_TOO_DEEP, Span(0, 0)) from None
    except LimitExceeded:
        raise FeelLimitError("the value is too large", Span(0, 0)) from None


def _given(value: Value, budget: Budget, written: Callable[[Temporal], str]) -> Any:
    if isinstance(value, Decimal):
        return _json_number(value)
    if isinstance(value, dict):
        budget.take_steps(len(value))
        return {key: _given(entry, budget, written) for key, entry in value.items()}
    if isinstance(value, list):
        budget.take_steps(len(value))
        return [_given(item, budget, written) for item in value]
    if isinstance(value, TEMPORAL_TYPES):
        return written(value)
    return None if isinstance(value, Function | Range) else value


def _json_number(number: Decimal) -> int | float:
    if number.adjusted() < 20 and is_whole(number) and int(number) in _LONG:
        return int(number)
    written = to_float(number)
    if isinf(written):
        # Run time: it is written as a double, which has no such number. What arrives of it is unknown.
        message = "a number is beyond 1.8E+308, and what the engine writes for it is not known"
        raise FeelLimitError(message, Span(0, 0))
    return written


def parse_json(text: str) -> Value:
    """The value of a JSON text, as `from json` reads it: numbers of 34 digits. Raises JsonFailure."""
    try:
        return json.loads(text, parse_float=_parsed_number, parse_int=_parsed_number, parse_constant=_refuse)
    except ValueError:
        raise JsonFailure(text) from None
    except RecursionError:
        raise LimitExceeded("the JSON is nested too deeply") from None


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
    text = TextBuilder()
    _add(value, text)
    return str(text)


def _add(value: Value, text: TextBuilder) -> None:
    if isinstance(value, dict):
        text.add("{")
        for position, (key, entry) in enumerate(value.items()):
            text.add(f",{_quoted(key)}:" if position else f"{_quoted(key)}:")
            _add(entry, text)
        text.add("}")
    elif isinstance(value, list):
        text.add("[")
        for position, item in enumerate(value):
            text.add("," if position else "")
            _add(item, text)
        text.add("]")
    elif isinstance(value, TEMPORAL_TYPES):
        text.add(_quoted(temporal_text(value)))
    elif isinstance(value, Function | Range):
        text.add(_quoted(display(value)))
    else:
        text.add(_quoted(value) if isinstance(value, str) else display(value))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
