"""The process itself: what it writes, how it ends, what it does with nonsense."""

from __future__ import annotations

import asyncio
import socket
import subprocess
from pathlib import Path

import pytest
from lsprotocol import types as t
from pygls.lsp.client import BaseLanguageClient
from pytest_lsp.client import make_test_lsp_client

from checkout import SERVER
from connlint.example import rest_task
from lsp.editor import PATIENCE, Editor

pytestmark = pytest.mark.asyncio(loop_scope="session")

MODEL = rest_task({"url": "https://api.example.com/slow"}).text


async def test_a_feature_that_fails_answers_empty_and_is_logged_once(maximal: Editor) -> None:
    for _ in range(3):
        assert await maximal.ask("tests/fail", {}) is None
    uri = maximal.open(MODEL)
    assert await maximal.diagnostics(uri) == []
    assert maximal.log.count("ZeroDivisionError") == 1
    assert not maximal.client.messages


async def test_refused_parameters(maximal: Editor) -> None:
    for arguments, words in (([{}, {}], "one argument"), ([1], "an object")):
        with pytest.raises(Exception, match=words):
            await maximal.execute("connlint.server.run", *arguments)
    with pytest.raises(Exception, match="no command"):
        await maximal.execute("connlint.server.nothing")
    for method in ("run", "preview", "curl", "cancel", "environments", "missing", "tasks", "rule", "selectEnvironment"):
        for params in ({}, {"textDocument": None}, [1], {"element": {"a": 1}, "environment": 5, "variables": []}):
            await maximal.ask(f"connlint/{method}", params)
    maximal.client.protocol.notify("connlint/trustChanged", None)
    assert await maximal.diagnostics(maximal.open(MODEL)) == []


async def test_requests_about_documents_that_are_not_open(maximal: Editor) -> None:
    uri = "file:///nowhere/closed.bpmn"
    maximal.texts[uri] = ""
    position = t.Position(4, 2)
    assert await maximal.completion(uri, position) == {}
    assert await maximal.hover(uri, position) == ""
    assert await maximal.actions(uri, position) == []
    maximal.client.text_document_did_close(t.DidCloseTextDocumentParams(t.TextDocumentIdentifier(uri)))
    change = t.TextDocumentContentChangeWholeDocument("x")
    identifier = t.VersionedTextDocumentIdentifier(version=2, uri=uri)
    maximal.client.text_document_did_change(t.DidChangeTextDocumentParams(identifier, [change]))
    assert await maximal.diagnostics(maximal.open(MODEL)) == []


async def test_positions_outside_of_the_text(maximal: Editor) -> None:
    for text in (MODEL, "", "<", "\u2028"):
        uri = maximal.open(text)
        for position in (t.Position(0, 0), t.Position(999, 999), t.Position(0, 99_999)):
            await maximal.completion(uri, position)
            await maximal.hover(uri, position)
            await maximal.actions(uri, position)
    assert "ERROR" not in maximal.log


async def test_a_document_that_is_too_large_is_left_alone() -> None:
    small = await Editor("maximal").start(settings={"maxFileSize": 1})
    uri = small.open(rest_task({"url": "bad"}).text)
    assert await small.diagnostics(uri) == []
    assert "left alone" in small.client.messages[0].message or "leaves" in small.client.messages[0].message
    await small.stop()


async def test_it_ends_with_a_run_in_flight() -> None:
    editor = await Editor("maximal").start(trusted=True, settings={"run": {"allowedHosts": ["*"]}})
    uri = editor.open(MODEL)
    params = {"textDocument": {"uri": uri}, "element": "Activity_1"}
    future = editor.client.protocol.send_request("connlint/run", params)
    command = editor.client.protocol.send_request(
        t.WORKSPACE_EXECUTE_COMMAND, t.ExecuteCommandParams("connlint.server.preview", [params])
    )
    await editor.until(
        lambda: any("running" in str(event) for event in editor.client.events) or editor.client.refreshed
    )
    await asyncio.wrap_future(command)
    await editor.stop()  # the run would go on for ever
    assert editor.client._server.returncode == 0
    assert future.done()


async def test_it_ends_when_its_input_does() -> None:
    editor = await Editor("minimal").start()
    editor.client._server.stdin.close()
    assert await asyncio.wait_for(editor.client._server.wait(), PATIENCE) is not None


async def test_files_of_runs_are_deleted_at_the_end() -> None:
    editor = await Editor("minimal").start(trusted=True, settings={"run": {"allowedHosts": ["*"]}})
    uri = editor.open(rest_task({"url": "https://api.example.com/a"}).text)
    answer = await editor.ask("connlint/run", {"textDocument": {"uri": uri}, "element": "Activity_1"})
    path = Path(answer["run"]["document"].removeprefix("file://"))
    assert path.stat().st_mode & 0o77 == 0
    assert path.parent.stat().st_mode & 0o77 == 0
    await editor.stop()
    assert not path.parent.exists()


async def test_the_command_says_what_it_is() -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*SERVER, *arguments], capture_output=True, text=True, input="", timeout=PATIENCE)

    assert "connlint-server, version" in run("--version").stdout
    assert "--tcp PORT" in run("--help").stdout
    assert run("--stdio", "--tcp", "1").returncode == 2
    assert run("--stdio").stdout == ""


async def test_over_tcp() -> None:
    async with asyncio.timeout(PATIENCE):
        process, client = await _listening()
    result = await client.initialize_session(t.InitializeParams(capabilities=t.ClientCapabilities()))
    assert result.server_info.name == "connlint"
    assert (
        result.capabilities.experimental["connlint"]["protocol"] == 1
        if isinstance(result.capabilities.experimental, dict)
        else result.capabilities.experimental.connlint.protocol == 1
    )
    await client.shutdown_async(None)
    client.exit(None)
    assert process.wait(PATIENCE) == 0


async def _listening() -> tuple[subprocess.Popen[bytes], BaseLanguageClient]:
    """A server and its client. A port that was free may be somebody else's by now: the server ends then, and another is tried."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        process = subprocess.Popen([*SERVER, "--tcp", str(port)])
        client = make_test_lsp_client()
        while process.poll() is None:
            try:
                await client.start_tcp("127.0.0.1", port)
                return process, client
            except OSError:
                await asyncio.sleep(0.05)
