"""Which events catch a BPMN error that a task throws: the nearest first, as the engine looks for them.

The engine looks at the boundary events of the task, then at the event sub-processes of the scope around it, then at
the boundary events of that scope, and so on outward. Within one place an event with the code comes before one that
catches every code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.bpmn.model import FlowNode, Process

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint.bpmn.model import Model, Scope


def catchers_of(node: FlowNode, code: str, model: Model) -> list[FlowNode]:
    """The events that catch the code, in the order in which the engine would take them."""
    found: list[FlowNode] = []
    current: FlowNode = node
    while True:
        found += _ordered(_boundary_events(current), code, model)
        scope = current.scope
        found += _ordered(_event_sub_processes(scope, current), code, model)
        if isinstance(scope, Process):
            return found
        current = scope


def _boundary_events(node: FlowNode) -> Iterator[FlowNode]:
    return (each for each in node.scope.nodes if each.attached_to == node.id and each.kind == "boundaryEvent")


def _event_sub_processes(scope: Scope, inside: FlowNode) -> Iterator[FlowNode]:
    """The start events of the scope's event sub-processes; one does not catch what is thrown within itself."""
    for each in scope.nodes:
        if each.triggered_by_event and each is not inside:
            yield from (start for start in each.nodes if start.kind == "startEvent")


def _ordered(events: Iterator[FlowNode], code: str, model: Model) -> list[FlowNode]:
    exact: list[FlowNode] = []
    every: list[FlowNode] = []
    for event in events:
        for catch in event.catches:
            if catch.kind != "error":
                continue
            caught = _code(catch.reference, model)
            if caught is None:
                every.append(event)
            elif caught == code:
                exact.append(event)
    return exact + every


def _code(reference: str | None, model: Model) -> str | None:
    """The code that an event definition catches; None for every code, and for one that is FEEL: it may be any."""
    error = model.errors.get(reference) if reference is not None else None
    if error is None or error.code is None or not error.code.text or error.code.text.startswith("="):
        return None
    return error.code.text
