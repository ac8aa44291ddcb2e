"""Inlay hints: the timeouts that a task has without saying so, and what heavily encoded FEEL says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types as t

from connlint.masking import masked
from connlint.templates import connector_of
from connlint_server.lsp.feel_sites import feel_sites
from connlint_server.lsp.positions import to_position, to_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint.bpmn.model import ConnectorTask
    from connlint.source.value import SourceValue
    from connlint.span import Span
    from connlint_server.lsp.analysis import Analysis
    from connlint_server.lsp.server import ConnlintServer

TIMEOUTS = ("connectionTimeoutInSeconds", "readTimeoutInSeconds")
HEAVY = 4
"""From so many references on a value is hard to read."""
LONGEST = 60


def register(server: ConnlintServer) -> None:
    options = t.InlayHintOptions(resolve_provider=False)
    server.answer(t.TEXT_DOCUMENT_INLAY_HINT, inlay_hints, empty=[], options=options)


def inlay_hints(ls: ConnlintServer, params: t.InlayHintParams) -> list[t.InlayHint]:
    analysis = ls.analysis(params.text_document.uri)
    if analysis is None:
        return []
    lines = analysis.document.lines
    asked = to_span(lines, params.range, ls.encoding)
    hints = []
    for span, label, tooltip in (*_timeouts(analysis), *_decoded(analysis)):
        # Behind the stretch: the end of what lies within a task's slot is the same in both texts.
        at = analysis.live.to_document(span).end
        if asked.start <= at <= asked.end:
            position = to_position(lines, at, ls.encoding)
            hints.append(t.InlayHint(position, label, tooltip=tooltip, padding_left=True))
    return hints


def _timeouts(analysis: Analysis) -> Iterator[tuple[Span, str, str | None]]:
    for task in analysis.model.http_tasks:
        definition = task.node.definition
        if definition is None:
            continue
        defaults = list(_defaults(task))
        if defaults:
            tooltip = "The connector's defaults, since no input gives them"
            yield definition.element.start_tag, f"timeouts: {', '.join(defaults)}", tooltip


def _defaults(task: ConnectorTask) -> Iterator[str]:
    connector = connector_of(task.job_type)
    if connector is None:
        return
    connect, read = (task.field(name) is not None for name in TIMEOUTS)
    default = connector.inputs[task.request_prefix + TIMEOUTS[0]].default
    if not connect:
        yield f"connect {default} s"
    if not read:
        # Run time: the connection timeout stands for both.
        yield "read as connect" if connect else f"read {default} s"


def _decoded(analysis: Analysis) -> Iterator[tuple[Span, str, str | None]]:
    for site in feel_sites(analysis.model):
        value = site.feel.value
        if _is_heavy(value):
            whole = masked(site.part.name if site.part is not None else "", site.feel.text, is_feel=True)
            text = " ".join(whole.split())
            yield value.span, text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…", whole


def _is_heavy(value: SourceValue) -> bool:
    raw = value.raw
    return raw.count("&") >= HEAVY and raw.count(";") >= HEAVY
