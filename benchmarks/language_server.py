"""How fast the language server answers, measured at the wire; run by hand:

    python benchmarks/language_server.py [TASKS ...]

For each number of tasks (50 and 500 by default) it types into a FEEL value of one task, with the pause before a check
switched off, and prints milliseconds from the keystroke to the published diagnostics, the answers of the other
features, and the memory of the process: CPU of the server first, which a busy machine does not change, then the time
that a user waits.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).resolve().parents[1] / "lint")]

from models import model_with

from connlint.source.lines import LineIndex

ROOTS = [str(Path(__file__).resolve().parents[1] / name) for name in ("lint", "server")]
SERVER = f"import sys; sys.path[:0] = {ROOTS!r}; from connlint_server.cli.server import main; main()"
KEYSTROKES = 200
ASKED = 60


class Server:
    """A server with a client that waits for each answer."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
        self._number = 0
        capabilities = {
            "textDocument": {
                "completion": {
                    "completionItem": {"snippetSupport": True, "resolveSupport": {"properties": ["documentation"]}}
                },
                "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
                "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}},
            }
        }
        options = {"settings": {"delay": 0}, "trusted": True}
        self.ask("initialize", {"processId": None, "capabilities": capabilities, "initializationOptions": options})
        self.tell("initialized", {})

    def tell(self, method: str, params: Any) -> None:
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, params: Any) -> Any:
        self._number += 1
        self._send({"jsonrpc": "2.0", "id": self._number, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == self._number:
                return message.get("result")

    def wait_for(self, method: str) -> Any:
        while True:
            message = self._receive()
            if message.get("method") == method:
                return message["params"]

    def memory(self) -> tuple[float, float]:
        """Resident memory now and at its most, in MB."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        values = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
        return tuple(int(values[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))  # type: ignore[return-value]

    def cpu(self) -> float:
        """Seconds that the server has computed, all its threads together."""
        tasks = Path(f"/proc/{self._process.pid}/task").glob("*/schedstat")
        return sum(int(each.read_text().split()[0]) for each in tasks) / 1e9

    def stop(self) -> None:
        self.ask("shutdown", None)
        self.tell("exit", None)
        self._process.wait(10)

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps(message).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def _receive(self) -> dict[str, Any]:
        length = 0
        while (line := self._line()) != b"\r\n":
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        body = b""
        while len(body) < length:
            body += self._process.stdout.read(length - len(body))
        return json.loads(body)

    def _line(self) -> bytes:
        line = b""
        while not line.endswith(b"\n"):
            line += self._process.stdout.read(1)
        return line


class Watch:
    """Times of one kind of step: what the server computes, and how long it takes."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.cpu: list[float] = []
        self.wall: list[float] = []

    def __enter__(self) -> None:
        self._begun = self._server.cpu(), time.perf_counter()

    def __exit__(self, *_: object) -> None:
        wall = time.perf_counter()
        cpu, begun = self._begun
        self.cpu.append(self._server.cpu() - cpu)
        self.wall.append(wall - begun)


def measure(tasks: int) -> None:
    text = model_with(tasks)
    server = Server()
    uri = "file:///benchmark.bpmn"
    opened = Watch(server)
    document = {"uri": uri, "languageId": "xml", "version": 1, "text": text}
    with opened:
        server.tell("textDocument/didOpen", {"textDocument": document})
        server.wait_for("textDocument/publishDiagnostics")
    print(f"{tasks} tasks, {len(text) / 1024:.0f} KiB")
    report("opened and checked", opened)
    needle = f"order{tasks // 2}.items return item.price"
    place = LineIndex(text).position(text.index(needle) + len(needle), "utf-16")
    line, column = place
    first, others = Watch(server), Watch(server)
    for number in range(KEYSTROKES):
        letter = "x" if number % 4 else " "
        where = {"line": line, "character": column}
        change = {"range": {"start": where, "end": where}, "text": letter}
        identifier = {"uri": uri, "version": number + 2}
        with others if number else first:
            server.tell("textDocument/didChange", {"textDocument": identifier, "contentChanges": [change]})
            server.wait_for("textDocument/publishDiagnostics")
        column += 1
    report("first keystroke in a task", first)
    report("keystroke to diagnostics", others)
    name = LineIndex(text).position(text.index(f"order{tasks // 2}.items") + 2, "utf-16")
    position = {"textDocument": {"uri": uri}, "position": {"line": line, "character": column}}
    whole = {"textDocument": {"uri": uri}}
    requests = {
        "textDocument/completion": position,
        "textDocument/hover": position,
        "textDocument/documentSymbol": whole,
        "textDocument/codeLens": whole,
        "textDocument/codeAction": {
            **whole,
            "range": {"start": position["position"], "end": position["position"]},
            "context": {"diagnostics": []},
        },
        "textDocument/documentHighlight": {**position},
        "textDocument/foldingRange": whole,
        "textDocument/selectionRange": {**whole, "positions": [position["position"]]},
        "textDocument/documentLink": whole,
        "textDocument/semanticTokens/full": whole,
        "textDocument/signatureHelp": position,
        "textDocument/inlayHint": {
            **whole,
            "range": {"start": {"line": 0, "character": 0}, "end": {"line": 1_000_000, "character": 0}},
        },
        "textDocument/definition": {**position},
        "textDocument/references": {**position, "context": {"includeDeclaration": True}},
        "textDocument/prepareRename": {**position},
        "textDocument/rename": {**position, "newName": "renamed"},
        "workspace/symbol": {"query": "fetch order 7"},
    }
    for method in ("documentHighlight", "definition", "references", "prepareRename", "rename"):
        requests[f"textDocument/{method}"]["position"] = {"line": name.line, "character": name.column}
    for method, params in requests.items():
        asked = Watch(server)
        for _ in range(ASKED):
            with asked:
                server.ask(method, params)
        report(method.removeprefix("textDocument/"), asked)
    now, most = server.memory()
    print(f"  memory                    {now:7.1f} MB, at most {most:.1f} MB")
    server.stop()


def report(what: str, watch: Watch) -> None:
    cpu, wall = (sorted(each * 1000 for each in times) for times in (watch.cpu, watch.wall))
    last = int(len(cpu) * 0.95) if len(cpu) > 1 else 0
    print(
        f"  {what:<25} CPU {cpu[0]:7.1f} ms least {statistics.median(cpu):7.1f} p50 {cpu[last]:7.1f} p95"
        f"   waited {wall[0]:7.1f} ms least {wall[last]:7.1f} p95"
    )


if __name__ == "__main__":
    for count in map(int, sys.argv[1:] or ("50", "500")):
        measure(count)
