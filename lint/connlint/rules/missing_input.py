"""`missing-input`: a mandatory input that is absent or empty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from connlint.attribute_places import attribute_place, extension
from connlint.bpmn.model import ConnectorTask
from connlint.example import Case, rest_task
from connlint.finding import Related, Severity
from connlint.rule import Context, Flag, rule

if TYPE_CHECKING:
    from connlint.attribute_places import AttributePlace
    from connlint.span import Span
    from connlint.templates import Requirement


@rule("missing-input", severity=Severity.ERROR, over="templated")
def missing_input(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """A mandatory input is absent, has no value, or is empty.

    ## Why
    Without a URL or a method, or without what the chosen authentication needs, the connector refuses the job before
    it sends anything: an incident with no retry left (error). Where only the element template asks for a value, as
    for the password of basic authentication, the request is sent without it (warning).

    What counts depends on the template's version and on the type of authentication. A task of another template on
    the same job type is only asked for what the connector itself demands. What the connector has a default for, such
    as timeouts, is never missing. A misspelt input is `unknown-input`'s to report.

    ## How to mend
    Fill the input in. If the template shows no field for it, apply the template again.
    """
    from connlint.templates import requirements

    if context.model.document.is_damaged(task.node.element):
        return  # what seems to be missing may stand where the file cannot be read
    template, connector = context.template(task), context.connector(task)
    misspelt: frozenset[str] | None = None
    for requirement in requirements(context.values(task), template, connector):
        if requirement.binding.kind == "input":
            name = requirement.binding.name
            if task.input(name) is None:
                misspelt = misspelt if misspelt is not None else _misspelt(task, context)
                if name in misspelt:
                    continue
            yield _flag(task, requirement)
        elif requirement.binding.kind in ("property", "header"):
            yield _flag_other(task, requirement)
        elif (place := attribute_place(task, requirement.binding)) is not None:
            yield _flag_attribute(task, place)


def _misspelt(task: ConnectorTask, context: Context) -> frozenset[str]:
    """What unknown inputs were meant to be: `unknown-input` says so, and one finding is enough."""
    template = context.template(task)
    if template is None or not context.config.runs("unknown-input"):
        return frozenset()
    from connlint.unknown_inputs import unknown_inputs

    found = unknown_inputs(task, template, context.connector(task))
    return frozenset(meant for _, meant in found if meant is not None)


def _flag(task: ConnectorTask, requirement: Requirement) -> Flag:
    name = requirement.binding.name
    mapping = task.input(name)
    whole = task.input(name.rpartition(".")[0])
    because = task.input(requirement.because.name) if requirement.because is not None else None
    if mapping is None:
        state = "is missing" if whole is None else f"is missing from {whole.name}"
    elif mapping.source is None:
        state = "has no value"
    else:
        state = "is empty" if not mapping.text.strip() else f"is {mapping.text.strip()!r}, which is empty"
    asker = f" with {because.name} {because.text.strip()!r}" if because is not None and because.source else ""
    consequence = (
        "the connector fails the job, with no retry left"
        if requirement.refused
        else "the element template asks for it; the connector goes on without it"
    )
    place = mapping or whole
    return Flag(
        place.span if place is not None else _place_to_add(task),
        f"{name} of {task.label} {state}; it is mandatory{asker} ({consequence})",
        field=place.name if place is not None else name,
        related=(Related(f"{because.name} demands it", because.span),) if because is not None else (),
        severity=None if requirement.refused else Severity.WARNING,
    )


def _flag_other(task: ConnectorTask, requirement: Requirement) -> Flag:
    """A property of an inbound connector, or a task header, that the template asks for."""
    kind, name = requirement.binding
    place = task.property_named(name) if kind == "property" else task.header(name)
    state = "is missing" if place is None else "is empty"
    return Flag(
        place.span if place is not None else _place_to_add(task, "properties" if kind == "property" else "taskHeaders"),
        f"{name} of {task.label} {state}; the element template asks for it",
        field=name,
        severity=Severity.WARNING,
    )


def _flag_attribute(task: ConnectorTask, place: AttributePlace) -> Flag:
    """What the template asks for of the message that an event waits for, or of a linked resource."""
    state = "is missing" if place.value is None else "is empty"
    return Flag(
        place.span,
        f"{place.name} of {place.owner} of {task.label} {state}; the element template asks for it",
        field=place.name,
        severity=Severity.WARNING,
    )


def _place_to_add(task: ConnectorTask, container: str = "ioMapping") -> Span:
    """Where the mapping belongs: the tag of the mappings, else that of the task definition, else the element."""
    element = extension(task, container)
    return element.start_tag if element is not None else task.span


_BASIC = {"authentication.type": "basic", "authentication.username": "{{secrets.USER}}"}
_BEARER = {"authentication.type": "bearer"}
_OAUTH = {
    "authentication.type": "oauth-client-credentials-flow",
    "authentication.oauthTokenEndpoint": "https://login.example.com/token",
    "authentication.clientId": "{{secrets.ID}}",
    "authentication.clientAuthentication": "credentialsBody",
}

GOOD = [
    rest_task(),
    rest_task({"connectionTimeoutInSeconds": None, "readTimeoutInSeconds": None}),
    rest_task({**_BASIC, "authentication.password": "{{secrets.PASSWORD}}"}),
    rest_task(_BASIC, template=None),
    rest_task({**_OAUTH, "authentication.clientSecret": "{{secrets.SECRET}}"}),
    rest_task({"authentication.type": "=kind"}),
    rest_task({"authentication.type": None, "authentication": '={"type": "bearer", "token": token}'}),
    rest_task({"authentication.type": None}, template="com.example.Orders", version="3"),
    rest_task(only={"method": "get", "url": "https://a.example"}, template="io.camunda.connectors.HttpJson.v1.noAuth"),
]
BAD = [
    Case(rest_task({"url": ""}), finds="", says='url of "Fetch order" is empty'),
    Case(rest_task({"method": "="}), finds="="),
    Case(rest_task({"url": '=""'}, template=None, prefix="bpmn2"), finds='=""'),
    Case(rest_task(_BEARER), finds="<zeebe:ioMapping>", says="authentication.token of"),
    Case(rest_task({**_BEARER, "authentication.token": "  "}, element="intermediateThrowEvent"), finds="  "),
    Case(rest_task(_BASIC), finds="<zeebe:ioMapping>", says="goes on without it"),
    Case(rest_task(_OAUTH), finds="<zeebe:ioMapping>", says="authentication.clientSecret"),
    Case(
        rest_task({"authentication.type": None, "authentication.token": "=token"}, template="com.example.Orders"),
        finds="<zeebe:ioMapping>",
        says="authentication.type",
    ),
    Case(
        rest_task({"authentication.type": None, "authentication": '={"type": "bearer"}'}),
        finds='={"type": "bearer"}',
        says='authentication.token of "Fetch order" is missing from authentication',
    ),
]
