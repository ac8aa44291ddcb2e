"""Three-valued logic: `and`, `or`, `some`, `every` and the tests of a unary text.

Anything but a boolean counts as null, and the engine warns of it as long as the outcome is open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.feel.evaluator.dispatch import evaluate_node
from connlint.feel.failures import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connlint.feel.evaluator.run import Run
    from connlint.feel.evaluator.scope import Scope
    from connlint.feel.nodes import Node
    from connlint.feel.values import Value


def truth_of(node: Node, scope: Scope, run: Run) -> bool | None:
    """The value of a node as a boolean; None, with a warning, where it is none."""
    try:
        value = evaluate_node(node, scope, run)
    except Refusal:
        return None
    return boolean_or_null(value, node, run)


def boolean_or_null(value: Value, node: Node, run: Run) -> bool | None:
    """A value of `node` if it is a boolean; else None, with a warning."""
    if value is True or value is False:
        return value
    run.warn_of_type("boolean", value, node.span)
    return None


def exactly(expected: bool, node: Node, scope: Scope, run: Run) -> bool:
    """Whether the value of a node is that boolean, without a warning where it is none at all."""
    try:
        return evaluate_node(node, scope, run) is expected
    except Refusal:
        return False


def fold(deciding: bool, node_scopes: Iterable[tuple[Node, Scope]], run: Run) -> bool | None:
    """`or` (deciding: True) or `and` (deciding: False) of nodes, each evaluated in its scope until one decides."""
    outcome: bool | None = not deciding
    for node, scope in node_scopes:
        if outcome is None:
            if exactly(deciding, node, scope, run):
                return deciding
        else:
            outcome = truth_of(node, scope, run)
            if outcome is deciding:
                return deciding
    return outcome
