"""The diagnostics of open documents: pushed, or pulled where the client can, never both for one document."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from lsprotocol import types as t

from connlint_server.lsp.diagnostic_values import SOURCE, to_diagnostics
from connlint_server.lsp.guard import tell
from connlint_server.lsp.server import Published
from connlint_server.lsp.turns import in_turns, take_turn
from connlint_server.paths import name_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint_server.lsp.documents import OpenDocument
    from connlint_server.lsp.server import ConnlintServer


def register(server: ConnlintServer) -> None:
    """Nothing yet: only with the client's capabilities is it known which way is taken (`choose`)."""


def choose(ls: ConnlintServer) -> None:
    """Offers the pulling of diagnostics to a client that can."""
    if ls.client.pulls_diagnostics:
        # No workspace diagnostics: VS Code would ask for them every two seconds for ever.
        options = t.DiagnosticOptions(identifier=SOURCE, inter_file_dependencies=True, workspace_diagnostics=False)
        ls.answer(
            t.TEXT_DOCUMENT_DIAGNOSTIC,
            pulled,
            options=options,
            empty=t.RelatedFullDocumentDiagnosticReport(items=[]),
        )


async def pulled(
    ls: ConnlintServer, params: t.DocumentDiagnosticParams
) -> t.RelatedFullDocumentDiagnosticReport | t.RelatedUnchangedDocumentDiagnosticReport:
    uri = params.text_document.uri
    await ls.worked_out(uri)
    items, revision = diagnostics_of(ls, uri)
    if params.previous_result_id == revision:
        return t.RelatedUnchangedDocumentDiagnosticReport(result_id=revision)
    return t.RelatedFullDocumentDiagnosticReport(items=items, result_id=revision)


def opened(ls: ConnlintServer, document: OpenDocument) -> None:
    ls.workspace_check.document_opened(document)
    if not ls.client.pulls_diagnostics:
        publish(ls, document.uri)


def changed(ls: ConnlintServer, uri: str) -> None:
    """A keystroke: the document is checked once nobody has typed for a moment."""
    ls.tasks_changed(uri)
    if ls.client.pulls_diagnostics:
        return
    _cancel(ls, uri)
    delay = ls.configuration.settings(uri).delay
    if delay <= 0:
        _publish_with_others(ls, uri)
    else:
        ls.timers[uri] = asyncio.get_running_loop().call_later(delay, _publish_with_others, ls, uri)


def closed(ls: ConnlintServer, document: OpenDocument) -> None:
    _cancel(ls, document.uri)
    if not ls.client.pulls_diagnostics:
        ls.text_document_publish_diagnostics(t.PublishDiagnosticsParams(document.uri, []))
    ls.workspace_check.document_closed(document)
    refresh_others(ls, document.path)


def refresh_all(ls: ConnlintServer) -> None:
    """Something that concerns all documents has changed: settings, files on disk."""
    if ls.client.pulls_diagnostics:
        if ls.client.refreshes_diagnostics:
            ls.workspace_diagnostic_refresh(None)
        return
    if ls.refresh is not None:
        ls.refresh.cancel()
    steps = _publish_all(ls)
    ls.refresh = None if take_turn(steps) else asyncio.ensure_future(in_turns(steps))


def _publish_all(ls: ConnlintServer) -> Iterator[None]:
    for document in ls.documents:
        if ls.documents.at(document.path) is document:
            try:
                publish(ls, document.uri)
            except Exception as error:
                tell("diagnostics", error)
            yield


def refresh_others(ls: ConnlintServer, path: str) -> None:
    """The open documents that belong to this one, or did when they were last published."""
    if ls.client.pulls_diagnostics:
        return  # the client asks again by itself: the server has stated that files depend on each other
    around = ls.paths_around(path)
    for document in ls.documents:
        shown = ls.published.get(document.uri)
        if document.path != path and (document.path in around or (shown is not None and path in shown.paths)):
            publish(ls, document.uri)


def stop(ls: ConnlintServer) -> None:
    for uri in [*ls.timers, *ls.checks]:
        _cancel(ls, uri)
    if ls.refresh is not None:
        ls.refresh.cancel()


def publish(ls: ConnlintServer, uri: str) -> None:
    """Publishes what is found: now, or once it is worked out where that takes longer than a turn."""
    _cancel(ls, uri)
    analysis = ls.analysis(uri)
    steps = analysis.steps() if analysis is not None else iter(())
    if take_turn(steps):
        _publish_now(ls, uri)
    else:
        ls.checks[uri] = asyncio.ensure_future(_publish_in_turns(ls, uri, steps))


async def _publish_in_turns(ls: ConnlintServer, uri: str, steps: Iterator[None]) -> None:
    try:
        await in_turns(steps)
        _publish_now(ls, uri)
    except Exception as error:
        tell("diagnostics", error)


def _publish_now(ls: ConnlintServer, uri: str) -> None:
    document = ls.documents.get(uri)
    if document is None:
        return
    version = document.version
    items, revision = diagnostics_of(ls, uri)
    before = ls.published.get(uri)
    analysis = ls.analysis(uri)
    paths = frozenset(analysis.surroundings.workspace.models) if analysis is not None else frozenset()
    ls.published[uri] = Published(version, revision, paths)
    if before is not None and (before.version, before.revision) == (version, revision):
        return
    ls.text_document_publish_diagnostics(t.PublishDiagnosticsParams(uri, items, version))


def diagnostics_of(ls: ConnlintServer, uri: str) -> tuple[list[t.Diagnostic], str]:
    """The diagnostics of an open document, and a text that is another one whenever they are others."""
    analysis = ls.analysis(uri)
    if analysis is None or not ls.configuration.settings(uri).enable or ls.configuration.is_excluded(name_of(uri)):
        return [], "none"
    findings = analysis.findings()
    return to_diagnostics(ls, uri, findings), f"{id(analysis):x}.{analysis.revision}"


def _publish_with_others(ls: ConnlintServer, uri: str) -> None:
    try:
        publish(ls, uri)
        refresh_others(ls, name_of(uri))
    except Exception as error:
        tell("diagnostics", error)


def _cancel(ls: ConnlintServer, uri: str) -> None:
    for waiting in (ls.timers.pop(uri, None), ls.checks.pop(uri, None)):
        if waiting is not None:
            waiting.cancel()
