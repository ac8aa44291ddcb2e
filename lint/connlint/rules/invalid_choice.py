"""`invalid-choice`: a value that is none of the choices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from connlint.attribute_places import KINDS as ATTRIBUTES
from connlint.attribute_places import attribute_place
from connlint.authentication import reads_input
from connlint.bpmn.model import ConnectorTask
from connlint.constants import Constant, constants_of, leaves
from connlint.example import Case, rest_task
from connlint.field_names import RESPONSE_FORMAT
from connlint.field_values import is_feel, value_of
from connlint.finding import Edit, Fix, Severity
from connlint.masking import is_named_as_credential, shortened, shown
from connlint.nearest import edit_distance, nearest
from connlint.rule import Context, Flag, rule
from connlint.secret_references import holds_secret

if TYPE_CHECKING:
    from connlint.bpmn.parts import ConnectorValue
    from connlint.source.value import SourceValue
    from connlint.templates import Binding, Connector, RuntimeInput, Template

CUSTOM_AUTHENTICATION = "credentialsInBody"
"""A way to authenticate that connectors knew before 8.4 (rest-connector §5)."""

CUSTOM_UNTIL = (8, 4)
RESPONSE_FORMAT_FROM = (8, 10)
MOST_LISTED = 30


@rule("invalid-choice", severity=Severity.ERROR, over="templated")
def invalid_choice(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """A value is none of those that the input takes.

    ## Why
    The connector refuses a method, a type of authentication, a place for the API key, a client authentication or a
    response format that it does not know, and the job fails before any request (error). A method and the place
    of the API key may be written in any case, the others only exactly so. What the connector takes but
    the applied version of the template does not offer is a warning: connectors of that time may not know it, and the
    form shows nothing. The same goes for the choices of any other known template.

    Constants in FEEL and in the branches of an `if` are judged likewise; other FEEL is not. A choice behind `=`, as in
    `=GET`, is no text but a variable, and null where nothing in the model makes one of that name (warning).

    ## How to mend
    Write one of the choices that the message lists.

    ## Fix
    Safe: the nearest choice, where only the case or one letter differs. Other near ones are only named. Unsafe: the
    text for a variable of that name.
    """
    connector = context.connector(task)
    if connector is not None:
        for runtime in connector.inputs.values():
            if runtime.choices and task.gives(runtime.name) and _is_used(task, runtime.name, context):
                yield from _judge(task, runtime, context)
                yield from _judge_names(task, runtime, context)
    template = context.template(task)
    if template is not None:
        yield from _judge_template(task, template, connector, context)


def _is_used(task: ConnectorTask, field: str, context: Context) -> bool:
    """Whether the connectors of the model's engine read the field for this task."""
    if field == RESPONSE_FORMAT:
        return context.engine is None or context.engine >= RESPONSE_FORMAT_FROM
    return reads_input(task, field)


def _judge(task: ConnectorTask, runtime: RuntimeInput, context: Context) -> Iterator[Flag]:
    for constant in constants_of(value_of(task, runtime.name)):
        secret = constant.holds_secret
        if secret and runtime.name != RESPONSE_FORMAT:
            continue
        if _is_empty(constant) or (not secret and runtime.admits(constant.text)) or _is_blank_around(constant, runtime):
            continue
        if constant.text == CUSTOM_AUTHENTICATION and (context.engine is None or context.engine < CUSTOM_UNTIL):
            continue
        why = "secrets are not replaced here" if secret else "the connector fails the job, with no retry left"
        yield _flag(task, constant, runtime.choices, why)


def _judge_names(task: ConnectorTask, runtime: RuntimeInput, context: Context) -> Iterator[Flag]:
    """A choice behind `=` reads a variable of that name, which nothing makes."""
    value = value_of(task, runtime.name)
    if value is None or value.node is None or value.mapping.feel is None or value.mapping.source is None:
        return
    feel = value.mapping.feel
    for leaf in leaves(value.node):
        text = feel.text[leaf.start : leaf.end]
        if not text[:1].isalpha() or not runtime.admits(text) or _is_variable(task, value.mapping, text, context):
            continue
        span = feel.span(leaf.start, leaf.end)
        whole = feel.text.strip() == text
        edit = Edit(value.mapping.span, value.mapping.source.encode(text)) if whole else None
        edit = edit or Edit(span, value.mapping.source.encode(f'"{text}"'))
        yield Flag(
            span,
            f"{runtime.name} of {task.label} is the expression {text}, not the text; nothing in the model makes a variable"
            " of that name, and the connector gets null",
            field=value.mapping.name,
            fix=Fix(f"Write {text} as text", (edit,), "unsafe"),
            severity=Severity.WARNING,
        )


def _is_variable(task: ConnectorTask, mapping: ConnectorValue, text: str, context: Context) -> bool:
    """Whether a variable of the name, or the first name in it, may be there."""
    name = re.split(r"\W", text, maxsplit=1)[0]
    for earlier in task.node.inputs:
        if earlier is mapping:
            break
        if earlier.root == name:
            return True
    return any(context.workspace.variables.seen_as(task.node, name))


def _judge_template(
    task: ConnectorTask, template: Template, connector: Connector | None, context: Context
) -> Iterator[Flag]:
    from connlint.templates import choices, own_defaults

    values = context.values(task)
    for binding in template.uses:
        if binding.kind in ("property", "header") or binding.kind in ATTRIBUTES:
            yield from _judge_text(task, binding, template, context)
        if binding.kind != "input" or not task.gives(binding.name):
            continue
        runtime = connector.inputs.get(binding.name) if connector is not None else None
        if runtime is not None and not runtime.choices:
            continue  # what the connector reads otherwise, such as a boolean, is not chosen by its text
        offered = tuple(choice.value for choice in choices(template, binding, values))
        if not offered:
            continue
        allowed = {*offered, *own_defaults(template, binding, values)}
        for constant in constants_of(value_of(task, binding.name)):
            if _is_empty(constant) or constant.holds_secret or not constant.is_text or constant.text.strip() in allowed:
                continue
            if runtime is not None and (
                not runtime.admits(constant.text.strip())
                or (runtime.any_case and constant.text.strip().lower() in {each.lower() for each in offered})
            ):
                continue
            version = f"version {template.version}" if template.version else "this version"
            why = f'{version} of the template "{template.name}" does not offer it'
            yield _flag(task, constant, offered, why, Severity.WARNING)


def _judge_text(task: ConnectorTask, binding: Binding, template: Template, context: Context) -> Iterator[Flag]:
    """A property of an inbound connector or an attribute, where it is no FEEL, or a task header, which is text always."""
    from connlint.templates import choices, own_defaults

    name, value = _text_of(task, binding)
    if value is None or not value.text.strip():
        return
    text = value.text
    values = context.values(task)
    offered = tuple(choice.value for choice in choices(template, binding, values))
    allowed = {*offered, *own_defaults(template, binding, values)}
    if offered and text.strip() not in allowed and not holds_secret(text):
        near = nearest(text.strip(), offered)
        hint = f", did you mean {near}?" if near is not None else ""
        yield Flag(
            value.span,
            f"{name} of {task.label} is {shown(name, text)}; expected is {_listed(offered)}{hint} (the template"
            f' "{template.name}" does not offer it)',
            field=name,
            severity=Severity.WARNING,
            confidential=is_named_as_credential(name),
        )


def _text_of(task: ConnectorTask, binding: Binding) -> tuple[str, SourceValue | None]:
    """The field of the binding, and its value where that is text."""
    if binding.kind == "header":
        header = task.header(binding.name)
        return binding.name, header.value if header is not None else None
    if binding.kind == "property":
        found = task.property_named(binding.name)
        return binding.name, found.value if found is not None and found.feel is None else None
    place = attribute_place(task, binding)
    if place is None or place.value is None or is_feel(place.value.text):
        return binding.name, None
    return place.name, place.value


def _is_empty(constant: Constant) -> bool:
    """What `missing-input` speaks of, what counts as not given, and a list of one, which counts as what it holds."""
    if constant.kind == "list" and not constant.is_no_text:
        return True
    return constant.kind == "null" or (constant.is_text and constant.text.strip() in ("", "="))


def _is_blank_around(constant: Constant, runtime: RuntimeInput) -> bool:
    """What `stray-whitespace` speaks of."""
    return constant.kind == "text" and runtime.admits(constant.text.strip())


def _flag(
    task: ConnectorTask, constant: Constant, offered: tuple[str, ...], why: str, severity: Severity | None = None
) -> Flag:
    text = constant.text.strip()
    near = nearest(text, offered) if constant.is_text and text else None
    hint = f", did you mean {near}?" if near is not None else ""
    fix = None
    if near is not None and edit_distance(text.casefold(), near.casefold(), 1) <= 1:
        fix = Fix(f"Write {near}", (Edit(constant.span, constant.written(near)),))
    return Flag(
        constant.span,
        f"{constant.value.field} of {task.label} is {constant.shown}; expected is {_listed(offered)}{hint} ({why})",
        field=constant.value.mapping.name,
        fix=fix,
        severity=severity,
        confidential=is_named_as_credential(constant.value.field),
    )


def _listed(offered: tuple[str, ...]) -> str:
    if len(offered) == 1:
        return offered[0]
    more = f" and {len(offered) - MOST_LISTED} more" if len(offered) > MOST_LISTED else ""
    return f"one of {', '.join(map(shortened, offered[:MOST_LISTED]))}{more}"


_KEY = {"authentication.type": "apiKey", "authentication.name": "X-Key", "authentication.value": "{{secrets.KEY}}"}
_GRAPHQL = {
    "authentication.type": "noAuth",
    "graphql.method": "post",
    "graphql.url": "https://api.example.com/graphql",
    "graphql.query": "{ orders { id } }",
}

GOOD = [
    rest_task({"method": "post"}),
    rest_task({"method": " Get "}, template=None),
    rest_task({"method": '=if urgent then "PUT" else kind'}),
    rest_task({**_KEY, "authentication.apiKeyLocation": "Headers"}, version="13"),
    rest_task({"authentication.apiKeyLocation": "nowhere", "method": '=["get"]'}),
    rest_task(only={"method": "GET", "basic": "=kind", "authentication.type": "=basic", "url": "https://a.example"}),
    rest_task({"authentication.type": "{{secrets.KIND}}", "method": "{{secrets.METHOD}}"}),
    rest_task({"documentReturnFormat.choice": "TEXT"}, version="17", engine="8.10.0"),
    rest_task({"authentication.type": "credentialsInBody"}, template="com.example.Robots", engine="8.3.0"),
    rest_task(only=_GRAPHQL, template=None, job_type="io.camunda:connector-graphql:1"),
]
BAD = [
    Case(
        rest_task({"method": "PATHC"}), finds="PATHC", fixed=rest_task({"method": "PATCH"}), says="did you mean PATCH?"
    ),
    Case(rest_task({"method": "HEAD"}, template="com.example.Shop"), finds="HEAD", says="one of POST, GET, DELETE"),
    Case(
        rest_task({"authentication.type": "noauth"}, prefix="bpmn2"),
        finds="noauth",
        fixed=rest_task({"authentication.type": "noAuth"}, prefix="bpmn2"),
    ),
    Case(
        rest_task({**_KEY, "authentication.apiKeyLocation": "header"}),
        finds="header",
        fixed=rest_task({**_KEY, "authentication.apiKeyLocation": "headers"}),
    ),
    Case(
        rest_task({"method": '=if urgent then "PUTT" else "POST"'}, element="sendTask"),
        finds='"PUTT"',
        fixed=rest_task({"method": '=if urgent then "PUT" else "POST"'}, element="sendTask"),
    ),
    Case(rest_task({"authentication.type": None, "authentication": '={"type": "token"}'}), finds='"token"'),
    Case(
        rest_task({"documentReturnFormat.choice": "Json"}, version="17", engine="8.10.0"),
        finds="Json",
        fixed=rest_task({"documentReturnFormat.choice": "JSON"}, version="17", engine="8.10.0"),
    ),
    Case(
        rest_task({"documentReturnFormat.choice": "{{secrets.FORMAT}}"}, version="17", engine="8.10.0"),
        finds="{{secrets.FORMAT}}",
        says="not replaced here",
    ),
    Case(rest_task({"authentication.type": "oauth-refresh-token"}), finds="oauth-refresh-token", says="does not offer"),
    Case(
        rest_task({"method": "=GET", "authentication.type": "=if a then noAuth else kind"}),
        finds=("noAuth", "GET"),
        fixed=rest_task({"method": "GET", "authentication.type": '=if a then "noAuth" else kind'}),
        says="not the text",
    ),
    Case(
        rest_task({"authentication.type": "=oauth-refresh-token"}, template=None, engine="8.10.0"),
        finds="oauth-refresh-token",
        fixed=rest_task({"authentication.type": "oauth-refresh-token"}, template=None, engine="8.10.0"),
    ),
    Case(
        rest_task(
            only={**_GRAPHQL, "graphql.method": "DELETE"},
            template="io.camunda.connectors.GraphQL.v1",
            version="8",
            job_type="io.camunda:connector-graphql:1",
        ),
        finds="DELETE",
    ),
]
