"""`feel-syntax`: FEEL that the engine refuses to parse."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.bpmn.model import ConnectorTask
from connlint.example import Case, inbound_event, rest_task
from connlint.expressions import (
    Expression,
    connector_expressions,
    fix_of,
    parsed_without_secrets,
    with_remedy,
)
from connlint.feel.syntax_error import FeelSyntaxError, Remedy
from connlint.finding import Fix, Related, Severity
from connlint.rule import Context, Flag, rule

CHARACTERS_READ_AGAIN = 200_000
"""How much is read to see whether the remedies of an expression mend it: each is tried on all of its text."""


@rule("feel-syntax", severity=Severity.ERROR, over="templated")
def feel_syntax(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """An expression does not parse in Camunda's FEEL.

    ## Why
    A mapping that does not parse is refused when the model is deployed. A result or error expression is looked at only
    after the request: it fails the job then, and the retry sends the request again. An inbound connector evaluates its
    properties itself: it does not start, or drops what arrives.

    Camunda's FEEL is not DMN's in everything: there are no names with blanks, no `==`, no `&&`, no strings in single
    quotes, and every `if` has an `else`.

    connlint reads expressions of up to 4,194,304 characters (the engine takes no larger messages, unless it is told
    to), 250,000 tokens and 100 levels of nesting, and tells up to 100 mistakes of each. Where it stops, it says so by a
    warning, and no rule looks at the expression.

    ## How to mend
    The message says what was expected at the marked characters, and where it is known how to write it.

    ## Fix
    Safe where the text is sure to parse afterwards, such as `=` for `==`.
    """
    read = [
        (expression, parsed_without_secrets(expression.feel).errors)
        for expression in connector_expressions(task, context)
    ]
    # What is not read is told first: of all else there may be more than the frame takes.
    for expression, errors in read:
        yield from (_flag(task, expression, error, None) for error in errors if error.is_limit)
    for expression, errors in read:
        yield from _mistakes(task, expression, errors)


def _mistakes(task: ConnectorTask, expression: Expression, errors: tuple[FeelSyntaxError, ...]) -> Iterator[Flag]:
    readings = max(1, CHARACTERS_READ_AGAIN // (len(expression.feel.text) or 1))
    for error in errors:
        if error.is_limit:
            continue
        fix = None
        if readings and error.remedy is not None and error.remedy.edit is not None:
            readings -= 1
            fix = _fix(expression, error.remedy, len(errors))
        yield _flag(task, expression, error, fix)


def _flag(task: ConnectorTask, expression: Expression, error: FeelSyntaxError, fix: Fix | None) -> Flag:
    if error.is_limit:
        consequence = "connlint says no more of it, the engine may take it"
    elif task.node.is_inbound:
        consequence = "the connector cannot evaluate it"
    elif expression.place.in_connector_runtime:
        consequence = "the job fails after the request was made"
    else:
        consequence = "the deployment is refused"
    message = with_remedy(f"{expression.label} of {task.label}: {error.message}", error.remedy)
    related: tuple[Related, ...] = ()
    if error.related is not None:
        related = (Related("opened here", expression.feel.span(*error.related)),)
    return Flag(
        expression.feel.span(*error.span),
        f"{message} ({consequence})",
        field=expression.field,
        related=related,
        fix=fix,
        severity=Severity.WARNING if error.is_limit else None,
    )


def _fix(expression: Expression, remedy: Remedy, errors: int) -> Fix | None:
    """The remedy as a fix, if the expression has fewer errors with its edit than without it."""
    from connlint.feel.parser import parse

    text, edit = expression.feel.text, remedy.edit
    if edit is None:
        return None
    changed = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    return fix_of(expression, remedy, safe=True) if len(parse(changed).errors) < errors else None


GOOD = [
    rest_task({"queryParameters": '={city: city, `max-price`: 10, "unit": "kg"}'}),
    rest_task(headers={"errorExpression": '=if matches(error.code, "4\\d\\d") then bpmnError(error.code) else null'}),
    rest_task(headers={"resultExpression": "{\n  myResponseBody: response.body\n  // a comment\n}"}),
    rest_task({"body": '{"not": "FEEL"'}, template=None),
    rest_task({"headers": '={"X-Key": {{secrets.KEY}}}'}),
    inbound_event({"resultExpression": "={order: request.body}", "path": "a >"}),
]
BAD = [
    Case(
        rest_task(headers={"resultExpression": "={ok: response.status == 200}"}),
        finds="==",
        fixed=rest_task(headers={"resultExpression": "={ok: response.status = 200}"}),
        says="use `=`",
    ),
    Case(
        rest_task({"queryParameters": "={city: city"}),
        finds="{",
        fixed=rest_task({"queryParameters": "={city: city}"}),
        says="the deployment is refused",
    ),
    Case(
        rest_task({"url": "='https://a.example/' + id"}, prefix="bpmn2"),
        finds="'https://a.example/'",
        fixed=rest_task({"url": '="https://a.example/" + id'}, prefix="bpmn2"),
    ),
    Case(
        rest_task(headers={"errorExpression": '=if error.code = "404" then bpmnError("x")'}),
        finds="",
        fixed=rest_task(headers={"errorExpression": '=if error.code = "404" then bpmnError("x") else null'}),
        says="else",
    ),
    Case(
        rest_task({"queryParameters": "={a: x && y,\nb: 1}"}, template="com.example.Orders", element="sendTask"),
        finds="&&",
        fixed=rest_task({"queryParameters": "={a: x and y,\nb: 1}"}, template="com.example.Orders", element="sendTask"),
    ),
    Case(rest_task({"headers": '={"X-Key": {{secrets.KEY}}, "a": }'}), finds="}", says="expected"),
    Case(
        inbound_event({"activationCondition": "=request.body.kind == 1"}),
        finds="==",
        fixed=inbound_event({"activationCondition": "=request.body.kind = 1"}),
        says="the connector cannot evaluate it",
    ),
]
