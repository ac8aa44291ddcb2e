"""Completion of static values: input targets, choices, task headers, templates and their versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types as t

from connlint.bpmn.namespaces import zeebe
from connlint.span import Span
from connlint.templates import (
    choices,
    feel_mode,
    input_binding,
    missing_inputs,
    official,
    official_ids,
    requirements,
    versions,
)
from connlint.templates.runtime_inputs import AUTHENTICATION_READS
from connlint_server.lsp import input_words
from connlint_server.lsp.offer import Offer
from connlint_server.lsp.task_headers import TASK_HEADERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint.bpmn.model import ConnectorTask
    from connlint.rule import Context
    from connlint.source.value import SourceValue
    from connlint.templates.template_set import TemplateSet
    from connlint_server.lsp.cursor import Cursor

TEMPLATE, TEMPLATE_VERSION = zeebe("modelerTemplate"), zeebe("modelerTemplateVersion")


def value_offers(cursor: Cursor) -> Iterator[Offer]:
    """The offers for the attribute value that the cursor is in."""
    value, name, task = cursor.value, cursor.attribute_name, cursor.task
    if value is None:
        return
    if cursor.attribute is not None and cursor.attribute.name == TEMPLATE:
        yield from _templates(cursor, value)
    elif cursor.attribute is not None and cursor.attribute.name == TEMPLATE_VERSION and task is not None:
        yield from _versions(cursor, task, value)
    elif task is None:
        return
    elif cursor.is_input and name == "target":
        yield from _targets(cursor, task, value)
    elif cursor.is_input and name == "source" and cursor.mapping is not None:
        yield from _sources(cursor.context, task, cursor.mapping.name, value)
    elif cursor.element is not None and cursor.element.tag == zeebe("header") and name == "key":
        yield from _header_keys(task, value)
    elif cursor.element is not None and cursor.element.tag == zeebe("taskDefinition") and name == "type":
        for job_type, what in (("io.camunda:http-json:1", "REST"), ("io.camunda:connector-graphql:1", "GraphQL")):
            yield Offer(job_type, t.CompletionItemKind.Constant, (job_type,), value.span, f"{what} connector")


def open_targets(task: ConnectorTask, context: Context, keep: str = "") -> Iterator[str]:
    """The inputs that the task could still be given: those of its template, else all that its connector reads."""
    given = {mapping.name for mapping in task.node.inputs} - {keep}
    template = context.template(task)
    found: dict[str, None] = {}
    if template is not None:
        values = context.values(task)
        found.update((prop.binding.name, None) for prop in missing_inputs(template, values))
    else:
        connector = context.connector(task)
        if connector is not None:
            chosen = task.input("authentication.type")
            kind = chosen.text if chosen is not None and chosen.feel is None else ""
            reads = AUTHENTICATION_READS.get(kind, frozenset())
            for name in (*connector.mandatory, *connector.inputs):
                part = name.removeprefix("authentication.")
                if part == name or part == "type" or part in reads:
                    found[name] = None
    if keep:
        found[keep] = None
    for name in found:
        whole = any(target != name and name.startswith(f"{target}.") for target in given)
        if name and name not in given and not whole:
            yield name


def _targets(cursor: Cursor, task: ConnectorTask, value: SourceValue) -> Iterator[Offer]:
    context = cursor.context
    mandatory = _demanded(task, context)
    own = value.text if input_words.property_of(task, context, value.text) is not None else ""
    for target in open_targets(task, context, keep=own):
        yield Offer(
            target,
            t.CompletionItemKind.Field,
            (target,),
            value.span,
            detail=input_words.short(task, context, target),
            documentation=input_words.input_page(task, context, target),
            rank=1 if target in mandatory else 4,
        )


def _demanded(task: ConnectorTask, context: Context) -> frozenset[str]:
    found = requirements(context.values(task), context.template(task), context.connector(task))
    return frozenset(each.binding.name for each in found)


def _sources(context: Context, task: ConnectorTask, target: str, value: SourceValue) -> Iterator[Offer]:
    """The values that an input takes, where they are few."""
    known = input_words.runtime_input_of(task, context, target)
    template = context.template(task)
    labels: dict[str, str] = {}
    if template is not None:
        labels = {each.value: each.label for each in choices(template, input_binding(target), context.values(task))}
    if not labels and known is not None:
        labels = dict.fromkeys(known.choices, "")
    for rank, (choice, label) in enumerate(labels.items()):
        yield Offer(choice, t.CompletionItemKind.EnumMember, (choice,), value.span, detail=label, rank=min(rank, 9))
    takes = known.takes if known is not None else ""
    if takes == "boolean":
        for word in ("true", "false"):
            yield Offer(f"={word}", t.CompletionItemKind.Value, (f"={word}",), value.span)
    elif takes == "seconds":
        yield Offer("=20", t.CompletionItemKind.Value, ("=", ("20",)), value.span, detail="seconds")
    elif takes == "url" and not value.text.startswith("h"):
        for scheme in ("https://", "http://"):
            yield Offer(scheme, t.CompletionItemKind.Value, (scheme,), value.span)
    mode = feel_mode(template, input_binding(target), context.values(task)) if template is not None else "optional"
    if mode not in ("none", "static") and not value.text:
        at = Span(value.start, value.start)
        yield Offer("=", t.CompletionItemKind.Operator, ("=",), at, detail="a FEEL expression", rank=9)


def _header_keys(task: ConnectorTask, value: SourceValue) -> Iterator[Offer]:
    given = {header.name for header in task.node.headers}
    for header in TASK_HEADERS:
        if header.key not in given or header.key == value.text:
            yield Offer(
                header.key,
                t.CompletionItemKind.Property,
                (header.key,),
                value.span,
                detail=header.summary,
                documentation=header.documentation,
            )


def _templates(cursor: Cursor, value: SourceValue) -> Iterator[Offer]:
    templates = _visible(cursor)
    names = {known.id: known.name for known in templates.known()}
    for template_id in (*official_ids(), *(name for name in names if name not in official_ids())):
        name = names.get(template_id) or _official_name(template_id)
        yield Offer(template_id, t.CompletionItemKind.Class, (template_id,), value.span, detail=name)


def _official_name(template_id: str) -> str:
    newest = official(template_id, versions(template_id)[-1])
    return newest.name if newest is not None else ""


def _visible(cursor: Cursor) -> TemplateSet:
    """The templates that the model may use, asked for even where it uses none that is not official yet."""
    source = cursor.context.workspace.templates
    return source.for_model(cursor.model.path) if source is not None else cursor.context.templates


def _versions(cursor: Cursor, task: ConnectorTask, value: SourceValue) -> Iterator[Offer]:
    known = [version for version in _visible(cursor).versions(task.template_id or "") if version is not None]
    for rank, version in enumerate(reversed(known)):
        detail = "the newest" if rank == 0 else ""
        yield Offer(version, t.CompletionItemKind.Value, (version,), value.span, detail=detail, rank=min(rank, 9))
