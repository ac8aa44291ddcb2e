"""`unknown-template`: an element template that connlint does not know."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.bpmn.model import ConnectorTask
from connlint.example import Case, rest_task
from connlint.finding import Persona, Severity
from connlint.rule import Context, Flag, rule


@rule("unknown-template", severity=Severity.INFO, persona=Persona.PEDANTIC)
def unknown_template(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """The element template of the task is not known, so the task is not checked against it.

    ## Why
    What the connector itself demands is checked all the same. Which inputs the template has, which of them are
    mandatory and what they may be is not.

    ## How to mend
    Put the template's JSON file where connlint finds templates. A version that a modeler made up by itself, such as
    one with 13 digits, has no file; apply a published version.
    """
    reference = task.node.template
    if reference is None or context.template(task) is not None:
        return
    if context.templates.knows(reference.id.text):
        value = reference.version or reference.id
        what = f"version {task.template_version or 'without a number'} of the template {reference.id.text}"
    else:
        value = reference.id
        what = f"the template {reference.id.text}"
    yield Flag(value.span, f"{what} is not known; {task.label} is not checked against it")


GOOD = [
    rest_task(),
    rest_task(template=None),
    rest_task(template="io.camunda.connectors.HttpJson.v1.noAuth", version=None),
    rest_task(version="10", engine="8.5.0"),
]
BAD = [
    Case(rest_task(template="com.example.Orders", version="3"), finds="com.example.Orders", says="is not known"),
    Case(rest_task(version="1714848983107"), finds="1714848983107", says="version 1714848983107 of the template"),
    Case(
        rest_task(template="Template_0ledzkf", version=None, prefix="bpmn2", element="sendTask"),
        finds="Template_0ledzkf",
    ),
]
