"""Checks every model of the workspace on request, and keeps the files that are not open up to date from then on."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING, Any

from lsprotocol import types as t

from connlint.check import check_model
from connlint.finding import Severity
from connlint.input_files import MODEL_ENDING, Unreadable, find_files, read_file
from connlint.source.text import DecodeError, decode
from connlint.workspace import model_of
from connlint_server.lsp.diagnostics import to_diagnostic
from connlint_server.lsp.guard import tell
from connlint_server.lsp.progress import Progress
from connlint_server.paths import folder_around, uri_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connlint.bpmn.model import Model
    from connlint.finding import Finding
    from connlint.input_files import Found
    from connlint_server.lsp.documents import OpenDocument
    from connlint_server.lsp.server import ConnlintServer

REQUEST = "connlint/checkWorkspace"
COMMAND = "connlint.server.checkWorkspace"


def register(server: ConnlintServer) -> None:
    server.answer(REQUEST, check_workspace)
    server.offer(COMMAND, server.workspace_check.run)


async def check_workspace(ls: ConnlintServer, params: Any) -> dict[str, Any]:
    return await ls.workspace_check.run(params if isinstance(params, dict) else {})


class WorkspaceCheck:
    """The diagnostics of files that are not open. Open documents have their own."""

    def __init__(self, ls: ConnlintServer) -> None:
        self._ls = ls
        self._published: set[str] = set()
        """The paths of files that the client shows findings of."""
        self.models: dict[str, Model] = {}
        """The models of the files that were checked, by path."""
        self.findings: dict[str, tuple[Finding, ...]] = {}
        self._active = False
        self._again: asyncio.Task[None] | None = None

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
                problem = self._check(path)
                if problem is not None:
                    unreadable.append({"uri": uri_of(path), "reason": problem})
                self._count(path, counts)
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
            self._again = asyncio.create_task(self._check_all())

    def stop(self) -> None:
        if self._again is not None:
            self._again.cancel()
            self._again = None

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
        for path in paths if self._active else ():
            if path.endswith(MODEL_ENDING) and folder_around(path, self._ls.session.folders) is not None:
                self._check(path)

    async def _find(self) -> Found:
        folders = list(self._ls.session.folders)
        return await asyncio.get_running_loop().run_in_executor(None, find_files, folders)

    async def _check_all(self) -> None:
        try:
            found = await self._find()
            for path in {*self.models, *self._published}.difference(found.models):
                self._publish(path, None, [])
            for path in found.models:
                self._check(path)
                await asyncio.sleep(0)
        except Exception as error:
            tell(REQUEST, error)
        self._ls.tasks_changed("")

    def _check(self, path: str) -> str | None:
        """Publishes the diagnostics of a file that is not open; why it cannot be read, where that is so."""
        ls = self._ls
        if ls.documents.at(path) is not None:
            return None
        problem: str | None = None
        findings: list[Finding] = []
        model: Model | None = None
        data = read_file(path) if not ls.configuration.is_excluded(path) else b""
        if isinstance(data, Unreadable):
            problem = data.reason
        elif data:
            try:
                model = model_of(decode(data).text, path)
            except DecodeError as error:
                problem = str(error)
        if model is not None and model.is_bpmn:
            surroundings = ls.surroundings(model)
            findings = check_model(model, surroundings.workspace, surroundings.config, [])
        else:
            model = None
        self._publish(path, model, findings)
        return problem

    def _publish(self, path: str, model: Model | None, findings: list[Finding]) -> None:
        ls = self._ls
        uri = uri_of(path)
        if model is None:
            self.models.pop(path, None)
            self.findings.pop(path, None)
        else:
            self.models[path] = model
            self.findings[path] = tuple(findings)
        enabled = ls.configuration.settings(uri).enable
        items = (
            [to_diagnostic(ls, uri, model.document.lines, finding) for finding in findings]
            if model is not None and enabled
            else []
        )
        if items or path in self._published:
            (self._published.add if items else self._published.discard)(path)
            ls.text_document_publish_diagnostics(t.PublishDiagnosticsParams(uri, items))

    def _count(self, path: str, counts: Counter[str]) -> None:
        document = self._ls.documents.at(path)
        analysis = self._ls.analysis(document.uri) if document is not None else None
        if analysis is not None:
            model, findings = analysis.model, analysis.findings()
        elif path in self.models:
            model, findings = self.models[path], self.findings[path]
        else:
            return
        counts["files"] += 1
        counts["connectors"] += len(model.tasks)
        counts.update(finding.severity.value for finding in findings)
