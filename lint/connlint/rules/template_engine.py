"""`template-engine`: an element template that the model's engine is too old, or too new, for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from connlint.bpmn.model import ConnectorTask
from connlint.example import Case, rest_task
from connlint.finding import Related, Severity
from connlint.rule import Context, Flag, rule

if TYPE_CHECKING:
    from connlint.templates import Template


@rule("template-engine", severity=Severity.WARNING, over="templated")
def template_engine(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """The version of the element template does not fit the engine of the model.

    ## Why
    A template says for which versions of Camunda it is made. Connectors of another version do not know all of its
    inputs: they ignore a response format, a client certificate or a way to authenticate, and the task does
    something else than its form says. A version that was published several times fits if one of its contents does.

    ## How to mend
    Apply a version of the template that fits, or set the version of the engine that the model is deployed to.
    """
    from connlint.templates import admits

    engine = context.whole_engine
    template = context.template(task)
    reference = task.node.template
    if engine is None or template is None or reference is None or admits(template, engine):
        return
    if not admits(template, str(context.engine)):
        engine = str(context.engine)  # the patch level decides nothing
    value = reference.version or reference.id
    where = context.model.engine_value if context.config.engine_version is None else None
    yield Flag(
        value.span,
        f"{_named(template)} of {task.label} is made for Camunda {_ranges(template)}, and the model for {engine};"
        f" connectors of {engine} may not know all of its inputs{_advice(template, engine, context)}",
        related=(Related(f"the engine is {engine}", where.span),) if where is not None else (),
    )


def _named(template: Template) -> str:
    return f'version {template.version} of the template "{template.name}"' if template.version else template.name


def _ranges(template: Template) -> str:
    return " or ".join(sorted({content.engines for content in template.contents if content.engines}))


def _advice(template: Template, engine: str, context: Context) -> str:
    fitting = context.templates.latest(template.id, engine)
    return f"; the newest that fits is version {fitting.version}" if fitting is not None and fitting.version else ""


GOOD = [
    rest_task(version="12", engine="8.8.0"),
    rest_task(version="13", engine="8.8.0"),
    rest_task(version="17", engine="8.10.0-alpha4"),
    rest_task(version="17", engine=None),
    rest_task(version="8", engine="8.5.0"),
    rest_task(version="1714848983107", engine="8.2.0"),
    rest_task(template="com.example.Orders", version="17", engine="8.2.0"),
]
BAD = [
    Case(rest_task(version="17", engine="8.8.0"), finds="17", says="the newest that fits is version 12"),
    Case(rest_task(version="14", engine="8.9.0", element="sendTask"), finds="14", says="made for Camunda ^8.10"),
    Case(
        rest_task(version="17", template="io.camunda.connectors.HttpJson.v2-hybrid", engine="8.6.0", prefix="bpmn2"),
        finds="17",
    ),
    Case(
        rest_task(
            template="io.camunda.connectors.GraphQL.v1",
            version="12",
            engine="8.8.0",
            job_type="io.camunda:connector-graphql:1",
        ),
        finds="12",
    ),
]
