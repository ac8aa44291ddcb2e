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

RESPONSE = frozenset({"status", "headers", "body", "reason", "document", "response"})
ERROR = RESPONSE | {"error", "job"}


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
    from connlint.feel.variables import free_names

    for expression in expressions_of(task):
        names = _names_in_scope(expression, task)
        if names is None or not expression.is_sound:
            continue
        for name in free_names(expression.tree):
            if not name.is_certain or name.name in names or name.name in ("secrets", "camunda"):
                continue
            near = nearest(name.name, sorted(names)) if len(name.name) > 3 else None
            hint = f"did you mean {near}?" if near else "process variables are not in scope there"
            yield Flag(
                expression.feel.span(*name.name_span),
                f"{expression.label} of {task.label} reads {name.name}, which is null: {hint}",
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
    Case(rest_task(headers={"resultExpression": "{\n a: resposne.body\n}"}, element="sendTask"), finds="resposne"),
]
