"""From a node to the function that evaluates it.

The modules beside this one register a function for each class of node. The engine's rules for null hold
everywhere: what cannot be computed is null and leaves a warning; the few things that end an evaluation are
exceptions (`failures`), a `Refusal` up to the next operation that makes null of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from connlint.feel.evaluator.run import Run
    from connlint.feel.evaluator.scope import Scope
    from connlint.feel.nodes import Node
    from connlint.feel.values import Value

Handler: TypeAlias = "Callable[[Any, Scope, Run], Value]"

_HANDLERS: dict[type[Node], Handler] = {}


def evaluates(*classes: type[Node]) -> Callable[[Handler], Handler]:
    """Registers a function for classes of nodes."""

    def register(handler: Handler) -> Handler:
        for node_class in classes:
            _HANDLERS[node_class] = handler
        return handler

    return register


def evaluate_node(node: Node, scope: Scope, run: Run) -> Value:
    """The value of a node. Every part of an expression comes through here and takes a step."""
    run.steps -= 1
    if run.steps < 0:
        run.renew()
    return _HANDLERS[type(node)](node, scope, run)
