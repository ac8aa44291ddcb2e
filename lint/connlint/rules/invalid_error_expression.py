"""`invalid-error-expression`: an error expression that fails, or gives no error."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.bpmn.model import ConnectorTask
from connlint.example import Case, rest_task
from connlint.expressions import CONNECTOR_FUNCTIONS, environment_of, expressions_of
from connlint.feel.function_table import Place
from connlint.feel.problems import Problem
from connlint.finding import Severity
from connlint.rule import Context, Flag, rule


@rule("invalid-error-expression", severity=Severity.ERROR, over="connector-tasks")
def invalid_error_expression(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """An error expression fails when it is evaluated, or gives something that is no error.

    ## Why
    The code and the message of `bpmnError` must be strings, the variables a context, the retries of `jobError` a
    number, its backoff a duration. A wrong type fails the evaluation, and then the job, with no retry left, and the
    original error is lost. A result that is neither null nor an error does the same.

    ## How to mend
    Convert the argument, as in `bpmnError(string(response.status))`, and end with `else null`.
    """
    from connlint.feel.call_checks import wrong_arguments
    from connlint.feel.value_checks import never_an_error

    for expression in expressions_of(task):
        if not expression.place.in_connector_runtime or not expression.is_sound:
            continue
        environment = environment_of(expression, task, context.engine)
        problems: list[Problem] = [
            problem
            for problem in wrong_arguments(expression.feel.constructs, environment, CONNECTOR_FUNCTIONS)
            if problem.is_type
        ]
        if expression.place is Place.ERROR_EXPRESSION:
            problems += never_an_error(expression.tree, environment)
        for problem in problems:
            yield Flag(
                expression.feel.span(*problem.span),
                f"{expression.label} of {task.label}: {problem.message} (the job fails, and the original error is lost)",
                field=expression.field,
            )


GOOD = [
    rest_task(
        headers={"errorExpression": '=if error.code = "404" then bpmnError(error.code, error.message, {}) else null'}
    ),
    rest_task(headers={"errorExpression": '=jobError("again", {}, job.retries - 1, @"PT10S")'}),
    rest_task(headers={"errorExpression": "={a: 1, e: bpmnError(string(response.status))}.e"}),
    rest_task(headers={"errorExpression": '={errorType: "bpmnError", errorCode: "NO"}'}, template=None),
]
BAD = [
    Case(rest_task(headers={"errorExpression": '=bpmnError(404, "gone")'}), finds="404", says="takes a string"),
    Case(
        rest_task(headers={"errorExpression": '=jobError("again", {}, "3")'}, prefix="bpmn2"),
        finds='"3"',
    ),
    Case(rest_task(headers={"errorExpression": "=if error != null then error.code else null"}), finds="error.code"),
    Case(
        rest_task(headers={"errorExpression": '={code: "NO"}'}, template=None, element="sendTask"),
        finds='{code: "NO"}',
        says="errorType",
    ),
]
