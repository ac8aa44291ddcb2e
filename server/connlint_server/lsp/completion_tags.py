"""Completion between tags: whole input mappings and headers, ready to be filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types as t

from connlint.bpmn.namespaces import zeebe
from connlint.span import Span
from connlint.templates import choices, input_binding
from connlint.templates.model import scalar_text
from connlint_server.lsp import input_words
from connlint_server.lsp.completion_values import open_targets
from connlint_server.lsp.insertion import prefix_of, written
from connlint_server.lsp.offer import Offer
from connlint_server.lsp.task_headers import TASK_HEADERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint.bpmn.model import ConnectorTask
    from connlint_server.lsp.cursor import Cursor
    from connlint_server.lsp.offer import Stop


def tag_offers(cursor: Cursor) -> Iterator[Offer]:
    """What can stand here in a task's mappings or headers. A `<` that was typed already is replaced."""
    task = cursor.task
    element = cursor.element
    if task is None or element is None:
        return
    text = cursor.model.document.text
    start = _typed(text, cursor.offset)
    span = Span(start, cursor.offset)
    holder = element if element.tag in (zeebe("ioMapping"), zeebe("taskHeaders")) else element.parent
    if holder is None:
        return
    if holder.tag == zeebe("ioMapping"):
        yield from _inputs(cursor, task, span, text)
    elif holder.tag == zeebe("taskHeaders"):
        yield from _headers(task, span, text)


def _inputs(cursor: Cursor, task: ConnectorTask, span: Span, text: str) -> Iterator[Offer]:
    prefix = prefix_of(task)
    context = cursor.context
    for target in open_targets(task, context):
        yield Offer(
            target,
            t.CompletionItemKind.Snippet,
            (f'<{prefix}input source="', _source(cursor, task, target, text), f'" target="{written(text, target)}" />'),
            span,
            detail=input_words.short(task, context, target),
            documentation=input_words.input_page(task, context, target),
            filter=f"<{prefix}input {target}",
            tag=True,
        )


def _source(cursor: Cursor, task: ConnectorTask, target: str, text: str) -> Stop:
    """What the new input may be: its choices, else what the template would write."""
    template = cursor.context.template(task)
    if template is not None:
        values = tuple(each.value for each in choices(template, input_binding(target), cursor.context.values(task)))
        if values:
            return tuple(written(text, value) for value in values)
    prop = input_words.property_of(task, cursor.context, target)
    known = input_words.runtime_input_of(task, cursor.context, target)
    if prop is not None and prop.default is not None:
        return (written(text, scalar_text(prop.default)),)
    if known is not None and known.choices:
        return tuple(written(text, choice) for choice in known.choices)
    if known is not None and known.takes == "map":
        return ("={}",)
    return ("=20",) if known is not None and known.takes == "seconds" else ("",)


def _headers(task: ConnectorTask, span: Span, text: str) -> Iterator[Offer]:
    prefix = prefix_of(task)
    given = {header.name for header in task.node.headers}
    for header in TASK_HEADERS:
        if header.key in given:
            continue
        yield Offer(
            header.key,
            t.CompletionItemKind.Snippet,
            (f'<{prefix}header key="{header.key}" value="', (written(text, header.first),), '" />'),
            span,
            detail=header.summary,
            documentation=header.documentation,
            filter=f"<{prefix}header {header.key}",
            tag=True,
        )


def _typed(text: str, offset: int) -> int:
    """Where the tag begins that is being typed: a `<` and letters, or letters, right before the cursor."""
    start = offset
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] in ":_"):
        start -= 1
    return start - 1 if start > 0 and text[start - 1] == "<" else start
