"""`unknown-input`: an input that neither the template nor the connector knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from connlint.bpmn.model import ConnectorTask
from connlint.example import Case, Example, rest_task
from connlint.field_names import WRITE_TIMEOUT
from connlint.finding import Edit, Fix, Severity
from connlint.local_reads import is_read
from connlint.nearest import abbreviated, edit_distance, nearest
from connlint.rule import Context, Flag, rule

if TYPE_CHECKING:
    from connlint.bpmn.parts import InputMapping
    from connlint.templates import Connector, Template


@rule("unknown-input", severity=Severity.WARNING, over="templated")
def unknown_input(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """An input mapping whose target neither the applied template nor the connector knows.

    ## Why
    The connector ignores it without a word: with `queryParams` for `queryParameters` the request goes out without
    them. The rule looks at tasks whose template is known, and at all contents that were published under its version.
    Parts of the body, of the headers and of the query parameters are free; a helper input that another expression of
    the task reads is fine.

    ## How to mend
    Write the name as the message says, or remove the input.

    ## Fix
    The nearest name, if the task does not map it yet: safe where only the case or one letter differs, else unsafe.
    """
    template = context.template(task)
    if template is None:
        return
    connector = context.connector(task)
    for mapping in task.node.inputs:
        if (
            mapping.target is not None
            and mapping.name
            and not _is_known(mapping.name, template, connector)
            and not is_read(task, mapping)
        ):
            yield _flag(task, mapping, template, connector)


def _is_known(name: str, template: Template, connector: Connector | None) -> bool:
    from connlint.templates import known_names

    known = known_names(template)
    if name in known or any(each.startswith(f"{name}.") for each in known):
        return True
    if connector is None:
        return any(name.startswith(f"{each}.") for each in known)
    if name == connector.prefix + WRITE_TIMEOUT:  # `ignored-input` speaks of it
        return True
    read = connector.inputs
    if name in read or any(each.startswith(f"{name}.") for each in read):
        return True
    # What lies below a map, a body or a saved context is free; what lies below a text is nothing.
    return any(
        name.startswith(f"{each}.") and (each not in read or read[each].takes in ("map", "any", "context"))
        for each in (*read, *known)
    )


def _flag(task: ConnectorTask, mapping: InputMapping, template: Template, connector: Connector | None) -> Flag:
    assert mapping.target is not None
    near = _nearest(mapping.name, template, connector)
    hint = f", did you mean {near}?" if near is not None else ""
    fix = None
    if near is not None and task.input(near) is None:
        differs = edit_distance(mapping.name.casefold(), near.casefold(), 1)
        edit = Edit(mapping.target.span, mapping.target.encode(near))
        fix = Fix(f"Write {near}", (edit,), "safe" if differs <= 1 else "unsafe")
    version = f" {template.version}" if template.version is not None else ""
    return Flag(
        mapping.target.span,
        f'{mapping.name} of {task.label} is no input of the template "{template.name}"{version}{hint} (the connector'
        " ignores it)",
        field=mapping.name,
        fix=fix,
    )


def _nearest(name: str, template: Template, connector: Connector | None) -> str | None:
    from connlint.templates import known_names

    known = sorted(known_names(template) | set(connector.inputs if connector is not None else ()))
    return nearest(name, known) or abbreviated(name, known) or _by_last_part(name, known)


def _by_last_part(name: str, known: list[str]) -> str | None:
    """`token` for `authentication.token`: the one name with this last part."""
    found = [each for each in known if each.rpartition(".")[2].casefold() == name.rpartition(".")[2].casefold()]
    return found[0] if len(found) == 1 else None


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
