"""`result-scope`: an expression over the response that reads something else."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.bpmn.model import ConnectorTask
from connlint.example import Case, rest_task
from connlint.expressions import Expression, expressions_of, output_names
from connlint.feel.function_table import Place
from connlint.finding import Severity
from connlint.nearest import nearest
from connlint.rule import Context, Flag, rule
from connlint.span import Span

RESPONSE = frozenset({"status", "headers", "body", "reason", "document", "response"})
ERROR = RESPONSE | {"error", "job"}
MEMBERS = {"error": frozenset({"type", "message", "code", "variables"}), "job": frozenset({"retries"})}
"""What the error object has, and what is known of the job (rest-connector §7.2)."""


@rule("result-scope", severity=Severity.WARNING)
def result_scope(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """A result or error expression reads a name that is not there.

    ## Why
    The connector evaluates these expressions, not the engine, and it knows the response only: `status`, `headers`,
    `body`, `reason`, `document`, and `response` for all of it. Process variables are not in scope; the name is null. An
    error expression further has `error`, `job`, and what the task's own result makes.

    ## How to mend
    Read it from the response, or use an output mapping, where process variables are in scope.
    """
    from connlint.feel.scopes import name_uses

    for expression in expressions_of(task):
        names = _names_in_scope(expression, task)
        if names is None or not expression.is_sound:
            continue
        for use in name_uses(expression.tree):
            name = use.name
            if (name in names and not use.steps) or name in ("secrets", "camunda"):
                continue
            if not use.is_free or not use.is_certain:
                continue
            if name not in names:
                near = nearest(name, sorted(names)) if len(name) > 3 else None
                hint = f"did you mean {near}?" if near else "process variables are not in scope there"
                yield _flag(task, expression, use.name_span, name, hint)
                continue
            step, members = use.steps[0], _members(name, names)
            if members is not None and step.name not in members:
                near = nearest(step.name, sorted(members))
                hint = f"did you mean {near}?" if near else f"{name} has {', '.join(sorted(members))}"
                yield _flag(task, expression, step.name_span, f"{name}.{step.name}", hint)


def _members(name: str, names: frozenset[str]) -> frozenset[str] | None:
    """What stands in a name of the connector; None where that depends on the response."""
    if name == "response":
        return names - {"response", "job"}
    return MEMBERS.get(name) if "error" in names else None


def _flag(task: ConnectorTask, expression: Expression, span: Span, what: str, hint: str) -> Flag:
    return Flag(
        expression.feel.span(*span),
        f"{expression.label} of {task.label} reads {what}, which is null: {hint}",
        field=expression.field,
    )


def _names_in_scope(expression: Expression, task: ConnectorTask) -> frozenset[str] | None:
    """What the expression may read; None where that is not known, or where the engine evaluates it."""
    if expression.place is Place.RESULT_EXPRESSION:
        return RESPONSE
    if expression.place is not Place.ERROR_EXPRESSION:
        return None
    outputs = output_names(task)
    return ERROR | outputs if outputs is not None else None


GOOD = [
    rest_task(headers={"resultExpression": "={a: response.body.a, b: body.b, c: status, d: reason}"}),
    rest_task(headers={"resultExpression": "={all: for item in body.items return item.id, n: body.items[price > 1]}"}),
    rest_task(headers={"errorExpression": "=if job.retries = 0 then bpmnError(error.code, order) else null"}),
    rest_task(headers={"resultExpression": "={a: b}"}, job_type="io.camunda:slack:1", template=None),
]
BAD = [
    Case(
        rest_task(headers={"resultExpression": "={id: body.id, who: customerName}"}),
        finds="customerName",
        says="not in scope",
    ),
    Case(
        rest_task(headers={"resultExpression": "={h: header}"}, template=None),
        finds="header",
        says="did you mean headers",
    ),
    Case(
        rest_task(headers={"errorExpression": '=if retry then jobError("again") else null'}, prefix="bpmn2"),
        finds="retry",
    ),
    Case(rest_task(headers={"resultExpression": "={s: response.statusCode}"}), finds="statusCode", says="response has"),
    Case(
        rest_task(headers={"errorExpression": '=if error.status = "404" then bpmnError("NO") else null'}),
        finds="status",
        says="error has code, message, type, variables",
    ),
    Case(rest_task(headers={"resultExpression": "{\n a: resposne.body\n}"}, element="sendTask"), finds="resposne"),
]
