"""The entry to the evaluator: from a text, or its tree, and variables to a result."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from connlint.feel.builtins.registry import builtins_of
from connlint.feel.evaluator import calls, literals, loops, operators, unary  # noqa: F401 - they register themselves
from connlint.feel.evaluator.dispatch import evaluate_node
from connlint.feel.evaluator.run import Random, Run
from connlint.feel.evaluator.scope import INPUT_VARIABLE, Scope, root_scope
from connlint.feel.failures import FunctionFailure, JavaFailure, NoInputValue, Refusal
from connlint.feel.json_values import from_json
from connlint.feel.limits import LimitExceeded, Limits
from connlint.feel.numbers import NumberFailure
from connlint.feel.parser import Parsed, parse, parse_unary
from connlint.feel.regex_failure import RegexTimeout
from connlint.feel.temporal.failure import TemporalFailure
from connlint.feel.values import FeelError, FeelLimitError, Result, Value
from connlint.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from connlint.feel.function_table import Place, Version

DEFAULT_LIMITS = Limits()

_TOO_DEEP = "the expression is nested too deeply"

_LIMITS = (LimitExceeded, RegexTimeout)
_FAILURES = (FunctionFailure, NumberFailure, TemporalFailure)


def evaluate(
    expression: str | Parsed,
    context: Mapping[str, Any] | None = None,
    *,
    place: Place | None = None,
    engine_version: Version | None = None,
    clock: Callable[[], datetime] | None = None,
    random: Random | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Result:
    """What Camunda's engine makes of an expression (without the `=` that marks one in a model).

    `context` holds the variables: FEEL values or JSON values. `place` and `engine_version` decide which functions
    there are; without them all are. `clock` gives the present moment with its zone, `random` numbers (as
    `random.Random`). Raises FeelError where the engine refuses the text or fails on it, FeelLimitError at a limit.

    >>> evaluate("sum(items.price) * 2", {"items": [{"price": 1.5}, {"price": 2}]}).value
    Decimal('7.0')
    >>> [warning.message for warning in evaluate("order.total + 1").warnings]
    ["No variable found with name 'order'", "Can't add '1' to 'null'"]
    >>> evaluate("assert(x, x > 5, \\"too few\\")", {"x": 4})
    Traceback (most recent call last):
    connlint.feel.values.FeelError: too few
    """
    parsed = _parsed(expression, parse) if isinstance(expression, str) else expression
    run = _run(parsed, place, engine_version, clock, random, limits)
    return _evaluated(parsed, root_scope(_variables(context)), run)


def evaluate_unary(
    tests: str | Parsed,
    input_value: Any,
    context: Mapping[str, Any] | None = None,
    *,
    place: Place | None = None,
    engine_version: Version | None = None,
    clock: Callable[[], datetime] | None = None,
    random: Random | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Result:
    """Whether an input passes unary tests, as in a cell of a decision table: true, false or null.

    >>> evaluate_unary("< 5, [10..20]", 12).value, evaluate_unary("not(\\"a\\")", "a").value
    (True, False)
    """
    parsed = _parsed(tests, parse_unary) if isinstance(tests, str) else tests
    run = _run(parsed, place, engine_version, clock, random, limits)
    scope = Scope({INPUT_VARIABLE: from_json(input_value)}, None, root_scope(_variables(context)))
    return _evaluated(parsed, scope, run)


def _parsed(text: str, parse_text: Callable[[str], Parsed]) -> Parsed:
    try:
        return parse_text(text)
    except RecursionError:
        # The stack may be nearly used up by the caller.
        raise FeelLimitError(_TOO_DEEP, Span(0, len(text))) from None


def _variables(context: Mapping[str, Any] | None) -> dict[str, Value]:
    variables: dict[str, Value] = from_json(context if isinstance(context, dict) else dict(context or {}))
    return variables


def _run(
    parsed: Parsed,
    place: Place | None,
    engine_version: Version | None,
    clock: Callable[[], datetime] | None,
    random: Random | None,
    limits: Limits,
) -> Run:
    if parsed.errors:
        error = parsed.errors[0]
        raise (FeelLimitError if error.is_limit else FeelError)(error.message, error.span)
    whole = Span(0, len(parsed.text))
    return Run(builtins_of(place, engine_version), clock or _now, random or _random(), limits, whole)


def _now() -> datetime:
    return datetime.now().astimezone()


def _random() -> Random:
    import random

    return random.SystemRandom()


def _evaluated(parsed: Parsed, scope: Scope, run: Run) -> Result:
    text = parsed.text
    try:
        value = evaluate_node(parsed.tree, scope, run)
    except Refusal as refusal:
        failure: Exception | None = refusal
        value = None
    except NoInputValue:
        raise FeelError(NoInputValue.MESSAGE, run.span, _failed(text, f": {NoInputValue.MESSAGE}")) from None
    except JavaFailure as error:
        raise FeelError(str(error), run.span, _failed(text, f" : {error.java}")) from None
    except _FAILURES as error:
        raise FeelError(str(error), run.span, _failed(text, f" : {error}")) from None
    except _LIMITS as error:
        raise FeelLimitError(str(error), run.span) from None
    except RecursionError:
        raise FeelLimitError(_TOO_DEEP, run.span) from None
    else:
        failure = None
    return _result(text, value, failure, run)


def _failed(text: str, reason: str) -> str:
    return f"failed to evaluate expression '{text}'{reason}"


def _result(text: str, value: Value, failure: Exception | None, run: Run) -> Result:
    """Run time: an assertion that fails anywhere fails the whole, even if its null came to nothing."""
    for warning in run.warnings:
        if warning.type == "ASSERT_FAILURE":
            message = f"Assertion failure on evaluate the expression '{text}': {warning.message}"
            raise FeelError(warning.message, warning.span, message)
    if failure is not None:
        raise FeelError(str(failure), run.span, _failed(text, f": {failure}"))
    return Result(value, tuple(run.warnings))
