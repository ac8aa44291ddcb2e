"""The recorded cases of Camunda's engine: read in place, and their values compared with ours."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from connlint.feel import evaluate, evaluate_unary
from connlint.feel.temporal import Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration
from connlint.feel.temporal.text_forms import at_literal
from connlint.feel.values import Context, FeelError, Function, Range, Result
from shared_folder import SHARED

TEMPORAL_KINDS: dict[type, str] = {
    Date: "date",
    Time: "time",
    DateTime: "date-time",
    DaysTimeDuration: "days-time-duration",
    YearsMonthsDuration: "years-months-duration",
}


@dataclass(frozen=True, eq=False)
class Case:
    """One line of a file of cases."""

    data: dict[str, Any]

    @property
    def expected(self) -> dict[str, Any]:
        return self.data["expected"]

    @property
    def is_refused_text(self) -> bool:
        return self.expected["t"] == "error" and self.expected.get("stage") == "parse"

    def evaluate(self) -> Result:
        context = {name: feel_value(value) for name, value in self.data.get("context", {}).items()}
        if self.data.get("unary"):
            return evaluate_unary(self.data["expression"], feel_value(self.data["input"]), context)
        return evaluate(self.data["expression"], context)

    def __str__(self) -> str:
        return f"{self.data['id']}: {self.data['expression']!r}, expected {self.expected}"


def cases(name: str) -> list[Case]:
    with (SHARED / "conformance" / name).open(encoding="utf-8") as lines:
        return [Case(json.loads(line)) for line in lines if line.strip()]


def feel_value(typed: dict[str, Any]) -> Any:
    """The FEEL value of a typed value of the cases."""
    kind, value = typed["t"], typed.get("v")
    if kind == "null":
        return None
    if kind == "number":
        return Decimal(value)
    if kind in ("boolean", "string"):
        return value
    if kind == "list":
        return [feel_value(item) for item in value]
    if kind == "context":
        return {key: feel_value(entry) for key, entry in value.items()}
    return at_literal(value)


def differs(value: Any, typed: dict[str, Any]) -> str | None:
    """How a value of ours differs from an expected one; None if it does not."""
    kind, expected = typed["t"], typed.get("v")
    if _kind(value) != kind:
        return f"{value!r} is {_kind(value)}, not {kind}"
    if kind == "number":
        same = math.isclose(float(value), float(expected), rel_tol=1e-8, abs_tol=0)
    elif kind == "list":
        pairs = zip(value, expected, strict=False)
        same = len(value) == len(expected) and not any(differs(*pair) for pair in pairs)
    elif kind == "context":
        same = value.keys() == expected.keys() and not any(differs(value[key], expected[key]) for key in value)
    elif kind in TEMPORAL_KINDS.values():
        same = value == at_literal(expected) or str(value) == expected
    elif kind in ("boolean", "string"):
        same = value == expected
    else:
        same = True
    return None if same else f"{value!r} is not {expected!r}"


def _kind(value: Any) -> str:
    kinds = {
        type(None): "null", bool: "boolean", Decimal: "number", str: "string", list: "list", dict: "context",
        Context: "context", Function: "function", Range: "range", **TEMPORAL_KINDS,
    }  # fmt: skip
    return kinds[type(value)]


def failure(case: Case) -> str | None:
    """What is wrong with our answer to a case; None if nothing is."""
    try:
        result = case.evaluate()
    except FeelError as error:
        return None if case.expected["t"] == "error" else f"FeelError: {error}"
    if case.expected["t"] == "error":
        return f"no error, but {result.value!r}"
    difference = differs(result.value, case.expected)
    if difference is None and "warnings" in case.data:
        ours = [{"type": warning.type, "message": warning.message} for warning in result.warnings]
        if any(warning not in ours for warning in case.data["warnings"]):
            return f"warnings {ours}, expected {case.data['warnings']}"
    return difference
