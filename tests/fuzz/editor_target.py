"""The language server over its wire: a model is opened, edited at random, asked about, closed."""

from __future__ import annotations

import json
import os
import random
import resource
import select
import subprocess
from pathlib import Path
from typing import Any

from checkout import SERVER
from connlint.source.lines import LineIndex
from fuzz.hunting import MEMORY, Complaint
from lsp.random_edits import Edits
from plain_environment import plain_environment

CAPABILITIES = {
    "textDocument": {
        "completion": {"completionItem": {"snippetSupport": True}},
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}},
    }
}
URI = "file:///nowhere/fuzz.bpmn"
PATIENCE = 60
EDITS = 6


class Server:
    """One process for all cases, until a case breaks it."""

    def __init__(self) -> None:
        self.log = open("server.log", "w+b")  # noqa: SIM115 - it lives as long as the process
        self.process = subprocess.Popen(
            SERVER,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            bufsize=0,
            env=plain_environment(),
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
        )
        self._read = b""
        self._number = 0
        options = {"settings": {"delay": 0, "persona": "auditor"}, "trusted": False}
        self.ask("initialize", {"processId": None, "capabilities": CAPABILITIES, "initializationOptions": options})
        self.tell("initialized", {})

    def tell(self, method: str, params: Any) -> None:
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, params: Any) -> Any:
        self._number += 1
        self._send({"jsonrpc": "2.0", "id": self._number, "method": method, "params": params})
        while True:
            message = self._receive(method)
            if message.get("id") == self._number and "method" not in message:
                if "error" in message:
                    raise Complaint(f"{method} answers an error: {message['error'].get('message', '')[:300]}")
                return message.get("result")

    def wait_for(self, method: str) -> Any:
        while True:
            message = self._receive(method)
            if message.get("method") == method:
                return message["params"]

    def complaint(self) -> str | None:
        """What it logged as a failure since it was last asked."""
        self.log.flush()
        text = os.pread(self.log.fileno(), 1 << 20, 0).decode("utf-8", "replace")
        os.ftruncate(self.log.fileno(), 0)
        return text if "Traceback" in text or "ERROR" in text else None

    def seconds(self) -> float:
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps(message).encode()
        try:
            self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        except BrokenPipeError:
            raise Complaint("the server has ended") from None

    def _receive(self, what: str) -> dict[str, Any]:
        head = self._until(b"\r\n\r\n", what)
        length = int(
            next(line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")).split(b":")[1]
        )
        while len(self._read) < length:
            self._more(what)
        body, self._read = self._read[:length], self._read[length:]
        return json.loads(body)

    def _until(self, end: bytes, what: str) -> bytes:
        while end not in self._read:
            self._more(what)
        head, _, self._read = self._read.partition(end)
        return head

    def _more(self, what: str) -> None:
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE)
        if not ready:
            raise Complaint(f"no {what} within {PATIENCE} s")
        part = os.read(self.process.stdout.fileno(), 1 << 16)
        if not part:
            raise Complaint("the server has ended")
        self._read += part


_server: list[Server] = []


def server() -> Server:
    if not _server:
        _server.append(Server())
    return _server[0]


def seconds_of_server() -> float:
    return server().seconds()


def judge_editor(data: bytes, choice: int) -> None:
    """The whole life of a document; nothing may fail, and nothing may be logged as an error."""
    text = data.decode("utf-8", "replace")
    ours, dice, edits = server(), random.Random(choice), Edits(choice)
    ours.tell("textDocument/didOpen", {"textDocument": {"uri": URI, "languageId": "xml", "version": 1, "text": text}})
    ours.wait_for("textDocument/publishDiagnostics")
    for version in range(2, 2 + EDITS):
        start, end, new = edits.next(text)
        change = {"range": {"start": _at(text, start), "end": _at(text, end)}, "text": new}
        identifier = {"uri": URI, "version": version}
        ours.tell("textDocument/didChange", {"textDocument": identifier, "contentChanges": [change]})
        text = text[:start] + new + text[end:]
    _ask_everything(ours, text, dice)
    ours.tell("textDocument/didClose", {"textDocument": {"uri": URI}})
    ours.ask("workspace/symbol", {"query": "a"})
    told = ours.complaint()
    if told:
        last = next((line for line in reversed(told.splitlines()) if line and not line.startswith(" ")), told)
        raise Complaint(f"{last}\n{told[-4000:]}")


def _ask_everything(ours: Server, text: str, dice: random.Random) -> None:
    position = _at(text, dice.randint(0, len(text)))
    whole: dict[str, Any] = {"textDocument": {"uri": URI}}
    place = {**whole, "position": position}
    everything = {"start": {"line": 0, "character": 0}, "end": {"line": 1_000_000, "character": 0}}
    for method, params in {
        "completion": place,
        "hover": place,
        "signatureHelp": place,
        "definition": place,
        "references": {**place, "context": {"includeDeclaration": True}},
        "documentHighlight": place,
        "selectionRange": {**whole, "positions": [position]},
        "documentSymbol": whole,
        "codeLens": whole,
        "foldingRange": whole,
        "documentLink": whole,
        "semanticTokens/full": whole,
        "inlayHint": {**whole, "range": everything},
        "codeAction": {**whole, "range": everything, "context": {"diagnostics": []}},
    }.items():
        ours.ask(f"textDocument/{method}", params)
    renamed = ours.ask("textDocument/prepareRename", place)
    if renamed is not None:
        ours.ask("textDocument/rename", {**place, "newName": dice.choice(("renamed", "a_b"))})


def _at(text: str, offset: int) -> dict[str, int]:
    line, column = LineIndex(text).position(offset, "utf-16")
    return {"line": line, "character": column}
