"""What a rule over one task may know of the rest of its model, as values to compare: while they are equal, what the rule
found in a task with the same text still holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.bpmn.reader import FLOW_NODES
from connlint.bpmn.written import local_names, writes_of
from connlint.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeVar

    from connlint.bpmn.model import ConnectorTask, FlowNode, Model
    from connlint.bpmn.variables import Variables

    T = TypeVar("T")


class WatchedWorkspace(Workspace):
    """A workspace that notes whether somebody looked at more than one task: at the variables, or at what all share."""

    __slots__ = ("looked_at",)

    looked_at: bool

    @property
    def variables(self) -> Variables:
        self.looked_at = True
        return super().variables

    def once(self, work_out: Callable[[Workspace], T]) -> T:
        self.looked_at = True
        return super().once(work_out)


def structure(model: Model) -> object:
    """The model without its connector tasks: events, gateways, scopes, errors, messages, the engine's version."""
    tasks = {id(task.node) for task in model.tasks}
    text = model.document.text
    nodes = tuple(
        (node.scope.id, tuple(_own_text(node, text)))
        for node in model.nodes()
        if id(node) not in tasks or node.is_scope
    )
    processes = tuple((process.id, process.name) for process in model.processes)
    errors = tuple((error.id, error.code.text if error.code is not None else None) for error in model.errors.values())
    messages = tuple(text[slice(*message.span)] for message in model.messages.values())
    return model.engine, processes, errors, messages, nodes


def written_variables(model: Model) -> object:
    """The variables of the model: which node writes them, how, and where the node stands."""
    return tuple((node.scope.id, contribution(node, model)) for node in model.nodes())


def contribution(node: FlowNode, model: Model) -> object:
    """What of a node the others may know through the variables."""
    return (
        node.id,
        node.name,
        node.kind,
        bool(node.outputs),
        local_names(node),
        tuple((write.name, write.kind) for write in writes_of(node, model, {})),
    )


def place_and_text(task: ConnectorTask, model: Model) -> object:
    """A task's own text, what is around it, and whether the XML is damaged there."""
    element = task.node.element
    scopes = tuple(scope.id for scope in task.node.scopes())
    return model.document.text[element.span.start : element.span.end], scopes, model.document.is_damaged(element)


def _own_text(node: FlowNode, text: str) -> Iterator[str]:
    """A node as it is written, without the nodes in it."""
    element = node.element
    if not node.is_scope:
        yield text[element.span.start : element.span.end]
        return
    yield text[element.start_tag.start : element.start_tag.end]
    for child in element.children:
        if child.local not in FLOW_NODES:
            yield text[child.span.start : child.span.end]
