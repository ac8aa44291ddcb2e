"""`unresolvable-secret`: a secret reference where none is ever replaced."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from connlint.bpmn.model import ConnectorTask
from connlint.engine_version import EngineVersion
from connlint.example import Case, rest_task
from connlint.field_names import EXPRESSION_HEADERS
from connlint.finding import Severity
from connlint.rule import Context, Flag, rule
from connlint.secret_references import ENGINE_RESOLVES_FROM, Form, Place, Reference, references_in, references_of
from connlint.span import Span

if TYPE_CHECKING:
    from connlint.bpmn.parts import InputMapping, TaskHeader
    from connlint.feel.nodes import Node


@rule("unresolvable-secret", severity=Severity.ERROR, over="connector-tasks")
def unresolvable_secret(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """A secret reference in a place where nothing replaces it.

    ## Why
    Connectors replace secrets in the task's inputs and nowhere else. In a task header (the result and the error
    expression are headers) and in an output mapping the reference stays what it is: text, or null.

    `camunda.secrets.NAME` is resolved by the engine, from 8.10, as a path of three parts in the FEEL of an input. It
    is not in a string, in a list, or in a context that a branch of an `if` gives. Before 8.10 it is null.

    ## How to mend
    Use the secret in an input. What an expression needs of it does not belong into process variables.
    """
    for header in task.node.headers:
        yield from _in_header(task, header)
    for output in task.node.outputs:
        for reference in references_of(output):
            if output.source is not None and reference.place is not Place.COMMENT:
                span = output.source.source_span(*reference.span)
                yield _flag(task, span, f"the output mapping {output.name}", reference, "in output mappings", None)
    for mapping in task.node.inputs:
        yield from _in_input(task, mapping, context)


def _in_header(task: ConnectorTask, header: TaskHeader) -> Iterator[Flag]:
    if header.value is None:
        return
    is_expression = header.name in EXPRESSION_HEADERS
    for reference in references_in(header.value, is_feel=is_expression):
        if reference.place is Place.COMMENT:
            continue
        if reference.form is Form.BARE and not is_expression and reference.span != Span(0, len(header.text)):
            continue  # prose in a header of one's own
        span = header.value.source_span(*reference.span)
        yield _flag(task, span, header.name, reference, "in task headers", header.name)


def _in_input(task: ConnectorTask, mapping: InputMapping, context: Context) -> Iterator[Flag]:
    if mapping.source is None:
        return
    for reference in references_of(mapping):
        if reference.form is not Form.CAMUNDA or reference.place is Place.COMMENT:
            continue
        reason = _why_unresolved(mapping, reference, context.engine)
        if reason is not None:
            span = mapping.source.source_span(*reference.span)
            yield _flag(task, span, mapping.name, reference, reason, mapping.name)


def _why_unresolved(mapping: InputMapping, reference: Reference, engine: EngineVersion | None) -> str | None:
    if engine is not None and engine < ENGINE_RESOLVES_FROM:
        return f"by engine {engine}: it resolves such references from {ENGINE_RESOLVES_FROM}"
    if reference.place is Place.TEXT:
        return "in text: it must be FEEL, with = before it"
    if reference.place is Place.STRING:
        return "in a string: it is a path, without quotes"
    if mapping.feel is None or mapping.feel.parsed.errors:
        return None
    offset = reference.span.start - mapping.feel.offset
    return _why_unresolved_in_code(mapping.feel.parsed.tree, offset, offset + reference.span.end - reference.span.start)


def _why_unresolved_in_code(tree: Node, start: int, end: int) -> str | None:
    from connlint.feel.nodes import Context as FeelContext
    from connlint.feel.nodes import If, ListLiteral, Path
    from connlint.feel.scopes import parts

    in_branch = False
    node: Node | None = tree
    while node is not None:
        if isinstance(node, ListLiteral):
            return "in a list"
        if isinstance(node, FeelContext) and in_branch:
            return "in a context that a branch of an if gives"
        if isinstance(node, Path) and node.start == start and node.end > end:
            return "with more than three parts"
        if isinstance(node, If) and node.then.start <= start:
            in_branch = True
        node = next((child for child in parts(node) if child.start <= start and end <= child.end), None)
    return None


def _flag(task: ConnectorTask, span: Span, where: str, reference: Reference, reason: str, field: str | None) -> Flag:
    return Flag(
        span,
        f"{where} of {task.label} refers to the secret {reference.name}, which is never replaced {reason}",
        field=field,
    )


def _token(value: str) -> dict[str, str | None]:
    return {"authentication.type": "bearer", "authentication.token": value}


GOOD = [
    rest_task(_token("{{secrets.TOKEN}}")),
    rest_task(_token("=camunda.secrets.TOKEN"), engine="8.10.0"),
    rest_task({"headers": '={a: "x" + camunda.secrets.KEY}'}, engine="8.11.0", template=None),
    rest_task({"headers": "=if live then camunda.secrets.A else camunda.secrets.B"}, engine="8.10.0"),
    rest_task(headers={"resultExpression": "={a: response.body.secrets.a}", "note": "no secrets.here please"}),
]
BAD = [
    Case(
        rest_task(headers={"resultExpression": '={signed: "{{secrets.KEY}}"}'}),
        finds="{{secrets.KEY}}",
        says="in task headers",
    ),
    Case(
        rest_task(headers={"errorExpression": "=if error.code = secrets.CODE then null else null"}),
        finds="secrets.CODE",
    ),
    Case(
        rest_task(headers={"resultVariable": "{{secrets.NAME}}"}, template=None, prefix="bpmn2"),
        finds="{{secrets.NAME}}",
    ),
    Case(rest_task(outputs={"company": "{{secrets.COMPANY}}"}), finds="{{secrets.COMPANY}}", says="in output mappings"),
    Case(rest_task(_token("=camunda.secrets.TOKEN"), engine="8.9.0"), finds="camunda.secrets.TOKEN", says="from 8.10"),
    Case(rest_task(_token('="Bearer camunda.secrets.TOKEN"'), engine="8.10.0"), finds="camunda.secrets.TOKEN"),
    Case(rest_task(_token("camunda.secrets.TOKEN"), engine="8.10.0"), finds="camunda.secrets.TOKEN", says="with ="),
    Case(
        rest_task({"method": "POST", "body": "={all: [camunda.secrets.A]}"}, engine="8.10.0", element="sendTask"),
        finds="camunda.secrets.A",
        says="in a list",
    ),
    Case(
        rest_task({"headers": "=if live then {key: camunda.secrets.A} else {}"}, engine="8.10.0"),
        finds="camunda.secrets.A",
        says="a branch of an if",
    ),
]
