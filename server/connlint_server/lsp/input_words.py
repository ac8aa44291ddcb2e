"""What an input is, in words: from the task's template, and from what the connector itself reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.templates import input_binding, property_for
from connlint.templates.model import AllMatch, Equals, IsActive, IsEmpty, OneOf, scalar_text
from connlint_server.lsp import markup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint.bpmn.model import ConnectorTask
    from connlint.rule import Context
    from connlint.templates import Property
    from connlint.templates.model import Condition, Content
    from connlint.templates.runtime_inputs import RuntimeInput

_TAKES = {
    "text": "text",
    "url": "a URL",
    "seconds": "whole seconds",
    "boolean": "true or false",
    "map": "a context of names and values",
    "any": "any value",
    "choice": "one of a few words",
    "context": "a context",
}
_FEEL = {
    "none": "text only",
    "static": "text, or a number or boolean as FEEL",
    "optional": "text or FEEL",
    "required": "FEEL",
}


def property_of(task: ConnectorTask, context: Context, target: str) -> Property | None:
    template = context.template(task)
    return property_for(template, input_binding(target), context.values(task)) if template is not None else None


def runtime_input_of(task: ConnectorTask, context: Context, target: str) -> RuntimeInput | None:
    connector = context.connector(task)
    return connector.inputs.get(target) if connector is not None else None


def input_page(task: ConnectorTask, context: Context, target: str) -> str:
    """The input as Markdown; empty where nothing is known of it."""
    return "\n\n".join(_paragraphs(task, context, target))


def short(task: ConnectorTask, context: Context, target: str) -> str:
    """The input in a few words: its label, else what it takes."""
    prop = property_of(task, context, target)
    if prop is not None and prop.label:
        return prop.label
    known = runtime_input_of(task, context, target)
    return _TAKES[known.takes] if known is not None else ""


def _paragraphs(task: ConnectorTask, context: Context, target: str) -> Iterator[str]:
    prop = property_of(task, context, target)
    known = runtime_input_of(task, context, target)
    if prop is None and known is None:
        return
    label = f" — {markup.literal(prop.label)}" if prop is not None and prop.label else ""
    yield f"**{markup.literal(target)}**{label}"
    if prop is not None and prop.doc:
        yield markup.literal(prop.doc)
    yield "\n".join(f"- {fact}" for fact in _facts(task, context, prop, known))


def _facts(task: ConnectorTask, context: Context, prop: Property | None, known: RuntimeInput | None) -> Iterator[str]:
    if known is not None:
        yield f"Takes: {_TAKES[known.takes]}"
    elif prop is not None:
        yield f"Type: {prop.type}"
    if prop is not None:
        yield f"Written as: {_FEEL[prop.feel]}"
    choices = [each.value for each in prop.choices] if prop is not None else []
    choices = choices or (list(known.choices) if known is not None else [])
    if choices:
        yield f"One of: {', '.join(map(markup.inline, choices))}"
    if known is not None and known.default is not None:
        yield f"Default at run time: {known.default}"
    if prop is not None and prop.default is not None:
        yield f"The template writes: {markup.inline(scalar_text(prop.default))}"
    yield f"Mandatory: {_mandatory(task, context, prop, known)}"
    template = context.template(task)
    if template is not None:
        yield f"Template: {markup.literal(template.name)} {markup.literal(template.version or 'without a version')}"


def _mandatory(task: ConnectorTask, context: Context, prop: Property | None, known: RuntimeInput | None) -> str:
    connector = context.connector(task)
    if connector is not None and known is not None and known.name in connector.mandatory:
        return "always"
    if prop is None or not prop.constraints.not_empty:
        return "no"
    if connector is not None and prop.binding.name in connector.defaulted:
        return "the template asks for it, the connector has a default"
    template = context.template(task)
    when = _when(prop.condition, template.contents[0]) if template is not None else ""
    return f"when {when}" if when else "always"


def _when(condition: Condition | None, content: Content) -> str:
    match condition:
        case Equals(name, value):
            return f"{_named(name, content)} is {markup.inline(scalar_text(value))}"
        case OneOf(name, values):
            return f"{_named(name, content)} is {' or '.join(markup.inline(scalar_text(value)) for value in values)}"
        case IsActive(name, expected):
            return f"{_named(name, content)} is {'shown' if expected else 'not shown'}"
        case IsEmpty(name, expected):
            return f"{_named(name, content)} is {'empty' if expected else 'not empty'}"
        case AllMatch(conditions):
            return " and ".join(filter(None, (_when(each, content) for each in conditions)))
    return ""


def _named(property_id: str, content: Content) -> str:
    found = content.by_id.get(property_id)
    return markup.literal(found[0].binding.name if found else property_id)
