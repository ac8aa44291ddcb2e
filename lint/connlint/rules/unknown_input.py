"""`unknown-input`: an input that neither the template nor the connector knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from connlint.bpmn.model import ConnectorTask
from connlint.example import Case, Example, rest_task
from connlint.finding import Edit, Fix, Severity
from connlint.nearest import edit_distance
from connlint.rule import Context, Flag, rule
from connlint.unknown_inputs import unknown_inputs

if TYPE_CHECKING:
    from connlint.bpmn.parts import InputMapping
    from connlint.templates import Template


@rule("unknown-input", severity=Severity.WARNING, over="templated")
def unknown_input(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """An input mapping whose target neither the applied template nor the connector knows.

    ## Why
    The connector ignores it without a word: with `queryParams` for `queryParameters` the request goes out without
    them. The rule looks at tasks whose template is known, and at all contents that were published under its version.
    Parts of the body, of the headers and of the query parameters are free; a helper input that another expression of
    the task reads is fine. Where the input that was meant is mandatory, this is the one finding for it: an error, if
    the connector refuses the task without it.

    ## How to mend
    Write the name as the message says, or remove the input.

    ## Fix
    The nearest name, if the task does not map it yet: safe where only the case or one letter differs, else unsafe.
    """
    from connlint.templates import requirements

    template = context.template(task)
    if template is None:
        return
    connector = context.connector(task)
    missing = None
    for mapping, meant in unknown_inputs(task, template, connector):
        if missing is None:
            needed = requirements(context.values(task), template, connector)
            missing = {each.binding.name for each in needed if each.refused}
        is_refused = meant in missing and task.input(meant or "") is None
        yield _flag(task, mapping, template, meant, is_refused=is_refused)


def _flag(
    task: ConnectorTask, mapping: InputMapping, template: Template, near: str | None, *, is_refused: bool
) -> Flag:
    assert mapping.target is not None
    hint = f", did you mean {near}?" if near is not None else ""
    fix = None
    if near is not None and task.input(near) is None:
        differs = edit_distance(mapping.name.casefold(), near.casefold(), 1)
        edit = Edit(mapping.target.span, mapping.target.encode(near))
        fix = Fix(f"Write {near}", (edit,), "safe" if differs <= 1 else "unsafe")
    version = f" {template.version}" if template.version is not None else ""
    consequence = f"the connector fails the job for want of {near}" if is_refused else "the connector ignores it"
    return Flag(
        mapping.target.span,
        f'{mapping.name} of {task.label} is no input of the template "{template.name}"{version}{hint} ({consequence})',
        field=mapping.name,
        fix=fix,
        severity=Severity.ERROR if is_refused else None,
    )


_GRAPHQL = {
    "authentication.type": "noAuth",
    "graphql.method": "post",
    "graphql.url": "https://api.example.com/graphql",
    "graphql.query": "{ orders { id } }",
}


def _graphql(variables: str) -> Example:
    return rest_task(
        only={**_GRAPHQL, variables: "={a: 1}"},
        template="io.camunda.connectors.GraphQL.v1",
        version="8",
        job_type="io.camunda:connector-graphql:1",
    )


GOOD = [
    rest_task({"headers.Accept": "text/plain", "body.order.id": "=id", "method": "POST"}),
    rest_task(only={"method": "GET", "baseUrl": "https://a.example", "url": '=baseUrl + "/orders"'}),
    rest_task({"helper": "=1", "order": "=2"}, template="com.example.Orders"),
    rest_task({"ignoreNullValues": "=false", "groupSetCookieHeaders": "true"}, version="10"),
    rest_task({"authentication": '={"type": "noAuth"}', "authentication.type": None}),
    rest_task({"sentId": "=id"}, outputs={"orderId": "=sentId"}),
    rest_task({"orderId": '=fromAi(toolCall.orderId, "The order")'}),
    rest_task({"writeTimeoutInSeconds": "=20"}),
    rest_task({"helper": "=1"}, version="1714848983107"),
]
BAD = [
    Case(
        rest_task({"queryParams": "={city: city}"}),
        finds="queryParams",
        fixed=rest_task({"queryParameters": "={city: city}"}),
        says="did you mean queryParameters?",
    ),
    Case(
        rest_task({"header": "={a: 1}"}, prefix="bpmn2", version="17", engine="8.10.0"),
        finds="header",
        fixed=rest_task({"headers": "={a: 1}"}, prefix="bpmn2", version="17", engine="8.10.0"),
    ),
    Case(
        rest_task({"authentication.type": "bearer", "authentication.tokn": "{{secrets.TOKEN}}"}),
        finds="authentication.tokn",
        fixed=rest_task({"authentication.type": "bearer", "authentication.token": "{{secrets.TOKEN}}"}),
    ),
    Case(rest_task({"URL": "https://b.example"}), finds="URL", says="did you mean url?"),
    Case(rest_task({"unrelated": "=1", "url": '="https://a.example/" + order.unrelated'}), finds="unrelated"),
    Case(_graphql("variables"), finds="variables", fixed=_graphql("graphql.variables")),
]
