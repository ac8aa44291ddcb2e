"""Hover: what stands under the mouse, in the order of how near it is: a secret, a name of FEEL, an input, the task; and
before that the pages of the rules that found something there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types as t

from connlint.bpmn.namespaces import zeebe
from connlint.rules import load_rule, rule_names
from connlint.secret_references import references_in
from connlint_server.lsp import input_words, markup
from connlint_server.lsp.cursor import Cursor
from connlint_server.lsp.hover_feel import feel_page
from connlint_server.lsp.hover_task import task_page
from connlint_server.lsp.positions import to_offset, to_range
from connlint_server.lsp.task_headers import TASK_HEADERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint.span import Span
    from connlint_server.lsp.analysis import Analysis
    from connlint_server.lsp.server import ConnlintServer

Page = tuple[str, "Span"]
"""A text in Markdown and the stretch of the model that it is about."""


def register(server: ConnlintServer) -> None:
    server.answer(t.TEXT_DOCUMENT_HOVER, hover)


async def hover(ls: ConnlintServer, params: t.HoverParams) -> t.Hover | None:
    analysis = await ls.worked_out(params.text_document.uri)
    if analysis is None:
        return None
    offset = to_offset(analysis.document.lines, params.position, ls.encoding)
    cursor = Cursor(analysis, offset)
    # Within an escape the cursor is on what stands before it by its text, and not by its place.
    pages = [page for page in _subject(ls, cursor) if page[1].holds(cursor.offset)]
    rules = list(_rules(analysis, offset))
    if not pages and not rules:
        return None
    span = cursor.in_document(pages[0][1]) if pages else rules[0][1]
    text = "\n\n---\n\n".join(page for page, _ in (*rules, *pages))
    return t.Hover(
        contents=markup.content(text, markdown=ls.client.hovers_in_markdown),
        range=to_range(analysis.document.lines, span, ls.encoding),
    )


def _rules(analysis: Analysis, offset: int) -> Iterator[Page]:
    """The pages of the rules whose findings lie here, with the document's offsets."""
    told: set[str] = set()
    for finding in analysis.findings():
        if finding.path == analysis.live.path and finding.span.holds(offset) and finding.rule not in told:
            told.add(finding.rule)
            page = load_rule(finding.rule).documentation if finding.rule in rule_names() else ""
            yield f"**[{finding.rule}]({finding.url})** ({finding.severity.value})\n\n{_smaller(page)}", finding.span


def _smaller(page: str) -> str:
    """A rule's headings are too large for a hover."""
    return "\n".join(f"**{line.removeprefix('## ')}**" if line.startswith("## ") else line for line in page.split("\n"))


def _subject(ls: ConnlintServer, cursor: Cursor) -> Iterator[Page]:
    secret = next(_secret(ls, cursor), None)
    if secret is not None:
        yield secret
        return
    if cursor.feel is not None:
        page = feel_page(ls, cursor)
        if page is not None:
            yield page
            return
    field = next(_field(cursor), None)
    if field is not None:
        yield field
        return
    task = cursor.task
    element = cursor.element
    if task is None or element is None:
        return
    definition = task.node.definition
    subjects = (task.node.element, definition.element if definition is not None else None)
    if cursor.in_start_tag and element in subjects:
        yield task_page(ls, cursor, task), element.start_tag


def _secret(ls: ConnlintServer, cursor: Cursor) -> Iterator[Page]:
    value = cursor.value
    if value is None or "secrets" not in value.text:
        return
    at = value.decoded_offset(cursor.offset)
    for reference in references_in(value, is_feel=cursor.feel is not None):
        if reference.span.holds(at):
            yield _secret_page(ls, cursor, reference.name), value.source_span(*reference.span)


def _secret_page(ls: ConnlintServer, cursor: Cursor, name: str) -> str:
    """Whether a secret is set in the chosen environment; its value is not looked at."""
    lines = [f"**{markup.literal(name)}** — a secret"]
    state = ls.secret_state(cursor.analysis.live.path, name)
    if state is not None:
        lines.append(markup.literal(state))
    declared = cursor.context.config.secrets
    if declared is not None:
        lines.append(
            "It is among the declared secrets." if name in declared else "It is not among the declared secrets."
        )
    return "\n\n".join(lines)


def _field(cursor: Cursor) -> Iterator[Page]:
    """The input or the task header that the cursor is in."""
    task, element = cursor.task, cursor.element
    if task is None or element is None:
        return
    if cursor.is_input and cursor.mapping is not None:
        page = input_words.input_page(task, cursor.context, cursor.mapping.name)
        if page:
            yield page, element.start_tag
    elif element.tag == zeebe("header") and cursor.header is not None:
        for header in TASK_HEADERS:
            if header.key == cursor.header.name:
                yield f"**{header.key}** — {header.summary}\n\n{header.documentation}", element.start_tag
