"""`dead-error-boundary`: an error boundary event that never catches anything."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.bpmn.model import Model
from connlint.example import Case, Example, rest_task
from connlint.finding import Persona, Related, Severity
from connlint.rule import Context, Flag, rule


@rule("dead-error-boundary", severity=Severity.WARNING, persona=Persona.PEDANTIC, over="model")
def dead_error_boundary(model: Model, context: Context) -> Iterator[Flag]:
    """An error boundary event on a task of Camunda's connectors that has no error expression.

    ## Why
    Camunda's connectors throw a BPMN error only where the error expression says so. Without one, a failed request is an
    incident, whatever events are attached to the task. Workers of one's own are left alone: they can throw errors by
    themselves.

    ## How to mend
    Write an error expression, such as `=if error.code = "404" then bpmnError("NOT_FOUND", error.message) else null`.
    """
    tasks = {task.node.id: task for task in model.tasks if task.is_camundas}
    for node in model.nodes():
        task = tasks.get(node.attached_to or "")
        if task is None or task.error_expression is not None:
            continue
        if any(catch.kind == "error" for catch in node.catches):
            yield Flag(
                node.span,
                f"the error boundary event {node.label} never fires: {task.label} has no error expression, so that a"
                " failed request is an incident",
                related=(Related(f"{task.label} has no error expression", task.node.span),),
                node=node,
            )


def _with_boundary(
    error_expression: str | None, kind: str = "errorEventDefinition", job_type: str = "io.camunda:http-json:1"
) -> Example:
    boundary = (
        '<bpmn:boundaryEvent id="Event_1" name="Not found" attachedToRef="Activity_1">'
        f'<bpmn:{kind} id="Definition_1" /></bpmn:boundaryEvent>'
    )
    template = None if job_type != "io.camunda:http-json:1" else "io.camunda.connectors.HttpJson.v2"
    headers = {"errorExpression": error_expression}
    return rest_task(headers=headers, beside=boundary, job_type=job_type, template=template)


GOOD = [
    _with_boundary('=bpmnError("NO")'),
    _with_boundary(None, kind="timerEventDefinition"),
    _with_boundary(None, job_type="my-worker"),
]
BAD = [
    Case(_with_boundary(None), finds="Not found"),
    Case(_with_boundary("  "), finds="Not found"),
    Case(_with_boundary(None, job_type="io.camunda:slack:1"), finds="Not found"),
]
