"""Links of a model: the page of a rule that a comment names, the form that a task shows, the process that is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types as t

from connlint.rules import rule_names
from connlint.suppress import suppressions_of
from connlint.version import DOCUMENTATION
from connlint_server.lsp.positions import to_range
from connlint_server.paths import uri_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint.span import Span
    from connlint_server.lsp.analysis import Analysis
    from connlint_server.lsp.server import ConnlintServer


def register(server: ConnlintServer) -> None:
    options = t.DocumentLinkOptions(resolve_provider=False)
    server.answer(t.TEXT_DOCUMENT_DOCUMENT_LINK, document_links, empty=[], options=options)


def document_links(ls: ConnlintServer, params: t.DocumentLinkParams) -> list[t.DocumentLink]:
    analysis = ls.analysis(params.text_document.uri)
    if analysis is None:
        return []
    lines = analysis.document.lines
    tips = ls.client.takes_link_tooltips
    return [
        t.DocumentLink(to_range(lines, analysis.live.to_document(span), ls.encoding), target, tooltip if tips else None)
        for span, target, tooltip in (*_rules(analysis), *_files(ls, analysis))
    ]


def _rules(analysis: Analysis) -> Iterator[tuple[Span, str, str]]:
    known = rule_names()
    for each in suppressions_of(analysis.model, ()).several:
        if each.rule in known:
            yield each.span, f"{DOCUMENTATION}/rules/{each.rule}.md", f"The rule {each.rule}"


def _files(ls: ConnlintServer, analysis: Analysis) -> Iterator[tuple[Span, str, str]]:
    """To files only: what is in the same model needs no link."""
    workspace = analysis.surroundings.workspace
    processes = {
        process.id: path
        for path, model in workspace.models.items()
        if path != analysis.live.path
        for process in model.processes
    }
    for node in analysis.model.nodes():
        called = node.called.process_id if node.called is not None else None
        if called is not None and called.text in processes:
            yield called.span, uri_of(processes[called.text]), f"The process {called.text}"
        form_id = node.form.form_id if node.form is not None else None
        form = workspace.forms.get(form_id.text) if form_id is not None else None
        if form_id is not None and form is not None:
            yield form_id.span, uri_of(form.path), f"The form {form_id.text}"
