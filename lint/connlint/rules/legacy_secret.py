"""`legacy-secret`: a form of secret reference that is on its way out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connlint.bpmn.model import ConnectorTask
from connlint.bpmn.parts import ConnectorValue
from connlint.example import Case, inbound_event, rest_task
from connlint.finding import Edit, Fix, Severity
from connlint.rule import Context, Flag, rule
from connlint.secret_references import ENGINE_RESOLVES_FROM, Form, Place, Reference, references_of


@rule("legacy-secret", severity=Severity.WARNING, over="templated")
def legacy_secret(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """A secret reference in a form that is deprecated.

    ## Why
    `secrets.NAME` without braces is still replaced, anywhere in a text: also in a host name such as
    `https://secrets.example.com`, in prose, and in data that comes from process variables. If no secret has that name,
    the job fails. From engine 8.10, the engine itself resolves `=camunda.secrets.NAME`, and `{{secrets.NAME}}` becomes
    the old way (info).

    ## How to mend
    Write `{{secrets.NAME}}`. If no secret is meant, write the text so that `secrets.` does not occur in it.

    ## Fix
    Safe where the reference stands alone: puts the braces around it. From 8.10, unsafe: `=camunda.secrets.NAME` for a
    value that is only the reference.
    """
    resolves = context.engine is not None and context.engine >= ENGINE_RESOLVES_FROM
    for mapping in task.connector_values:
        for reference in references_of(mapping):
            if reference.place not in (Place.TEXT, Place.STRING):
                continue
            if reference.form is Form.BARE:
                yield _bare(task, mapping, reference)
            elif reference.form is Form.BRACES and resolves and not task.node.is_inbound:
                yield _braces(task, mapping, reference)


def _bare(task: ConnectorTask, mapping: ConnectorValue, reference: Reference) -> Flag:
    assert mapping.source is not None
    span = mapping.source.source_span(*reference.span)
    alone = _stands_alone(mapping.text, reference)
    placeholder = f"{{{{secrets.{reference.name}}}}}"
    what = (
        f"secrets.{reference.name} without braces, which is deprecated"
        if alone
        else f"secrets.{reference.name}, which the connector takes for a secret of that name"
    )
    return Flag(
        span,
        f"{mapping.name} of {task.label} has {what}; write {placeholder} for a secret",
        field=mapping.name,
        fix=Fix(f"Write {placeholder}", (Edit(span, mapping.source.encode(placeholder)),)) if alone else None,
    )


def _stands_alone(text: str, reference: Reference) -> bool:
    """Whether a secret is surely meant: nothing before or behind it that makes it a part of a longer word."""
    start, end = reference.span
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return re.fullmatch(r"[\s\"=:]?", before) is not None and re.fullmatch(r"[\s\",;&]?", after) is not None


def _braces(task: ConnectorTask, mapping: ConnectorValue, reference: Reference) -> Flag:
    assert mapping.source is not None
    whole = mapping.text.strip() == mapping.text[reference.span.start : reference.span.end]
    expression = f"=camunda.secrets.{reference.name}"
    fix = None
    if whole and re.fullmatch(r"[A-Za-z_]\w*", reference.name):
        fix = Fix(f"Write {expression}", (Edit(mapping.source.span, mapping.source.encode(expression)),), "unsafe")
    return Flag(
        mapping.source.source_span(*reference.span),
        f"{mapping.name} of {task.label} has {{{{secrets.{reference.name}}}}}; from engine 8.10 the engine resolves"
        f" camunda.secrets.{reference.name} itself",
        field=mapping.name,
        fix=fix,
        severity=Severity.INFO,
    )


_BEARER = {"authentication.type": "bearer"}

GOOD = [
    rest_task({**_BEARER, "authentication.token": "{{secrets.TOKEN}}"}),
    rest_task({"url": "https://secrets-api.example.com/v1"}),
    rest_task({"queryParameters": "={a: my.secrets.KEY}"}),
    rest_task({**_BEARER, "authentication.token": "=camunda.secrets.TOKEN"}, engine="8.10.0"),
    rest_task({**_BEARER, "authentication.token": "{{secrets.TOKEN}}"}, engine=None),
    inbound_event({"authentication.token": "{{secrets.TOKEN}}"}, engine="8.10.0"),
]
BAD = [
    Case(
        rest_task({**_BEARER, "authentication.token": "secrets.TOKEN"}, version=None, engine="8.1.0"),
        finds="secrets.TOKEN",
        fixed=rest_task({**_BEARER, "authentication.token": "{{secrets.TOKEN}}"}, version=None, engine="8.1.0"),
        says="deprecated",
    ),
    Case(
        rest_task({"method": "POST", "body": '={"client_secret": "secrets.GCP_SECRET", a: 1}'}, template="x.y.Z"),
        finds="secrets.GCP_SECRET",
        fixed=rest_task(
            {"method": "POST", "body": '={"client_secret": "{{secrets.GCP_SECRET}}", a: 1}'}, template="x.y.Z"
        ),
    ),
    Case(
        rest_task({"url": "https://secrets.example.com/v1"}, prefix="bpmn2"),
        finds="secrets.example.com/v1",
        says="takes for a secret",
    ),
    Case(
        rest_task({**_BEARER, "authentication.token": "{{secrets.TOKEN}}"}, engine="8.10.0"),
        finds="{{secrets.TOKEN}}",
        fixed=rest_task({**_BEARER, "authentication.token": "=camunda.secrets.TOKEN"}, engine="8.10.0"),
        says="the engine resolves",
    ),
    Case(
        inbound_event({"authentication.token": "secrets.TOKEN"}),
        finds="secrets.TOKEN",
        fixed=inbound_event({"authentication.token": "{{secrets.TOKEN}}"}),
    ),
]
