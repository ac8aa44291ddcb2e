"""`invalid-map`: headers, query parameters or variables that are no map."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.bpmn.model import ConnectorTask
from connlint.constants import Constant, constants_of
from connlint.example import Case, rest_task
from connlint.field_values import FieldValue, value_of
from connlint.finding import Related, Severity
from connlint.request_maps import MapEntry, headers_of
from connlint.rule import Context, Flag, rule

SPEECH = {
    "text": "static text",
    "string": "a string",
    "number": "a number",
    "boolean": "a boolean",
    "temporal": "a text",
    "list": "a list",
}
REFUSED = "the connector fails the job, with no retry left"


@rule("invalid-map", severity=Severity.ERROR)
def invalid_map(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """Headers or query parameters are no context, or hold values that are no single ones.

    ## Why
    The connector reads both as a map of names to texts. Static text never is one, not even when it looks like JSON,
    nor is a string or a list (a list of one context is taken as that context). A context or a list as a value has no
    text, and the job fails before any request. Variables of a GraphQL query are a map too, whatever they hold.

    Two headers of the same name in another case are both sent (warning).

    ## How to mend
    Write a FEEL context: `={"Accept": "application/json", "X-Page": page}`. Join a list into a text, as
    `string join(ids, ",")`. Repeat a query parameter in the URL itself.
    """
    prefix = task.request_prefix
    for name in ("headers", "queryParameters") if not prefix else ("headers", "variables"):
        field = prefix + name
        for constant in constants_of(value_of(task, field)):
            yield from _judge(task, constant, single_values=name != "variables")
        if name != "variables":
            yield from _deep_targets(task, field)
    for together in headers_of(task):
        yield from _doubled(task, together)


def _judge(task: ConnectorTask, constant: Constant, *, single_values: bool) -> Iterator[Flag]:
    from connlint.feel.nodes import Context as FeelContext
    from connlint.feel.nodes import ListLiteral

    node = constant.node
    if isinstance(node, ListLiteral) and len(node.items) == 1:
        # Run time: a list of one counts as what it holds.
        inner = FieldValue(constant.value.field, constant.value.mapping, node.items[0])
        for each in constants_of(inner):
            yield from _judge(task, each, single_values=single_values)
        return
    if isinstance(node, FeelContext):
        for entry in node.entries if single_values else ():
            value = FieldValue(constant.value.field, constant.value.mapping, entry.value)
            for each in constants_of(value):
                yield from _judge_entry(task, entry.key, each)
    elif constant.kind != "null":
        what = "empty text" if constant.is_text and not constant.text.strip() else SPEECH[constant.kind]
        yield Flag(
            constant.span,
            f"{constant.value.field} of {task.label} is {what}; a FEEL context is expected, such as"
            f' ={{"name": "value"}} ({REFUSED})',
            field=constant.value.mapping.name,
        )


def _judge_entry(task: ConnectorTask, key: str, constant: Constant) -> Iterator[Flag]:
    from connlint.feel.nodes import Context as FeelContext
    from connlint.feel.nodes import ListLiteral

    node = constant.node
    if isinstance(node, ListLiteral) and len(node.items) == 1:
        for each in constants_of(FieldValue(constant.value.field, constant.value.mapping, node.items[0])):
            yield from _judge_entry(task, key, each)
        return
    if constant.is_no_text:
        what = "a context" if isinstance(node, FeelContext) else "a list"
        yield Flag(
            constant.span,
            f'"{key}" in {constant.value.field} of {task.label} is {what}; a text, number or boolean is expected'
            f" ({REFUSED})",
            field=constant.value.mapping.name,
        )


def _deep_targets(task: ConnectorTask, field: str) -> Iterator[Flag]:
    """A target with a dot in the name of a header makes a context of that header."""
    inputs = task.node.inputs
    for index, mapping in enumerate(inputs):
        rest = mapping.name.removeprefix(f"{field}.")
        if mapping.target is None or rest == mapping.name or "." not in rest:
            continue
        if any(later.name in (field, f"{field}.{rest.partition('.')[0]}") for later in inputs[index + 1 :]):
            continue
        yield Flag(
            mapping.target.span,
            f'{mapping.name} of {task.label} makes a context of "{rest.partition(".")[0]}", since every dot nests;'
            f" a text is expected there ({REFUSED})",
            field=mapping.name,
        )


def _doubled(task: ConnectorTask, together: tuple[MapEntry, ...]) -> Iterator[Flag]:
    seen: dict[str, MapEntry] = {}
    for header in together:
        first = seen.setdefault(header.name.lower(), header)
        if first.name != header.name and not _is_dropped(first) and not _is_dropped(header):
            yield Flag(
                header.span,
                f"{task.label} sends the header {header.name} twice, as {first.name} too; names of headers do not differ"
                " by case",
                field=header.field,
                related=(Related("the same header", first.span),),
                severity=Severity.WARNING,
            )


def _is_dropped(header: MapEntry) -> bool:
    """Run time: `Content-Type: null` takes the header away."""
    return header.name.lower() == "content-type" and header.is_null


_GRAPHQL = {
    "graphql.method": "post",
    "graphql.url": "https://api.example.com/graphql",
    "graphql.query": "query($ids: [ID]) { orders(ids: $ids) { id } }",
}

GOOD = [
    rest_task({"headers": '={"Accept": "text/plain", n: 1, b: true, none: null}', "queryParameters": "=null"}),
    rest_task({"headers": "=[{a: 1}]", "queryParameters": '={"x": ["one"]}'}),
    rest_task({"headers": "=all", "queryParameters": "={ids: ids, page: if p > 1 then p else null}"}),
    rest_task({"headers": ' ={"a": 1}', "queryParameters": None}),
    rest_task({"headers.Accept": "text/plain", "queryParameters": "=for i in ids return {id: i}"}, template=None),
    rest_task(
        only={**_GRAPHQL, "graphql.variables": "={ids: [1, 2], at: {x: 1}}"},
        template=None,
        job_type="io.camunda:connector-graphql:1",
    ),
]
BAD = [
    Case(rest_task({"headers": "Accept: application/json"}), finds="Accept: application/json", says="is static text"),
    Case(rest_task({"headers": '{"Accept": "text/plain"}'}, template=None), finds='{"Accept": "text/plain"}'),
    Case(rest_task({"queryParameters": ""}), finds="", says="is empty text"),
    Case(rest_task({"queryParameters": '=["city", city]'}), finds='["city", city]', says="is a list"),
    Case(rest_task({"queryParameters": '="a=1&b=2"'}, prefix="bpmn2"), finds='"a=1&b=2"', says="is a string"),
    Case(
        rest_task({"queryParameters": '={\n  state: {not: "open"},\n  ids: [1, 2]\n}'}),
        finds=('{not: "open"}', "[1, 2]"),
        says='"state" in queryParameters',
    ),
    Case(rest_task({"headers": '=if a then "none" else {a: 1}'}, element="sendTask"), finds='"none"'),
    Case(rest_task({"headers.api.version": "2"}), finds="headers.api.version", says="every dot nests"),
    Case(rest_task({"headers": '={"Accept": "a/b", accept: "c/d"}'}), finds="accept", says="twice"),
    Case(
        rest_task(
            only={**_GRAPHQL, "graphql.variables": '{"ids": [1]}'},
            template=None,
            job_type="io.camunda:connector-graphql:1",
        ),
        finds='{"ids": [1]}',
        says="graphql.variables",
    ),
]
