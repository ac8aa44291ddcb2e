"""`secret-without-template`: a secret on a task that no element template was applied to."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.bpmn.model import ConnectorTask
from connlint.engine_version import EngineVersion
from connlint.example import Case, rest_task
from connlint.finding import Persona, Severity
from connlint.rule import Context, Flag, rule
from connlint.secret_references import Form, Place, references_of

FILTERED_FROM = EngineVersion(8, 10)


@rule("secret-without-template", severity=Severity.WARNING, persona=Persona.PEDANTIC, over="connector-tasks")
def secret_without_template(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """A secret reference on a task without an element template, from engine 8.10.

    ## Why
    Connectors of 8.10 can filter secrets: then only names that stand in the inputs of a task *with an element
    template* are replaced. On a task without one the reference is left as it is and sent to the other side as text.

    ## How to mend
    Apply the connector's element template to the task.
    """
    if task.node.template is not None or context.engine is None or context.engine < FILTERED_FROM:
        return
    for mapping in task.node.inputs:
        for reference in references_of(mapping):
            if mapping.source is None or reference.form is Form.CAMUNDA:
                continue
            if reference.place in (Place.TEXT, Place.STRING):
                yield Flag(
                    mapping.source.source_span(*reference.span),
                    f"{mapping.name} of {task.label} refers to the secret {reference.name}, but the task has no element"
                    " template; with a secret filter the reference is not replaced and is sent as it stands",
                    field=mapping.name,
                )


_TOKEN = {"authentication.type": "bearer", "authentication.token": "{{secrets.TOKEN}}"}

GOOD = [
    rest_task(_TOKEN, engine="8.10.0"),
    rest_task(_TOKEN, template=None, engine="8.9.0"),
    rest_task(_TOKEN, template=None, engine=None),
    rest_task({"headers": "={a: camunda.secrets.KEY}"}, template=None, engine="8.10.0"),
]
BAD = [
    Case(rest_task(_TOKEN, template=None, engine="8.10.0"), finds="{{secrets.TOKEN}}"),
    Case(
        rest_task({"headers": '={a: "x {{secrets.KEY}}", b: "secrets.OLD"}'}, template=None, engine="8.10.1"),
        finds=("{{secrets.KEY}}", "secrets.OLD"),
    ),
    Case(
        rest_task({"apiKey": "{{secrets.MAIL}}"}, template=None, engine="8.11.0", job_type="io.camunda:sendgrid:1"),
        finds="{{secrets.MAIL}}",
    ),
]
