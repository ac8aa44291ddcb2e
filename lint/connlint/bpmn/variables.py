"""Which process variables exist, where each is written, where it lives, and which tasks see it.

Propagation is Zeebe's. Without output mappings, what a job, script, decision, message or user task gives
goes to the nearest enclosing scope that already has a variable of that name, else to the process. Output
mappings keep it in the element and write their targets from the parent scope upward in the same way. Local
to an element are its input mappings' targets and its loop's variables. The order of the flow is ignored.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from connlint.bpmn.model import FlowNode, Process
from connlint.bpmn.written import Write, WriteKind, local_names, writes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from connlint.bpmn.forms import Form
    from connlint.bpmn.model import Model, Scope


class Presence(NamedTuple):
    """A variable, by the place that writes it, living in a scope.

    `home` is a process, a sub-process, or the element itself where the variable never leaves it.
    """

    write: Write
    home: Scope


class Variables:
    """All variables of a workspace, by the scope that they live in."""

    def __init__(self) -> None:
        self._by_home: dict[int, dict[str, list[Presence]]] = defaultdict(lambda: defaultdict(list))
        self._known: set[tuple[int, int]] = set()
        self.all: list[Presence] = []

    def add(self, write: Write, home: Scope) -> bool:
        """Whether that was new."""
        key = (id(write), id(home))
        if key in self._known:
            return False
        self._known.add(key)
        presence = Presence(write, home)
        self._by_home[id(home)][write.name].append(presence)
        self.all.append(presence)
        return True

    def at(self, home: Scope) -> Iterator[Presence]:
        """What lives in exactly that scope."""
        for presences in list(self._by_home.get(id(home), {}).values()):
            yield from list(presences)

    def visible(self, node: FlowNode) -> Iterator[Presence]:
        """What the node sees: its own variables, and those of every scope around it."""
        yield from self.at(node)
        for scope in node.scopes():
            yield from self.at(scope)

    def seen_as(self, node: FlowNode, name: str) -> Iterator[Presence]:
        """What the node sees under a name, the nearest first."""
        for scope in (node, *node.scopes()):
            yield from self._by_home.get(id(scope), {}).get(name, ())


def variables_of(models: Iterable[Model], forms: Mapping[str, Form]) -> Variables:
    """The variables of models that belong together, call activities followed both ways."""
    variables = Variables()
    known_models = list(models)
    called: dict[str, list[Process]] = defaultdict(list)
    calls: list[FlowNode] = []
    for model in known_models:
        for process in model.processes:
            called[process.id].append(process)
        for node in model.nodes():
            if node.called is not None:
                calls.append(node)
            for write in writes_of(node, model, forms):
                for home in homes_of(write, node):
                    variables.add(write, home)
    _follow_calls(calls, called, variables)
    return variables


def homes_of(write: Write, node: FlowNode) -> Iterator[Scope]:
    """Where a written variable lives, by how it is written."""
    match write.kind:
        case WriteKind.INPUT_MAPPING | WriteKind.LOOP_ELEMENT:
            yield node
        case WriteKind.LOOP_COLLECTION | WriteKind.AD_HOC_COLLECTION:
            yield node
            yield from _upward(write.name, node.scope)
        case WriteKind.OUTPUT_MAPPING | WriteKind.ERROR_VARIABLE:
            yield from _upward(write.name, node.scope)
        case _:
            if node.outputs or write.name in local_names(node):
                yield node
            else:
                yield from _upward(write.name, node.scope)


def _upward(name: str, scope: Scope) -> Iterator[Scope]:
    """The nearest scope from here upward that has a variable of that name of its own, else the process."""
    while isinstance(scope, FlowNode):
        if name in local_names(scope):
            break
        scope = scope.scope
    yield scope


def _follow_calls(calls: list[FlowNode], called: Mapping[str, list[Process]], variables: Variables) -> None:
    """Passes variables down into called processes and back, until nothing new comes."""
    changed = True
    while changed:
        changed = False
        for call in calls:
            assert call.called is not None
            process_id = call.called.process_id
            for process in called.get(process_id.text, ()) if process_id is not None else ():
                for presence in _passed_down(call, variables):
                    changed |= variables.add(presence.write, process)
                for presence in _passed_back(call, process, variables):
                    for home in _upward(presence.write.name, call.scope):
                        changed |= variables.add(presence.write, home)


def _passed_down(call: FlowNode, variables: Variables) -> list[Presence]:
    assert call.called is not None
    own = [presence for presence in variables.at(call) if presence.write.kind is WriteKind.INPUT_MAPPING]
    if not call.called.propagate_all_parent:
        return own
    hidden = {presence.write.name for presence in own}
    around = [presence for presence in variables.visible(call) if presence.write.name not in hidden]
    return own + around


def _passed_back(call: FlowNode, process: Process, variables: Variables) -> list[Presence]:
    assert call.called is not None
    if call.outputs or not call.called.propagate_all_child:
        return []
    own = local_names(call)
    return [presence for presence in variables.at(process) if presence.write.name not in own]
