"""Checks every model of the workspace on request, and keeps the files that are not open up to date from then on."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING, Any

from lsprotocol import types as t

from connlint.finding import Severity
from connlint.foreign_files import is_foreign
from connlint.input_files import MODEL_ENDING, Unreadable, find_files, read_source
from connlint.source.text import SourceText
from connlint_server.lsp.analysis import Analysis
from connlint_server.lsp.diagnostic_values import to_diagnostic
from connlint_server.lsp.documents import OpenDocument
from connlint_server.lsp.guard import tell
from connlint_server.lsp.progress import Progress
from connlint_server.lsp.turns import in_turns
from connlint_server.paths import folder_around, uri_of

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable

    from connlint.bpmn.model import Model
    from connlint.finding import Finding
    from connlint.input_files import Found
    from connlint_server.lsp.core import ServerCore

REQUEST = "connlint/checkWorkspace"


class WorkspaceCheck:
    """The diagnostics of files that are not open. Open documents have their own."""

    def __init__(self, ls: ServerCore) -> None:
        self._ls = ls
        self._published: set[str] = set()
        """The paths of files that the client shows findings of."""
        self.models: dict[str, Model] = {}
        """The models of the files that were checked, by path."""
        self.findings: dict[str, tuple[Finding, ...]] = {}
        self._active = False
        self._jobs: set[asyncio.Task[None]] = set()

    async def run(self, params: dict[str, Any]) -> dict[str, Any]:
        """Checks all files; yields to other requests after each."""
        ls = self._ls
        self._active = True
        found = await self._find()
        progress = await Progress.begin(ls, params.get("workDoneToken"), "Checking models")
        counts: Counter[str] = Counter()
        unreadable: list[dict[str, str]] = [
            {"uri": uri_of(each.path), "reason": each.reason} for each in found.unreadable
        ]
        try:
            for index, path in enumerate(found.models):
                if progress.cancelled:
                    break
                progress.report(index, len(found.models), path)
                problem = await self._check(path)
                if problem is not None:
                    unreadable.append({"uri": uri_of(path), "reason": problem})
                await self._count(path, counts)
                await asyncio.sleep(0)
        finally:
            progress.end()
        ls.tasks_changed("")
        return {
            "files": counts["files"],
            "connectors": counts["connectors"],
            "errors": counts[Severity.ERROR.value],
            "warnings": counts[Severity.WARNING.value],
            "infos": counts[Severity.INFO.value],
            "unreadable": unreadable,
        }

    def check_again(self) -> None:
        """What all files depend on is another now: settings, a configuration file, the workspace's folders."""
        if self._active:
            self.stop()
            self._begin(self._check_all())

    def stop(self) -> None:
        for job in self._jobs:
            job.cancel()

    def document_opened(self, document: OpenDocument) -> None:
        """An open document speaks for its file."""
        path = document.path
        self.models.pop(path, None)
        self.findings.pop(path, None)
        if path in self._published:
            self._published.discard(path)
            uri = uri_of(path)
            if self._ls.client.pulls_diagnostics or uri != document.uri:
                self._ls.text_document_publish_diagnostics(t.PublishDiagnosticsParams(uri, []))

    def document_closed(self, document: OpenDocument) -> None:
        self.files_changed([document.path])

    def files_changed(self, paths: Iterable[str]) -> None:
        """Files were made, changed or deleted, or are open no more."""
        folders = self._ls.session.folders
        models = [each for each in paths if each.endswith(MODEL_ENDING) and folder_around(each, folders) is not None]
        if self._active and models:
            self._begin(self._check_some(models))

    async def _find(self) -> Found:
        folders = list(self._ls.session.folders)
        return await asyncio.get_running_loop().run_in_executor(None, find_files, folders)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        async def unharmed() -> None:
            try:
                await work
            except Exception as error:
                tell(REQUEST, error)

        job = asyncio.create_task(unharmed())
        self._jobs.add(job)
        job.add_done_callback(self._jobs.discard)

    async def _check_all(self) -> None:
        found = await self._find()
        for path in {*self.models, *self._published}.difference(found.models):
            self._publish(path, None, ())
        await self._check_some(found.models)

    async def _check_some(self, paths: Iterable[str]) -> None:
        for path in paths:
            await self._check(path)
            await asyncio.sleep(0)
        self._ls.tasks_changed("")

    async def _check(self, path: str) -> str | None:
        """Publishes the diagnostics of a file that is not open; why it cannot be read, where that is so."""
        ls = self._ls
        if ls.documents.at(path) is not None:
            return None
        source = read_source(path) if not ls.configuration.is_excluded(path) else None
        problem = source.reason if isinstance(source, Unreadable) else None
        text = source.text if isinstance(source, SourceText) else ""
        # As if it were open for a moment, so that a large one is worked off in turns.
        analysis = Analysis(OpenDocument(uri_of(path), "", 0, text), path, ls.surroundings)
        model = analysis.model
        if not text or is_foreign(model):
            self._publish(path, None, ())
            return problem
        await in_turns(analysis.steps())
        if ls.documents.at(path) is None:
            self._publish(path, model, analysis.findings())
        return problem

    def _publish(self, path: str, model: Model | None, findings: tuple[Finding, ...]) -> None:
        ls = self._ls
        uri = uri_of(path)
        if model is None:
            self.models.pop(path, None)
            self.findings.pop(path, None)
        else:
            self.models[path] = model
            self.findings[path] = findings
        enabled = ls.configuration.settings(uri).enable
        items = (
            [to_diagnostic(ls, uri, model.document.lines, finding) for finding in findings]
            if model is not None and enabled
            else []
        )
        if items or path in self._published:
            (self._published.add if items else self._published.discard)(path)
            ls.text_document_publish_diagnostics(t.PublishDiagnosticsParams(uri, items))

    async def _count(self, path: str, counts: Counter[str]) -> None:
        document = self._ls.documents.at(path)
        analysis = await self._ls.worked_out(document.uri) if document is not None else None
        if analysis is not None:
            model, findings = analysis.model, analysis.findings()
        elif path in self.models:
            model, findings = self.models[path], self.findings[path]
        else:
            return
        counts["files"] += 1
        counts["connectors"] += len(model.tasks)
        counts.update(finding.severity.value for finding in findings)
