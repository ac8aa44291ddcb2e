"""From a client's parameters to an order for the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from connlint.rule import Context
from connlint_server.lsp.run_order import TaskOrder
from connlint_server.lsp.run_port import Order, Refused

if TYPE_CHECKING:
    from connlint.bpmn.model import ConnectorTask
    from connlint_server.lsp.analysis import Analysis
    from connlint_server.lsp.server import ConnlintServer

Json = dict[str, Any]


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
        ls.encoding,
    )


def find_task(analysis: Analysis, element: object) -> ConnectorTask | None:
    return next((task for task in analysis.model.tasks if task.node.id == element), None)


def _object(given: object) -> Json:
    return given if isinstance(given, dict) else {}
