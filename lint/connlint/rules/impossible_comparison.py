"""`impossible-comparison`: values that can never be equal."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.bpmn.model import ConnectorTask
from connlint.example import Case, rest_task
from connlint.expressions import connector_expressions, environment_of, fix_of, span_of, with_remedy
from connlint.finding import Severity
from connlint.rule import Context, Flag, rule


@rule("impossible-comparison", severity=Severity.WARNING, over="templated")
def impossible_comparison(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """A comparison of values whose types are never the same.

    ## Why
    It gives null, neither true nor false, and an `if` takes null as false. The code of an error is a string
    (`error.code = 404` never holds), the status of a response a number (`response.status = "200"` never holds).

    ## How to mend
    Compare with a value of the same type, or convert one side with `string(...)` or `number(...)`.

    ## Fix
    Unsafe: writes the literal as the other type.
    """
    from connlint.feel.value_checks import impossible_comparisons

    for expression in connector_expressions(task, context):
        if not expression.is_sound:
            continue
        for problem in impossible_comparisons(
            expression.feel.constructs, environment_of(expression, task, context.engine)
        ):
            yield Flag(
                span_of(expression, problem),
                with_remedy(f"{expression.label} of {task.label}: {problem.message}", problem.remedy)
                + " (the comparison gives null)",
                field=expression.field,
                fix=fix_of(expression, problem.remedy, safe=False),
            )


_ERROR = "=if {} then bpmnError(error.code) else null"

GOOD = [
    rest_task(headers={"resultExpression": "={ok: response.status = 200, gone: status >= 400}"}),
    rest_task(headers={"errorExpression": _ERROR.format('error.code = "404" or error = null')}),
    rest_task(headers={"errorExpression": _ERROR.format('response.body.ok != "true"')}),
    rest_task({"queryParameters": '={a: count = "1", b: total > 100}'}, template=None),
]
BAD = [
    Case(
        rest_task(headers={"resultExpression": '={ok: response.status = "200"}'}),
        finds='response.status = "200"',
        fixed=rest_task(headers={"resultExpression": "={ok: response.status = 200}"}),
    ),
    Case(
        rest_task(headers={"errorExpression": _ERROR.format("error.code = 404")}, prefix="bpmn2"),
        finds="error.code = 404",
        fixed=rest_task(headers={"errorExpression": _ERROR.format('error.code = "404"')}, prefix="bpmn2"),
    ),
    Case(rest_task({"queryParameters": "={a: [1] = 1}"}, template=None), finds="[1] = 1"),
    Case(
        rest_task({"body": "={a: string(total) >= 100, b: 1}"}, element="sendTask"),
        finds="string(total) >= 100",
        fixed=rest_task({"body": '={a: string(total) >= "100", b: 1}'}, element="sendTask"),
    ),
]
