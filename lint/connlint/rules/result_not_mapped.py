"""`result-not-mapped`: an error expression that reads a response which it cannot see."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import TYPE_CHECKING

from connlint.bpmn.model import ConnectorTask
from connlint.example import Case, rest_task
from connlint.expressions import output_names
from connlint.finding import Related, Severity
from connlint.rule import Context, Flag, rule
from connlint.span import Span

if TYPE_CHECKING:
    from connlint.bpmn.values import FeelText
    from connlint.feel.nodes import Name, Path
    from connlint.feel.scopes import NameUse

RESPONSE = frozenset({"status", "headers", "body", "reason", "document"})


@rule("result-not-mapped", severity=Severity.WARNING)
def result_not_mapped(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """An error expression reads the response, but the task maps its result without it.

    ## Why
    After a success the error expression sees the variables that the task makes, not the response. With a result
    expression `={order: response.body}`, `response.status` and `response.body` are null there, and the error that was
    meant is never thrown. After a failure there is no response either, but `error.variables.response`.

    ## How to mend
    Map what the error expression reads, as in `={order: response.body, status: response.status}`, or read the variable
    that is mapped.
    """
    header = task.error_expression
    outputs = output_names(task)
    if header is None or header.feel is None or header.feel.parsed.errors or not outputs:
        return
    from connlint.feel.scopes import name_uses

    feel = header.feel
    not_mapped = RESPONSE - outputs
    looks_at_error: list[int] = []
    reads: list[tuple[NameUse, Name | Path]] = []
    for use in name_uses(feel.parsed.tree):
        name = use.variable.name
        if name == "error" or (use.steps and any(step.name == "error" for step in use.steps)):
            looks_at_error.append(use.variable.start)
        read = use.steps[0] if name == "response" and use.steps else use.variable
        if read.name in not_mapped and use.is_free:
            reads.append((use, read))
    is_after_an_error = _after_an_error(feel, looks_at_error)
    places: dict[str, list[Span]] = {}
    for use, read in reads:
        if not is_after_an_error(use.span):
            places.setdefault(read.name, []).append(Span(use.variable.start, read.end))
    result = task.result_expression or task.result_variable
    for name, (first, *others) in places.items():
        related = [Related("it is read here too", feel.span(*other)) for other in others]
        if result is not None:
            related.append(Related(f"maps the result without {name}", result.span))
        yield Flag(
            feel.span(*first),
            f"errorExpression of {task.label} reads {feel.text[first.start : first.end]}, which is null: after a success it"
            f" sees what the task maps ({', '.join(sorted(outputs))})",
            field=header.name,
            related=tuple(related),
        )


def _after_an_error(feel: FeelText, looks: list[int]) -> Callable[[Span], bool]:
    """Whether a stretch is only reached where `error` was looked at: in a branch or an `and` behind it.

    `looks` are the places where it is looked at, in order.
    """
    from connlint.feel.nodes import Conjunction, If

    if not looks:
        return lambda span: False
    reached: list[Span] = []
    for node, _ in feel.constructs.of(If):
        if _one_within(looks, node.condition.span):
            reached.append(node.then.span)
    for both, _ in feel.constructs.of(Conjunction):
        if _one_within(looks, both.left.span):
            reached.append(both.right.span)
    reached.sort()
    furthest = list(accumulate((span.end for span in reached), max))

    def is_reached(span: Span) -> bool:
        before = bisect_right(reached, span.start, key=lambda each: each.start)
        return before > 0 and furthest[before - 1] >= span.end

    return is_reached


def _one_within(offsets: list[int], span: Span) -> bool:
    at = bisect_left(offsets, span.start)
    return at < len(offsets) and offsets[at] < span.end


_IF = '=if {} then bpmnError("NO") else null'

GOOD = [
    rest_task(headers={"errorExpression": _IF.format('order.state = "NO"')}),
    rest_task(
        headers={
            "resultExpression": "={status: response.status}",
            "errorExpression": _IF.format("response.status = 202"),
        }
    ),
    rest_task(headers={"resultExpression": None, "errorExpression": _IF.format("response.body.ok = false")}),
    rest_task(headers={"errorExpression": '=if error.code = "404" then bpmnError("NO", response.body) else null'}),
    rest_task(headers={"resultExpression": "=response.body", "errorExpression": _IF.format("response.status = 202")}),
]
BAD = [
    Case(rest_task(headers={"errorExpression": _IF.format("response.body.ok = false")}), finds="response.body"),
    Case(
        rest_task(headers={"errorExpression": _IF.format("status = 202")}, template=None, prefix="bpmn2"),
        finds="status",
    ),
    Case(
        rest_task(
            headers={
                "resultVariable": "all",
                "resultExpression": None,
                "errorExpression": _IF.format("response.status = 202 and response.all.ok"),
            },
            element="sendTask",
        ),
        finds="response.status",
        says="(all)",
    ),
]
