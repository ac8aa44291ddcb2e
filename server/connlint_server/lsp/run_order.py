"""From a client's parameters to an order for the engine, and places of the model back to ranges of the document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from connlint.rule import Context
from connlint_server.lsp.positions import to_range
from connlint_server.lsp.run_port import Order, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connlint.bpmn.model import ConnectorTask
    from connlint.span import Span
    from connlint_server.lsp.analysis import Analysis
    from connlint_server.lsp.run_port import Lack, Missing
    from connlint_server.lsp.server import ConnlintServer

Json = dict[str, Any]


@dataclass(frozen=True)
class TaskOrder:
    """An order with the document that it came from."""

    ls: ConnlintServer
    analysis: Analysis
    order: Order

    @property
    def uri(self) -> str:
        return self.analysis.document.uri

    @property
    def version(self) -> int:
        return self.analysis.document.version

    @property
    def element(self) -> str:
        return self.order.task.node.id

    @property
    def element_value(self) -> Json:
        return self.order.task.node.reference._asdict()

    @property
    def title(self) -> str:
        return self.order.task.label

    @property
    def subject(self) -> object:
        """What a confirmation is about: this text of the task, these values, nothing else."""
        node = self.order.task.node.element
        text = self.order.task.model.document.text[node.span.start : node.span.end]
        return (self.uri, text, self.order.environment, repr(sorted(self.order.variables.items())))

    def range(self, span: Span | None) -> Any:
        if span is None:
            return None
        document = self.analysis.document
        return to_range(document.lines, self.analysis.live.to_document(span), self.ls.encoding)

    def lacks(self, missing: Missing) -> Json:
        return {"variables": self._lacks(missing.variables), "secrets": self._lacks(missing.secrets)}

    def outcome(self, outcome: Json) -> Json:
        """An outcome of the engine's with the span of the catching event as a range."""
        caught = outcome.get("caughtBy")
        if caught is None:
            return outcome
        place = {name: value for name, value in caught.items() if name != "span"}
        return {**outcome, "caughtBy": {**place, "range": self.range(caught.get("span"))}}

    def place(self, notice: Json) -> Json:
        """A notice of the engine's with its span as a range."""
        return {
            "severity": notice["severity"],
            "message": notice["message"],
            "field": notice.get("field"),
            "range": self.range(notice.get("span")),
        }

    def _lacks(self, lacks: Iterable[Lack]) -> list[Json]:
        return [{"name": each.name, "neededBy": list(each.needed_by), "range": self.range(each.span)} for each in lacks]


def order_of(ls: ConnlintServer, params: Any) -> TaskOrder | Refused:
    """Reads `RunParams`."""
    params = params if isinstance(params, dict) else {}
    document = params.get("textDocument")
    uri = document.get("uri") if isinstance(document, dict) else None
    element = params.get("element")
    analysis = ls.analysis(uri) if isinstance(uri, str) else None
    if analysis is None:
        return Refused("no-task", "The document is not open, or it is no BPMN model.")
    task = find_task(analysis, element)
    if task is None or not task.is_http:
        return Refused("no-task", f"There is no REST or GraphQL connector task {element!r} in this model.")
    if analysis.model.document.is_damaged(task.node.element):
        return Refused("broken-model", f"The XML of {task.label} is broken; mend it before it is run.")
    environment = params.get("environment", ls.session.environment)
    if "environment" not in params and not ls.session.environment_chosen:
        offered = ls.runs.environments(analysis.live.path)
        environment = offered.default if offered is not None else None
    surroundings = analysis.surroundings
    return TaskOrder(
        ls,
        analysis,
        Order(
            path=ls.runs.place(analysis.live.path) or analysis.live.path,
            task=task,
            context=Context(analysis.model, surroundings.workspace, surroundings.config),
            environment=environment if isinstance(environment, str) else None,
            variables=_object(params.get("variables")),
            secrets={name: value for name, value in _object(params.get("secrets")).items() if isinstance(value, str)},
            configuration=ls.configuration.file(analysis.live.path),
        ),
    )


def find_task(analysis: Analysis, element: object) -> ConnectorTask | None:
    return next((task for task in analysis.model.tasks if task.node.id == element), None)


def _object(given: object) -> Json:
    return given if isinstance(given, dict) else {}
