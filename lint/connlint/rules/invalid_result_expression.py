"""`invalid-result-expression`: a result expression that gives no context."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.bpmn.model import ConnectorTask
from connlint.bpmn.values import FeelText
from connlint.example import Case, rest_task
from connlint.expressions import connector_expressions, environment_of
from connlint.feel.function_table import Place
from connlint.field_values import bare
from connlint.finding import Persona, Severity
from connlint.rule import Context, Flag, rule


@rule("invalid-result-expression", severity=Severity.ERROR, over="templated")
def invalid_result_expression(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """A result expression that is certainly no context.

    ## Why
    Each entry of the result becomes a variable. A list, a text, a number or a truth value fails the job after the
    request was made, with no retry left. A path into the body may be an object or not; that is reported to the auditor
    persona only.

    ## How to mend
    Give the value a name: `={status: response.status}`.
    """
    from connlint.feel.value_checks import never_a_context

    consequence = "no variables come of it" if task.node.is_inbound else "the job fails after the request was made"
    for expression in connector_expressions(task, context):
        if (
            expression.place is not Place.RESULT_EXPRESSION
            or expression.field != "resultExpression"
            or not expression.is_sound
        ):
            continue
        found = False
        for problem in never_a_context(expression.tree, environment_of(expression, task, context.engine)):
            found = True
            yield Flag(
                expression.feel.span(*problem.span),
                f"resultExpression of {task.label}: {problem.message} ({consequence})",
                field=expression.field,
            )
        if not found and task.is_http and _is_path_into_the_body(expression.feel):
            yield Flag(
                expression.feel.whole,
                f"resultExpression of {task.label} is a part of the body; unless it is an object, the job fails after the"
                " request was made",
                field=expression.field,
                severity=Severity.WARNING,
                persona=Persona.AUDITOR,
            )


def _is_path_into_the_body(feel: FeelText) -> bool:
    from connlint.feel.nodes import Filter, Name, Path

    node = bare(feel.parsed.tree)
    steps: list[str] = []
    while isinstance(node, (Path, Filter)):
        if isinstance(node, Path):
            steps.append(node.name)
        node = bare(node.base)
    if not isinstance(node, Name):
        return False
    path = [node.name, *reversed(steps)]
    return (path[:2] == ["response", "body"] and len(path) > 2) or (path[0] == "body" and len(path) > 1)


GOOD = [
    rest_task(headers={"resultExpression": "={a: response.status}"}),
    rest_task(headers={"resultExpression": "=response.body"}),
    rest_task(headers={"resultExpression": "=if status = 200 then {a: 1} else null"}),
    rest_task(headers={"resultExpression": '=context put(response.body, "a", 1)'}, template=None),
    rest_task(headers={"resultExpression": "=from json(response.body)"}, engine="8.9.0"),
]
BAD = [
    Case(rest_task(headers={"resultExpression": "=response.status"}), finds="response.status", says="a number"),
    Case(rest_task(headers={"resultExpression": '="done"'}, template=None), finds='"done"'),
    Case(
        rest_task(headers={"resultExpression": "=[response.body.a, 1]"}, prefix="bpmn2"), finds="[response.body.a, 1]"
    ),
    Case(rest_task(headers={"resultExpression": "=if status = 200 then {a: 1} else 0"}), finds="0"),
    Case(
        rest_task(headers={"resultExpression": "=count(body.items) + 1"}, element="sendTask"),
        finds="count(body.items) + 1",
    ),
    Case(rest_task(headers={"resultExpression": "=response.body.items[1].name"}), finds="response.body.items[1].name"),
]
