"""`zero-index`: an index of 0."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.bpmn.model import ConnectorTask
from connlint.example import Case, rest_task
from connlint.expressions import connector_expressions, fix_of, span_of
from connlint.finding import Severity
from connlint.rule import Context, Flag, rule


@rule("zero-index", severity=Severity.WARNING, over="templated")
def zero_index(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """A list is read at index 0.

    ## Why
    FEEL counts from 1. `list[0]` is null, always and without an error. From the end, `list[-1]` is the last item.

    ## How to mend
    Write `[1]` for the first item.

    ## Fix
    Unsafe: writes 1, in case the first item was meant.
    """
    from connlint.feel.value_checks import zero_indexes

    for expression in connector_expressions(task, context):
        if not expression.is_sound:
            continue
        for problem in zero_indexes(expression.feel.constructs):
            yield Flag(
                span_of(expression, problem),
                f"{expression.label} of {task.label} reads index 0; lists count from 1, and [0] is always null",
                field=expression.field,
                fix=fix_of(expression, problem.remedy, safe=False),
            )


GOOD = [
    rest_task(headers={"resultExpression": "={first: response.body.items[1], last: body.items[-1]}"}),
    rest_task({"queryParameters": "={a: orders[total > 0], b: orders[item = 0]}"}),
    rest_task({"body": "={a: [0], b: x[i]}"}, template=None),
]
BAD = [
    Case(
        rest_task(headers={"resultExpression": "={first: response.body.items[0].id}"}),
        finds="0",
        fixed=rest_task(headers={"resultExpression": "={first: response.body.items[1].id}"}),
    ),
    Case(
        rest_task({"url": "=bases[0]"}, prefix="bpmn2", template=None),
        finds="0",
        fixed=rest_task({"url": "=bases[1]"}, prefix="bpmn2", template=None),
    ),
    Case(
        rest_task(headers={"errorExpression": "=bpmnError(error.variables.response.body.errors[0].code)"}),
        finds="0",
        fixed=rest_task(headers={"errorExpression": "=bpmnError(error.variables.response.body.errors[1].code)"}),
    ),
]
