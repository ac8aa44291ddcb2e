"""Checks every model of the workspace on request, and keeps the files that are not open up to date from then on."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING, Any

from lsprotocol import types as t

from connlint.bpmn.namespaces import DEFINITIONS
from connlint.check import check_model
from connlint.finding import Severity
from connlint.input_files import Unreadable, find_files, read_file
from connlint.source.text import DecodeError, decode
from connlint.workspace import model_of
from connlint_server.lsp.paths import path_of, uri_of
from connlint_server.lsp.progress import Progress

if TYPE_CHECKING:
    from connlint.bpmn.model import Model
    from connlint.finding import Finding
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
        self.models: dict[str, Model] = {}
        """The models of the files that were checked, by URI."""
        self.findings: dict[str, tuple[Finding, ...]] = {}
        self._active = False

    async def run(self, params: dict[str, Any]) -> dict[str, Any]:
        """Checks all files; yields to other requests after each."""
        ls = self._ls
        self._active = True
        folders = list(ls.session.folders.values())
        found = await asyncio.get_running_loop().run_in_executor(None, find_files, folders)
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
                uri = uri_of(path)
                problem = self._check(path, uri)
                if problem is not None:
                    unreadable.append({"uri": uri, "reason": problem})
                self._count(uri, counts)
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

    def document_opened(self, uri: str) -> None:
        """An open document speaks for its file."""
        self.models.pop(uri, None)
        self.findings.pop(uri, None)
        if uri in self._published:
            self._published.discard(uri)
            if self._ls.client.pulls_diagnostics:
                self._ls.text_document_publish_diagnostics(t.PublishDiagnosticsParams(uri, []))

    def document_closed(self, uri: str) -> None:
        path = path_of(uri)
        if self._active and path is not None:
            self._check(path, uri)

    def files_changed(self, uris: list[str]) -> None:
        for uri in uris if self._active else ():
            path = path_of(uri)
            if path is not None and path.endswith(".bpmn"):
                self._check(path, uri_of(path))

    def _check(self, path: str, uri: str) -> str | None:
        """Publishes the diagnostics of a file that is not open; why it cannot be read, where that is so."""
        ls = self._ls
        if ls.documents.get(uri) is not None or ls.configuration.is_excluded(path):
            return None
        problem: str | None = None
        findings: list[Finding] = []
        model: Model | None = None
        data = read_file(path)
        if isinstance(data, Unreadable):
            problem = data.reason
        else:
            try:
                model = model_of(decode(data).text, path)
            except DecodeError as error:
                problem = str(error)
        if model is not None:
            root = model.document.root
            if root is None or root.tag == DEFINITIONS:
                surroundings = ls.surroundings(model)
                findings = check_model(model, surroundings.workspace, surroundings.config, [])
            else:
                model = None
        self._publish(uri, model, findings)
        return problem

    def _publish(self, uri: str, model: Model | None, findings: list[Finding]) -> None:
        from connlint_server.lsp.diagnostics import to_diagnostic

        ls = self._ls
        if model is None:
            self.models.pop(uri, None)
            self.findings.pop(uri, None)
        else:
            self.models[uri] = model
            self.findings[uri] = tuple(findings)
        enabled = ls.configuration.settings(uri).enable
        items = (
            [to_diagnostic(ls, uri, model.document.lines, finding) for finding in findings]
            if model is not None and enabled
            else []
        )
        if items or uri in self._published:
            (self._published.add if items else self._published.discard)(uri)
            ls.text_document_publish_diagnostics(t.PublishDiagnosticsParams(uri, items))

    def _count(self, uri: str, counts: Counter[str]) -> None:
        analysis = self._ls.analysis(uri)
        if analysis is not None:
            model, findings = analysis.model, analysis.findings()
        elif uri in self.models:
            model, findings = self.models[uri], self.findings[uri]
        else:
            return
        counts["files"] += 1
        counts["connectors"] += len(model.tasks)
        counts.update(finding.severity.value for finding in findings)
