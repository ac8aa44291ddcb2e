"""Tests of an input value: a unary text, what stands behind `in`, and intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.feel import nodes
from connlint.feel.comparison import comparable, compare, same
from connlint.feel.evaluator.dispatch import evaluate_node, evaluates
from connlint.feel.evaluator.operators import are_equal, is_ordered
from connlint.feel.evaluator.scope import INPUT_SYMBOL, INPUT_VARIABLE, MISSING, Scope
from connlint.feel.evaluator.truth import boolean_or_null, fold
from connlint.feel.failures import NoInputValue, Refusal
from connlint.feel.printing import display

if TYPE_CHECKING:
    from connlint.feel.evaluator.run import Run
    from connlint.feel.values import Value

_TESTS = (nodes.UnaryComparison, nodes.Interval, nodes.AnyInput)
"""The nodes that are tests by themselves; any other expression becomes an `_ExpressionTest`."""


@evaluates(nodes.UnaryTests)
def evaluate_unary_tests(node: nodes.UnaryTests, scope: Scope, run: Run) -> Value:
    if not node.negated:
        return _one_of(node.tests, scope, run)
    try:
        outcome = boolean_or_null(_one_of(node.tests, scope, run), node, run)
    except Refusal:
        return None
    return None if outcome is None else not outcome


@evaluates(nodes.In)
def evaluate_in(node: nodes.In, scope: Scope, run: Run) -> Value:
    value = evaluate_node(node.value, scope, run)
    return _one_of(node.tests, Scope({INPUT_VARIABLE: value}, None, scope), run)


def _one_of(tests: tuple[nodes.Node, ...], scope: Scope, run: Run) -> Value:
    if len(tests) == 1:
        return evaluate_node(_as_test(tests[0]), scope, run)
    return fold(True, ((_as_test(test), scope) for test in tests), run)


class _ExpressionTest(nodes.Node):
    """An expression in the place of a test."""

    __slots__ = ("expression",)

    def __init__(self, expression: nodes.Node) -> None:
        super().__init__(expression.start, expression.end)
        self.expression = expression


def _as_test(node: nodes.Node) -> nodes.Node:
    return node if isinstance(node, _TESTS) else _ExpressionTest(node)


@evaluates(nodes.AnyInput)
def evaluate_any_input(node: nodes.AnyInput, scope: Scope, run: Run) -> Value:
    return True


@evaluates(nodes.UnaryComparison)
def evaluate_unary_comparison(node: nodes.UnaryComparison, scope: Scope, run: Run) -> Value:
    value = _input(node, scope, run)
    limit = evaluate_node(node.value, scope, run)
    run.span = node.span
    return is_ordered(node.operator, value, limit, node.span, run)


@evaluates(nodes.Interval)
def evaluate_interval(node: nodes.Interval, scope: Scope, run: Run) -> Value:
    """Run time: an interval is a test wherever it stands but as an argument of a function."""
    low = evaluate_node(node.low, scope, run)
    high = evaluate_node(node.high, scope, run)
    value = _input(node, scope, run)
    run.span = node.span
    if not (comparable(value, low) and comparable(value, high)):
        # Run time: the text of the warning reads the input once more, which warns once more if there is none.
        text = display(_input(node, scope, run))
        run.warn("NOT_COMPARABLE", f"Can't compare '{text}' with '{display(low)}' and '{display(high)}'", node.span)
        return None
    above = compare(value, low, run) >= (0 if node.low_included else 1)
    return above and compare(value, high, run) <= (0 if node.high_included else -1)


@evaluates(_ExpressionTest)
def evaluate_expression_test(node: _ExpressionTest, scope: Scope, run: Run) -> Value:
    """True if the expression is true, is the input, or is a list that holds the input."""
    given = _input(node, scope, run)
    if type(node.expression) is nodes.Boolean:
        # Run time: a boolean literal is what the input shall be; any other true is a test that is passed.
        return are_equal(given, node.expression.value, node.span, run)
    try:
        value = evaluate_node(node.expression, scope, run)
    except NoInputValue:
        return _with_input_symbol(node, given, scope, run)
    except Refusal:
        return False
    if value is True or (isinstance(value, list) and any(same(item, given, run) for item in value)):
        return True
    outcome = are_equal(given, value, node.span, run)
    if outcome:
        return True
    return False if value is False or isinstance(value, list) else outcome


def _with_input_symbol(node: _ExpressionTest, given: Value, scope: Scope, run: Run) -> Value:
    """Run time: an expression with `?` is evaluated again with it, and its own outcome counts."""
    try:
        value = evaluate_node(node.expression, Scope({INPUT_SYMBOL: given}, None, scope), run)
    except Refusal:
        return None
    return value if isinstance(value, bool) else None


def _input(node: nodes.Node, scope: Scope, run: Run) -> Value:
    value = scope.variable(INPUT_VARIABLE)
    if value is MISSING:
        run.warn("NO_VARIABLE_FOUND", "No input value found.", node.span)
        return None
    return value
