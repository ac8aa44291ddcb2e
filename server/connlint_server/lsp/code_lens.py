"""Run, Preview and Cancel above each task that can be run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types as t

from connlint_server.lsp.positions import to_position
from connlint_server.lsp.run_requests import CANCEL, PREVIEW, RUN, command

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint_server.lsp.server import ConnlintServer


def register(server: ConnlintServer) -> None:
    server.answer(t.TEXT_DOCUMENT_CODE_LENS, code_lenses, empty=[], options=t.CodeLensOptions(resolve_provider=False))


def code_lenses(ls: ConnlintServer, params: t.CodeLensParams) -> list[t.CodeLens]:
    uri = params.text_document.uri
    analysis = ls.analysis(uri)
    if analysis is None or not ls.configuration.settings(uri).lens or not ls.runs.is_available:
        return []
    lenses = []
    for task in analysis.model.http_tasks:
        start = analysis.live.to_document(task.node.element.start_tag).start
        place = to_position(analysis.document.lines, start, ls.encoding)
        why_not = ls.runs.why_not(task)
        commands = _commands(ls, uri, task.node.id) if why_not is None else iter([t.Command(f"▷ {why_not}", "")])
        lenses += [t.CodeLens(range=t.Range(place, place), command=each) for each in commands]
    return lenses


def _commands(ls: ConnlintServer, uri: str, element: str) -> Iterator[t.Command]:
    argument = {"textDocument": {"uri": uri}, "element": element}
    running = ls.runs.running(uri, element)
    if running is not None:
        yield t.Command("■ Cancel", command(ls, CANCEL), arguments=[{"run": running.id}])
        return
    yield t.Command("▶ Run", command(ls, RUN), arguments=[argument])
    yield t.Command("Preview", command(ls, PREVIEW), arguments=[argument])
