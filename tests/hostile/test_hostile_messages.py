"""A client that breaks every rule of the protocol: each request is answered, and the server lives on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from connlint.example import rest_task
from hostile.raw_client import PATIENCE, RawClient

MODEL = rest_task({"authentication.type": "bearer", "authentication.token": "{{secrets.TOKEN}}"}).text
URI = "file:///nowhere/model.bpmn"
SECRET = "s3cr3t-of-a-request"

METHODS = [
    "textDocument/completion",
    "textDocument/hover",
    "textDocument/signatureHelp",
    "textDocument/definition",
    "textDocument/references",
    "textDocument/documentHighlight",
    "textDocument/documentSymbol",
    "textDocument/codeAction",
    "textDocument/codeLens",
    "textDocument/documentLink",
    "textDocument/rename",
    "textDocument/prepareRename",
    "textDocument/foldingRange",
    "textDocument/selectionRange",
    "textDocument/semanticTokens/full",
    "textDocument/semanticTokens/full/delta",
    "textDocument/semanticTokens/range",
    "textDocument/inlayHint",
    "textDocument/diagnostic",
    "workspace/symbol",
    "workspace/executeCommand",
    "workspace/textDocumentContent",
    "codeAction/resolve",
    "completionItem/resolve",
    "connlint/run",
    "connlint/preview",
    "connlint/curl",
    "connlint/cancel",
    "connlint/missing",
    "connlint/environments",
    "connlint/selectEnvironment",
    "connlint/rule",
    "connlint/tasks",
    "connlint/checkWorkspace",
    "connlint/history",
    "connlint/historyRun",
    "connlint/historyDiff",
    "connlint/historyRerun",
    "connlint/nothing",
    "$/nothing",
]
NOTIFICATIONS = [
    "textDocument/didOpen",
    "textDocument/didChange",
    "textDocument/didSave",
    "textDocument/didClose",
    "workspace/didChangeConfiguration",
    "workspace/didChangeWatchedFiles",
    "workspace/didChangeWorkspaceFolders",
    "window/workDoneProgress/cancel",
    "$/cancelRequest",
    "$/setTrace",
    "connlint/trustChanged",
    "initialized",
    "connlint/nothing",
    "$/nothing",
]
DEEP: Any = 0
for _ in range(900):
    DEEP = [DEEP]
WRONG: list[Any] = [
    None,
    [],
    [None],
    "text",
    5,
    True,
    {},
    {"textDocument": None},
    {"textDocument": 5, "position": []},
    {"textDocument": {"uri": 5}, "position": {"line": "x", "character": None}},
    {"textDocument": {"uri": URI}, "position": {"line": {}, "character": [1]}, "range": 1, "context": "x"},
    {"textDocument": {"uri": URI, "version": "x"}, "contentChanges": [1, None, {"text": 5}]},
    {"textDocument": [{"uri": URI}], "element": {"a": [1]}, "variables": [], "secrets": 3, "environment": {}},
    {"command": "connlint.server.run", "arguments": {"x": 1}},
    {"command": ["connlint.server.run"], "arguments": [[1]]},
    {"token": {}, "id": {}, "value": 4, "event": 1, "changes": 3, "settings": []},
    {"query": 5, "data": [], "label": 4, "title": {}, "kind": -1, "rule": [], "limit": "x", "before": [], "after": {}},
    {"jsonrpc": "2.0", "id": 5, "method": "exit", "params": {"jsonrpc": "2.0", "result": 1}},
    {"textDocument": {"jsonrpc": "2.0", "method": "exit"}},
    DEEP,
]


@pytest.fixture(scope="module")
def shared() -> Iterator[RawClient]:
    with RawClient() as client:
        client.initialize(initializationOptions={"trusted": True, "settings": {"delay": 0}})
        client.open(URI, MODEL)
        yield client
        assert client.stop() == 0


def assert_short(answer: dict[str, Any]) -> None:
    """An error is a sentence, and nothing of the inside."""
    error = answer.get("error")
    if error is not None:
        assert set(error) == {"code", "message"}
        assert "Traceback" not in json.dumps(answer)
        assert "\n" not in error["message"]
        assert len(error["message"]) < 300


@pytest.mark.parametrize("method", METHODS)
def test_every_request_is_answered_whatever_its_parameters_are(shared: RawClient, method: str) -> None:
    for params in WRONG:
        assert_short(shared.ask(method, params))
    for extra in ({}, {"params": {}, "more": 1, "result": 2}):
        shared.send({"jsonrpc": "2.0", "id": f"{method} {len(extra)}", "method": method, **extra})
        assert_short(shared.answer(f"{method} {len(extra)}"))
    assert shared.is_alive()
    assert "Traceback" not in shared.log, shared.log


@pytest.mark.parametrize("method", NOTIFICATIONS)
def test_no_notification_ends_the_server(shared: RawClient, method: str) -> None:
    for params in WRONG:
        shared.tell(method, params)
    shared.send({"jsonrpc": "2.0", "method": method})
    assert shared.is_alive()
    assert not [each for each in shared.messages if each.get("method") == "window/showMessage"]
    assert "Traceback" not in shared.log, shared.log


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", -32700),
        (b"\xff\xfe\x00", -32700),
        (b"nonsense", -32700),
        (b"[" * 200_000, -32700),
        (b'{"a": 1' * 50_000, -32700),
        (b"[]", -32600),
        (b'[{"jsonrpc": "2.0", "id": 1, "method": "shutdown"}]', -32600),
        (b"null", -32600),
        (b"1e400", -32600),
        (b'"exit"', -32600),
        (b"{}", -32600),
        (b'{"id": 1, "method": "shutdown"}', -32600),
        (b'{"jsonrpc": "1.0", "id": 1, "method": "shutdown"}', -32600),
        (b'{"jsonrpc": "2.0", "id": {}, "method": "shutdown"}', -32600),
        (b'{"jsonrpc": "2.0", "id": null, "method": "shutdown"}', -32600),
        (b'{"jsonrpc": "2.0", "id": 1.5, "method": "shutdown"}', -32600),
        (b'{"jsonrpc": "2.0", "id": 1, "method": ["shutdown"]}', -32600),
    ],
)
def test_what_is_no_message_is_answered_without_an_id(shared: RawClient, body: bytes, code: int) -> None:
    shared.body(body)
    answer = shared.answer(None)
    assert answer["error"]["code"] == code
    assert_short(answer)
    assert shared.is_alive()


@pytest.mark.parametrize(
    "message",
    [
        {"jsonrpc": "2.0"},
        {"jsonrpc": "2.0", "id": 77},
        {"jsonrpc": "2.0", "id": "never asked", "result": 5},
        {"jsonrpc": "2.0", "id": [], "result": 5},
        {"jsonrpc": "2.0", "id": 5, "error": "text"},
        {"jsonrpc": "2.0", "method": None},
        {"jsonrpc": "2.0", "method": 5, "params": 5},
        {"jsonrpc": "2.0", "method": "a\u0000b" * 1000},
        {"jsonrpc": "2.0", "error": {"code": "x"}},
    ],
)
def test_what_wants_no_answer_gets_none(shared: RawClient, message: dict[str, Any]) -> None:
    shared.send(message)
    before = len(shared.messages)
    assert shared.is_alive()
    assert not [each for each in shared.messages[before:] if "id" in each]


HOVER = {"jsonrpc": "2.0", "id": "framed", "method": "connlint/environments", "params": {}}
DATA = json.dumps(HOVER).encode()


@pytest.mark.parametrize(
    "frame",
    [
        b"content-length: %d\r\n\r\n%s",
        b"CONTENT-LENGTH:%d\r\n\r\n%s",
        b"Content-Length : %d \r\n\r\n%s",
        b"Content-Length: %d\n\n%s",
        b"Content-Type: application/vscode-jsonrpc; charset=utf8\r\nContent-Length: %d\r\n\r\n%s",
        b"X: y\r\nContent-Length: %d\r\nContent-Type: x\r\n\r\n%s",
        b"Content-Length: 0\r\n\r\nContent-Length: %d\r\n\r\n%s",
        b"\r\n\r\n\r\nnonsense\r\n\r\nContent-Length: %d\r\n\r\n%s",
        b"Content-Length: -5\r\nContent-Length: x\r\nContent-Length: 1\r\nContent-Length: %d\r\n\r\n%s",
        b"a" * 300_000 + b"\r\nContent-Length: %d\r\n\r\n%s",
        b"Content-Length: 99999999999999999999999999\r\n\r\nContent-Length: %d\r\n\r\n%s",
    ],
)
def test_every_way_to_frame_a_message(shared: RawClient, frame: bytes) -> None:
    shared.raw(frame.replace(b"%d", b"%d" % len(DATA)).replace(b"%s", DATA))
    assert "result" in shared.answer("framed")


def test_a_message_that_is_larger_than_any_is_skipped(shared: RawClient) -> None:
    size = 513 * 1024 * 1024
    shared.raw(b"Content-Length: %d\r\n\r\n" % size)
    for _ in range(513):
        shared.raw(b" " * (1024 * 1024))
    assert shared.is_alive()


def test_a_message_that_breaks_off_ends_the_server() -> None:
    with RawClient() as client:
        client.initialize()
        client.raw(b'Content-Length: 1000\r\n\r\n{"jsonrpc"')
        client.process.stdin.close()
        assert client.process.wait(PATIENCE) is not None
        assert "Traceback" not in client.log


def test_nothing_is_answered_before_initialize_and_that_only_once() -> None:
    with RawClient() as client:
        assert client.ask("textDocument/hover", {})["error"]["code"] == -32002
        assert client.ask("shutdown", None)["error"]["code"] == -32002
        client.open(URI, MODEL)
        client.tell("initialized", {})
        for params in (None, [], {"capabilities": 5}, {"processId": "x", "capabilities": {}}):
            assert client.ask("initialize", params)["error"]["code"] == -32602
        assert "result" in client.initialize(initializationOptions=[5], workspaceFolders=None)
        again = client.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        assert again["error"]["code"] == -32600
        assert client.is_alive()
        assert "Traceback" not in client.log, client.log


@pytest.mark.parametrize(
    "options",
    [
        {
            "trusted": "yes",
            "settings": {"run": [1], "delay": {}, "persona": 5, "maxFileSize": -1},
            "clientCommands": {},
        },
        {"trusted": 1, "settings": "x", "environment": {}, "secretNames": [{}, 1], "taskEvents": "true"},
    ],
)
def test_options_of_the_wrong_type_are_not_given(options: dict[str, Any]) -> None:
    with RawClient() as client:
        folders = [{"uri": uri, "name": "x"} for uri in ("", "file://[", "untitled:x", "file:///\0", "http://x/")]
        client.initialize(initializationOptions=options, workspaceFolders=folders)
        client.open(URI, MODEL)
        answer = client.ask("connlint/run", {"textDocument": {"uri": URI}, "element": "Activity_1"})
        assert answer["result"]["reason"] == "untrusted"
        assert "result" in client.ask("connlint/checkWorkspace", {})
        assert "Traceback" not in client.log, client.log


def test_after_shutdown_every_request_is_refused() -> None:
    with RawClient() as client:
        client.initialize()
        client.open(URI, MODEL)
        assert client.ask("shutdown", None)["result"] is None
        for method in ("textDocument/hover", "connlint/run", "shutdown", "initialize", "nothing"):
            assert client.ask(method, {})["error"]["code"] == -32600
        client.open("file:///nowhere/other.bpmn", MODEL)
        client.tell("connlint/trustChanged", {"trusted": True})
        client.tell("exit", None)
        assert client.process.wait(PATIENCE) == 0
        assert "Traceback" not in client.log, client.log


def test_exit_without_shutdown_is_told_by_the_code() -> None:
    with RawClient() as client:
        client.initialize()
        client.tell("exit", None)
        assert client.process.wait(PATIENCE) == 1


CAPABLE = {
    "workspace": {
        "configuration": True,
        "didChangeConfiguration": {"dynamicRegistration": True},
        "didChangeWatchedFiles": {"dynamicRegistration": True},
        "codeLens": {"refreshSupport": True},
    },
    "window": {"workDoneProgress": True, "showDocument": {"support": True}},
}


@pytest.mark.parametrize(
    "answer",
    [
        {"error": {"code": -32601, "message": "no"}},
        {"error": 5},
        {"result": 5},
        {"result": {"a": [None]}},
        {"result": [None, None, 3]},
        {"result": [[], {"run": 5}, None]},
        {},
    ],
)
def test_what_the_client_answers_wrongly_is_as_if_it_said_nothing(answer: dict[str, Any]) -> None:
    with RawClient() as client:
        client.initialize(capabilities=CAPABLE, initializationOptions={"trusted": True})
        client.open(URI, MODEL)
        for _ in range(2):
            asked = client.wait(lambda message: "method" in message and "id" in message)
            client.send({"jsonrpc": "2.0", "id": asked["id"], **answer})
        assert asked["method"] == "workspace/configuration", "they are asked for however the registration ended"
        assert client.is_alive()
        assert client.diagnostics(URI, 1) == []
        assert "Traceback" not in client.log, client.log


def test_a_failure_logs_no_parameters(shared: RawClient) -> None:
    secret = {"textDocument": {"uri": URI}, "element": "Activity_1", "secrets": {"TOKEN": SECRET}, "confirmation": 5}
    wrong = {"textDocument": {"uri": URI}, "position": {"line": SECRET, "character": -1}, "newName": SECRET}
    for params in (secret, wrong, {"command": "connlint.server.run", "arguments": [secret, SECRET]}, [SECRET], SECRET):
        for method in METHODS:
            assert SECRET not in json.dumps(shared.ask(method, params))
    assert SECRET not in shared.log
