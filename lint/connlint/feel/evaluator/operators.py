"""Arithmetic, comparison and logic."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from connlint.feel import nodes
from connlint.feel.comparison import comparable, compare, equal
from connlint.feel.evaluator.arithmetic import ARITHMETIC
from connlint.feel.evaluator.dispatch import evaluate_node, evaluates
from connlint.feel.evaluator.truth import boolean_or_null, exactly, truth_of
from connlint.feel.failures import Refusal
from connlint.feel.limits import steps_of
from connlint.feel.numbers import negate, power
from connlint.feel.printing import display

if TYPE_CHECKING:
    from connlint.feel.evaluator.run import Run
    from connlint.feel.evaluator.scope import Scope
    from connlint.feel.nodes import ComparisonOperator
    from connlint.feel.values import Value
    from connlint.span import Span


@evaluates(nodes.Arithmetic)
def evaluate_arithmetic(node: nodes.Arithmetic, scope: Scope, run: Run) -> Value:
    # A sum of many summands leans to the left: it is walked, so that its length is not the stack's.
    chain = [node]
    while type(node.left) is nodes.Arithmetic:
        node = node.left
        chain.append(node)
    try:
        value = evaluate_node(node.left, scope, run)
    except Refusal:
        value = _REFUSED
    for step in reversed(chain):
        value = _arithmetic(step, value, scope, run)
    return value


_REFUSED = object()


def _arithmetic(node: nodes.Arithmetic, left: Value, scope: Scope, run: Run) -> Value:
    try:
        right = evaluate_node(node.right, scope, run)
    except Refusal:
        return None
    if left is _REFUSED:
        return None
    run.span = node.span
    if node.operator == "**":
        return _power(node, left, right, run)
    operation, refusal = ARITHMETIC[node.operator]
    value = operation(left, right)
    if value is NotImplemented:
        run.warn("INVALID_TYPE", refusal.format(left=display(left), right=display(right)), node.span)
        return None
    if type(value) is str:
        run.take_value(value)
    elif type(left) is Decimal and type(right) is Decimal:
        run.take_steps(steps_of(left) + steps_of(right))
    return value


def _power(node: nodes.Arithmetic, base: Value, exponent: Value, run: Run) -> Value:
    for operand, side in ((base, node.left), (exponent, node.right)):
        if type(operand) is not Decimal:
            run.warn_of_type("number", operand, side.span)
            return None
    run.take_steps(steps_of(base) * _OPERATIONS_OF_A_POWER)
    return power(base, exponent)


_OPERATIONS_OF_A_POWER = 60
"""As many as there are multiplications in the largest one."""


@evaluates(nodes.Negation)
def evaluate_negation(node: nodes.Negation, scope: Scope, run: Run) -> Value:
    try:
        operand = evaluate_node(node.operand, scope, run)
    except Refusal:
        return None
    if type(operand) is not Decimal:
        run.warn_of_type("number", operand, node.operand.span)
        return None
    return negate(operand)


@evaluates(nodes.Comparison)
def evaluate_comparison(node: nodes.Comparison, scope: Scope, run: Run) -> Value:
    left = evaluate_node(node.left, scope, run)
    right = evaluate_node(node.right, scope, run)
    run.span = node.span
    if node.operator == "=":
        return are_equal(left, right, node.span, run)
    if node.operator == "!=":
        outcome = boolean_or_null(are_equal(left, right, node.span, run), node, run)
        return None if outcome is None else not outcome
    return is_ordered(node.operator, left, right, node.span, run)


def are_equal(left: Value, right: Value, span: Span, run: Run) -> bool | None:
    """`left = right`: None, with a warning, where the two cannot be compared."""
    outcome = equal(left, right, run)
    if outcome is None:
        run.warn("NOT_COMPARABLE", f"Can't compare '{display(left)}' with '{display(right)}'", span)
    return outcome


def is_ordered(operator: ComparisonOperator, left: Value, right: Value, span: Span, run: Run) -> bool | None:
    """`left < right` and the like: None, with a warning, where the two cannot be compared."""
    if not comparable(left, right):
        run.warn("NOT_COMPARABLE", f"Can't compare '{display(left)}' with '{display(right)}'", span)
        return None
    order = compare(left, right, run)
    if operator == "<":
        return order < 0
    if operator == "<=":
        return order <= 0
    if operator == ">":
        return order > 0
    return order >= 0


@evaluates(nodes.Conjunction)
def evaluate_conjunction(node: nodes.Conjunction, scope: Scope, run: Run) -> Value:
    return _logic(node, False, scope, run)


@evaluates(nodes.Disjunction)
def evaluate_disjunction(node: nodes.Disjunction, scope: Scope, run: Run) -> Value:
    return _logic(node, True, scope, run)


def _logic(node: nodes.Conjunction | nodes.Disjunction, deciding: bool, scope: Scope, run: Run) -> bool | None:
    # Walked to the left like arithmetic.
    chain = [node]
    while type(node.left) is type(node):
        node = node.left
        chain.append(node)
    outcome = truth_of(node.left, scope, run)
    for step in reversed(chain):
        if step is not node and outcome is None:
            # Run time: the inner operation's null is an operand like any other, and warned of.
            run.warn_of_type("boolean", None, step.left.span)
        if outcome is deciding:
            continue
        if outcome is None:
            outcome = deciding if exactly(deciding, step.right, scope, run) else None
        else:
            outcome = truth_of(step.right, scope, run)
    return outcome


@evaluates(nodes.Between)
def evaluate_between(node: nodes.Between, scope: Scope, run: Run) -> Value:
    """Run time: it is `value >= low and value <= high`, the value evaluated for each."""
    start, end = node.start, node.end
    above = nodes.Comparison(start, end, ">=", node.value, node.low)
    below = nodes.Comparison(start, end, "<=", node.value, node.high)
    return _logic(nodes.Conjunction(start, end, above, below), False, scope, run)
