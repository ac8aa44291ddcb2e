"""Calls: which function is meant, its arguments, and what its refusal leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from connlint.feel import nodes
from connlint.feel.evaluator.dispatch import evaluate_node, evaluates
from connlint.feel.evaluator.scope import Scope, context_scope
from connlint.feel.failures import AssertionRefusal, Refusal
from connlint.feel.kinds import POINT_TYPES, same_kind
from connlint.feel.printing import display
from connlint.feel.temporal.text_forms import date_literal, date_time_literal, duration_literal, time_literal
from connlint.feel.values import Range, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from connlint.feel.evaluator.run import BuiltinFunction, Run
    from connlint.feel.function_table import Signature

_LITERALS: dict[str, Callable[[str], Value]] = {
    "date": date_literal,
    "time": time_literal,
    "date and time": date_time_literal,
    "duration": duration_literal,
}
"""Run time: with a string literal these are literals too, null where the text is none, without a warning."""


class _Callee(NamedTuple):
    """A function as one of its signatures takes a call."""

    parameters: tuple[str, ...]
    is_variadic: bool
    invoke: Callable[[Sequence[Value]], Value]


@evaluates(nodes.Call)
def evaluate_call(node: nodes.Call, scope: Scope, run: Run) -> Value:
    if node.target is not None:
        return _call_in_context(node, node.target, scope, run)
    literal = _literal(node)
    if literal is not None:
        return literal(node.arguments[0].value.value)  # type: ignore[attr-defined]
    callee = _find(node, run.functions.get(node.name), scope, run)
    if callee is None:
        return None
    try:
        return _invoke(callee, node, scope, run)
    except AssertionRefusal as refusal:
        run.warn("ASSERT_FAILURE", str(refusal), node.span)
        return None
    except Refusal as refusal:
        message = f"Failed to invoke function '{node.name}': {refusal}"
        run.warn("FUNCTION_INVOCATION_FAILURE", message, node.span)
        return None


def _call_in_context(node: nodes.Call, target: nodes.Node, scope: Scope, run: Run) -> Value:
    context = evaluate_node(target, scope, run)
    if not isinstance(context, dict):
        run.warn_of_type("context", context, target.span)
        run.span = node.span
        raise Refusal(f"Expected context but found '{display(context)}'")
    callee = _find(node, None, context_scope(context), run)
    if callee is None:
        run.span = node.span
        raise Refusal(_not_found(node))
    return _invoke(callee, node, scope, run)


def _literal(node: nodes.Call) -> Callable[[str], Value] | None:
    literal = _LITERALS.get(node.name)
    if literal is None or len(node.arguments) != 1:
        return None
    argument = node.arguments[0]
    return literal if argument.name is None and type(argument.value) is nodes.String else None


def _find(node: nodes.Call, builtin: BuiltinFunction | None, scope: Scope, run: Run) -> _Callee | None:
    """The first function that takes so many arguments, or arguments with these names."""
    arguments = node.arguments
    if arguments and arguments[0].name is not None:
        names = {argument.name or "" for argument in arguments}
        if builtin is not None:
            for signature in builtin.signatures:
                if signature.fits_names(names):
                    return _builtin_callee(builtin, signature, run)
        for function in scope.named_functions(node.name):
            if names <= set(function.parameters):
                return _Callee(function.parameters, False, function.invoke)
    else:
        count = len(arguments)
        if builtin is not None:
            for signature in builtin.signatures:
                if signature.fits_count(count):
                    return _builtin_callee(builtin, signature, run)
        for function in scope.named_functions(node.name):
            if len(function.parameters) == count:
                return _Callee(function.parameters, False, function.invoke)
    run.warn("NO_FUNCTION_FOUND", _not_found(node), node.name_span)
    return None


def _builtin_callee(builtin: BuiltinFunction, signature: Signature, run: Run) -> _Callee:
    names = tuple(parameter.name for parameter in signature.parameters)
    return _Callee(names, signature.is_variadic, lambda arguments: builtin.invoke(arguments, run))


def _not_found(node: nodes.Call) -> str:
    if node.arguments and node.arguments[0].name is not None:
        names = ",".join(dict.fromkeys(argument.name or "" for argument in node.arguments))
        return f"No function found with name '{node.name}' and parameters: {names}"
    return f"No function found with name '{node.name}' and {len(node.arguments)} parameters"


def _invoke(callee: _Callee, node: nodes.Call, scope: Scope, run: Run) -> Value:
    values = [_argument(argument.value, scope, run) for argument in node.arguments]
    if node.arguments and node.arguments[0].name is not None:
        named = dict(zip((argument.name for argument in node.arguments), values, strict=True))
        values = [named.get(name) for name in callee.parameters]
    elif callee.is_variadic:
        values = _gathered(values, len(callee.parameters) - 1)
    run.span = node.span
    return callee.invoke(values)


def _gathered(values: list[Value], single: int) -> list[Value]:
    """The arguments with those from position `single` on in one list; a sole argument that is a list is that list."""
    if single == 0 and len(values) == 1 and isinstance(values[0], list):
        return values
    return [*values[:single], values[single:]]


def _argument(node: nodes.Node, scope: Scope, run: Run) -> Value:
    """The value of an argument; an interval, which is a test anywhere else, is a range here."""
    if type(node) is not nodes.Interval:
        return evaluate_node(node, scope, run)
    low = evaluate_node(node.low, scope, run)
    high = evaluate_node(node.high, scope, run)
    if type(low) in POINT_TYPES and same_kind(low, high):
        return Range(low, high, node.low_included, node.high_included)
    message = f"Invalid range definition '{display(Range(low, high, node.low_included, node.high_included))}'"
    run.warn("INVALID_TYPE", message, node.span)
    raise Refusal(message)
