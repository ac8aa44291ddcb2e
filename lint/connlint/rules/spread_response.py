"""`spread-response`: a result expression that is the whole response."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.bpmn.model import ConnectorTask
from connlint.example import Case, rest_task
from connlint.field_values import bare
from connlint.finding import Severity
from connlint.rule import Context, Flag, rule


@rule("spread-response", severity=Severity.WARNING)
def spread_response(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """The result expression is `response` itself.

    ## Why
    A result expression makes a variable of each entry. `=response` makes the variables `status`, `headers`, `body`,
    `reason` and `document`, and the next REST task of the process takes `body` and `headers` for its own.

    ## How to mend
    Name the variable in the result variable instead, or map what is needed: `={order: response.body}`.
    """
    from connlint.feel.nodes import Name

    header = task.result_expression
    if header is None or header.feel is None or header.feel.parsed.errors:
        return
    node = bare(header.feel.parsed.tree)
    if isinstance(node, Name) and node.name == "response":
        yield Flag(
            header.feel.span(node.start, node.end),
            f"resultExpression of {task.label} makes the variables status, headers, body, reason and document of the"
            " response; later REST tasks take body and headers for theirs",
            field=header.name,
        )


GOOD = [
    rest_task(headers={"resultExpression": "={response: response}"}),
    rest_task(headers={"resultExpression": None, "resultVariable": "response"}),
    rest_task(headers={"resultExpression": "=response.body"}),
]
BAD = [
    Case(rest_task(headers={"resultExpression": "=response"}), finds="response"),
    Case(rest_task(headers={"resultExpression": " (response) "}, template=None, prefix="bpmn2"), finds="response"),
    Case(rest_task(headers={"resultExpression": "response"}, element="sendTask"), finds="response"),
]
