"""`wrong-arguments`: a known function that is called as it cannot be."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.bpmn.model import ConnectorTask
from connlint.example import Case, rest_task
from connlint.expressions import (
    CONNECTOR_FUNCTIONS,
    connector_expressions,
    environment_of,
    fix_of,
    span_of,
    with_remedy,
)
from connlint.finding import Severity
from connlint.rule import Context, Flag, rule


@rule("wrong-arguments", severity=Severity.ERROR, over="templated")
def wrong_arguments(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """A function is called with a wrong number of arguments, an unknown name, or a value of a wrong type.

    ## Why
    Nothing fails: the call gives null. A named argument must have the name that the engine knows, which is not always
    the documented one: `sublist(list, start position: 2)` gives null, the engine's name is `start`.

    ## How to mend
    Write the arguments that the message names. `connlint feel` evaluates a call at once.

    ## Fix
    Safe for a documented name that the engine has under another name; else unsafe.
    """
    from connlint.feel import call_checks

    for expression in connector_expressions(task, context):
        if not expression.is_sound:
            continue
        environment = environment_of(expression, task, context.engine)
        for problem in call_checks.wrong_arguments(expression.feel.constructs, environment):
            if problem.is_type and problem.about in CONNECTOR_FUNCTIONS:
                continue
            documented = problem.remedy is not None and problem.remedy.text.startswith("write")
            yield Flag(
                span_of(expression, problem),
                with_remedy(f"{expression.label} of {task.label}: {problem.message}", problem.remedy)
                + " (the call gives null)",
                field=expression.field,
                fix=fix_of(expression, problem.remedy, safe=documented),
            )


GOOD = [
    rest_task({"queryParameters": '={q: substring(city, 1, 3), r: split(tags, ","), s: max(1, 2, 3)}'}),
    rest_task({"body": "={a: sublist(list: orders, start: 2), b: substring(string: x, start position: 1)}"}),
    rest_task(headers={"resultExpression": "={n: count(response.body.items), s: string(response.status)}"}),
    rest_task({"body": "={f: function(a) a, x: f(1, 2)}"}, template=None),
]
BAD = [
    Case(rest_task({"queryParameters": "={r: split(tags)}"}), finds="split", says="takes 2 arguments, not 1"),
    Case(
        rest_task({"body": "=sublist(list: orders, start position: 2)"}, prefix="bpmn2"),
        finds="start position",
        fixed=rest_task({"body": "=sublist(list: orders, start: 2)"}, prefix="bpmn2"),
        says="the engine knows it as `start`",
    ),
    Case(
        rest_task(headers={"resultExpression": '={n: floor("12")}'}, template=None, element="sendTask"),
        finds='"12"',
        says="not a string",
    ),
    Case(rest_task(headers={"errorExpression": "=bpmnError()"}), finds="bpmnError"),
    Case(rest_task({"url": '="https://a.example/" + string length("a", "b")'}), finds='"b"'),
]
