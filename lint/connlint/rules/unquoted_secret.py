"""`unquoted-secret`: a secret reference in FEEL code, outside a string."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from connlint.bpmn.model import ConnectorTask
from connlint.example import Case, inbound_event, rest_task
from connlint.expressions import connector_expressions
from connlint.finding import Edit, Fix, Severity
from connlint.rule import Context, Flag, rule
from connlint.secret_references import Form, Place, references_in

if TYPE_CHECKING:
    from connlint.bpmn.values import FeelText
    from connlint.secret_references import Reference


@rule("unquoted-secret", severity=Severity.ERROR, over="templated")
def unquoted_secret(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """A secret reference in FEEL that is not inside a string.

    ## Why
    Secrets are no variables. The engine evaluates the expression before the connector replaces any secret:
    `={"key": {{secrets.KEY}}}` does not parse, and the deployment is refused; `=secrets.KEY` parses as a path into a
    variable that does not exist, and the connector gets null, with no error that says why. An inbound connector puts the
    secret's value into the code of its properties before it evaluates them: a token or a password is no FEEL.

    ## How to mend
    Put the reference into double quotes: `={"key": "{{secrets.KEY}}"}`. A value that is only the secret needs no
    FEEL: write `{{secrets.KEY}}` without `=`.

    ## Fix
    Safe: adds the quotes, and the braces where they are missing. A value that is only the reference becomes text.
    """
    if task.node.is_inbound:
        for expression in connector_expressions(task, context):
            for reference in _in_code(expression.feel):
                yield _flag(task, expression.label, expression.feel, reference, AS_CODE)
        return
    earlier: set[str] = set()
    for mapping in task.node.inputs if task.is_outbound else ():
        if mapping.feel is not None and "secrets" not in earlier:
            for reference in _in_code(mapping.feel):
                yield _flag(task, mapping.name, mapping.feel, reference, CONSEQUENCES[reference.form])
        earlier.add(mapping.root)


AS_CODE = "as code, the value is a name that does not exist, or does not parse"
CONSEQUENCES = {
    Form.BRACES: "the expression does not parse and the deployment is refused",
    Form.BARE: "the engine reads a variable that does not exist, and the connector gets null",
}


def _in_code(feel: FeelText) -> Iterator[Reference]:
    unquoted = [
        reference
        for reference in references_in(feel.value, is_feel=True)
        if reference.place is Place.CODE and reference.form is not Form.CAMUNDA
    ]
    if unquoted and not _is_own(feel):
        yield from unquoted


def _is_own(feel: FeelText) -> bool:
    """Whether the expression itself makes a name `secrets`, as an entry, an iterator or a parameter."""
    from connlint.feel.nodes import ContextEntry, FunctionDefinition, Iterator
    from connlint.feel.scopes import visit

    if feel.text.count("secrets") < 2:
        return False
    return any(
        (isinstance(node, ContextEntry) and node.key == "secrets")
        or (isinstance(node, Iterator) and node.name == "secrets")
        or (isinstance(node, FunctionDefinition) and any(each.name == "secrets" for each in node.parameters))
        for node, _ in visit(feel.parsed.tree, only=(ContextEntry, FunctionDefinition, Iterator))
    )


def _flag(task: ConnectorTask, field: str, feel: FeelText, reference: Reference, consequence: str) -> Flag:
    value = feel.value
    placeholder = f"{{{{secrets.{reference.name}}}}}"
    start, end = reference.span
    is_all = value.text[0] == "=" and not (value.text[1:start].strip() or value.text[end:].strip())
    if is_all:
        edit = Edit(value.span, value.encode(placeholder))
        title = f"Write {placeholder} as text"
    else:
        edit = Edit(value.source_span(*reference.span), value.encode(f'"{placeholder}"'))
        title = f'Write "{placeholder}" in quotes'
    return Flag(
        value.source_span(*reference.span),
        f"{field} of {task.label} has the secret {reference.name} outside a string; secrets stand in double"
        f' quotes inside FEEL, as "{placeholder}" ({consequence})',
        field=field,
        fix=Fix(title, (edit,)),
    )


GOOD = [
    rest_task({"headers": '={"X-Key": "{{secrets.KEY}}"}'}),
    rest_task({"url": "{{secrets.BASE_URL}}"}),
    rest_task({"queryParameters": '={key: "secrets.KEY"}'}),
    rest_task({"queryParameters": "={key: mysecrets.KEY, other: my.secrets.KEY}"}),
    rest_task({"secrets": "=vault", "queryParameters": "={key: secrets.KEY}"}, template=None),
    rest_task({"headers": "={key: camunda.secrets.KEY}"}, engine="8.10.0"),
    rest_task({"url": '=base + "/orders" // not secrets.KEY'}),
]
BAD = [
    Case(
        rest_task({"headers": '={"X-Key": {{secrets.KEY}}}'}),
        finds="{{secrets.KEY}}",
        fixed=rest_task({"headers": '={"X-Key": "{{secrets.KEY}}"}'}),
        says='as "{{secrets.KEY}}"',
    ),
    Case(
        rest_task({"authentication.type": "bearer", "authentication.token": "=secrets.TOKEN"}),
        finds="secrets.TOKEN",
        fixed=rest_task({"authentication.type": "bearer", "authentication.token": "{{secrets.TOKEN}}"}),
        says="gets null",
    ),
    Case(
        rest_task({"url": '="https://api.example.com/" + secrets.TENANT'}),
        finds="secrets.TENANT",
        fixed=rest_task({"url": '="https://api.example.com/" + "{{secrets.TENANT}}"'}),
    ),
    Case(
        rest_task({"queryParameters": "={\nq: city,\nappid: secrets.APP_ID,\nkey: {{ secrets.KEY }}\n}"}),
        finds=("secrets.APP_ID", "{{ secrets.KEY }}"),
        fixed=rest_task({"queryParameters": '={\nq: city,\nappid: "{{secrets.APP_ID}}",\nkey: "{{secrets.KEY}}"\n}'}),
    ),
    Case(
        rest_task({"url": "={{secrets.URL}}"}, prefix="semantic", element="sendTask"),
        finds="{{secrets.URL}}",
        fixed=rest_task({"url": "{{secrets.URL}}"}, prefix="semantic", element="sendTask"),
    ),
    Case(
        inbound_event({"activationCondition": "=request.headers.key = {{secrets.KEY}}"}),
        finds="{{secrets.KEY}}",
        fixed=inbound_event({"activationCondition": '=request.headers.key = "{{secrets.KEY}}"'}),
        says="as code, the value",
    ),
]
