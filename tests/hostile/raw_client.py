"""A client that says whatever it is told to, byte by byte, and waits for no more than it must."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from checkout import SERVER

Json = dict[str, Any]
PATIENCE = 60.0
"""Seconds after which something hangs, however busy the machine is."""


class RawClient:
    """One server over stdio."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [*SERVER, "--log-level", "debug"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self.messages: list[Json] = []
        """Everything that the server has said and nobody waited for."""
        self._incoming: queue.Queue[Json | None] = queue.Queue()
        self._log: list[bytes] = []
        self._number = 0
        self._held: list[bytes] | None = None
        self._readers = [threading.Thread(target=each, daemon=True) for each in (self._read, self._read_log)]
        for each in self._readers:
            each.start()

    def __enter__(self) -> RawClient:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()

    @property
    def log(self) -> str:
        return b"".join(self._log).decode("utf-8", "replace")

    def initialize(self, **params: Any) -> Json:
        answer = self.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}, **params})
        self.tell("initialized", {})
        return answer

    def raw(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def body(self, body: bytes) -> None:
        data = b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
        if self._held is None:
            self.raw(data)
        else:
            self._held.append(data)

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is said within it arrives as one: the server hears no end of it before all of it is there."""
        self._held = held = []
        try:
            yield
        finally:
            self._held = None
        self.raw(b"".join(held))

    def send(self, message: Any) -> None:
        self.body(json.dumps(message).encode())

    def tell(self, method: str, params: Any) -> None:
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, params: Any, patience: float = PATIENCE) -> Json:
        """The whole answer, be it a result or an error."""
        self._number += 1
        self.send({"jsonrpc": "2.0", "id": self._number, "method": method, "params": params})
        return self.answer(self._number, patience)

    def answer(self, number: Any, patience: float = PATIENCE) -> Json:
        return self.wait(lambda message: "method" not in message and message.get("id") == number, patience)

    def wait(self, wanted: Any, patience: float = PATIENCE) -> Json:
        """The first message that is wanted; fails where none comes or the server ends."""
        end = time.monotonic() + patience
        while True:
            try:
                message = self._incoming.get(timeout=max(0.01, end - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"no answer\n{self.log}") from None
            assert message is not None, f"the server ended\n{self.log}"
            if wanted(message):
                return message
            self.messages.append(message)

    def is_alive(self) -> bool:
        """Whether it still answers as it should."""
        return "result" in self.ask("connlint/environments", {})

    def open(self, uri: Any, text: str, version: Any = 1) -> None:
        document = {"uri": uri, "languageId": "xml", "version": version, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})

    def change(self, uri: str, version: Any, *changes: Any) -> None:
        identifier = {"uri": uri, "version": version}
        self.tell("textDocument/didChange", {"textDocument": identifier, "contentChanges": list(changes)})

    def diagnostics(self, uri: str, version: Any) -> list[Json]:
        """The ones that were published for a version of a document."""

        def wanted(message: Json) -> bool:
            params = message.get("params") or {}
            is_it = message.get("method") == "textDocument/publishDiagnostics"
            return is_it and params.get("uri") == uri and params.get("version") == version

        found = next(filter(wanted, self.messages), None)
        return (found or self.wait(wanted))["params"]["diagnostics"]

    def stop(self) -> int:
        """Its exit code."""
        assert self.ask("shutdown", None).get("result", 0) is None
        self.tell("exit", None)
        return self.process.wait(PATIENCE)

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while header := stream.readline():
            length = 0
            while header.strip():
                if header.lower().startswith(b"content-length:"):
                    length = int(header.split(b":")[1])
                header = stream.readline()
            self._incoming.put(json.loads(stream.read(length), parse_constant=_no_json))
        self._incoming.put(None)

    def _read_log(self) -> None:
        assert self.process.stderr is not None
        while data := self.process.stderr.readline():
            self._log.append(data)


def _no_json(word: str) -> None:
    raise AssertionError(f"{word} is no JSON")
