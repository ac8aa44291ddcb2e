"""`outdated-template`: an element template of which a newer version fits."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.bpmn.model import ConnectorTask
from connlint.example import Case, rest_task
from connlint.finding import Persona, Severity
from connlint.rule import Context, Flag, rule


@rule("outdated-template", severity=Severity.INFO, persona=Persona.PEDANTIC, over="templated")
def outdated_template(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """A newer version of the element template fits the engine of the model.

    ## Why
    The task works as it is. Newer versions bring inputs that the connector has learnt since, and constraints that
    find mistakes in the form already.

    ## How to mend
    Let the modeler update the template, and look through what it changed.
    """
    engine = context.whole_engine
    reference = task.node.template
    if engine is None or reference is None or context.template(task) is None:
        return
    known = context.templates.versions(reference.id.text)
    version = task.template_version or None
    newest = context.templates.latest(reference.id.text, engine)
    if newest is None or version not in known or known.index(newest.version) <= known.index(version):
        return
    value = reference.version or reference.id
    applied = f"version {version}" if version is not None else "a version without a number"
    yield Flag(
        value.span,
        f'{task.label} has {applied} of the template "{newest.name}"; version {newest.version} fits Camunda {context.engine}',
    )


GOOD = [
    rest_task(version="13", engine="8.9.0"),
    rest_task(version="17", engine="8.8.0"),
    rest_task(version="8", engine=None),
    rest_task(version="1714848983107", engine="8.2.0"),
    rest_task(template="com.example.Orders", version="1"),
    rest_task(template="io.camunda.connectors.HttpJson.v1.noAuth", version=None),
]
BAD = [
    Case(rest_task(version="8", engine="8.6.0"), finds="8", says="version 12 fits Camunda 8.6"),
    Case(rest_task(version=None, engine="8.2.0"), finds="io.camunda.connectors.HttpJson.v2", says="without a number"),
    Case(
        rest_task(
            template="io.camunda.connectors.GraphQL.v1",
            version="2",
            job_type="io.camunda:connector-graphql:1",
            prefix="bpmn2",
        ),
        finds="2",
    ),
]
