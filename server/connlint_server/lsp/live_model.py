"""A document's model, kept up to date: an edit inside one task reads that task anew, anything else the whole text.

Before someone edits a task, the model is read from the text with blanks behind every task (`rooms`), so that a task can
grow without moving what stands behind it. Offsets of the model are therefore not always those of the document:
`to_model` and `to_document` are the way between the two, and everything that leaves the server goes through them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.bpmn.live import is_replaceable, replace_task
from connlint.foreign_files import is_foreign
from connlint.input_files import MODEL_ENDING
from connlint.span import Span
from connlint.workspace import model_of
from connlint_server.lsp.rooms import Rooms

if TYPE_CHECKING:
    from connlint.bpmn.model import ConnectorTask, Model
    from connlint_server.lsp.documents import OpenDocument, Region


def is_model(model: Model) -> bool:
    """Whether a text is a BPMN model, or is broken and its file is called one."""
    return not is_foreign(model) and (model.document.root is not None or model.path.endswith(MODEL_ENDING))


class LiveModel:
    """The model of one open document."""

    def __init__(self, document: OpenDocument, path: str) -> None:
        self.document = document
        self.path = path
        self._rooms: Rooms | None = None
        document.settle()
        self.model = model_of(document.text, path)

    def refresh(self) -> tuple[ConnectorTask, ConnectorTask] | bool:
        """Brings the model up to date: the task that was read anew, before and after; else whether the model is a new one."""
        region = self.document.settle()
        if region is None:
            return False
        task = self._task_around(region)
        had_room = self._rooms is not None
        if task is not None and not had_room:
            self._make_room()
            task = self._task_around(region)
        replaced = self._replace(task, region) if task is not None else None
        if task is not None and replaced is not None:
            return (task, replaced) if had_room else True
        self._rooms = None
        self.model = model_of(self.document.text, self.path)
        return True

    def to_model(self, offset: int) -> int:
        """The place in the model's text of an offset of the document."""
        return self._rooms.with_room(offset) if self._rooms is not None else offset

    def to_document(self, span: Span) -> Span:
        rooms = self._rooms
        return Span(rooms.in_document(span.start), rooms.in_document(span.end)) if rooms is not None else span

    def _task_around(self, region: Region) -> ConnectorTask | None:
        """The task that a change lies strictly inside of."""
        if self.model.document.problems:
            return None
        start, end = self.to_model(region.before.start), self.to_model(region.before.end)
        element = self.model.document.element_at(start)
        by_element = {id(task.node.element): task for task in self.model.tasks}
        while element is not None:
            task = by_element.get(id(element))
            if task is not None:
                inside = element.span.start < start and end < element.span.end
                return task if inside and is_replaceable(task) else None
            element = element.parent
        return None

    def _replace(self, task: ConnectorTask, region: Region) -> ConnectorTask | None:
        if self._rooms is None:
            return None
        span = task.node.element.span
        start, end = self.to_document(span)
        written = self.document.text[start : end + region.after.end - region.before.end]
        rooms = self._rooms
        widened = rooms.replace(self.model.document.text, span, written)
        return replace_task(self.model, task, *widened) if widened is not None else None

    def _make_room(self) -> None:
        """Reads the model's text once more, with room behind every task that can be read by itself."""
        text = self.model.document.text
        if "<!DOCTYPE" in text:
            return
        rooms = Rooms(task.node.element.span for task in self.model.tasks if is_replaceable(task))
        self._rooms = rooms
        self.model = model_of(rooms.widened(text), self.path)
