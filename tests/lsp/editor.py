"""An editor for the tests: real JSON-RPC over stdio, with the capabilities of real editors and its own idea of the text."""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
import time
from pathlib import Path
from typing import Any, Union

from lsprotocol import types as t
from lsprotocol.converters import get_converter
from pygls.protocol import default_converter
from pytest_lsp import LanguageClient
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES

from checkout import SERVER
from connlint.source.lines import LineIndex
from shared_folder import SHARED

HERE = Path(__file__).parent
RECORDED = {
    "vscode": "caps-code-server-1.139.1.json",
    "neovim-0.11": "caps-Neovim-0.11.4+v0.11.4.json",
    "neovim-0.7": "caps-Neovim-0.7.2.json",
}
"""What real editors state, recorded; they are read where they are."""

REAL = (*SERVER[1:], "--log-level", "debug")
"""The server as it is installed, with the real engine, as talkative as it gets."""

OWN = ("minimal", "maximal")
CURSOR = "‸"
PATIENCE = 60.0
"""Seconds after which something hangs, however busy the machine is."""
_numbers = itertools.count(1)


def capabilities_file(name: str) -> Path:
    if name in OWN:
        return HERE / "capabilities" / f"{name}.json"
    return SHARED / "recipes" / "pygls-checks" / RECORDED[name]


def capabilities_of(name: str) -> t.ClientCapabilities:
    return get_converter().structure(json.loads(capabilities_file(name).read_text("utf-8")), t.ClientCapabilities)


def _converter() -> Any:
    """lsprotocol takes every action that has a command for a bare command."""
    converter = default_converter()
    converter.register_structure_hook(
        Union[t.Command, t.CodeAction],  # noqa: UP007
        lambda given, _: converter.structure(
            given, t.Command if isinstance(given.get("command"), str) else t.CodeAction
        ),
    )
    return converter


class Client(LanguageClient):
    """pytest-lsp's client, which keeps what the server says on stderr and answers questions as it is told to."""

    def __init__(self) -> None:
        super().__init__(converter_factory=_converter)
        self.stderr = b""
        self.published: list[t.PublishDiagnosticsParams] = []
        self.registrations: list[t.Registration] = []
        self.answer: str | None = None
        self.questions: list[t.ShowMessageRequestParams] = []
        self.refreshed: dict[str, int] = {}
        self.events: list[tuple[str, Any]] = []
        features = dict(DEFAULT_CLIENT_FEATURES)
        features[t.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS] = lambda params: self._published(params)
        features[t.CLIENT_REGISTER_CAPABILITY] = lambda params: self.registrations.extend(params.registrations)
        features[t.WINDOW_SHOW_MESSAGE_REQUEST] = lambda params: self._asked(params)
        for method in (
            t.WORKSPACE_CODE_LENS_REFRESH,
            t.WORKSPACE_TEXT_DOCUMENT_CONTENT_REFRESH,
            t.WORKSPACE_DIAGNOSTIC_REFRESH,
        ):
            features[method] = lambda *_, method=method: self._count(method)
        for method in ("connlint/tasksChanged", "connlint/runChanged"):
            features[method] = lambda params, method=method: self.events.append((method, params))
        for method, handler in features.items():
            self.feature(method)(handler)

    async def start_io(self, cmd: str, *args: str, **kwargs: Any) -> None:
        await super(LanguageClient, self).start_io(cmd, *args, **kwargs)
        self._reader = asyncio.create_task(self._keep_stderr())

    async def _keep_stderr(self) -> None:
        while line := await self._server.stderr.readline():
            self.stderr += line

    def _published(self, params: t.PublishDiagnosticsParams) -> None:
        self.published.append(params)
        self.diagnostics[params.uri] = params.diagnostics

    def _asked(self, params: t.ShowMessageRequestParams) -> t.MessageActionItem | None:
        self.questions.append(params)
        return t.MessageActionItem(self.answer) if self.answer is not None else None

    def _count(self, method: str) -> None:
        self.refreshed[method] = self.refreshed.get(method, 0) + 1


class Editor:
    """One server with one client, and helpers that speak of texts and cursors instead of lines and columns."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.capabilities = capabilities_of(name)
        self.client = Client()
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.result: t.InitializeResult
        self._tokens: dict[str, tuple[str, list[int]]] = {}

    async def start(
        self,
        *,
        folder: Path | None = None,
        settings: dict[str, Any] | None = None,
        command: tuple[str, ...] = (str(HERE / "serve.py"),),
        **options: Any,
    ) -> Editor:
        """Starts the server and initializes it. `options` are the initialization options."""
        settings = {"delay": 0, **(settings or {})}
        self.client.set_configuration({"connlint": settings})
        await self.client.start_io(sys.executable, *command)
        folders = [t.WorkspaceFolder(folder.as_uri(), folder.name)] if folder is not None else None
        self.result = await self.client.initialize_session(
            t.InitializeParams(
                capabilities=self.capabilities,
                initialization_options={"settings": settings, **options},
                workspace_folders=folders,
                root_uri=folder.as_uri() if folder is not None else None,
            )
        )
        return self

    async def stop(self) -> None:
        await asyncio.wait_for(self.client.shutdown_session(), PATIENCE)

    @property
    def encoding(self) -> str:
        chosen = self.result.capabilities.position_encoding or "utf-16"
        return str(getattr(chosen, "value", chosen))

    @property
    def pulls(self) -> bool:
        return self.result.capabilities.diagnostic_provider is not None

    @property
    def log(self) -> str:
        return self.client.stderr.decode("utf-8", "replace")

    # Documents

    def open(self, text: str, uri: str | None = None) -> str:
        uri = uri or f"file:///nowhere/model-{next(_numbers)}.bpmn"
        self.texts[uri], self.versions[uri] = text, 1
        self.client.text_document_did_open(t.DidOpenTextDocumentParams(t.TextDocumentItem(uri, "xml", 1, text)))
        return uri

    def close(self, uri: str) -> None:
        self.client.text_document_did_close(t.DidCloseTextDocumentParams(t.TextDocumentIdentifier(uri)))
        del self.texts[uri]

    def replace(self, uri: str, start: int, end: int, text: str) -> None:
        """One keystroke, or many: an incremental change."""
        self.change(uri, [(start, end, text)])

    def change(self, uri: str, changes: list[tuple[int, int, str]]) -> None:
        """Several changes in one notification, each counted in the text that the one before it left."""
        events = []
        for start, end, text in changes:
            before = self.texts[uri]
            where = t.Range(self.position(before, start), self.position(before, end))
            events.append(t.TextDocumentContentChangePartial(text=text, range=where))
            self.texts[uri] = before[:start] + text + before[end:]
        self.versions[uri] += 1
        identifier = t.VersionedTextDocumentIdentifier(version=self.versions[uri], uri=uri)
        self.client.text_document_did_change(t.DidChangeTextDocumentParams(identifier, events))

    def type(self, uri: str, before: str, text: str) -> None:
        """Types a text behind the first place where `before` stands."""
        at = self.texts[uri].index(before) + len(before)
        self.replace(uri, at, at, text)

    def position(self, text: str, offset: int) -> t.Position:
        return t.Position(*LineIndex(text).position(offset, self.encoding))

    def at(self, uri: str, needle: str, inside: int | None = None) -> t.Position:
        """The position behind a text in a document, or so many characters inside it."""
        offset = self.texts[uri].index(needle) + (len(needle) if inside is None else inside)
        return self.position(self.texts[uri], offset)

    def cut(self, uri: str, where: t.Range) -> str:
        """The text that stands at a range."""
        text = self.texts[uri]
        lines = LineIndex(text)
        start = lines.offset(where.start.line, where.start.character, self.encoding)
        return text[start : lines.offset(where.end.line, where.end.character, self.encoding)]

    def applied(self, uri: str, edits: list[Any]) -> str:
        """The document's text after some edits of the protocol."""
        text = self.texts[uri]
        lines = LineIndex(text)
        spans = [
            (
                lines.offset(edit.range.start.line, edit.range.start.character, self.encoding),
                lines.offset(edit.range.end.line, edit.range.end.character, self.encoding),
                edit.new_text,
            )
            for edit in edits
        ]
        for start, end, new in sorted(spans, reverse=True):
            text = text[:start] + new + text[end:]
        return text

    def edits_of(self, uri: str, edit: t.WorkspaceEdit) -> list[Any]:
        if edit.document_changes is not None:
            assert [change.text_document.uri for change in edit.document_changes] == [uri]
            assert edit.document_changes[0].text_document.version == self.versions[uri]
            return list(edit.document_changes[0].edits)
        assert list(edit.changes) == [uri]
        return list(edit.changes[uri])

    # Requests

    async def ask(self, method: str, params: Any) -> Any:
        return plain(await asyncio.wait_for(self.client.protocol.send_request_async(method, params), PATIENCE))

    async def execute(self, command: str, *arguments: Any) -> Any:
        """A command of the server's."""
        return await self.ask(t.WORKSPACE_EXECUTE_COMMAND, t.ExecuteCommandParams(command, list(arguments) or None))

    async def run(self, params: dict[str, Any]) -> dict[str, Any]:
        """Runs a task as a user does who agrees to everything."""
        answer = await self.ask("connlint/run", params)
        if answer["kind"] == "confirmation-needed":
            answer = await self.ask("connlint/run", {**params, "confirmation": answer["confirmation"]["token"]})
        return answer

    async def diagnostics(self, uri: str) -> list[t.Diagnostic]:
        """The diagnostics of the document's present version, whichever way the client gets them."""
        if self.pulls:
            report = await self.client.text_document_diagnostic_async(
                t.DocumentDiagnosticParams(t.TextDocumentIdentifier(uri))
            )
            return list(report.items)
        version = self.versions[uri]

        def latest() -> t.PublishDiagnosticsParams | None:
            found = [each for each in self.client.published if each.uri == uri]
            return found[-1] if found and found[-1].version == version else None

        await self.until(lambda: latest() is not None)
        return list(latest().diagnostics)

    async def settled(self, uri: str, codes: list[str]) -> list[t.Diagnostic]:
        """The diagnostics of the document once they are these: a change of settings or of another file comes later."""
        found: list[t.Diagnostic] = []
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = await self.diagnostics(uri)
            if [each.code for each in found] == codes:
                return found
            await asyncio.sleep(0.02)
        raise AssertionError(f"{[each.code for each in found]} did not become {codes}")

    async def completion(self, uri: str, position: t.Position) -> dict[str, t.CompletionItem]:
        params = t.CompletionParams(t.TextDocumentIdentifier(uri), position)
        found = await self.client.text_document_completion_async(params)
        return {item.label: item for item in found.items}

    async def complete(self, uri: str, position: t.Position, label: str) -> str:
        """The document's text after an offer was taken, snippets written out."""
        item = (await self.completion(uri, position))[label]
        edit = item.text_edit
        snippet = item.insert_text_format == t.InsertTextFormat.Snippet
        new = without_stops(edit.new_text) if snippet else edit.new_text
        return self.applied(uri, [t.TextEdit(edit.range, new)])

    async def hover(self, uri: str, position: t.Position) -> str:
        found = await self.client.text_document_hover_async(t.HoverParams(t.TextDocumentIdentifier(uri), position))
        return found.contents.value if found is not None else ""

    async def tokens(self, uri: str) -> list[int]:
        """The semantic tokens of a document: all at first, then what is new, put into what was there."""
        asked = {"textDocument": {"uri": uri}}
        known = self._tokens.get(uri)
        if known is None:
            found = await self.ask(t.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, _structured(t.SemanticTokensParams, asked))
        else:
            params = _structured(t.SemanticTokensDeltaParams, {**asked, "previousResultId": known[0]})
            found = plain_object(await self.ask(t.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA, params))
        found = plain_object(found)
        data = list(found.get("data") or (known[1] if known is not None else ()))
        for edit in map(plain_object, found.get("edits") or ()):
            data[edit["start"] : edit["start"] + edit["delete_count"]] = edit["data"] or ()
        self._tokens[uri] = found["result_id"], data
        return data

    async def actions(self, uri: str, where: t.Range | t.Position, only: list[str] | None = None) -> list[t.CodeAction]:
        where = where if isinstance(where, t.Range) else t.Range(where, where)
        context = t.CodeActionContext(diagnostics=[], only=only)
        params = t.CodeActionParams(t.TextDocumentIdentifier(uri), where, context)
        return list(await self.client.text_document_code_action_async(params) or ())

    async def edited(self, uri: str, action: t.CodeAction) -> str:
        """The document's text after an action, resolved if it must be."""
        if action.edit is None:
            action = await self.client.code_action_resolve_async(action)
        return self.applied(uri, self.edits_of(uri, action.edit))

    async def until(self, condition: Any) -> None:
        async with asyncio.timeout(PATIENCE):
            while not condition():
                await asyncio.sleep(0.005)


def plain_object(value: Any) -> dict[str, Any]:
    """One of lsprotocol's values by the names of its fields."""
    return value if isinstance(value, dict) else {name: getattr(value, name) for name in value.__slots__}


def _structured(kind: Any, value: dict[str, Any]) -> Any:
    return get_converter().structure(value, kind)


def plain(value: Any) -> Any:
    """pygls' named tuples as the dictionaries that were sent."""
    if hasattr(value, "_asdict"):
        return {name: plain(each) for name, each in value._asdict().items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return value


def without_stops(snippet: str) -> str:
    """What a snippet writes before anything is chosen in it."""
    out, index = [], 0
    while index < len(snippet):
        character = snippet[index]
        if character == "\\":
            out.append(snippet[index + 1])
            index += 2
        elif character == "$" and snippet[index + 1] != "{":
            index += 2
        elif character == "$":
            end = index
            while snippet[end] != "}" or snippet[end - 1] == "\\":
                end += 1
            body = snippet[index + 2 : end].lstrip("0123456789").strip(":|")
            out.append(body.split(",")[0].replace("\\", ""))
            index = end + 1
        else:
            out.append(character)
            index += 1
    return "".join(out)
