"""A model that an editor keeps while someone types: one task at a time is read anew, in place.

Everywhere else a model never changes. Here the owner of the model, and nobody else, replaces what stands for one
task; the rest keeps its identity, and with it everything that was worked out for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.bpmn.model import ConnectorTask
from connlint.bpmn.reader import read_node
from connlint.source.document import Document
from connlint.source.fragment import parse_element

if TYPE_CHECKING:
    from connlint.bpmn.model import Model
    from connlint.span import Span


def replace_task(model: Model, task: ConnectorTask, text: str, span: Span) -> ConnectorTask | None:
    """Reads the task's element anew from `span` of `text` and puts it into the model.

    The text must be that of the model's document outside of the element, at the same offsets. None, and nothing
    changed, where the stretch does not read as one task of the same kind.
    """
    old = task.node
    element = parse_element(text, span, old.element)
    if element is None:
        return None
    node = read_node(element, old.scope)
    replacement = ConnectorTask(node, model)
    if node.is_scope or (node.definition is None and not replacement.is_http) or replacement.is_http != task.is_http:
        return None
    parent = element.parent
    assert parent is not None
    parent.children = [element if child is old.element else child for child in parent.children]
    scope = old.scope
    scope.nodes = tuple(node if each is old else each for each in scope.nodes)
    document = model.document
    model.document = Document(text, document.root, document.comments, document.problems)
    tasks = tuple(replacement if each is task else each for each in model.tasks)
    vars(model)["tasks"] = tasks
    vars(model)["http_tasks"] = tuple(each for each in tasks if each.is_http)
    vars(model).pop("templated", None)
    return replacement


def is_replaceable(task: ConnectorTask) -> bool:
    """Whether the task can be read anew by itself: it has no nodes of its own."""
    return not task.node.is_scope
