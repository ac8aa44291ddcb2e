"""FEEL as Camunda evaluates it: parse, analyse, evaluate, print.

>>> from connlint import feel
>>> feel.parse("if a then 1").errors[0].message
'expected `else`, found the end: every `if` needs one'
>>> [str(name) for name in feel.free_names("for item in order.items return item.price * rate")]
['order.items', 'rate']

The names load on first use: parsing does not load the evaluator.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from connlint.feel.evaluator import evaluate, evaluate_unary
    from connlint.feel.function_table import FunctionInfo, Parameter, Place, Signature, functions
    from connlint.feel.json_values import from_json, to_json
    from connlint.feel.lexer import tokens
    from connlint.feel.parser import Parsed, parse, parse_unary
    from connlint.feel.printer import print_expression
    from connlint.feel.scopes import NameUse
    from connlint.feel.syntax_error import Edit, FeelSyntaxError, Remedy
    from connlint.feel.temporal import Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration
    from connlint.feel.token_kinds import Token
    from connlint.feel.values import Context, FeelError, FeelLimitError, FeelWarning, Function, Range, Result
    from connlint.feel.variables import free_names

_MODULES = {
    "evaluator": ("evaluate", "evaluate_unary"),
    "variables": ("free_names",),
    "function_table": ("FunctionInfo", "Parameter", "Place", "Signature", "functions"),
    "json_values": ("from_json", "to_json"),
    "lexer": ("tokens",),
    "parser": ("Parsed", "parse", "parse_unary"),
    "printer": ("print_expression",),
    "scopes": ("NameUse",),
    "syntax_error": ("Edit", "FeelSyntaxError", "Remedy"),
    "temporal": ("Date", "DateTime", "DaysTimeDuration", "Time", "YearsMonthsDuration"),
    "token_kinds": ("Token",),
    "values": ("Context", "FeelError", "FeelLimitError", "FeelWarning", "Function", "Range", "Result"),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [  # noqa: RUF022 - by subject, not by alphabet
    "parse",
    "parse_unary",
    "Parsed",
    "FeelSyntaxError",
    "Remedy",
    "Edit",
    "tokens",
    "Token",
    "print_expression",
    "free_names",
    "NameUse",
    "functions",
    "FunctionInfo",
    "Signature",
    "Parameter",
    "Place",
    "evaluate",
    "evaluate_unary",
    "Result",
    "FeelError",
    "FeelLimitError",
    "FeelWarning",
    "from_json",
    "to_json",
    "Context",
    "Range",
    "Function",
    "Date",
    "Time",
    "DateTime",
    "YearsMonthsDuration",
    "DaysTimeDuration",
]


def __getattr__(name: str) -> object:
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    value = getattr(importlib.import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
