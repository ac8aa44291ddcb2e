from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types as t

from connlint.example import rest_task
from lsp.editor import PATIENCE, Editor
from lsp.fake_port import SECRET

pytestmark = pytest.mark.asyncio(loop_scope="session")


def opened(editor: Editor, url: str = "https://api.example.com/a", **settings: Any) -> dict[str, Any]:
    """Opens a model with one task and gives the parameters to run it."""
    uri = editor.open(rest_task({"url": url, **settings}).text)
    return {"textDocument": {"uri": uri}, "element": "Activity_1"}


async def document(editor: Editor, uri: str) -> str:
    if uri.startswith("file:"):
        return Path(uri.removeprefix("file://")).read_text("utf-8")
    answer = await editor.client.workspace_text_document_content_async(t.TextDocumentContentParams(uri))
    return answer.text


async def test_a_run_needs_a_confirmation_and_gives_everything(editor: Editor) -> None:
    params = opened(editor)
    asked = await editor.ask("connlint/run", params)
    assert asked["kind"] == "confirmation-needed"
    confirmation = asked["confirmation"]
    assert confirmation["unknownHosts"] == ["api.example.com"]
    assert confirmation["why"] == ["host", "method"]
    assert "POST to api.example.com with the secret TOKEN" in confirmation["message"]
    answer = await editor.ask("connlint/run", {**params, "confirmation": confirmation["token"]})
    assert answer["kind"] == "finished"
    run = answer["run"]
    assert run["exchanges"][0]["status"] == 200
    assert run["outcome"] == {"kind": "variables", "variables": {"answer": 42}}
    assert run["environment"] == "dev"
    assert run["notices"][0]["message"] == "allowed: api.example.com:443"
    text = await document(editor, run["document"])
    for part in ("POST https://api.example.com/a", "200 OK", "## The process gets", '"answer": 42'):
        assert part in text
    shown = editor.name in ("vscode", "maximal")
    assert run["document"].startswith("connlint-run:/Activity_1/run-") == shown


async def test_a_confirmation_is_good_once_and_for_one_thing(editor: Editor) -> None:
    params = opened(editor)
    token = (await editor.ask("connlint/run", params))["confirmation"]["token"]
    editor.type(params["textDocument"]["uri"], "https://api.example.com/a", "b")
    assert (await editor.ask("connlint/run", {**params, "confirmation": token}))["kind"] == "confirmation-needed"
    token = (await editor.ask("connlint/run", params))["confirmation"]["token"]
    assert (await editor.ask("connlint/run", {**params, "confirmation": token}))["kind"] == "finished"
    assert (await editor.ask("connlint/run", {**params, "confirmation": token}))["kind"] == "confirmation-needed"


async def test_what_is_missing_is_asked_for_before_anything_is_sent(editor: Editor) -> None:
    params = opened(editor, "https://api.example.com/lacking")
    answer = await editor.ask("connlint/run", params)
    assert answer["kind"] == "input-needed"
    (variable,) = answer["variables"]
    assert (variable["name"], variable["neededBy"]) == ("city", ["url"])
    start = t.Position(**variable["range"]["start"])
    end = t.Position(**variable["range"]["end"])
    assert editor.cut(params["textDocument"]["uri"], t.Range(start, end)) == "https://api.example.com/lacking"
    assert [each["name"] for each in answer["secrets"]] == ["KEY"]
    assert await editor.ask("connlint/missing", params) == {key: answer[key] for key in ("variables", "secrets")}
    assert (await editor.run({**params, "variables": {"city": "Rome"}}))["kind"] == "finished"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"element": "Nobody"}, "no-task"),
        ({"textDocument": {"uri": "file:///nowhere/closed.bpmn"}}, "no-task"),
        ({"environment": "moon"}, "environment"),
        ({"textDocument": 5}, "no-task"),
    ],
)
async def test_what_cannot_be_run(editor: Editor, change: dict[str, Any], reason: str) -> None:
    answer = await editor.ask("connlint/run", {**opened(editor), **change})
    assert (answer["kind"], answer["reason"]) == ("refused", reason)


async def test_other_refusals(editor: Editor) -> None:
    answer = await editor.run(opened(editor, "https://api.example.com/elsewhere"))
    assert (answer["kind"], answer["reason"], answer["host"]) == ("refused", "host", "other.example")
    params = opened(editor, "https://api.example.com/refused")
    answer = await editor.run(params)
    assert answer["run"]["outcome"]["kind"] == "incident"
    assert answer["run"]["exchanges"] == []
    assert (await editor.ask("connlint/preview", params))["kind"] == "failed"
    assert (await editor.ask("connlint/run", {**params, "environment": "prod"}))["kind"] == "failed"
    params = opened(editor)
    editor.type(params["textDocument"]["uri"], 'target="url"', " <")
    answer = await editor.ask("connlint/run", params)
    assert answer["kind"] == "refused"
    assert answer["reason"] == "broken-model"


async def test_a_protected_environment_is_always_confirmed() -> None:
    allowed = await Editor("maximal").start(trusted=True, settings={"run": {"allowedHosts": ["*.example.com"]}})
    params = opened(allowed)
    assert (await allowed.ask("connlint/run", params))["kind"] == "finished"
    asked = await allowed.ask("connlint/run", {**params, "environment": "prod"})
    assert asked["confirmation"]["why"] == ["environment"]
    assert "(environment prod)" in asked["confirmation"]["message"]
    await allowed.ask("connlint/selectEnvironment", {"environment": "prod", "secretNames": ["KEPT"]})
    assert (await allowed.ask("connlint/environments", {}))["selected"] == "prod"
    assert (await allowed.ask("connlint/run", params))["kind"] == "confirmation-needed"
    await allowed.stop()


async def test_nothing_runs_without_trust() -> None:
    untrusted = await Editor("maximal").start(settings={"run": {"allowedHosts": ["*"]}})
    params = opened(untrusted)
    for method in ("connlint/run", "connlint/preview"):
        answer = await untrusted.ask(method, params)
        assert (answer["kind"], answer["reason"]) == ("refused", "untrusted")
    answer = await untrusted.execute("connlint.server.run", params)
    assert answer["reason"] == "untrusted"
    offered = await untrusted.ask("connlint/environments", {})
    assert [each["secrets"] for each in offered["environments"]] == [None, None]
    untrusted.client.protocol.notify("connlint/trustChanged", {"trusted": True})
    assert (await untrusted.ask("connlint/run", params))["kind"] == "finished"
    await untrusted.stop()


async def test_preview_and_curl(editor: Editor) -> None:
    params = opened(editor)
    answer = await editor.ask("connlint/preview", params)
    assert answer["kind"] == "prepared"
    assert answer["request"]["url"] == "https://api.example.com/a"
    assert answer["confirmation"]["token"]
    assert "Nothing has been sent." in await document(editor, answer["document"])
    answer = await editor.ask("connlint/curl", params)
    assert answer == {"kind": "command", "command": "curl -X POST 'https://api.example.com/a'", "notes": []}


@pytest.mark.parametrize("way", ["connlint/cancel", "$/cancelRequest", "progress"])
async def test_a_run_is_cancelled(editor: Editor, way: str) -> None:
    params = opened(editor, "https://api.example.com/slow")
    token = (await editor.ask("connlint/run", params))["confirmation"]["token"]
    sent = {**params, "confirmation": token, "workDoneToken": f"mine-{editor.name}-{way}"}
    editor.client.progress_reports[sent["workDoneToken"]] = []
    future = editor.client.protocol.send_request("connlint/run", sent, msg_id=f"run-{editor.name}-{way}")
    uri = params["textDocument"]["uri"]
    lens = t.CodeLensParams(t.TextDocumentIdentifier(uri))
    titles: list[str] = []
    while titles != ["■ Cancel"]:
        titles = [each.command.title for each in await editor.client.text_document_code_lens_async(lens)]
    assert (await editor.ask("connlint/run", params))["reason"] == "running"
    if way == "connlint/cancel":
        assert await editor.ask("connlint/cancel", params) is True
    elif way == "progress":
        editor.client.window_work_done_progress_cancel(t.WorkDoneProgressCancelParams(sent["workDoneToken"]))
    else:
        editor.client.cancel_request(t.CancelParams(f"run-{editor.name}-{way}"))
    if way == "$/cancelRequest":
        with pytest.raises(Exception, match="cancel"):
            await asyncio.wait_for(asyncio.wrap_future(future), PATIENCE)
    else:
        answer = await asyncio.wait_for(asyncio.wrap_future(future), PATIENCE)
        assert answer.kind == "cancelled"
    while titles != ["▶ Run", "Preview"]:
        titles = [each.command.title for each in await editor.client.text_document_code_lens_async(lens)]
    assert await editor.ask("connlint/cancel", params) is False


async def test_by_command_the_server_asks_and_shows(editor: Editor) -> None:
    params = opened(editor)
    command = "connlint.server.run"
    editor.client.answer = None
    editor.client.questions.clear()
    assert (await editor.execute(command, params))["kind"] == "cancelled"
    (question,) = editor.client.questions
    assert "POST to api.example.com" in question.message
    editor.client.answer = "Send"
    editor.client.shown_documents.clear()
    editor.client.messages.clear()
    answer = await editor.execute(command, params)
    assert answer["kind"] == "finished"
    if editor.name in ("minimal", "neovim-0.7"):
        await editor.until(lambda: any("run-" in each.message for each in editor.client.messages))
    else:
        await editor.until(lambda: [each.uri for each in editor.client.shown_documents] == [answer["run"]["document"]])
    refused = await editor.execute(command)
    assert refused["reason"] == "no-task"


async def test_completion_knows_the_last_response(capable: Editor) -> None:
    text = rest_task({"url": "https://api.example.com/a"}, headers={"resultExpression": "={a: response.body.answer.}"})
    uri = capable.open(text.text)
    await capable.run({"textDocument": {"uri": uri}, "element": "Activity_1"})
    offers = await capable.completion(uri, capable.at(uri, "body.answer."))
    assert {"number", "of"} <= set(offers)
    assert offers["number"].detail == "number"


async def test_what_the_engine_fails_at_is_told_without_secrets(maximal: Editor) -> None:
    params = opened(maximal, "https://api.example.com/crash")
    answer = await maximal.run({**params, "secrets": {"TOKEN": SECRET}})
    assert answer["kind"] == "refused"
    assert "RuntimeError: the engine fell over ***" in maximal.log
    assert SECRET not in maximal.log


async def test_the_task_list(maximal: Editor) -> None:
    params = opened(maximal, "https://api.example.com/a", **{"authentication.type": "bearer"})
    await maximal.run(params)
    (file,) = (await maximal.ask("connlint/tasks", {"textDocument": params["textDocument"]}))["files"]
    (task,) = file["tasks"]
    assert task["element"] == {"id": "Activity_1", "name": "Fetch order", "type": "serviceTask"}
    assert (task["connector"], task["method"], task["url"]) == ("rest", "GET", "https://api.example.com/a")
    assert task["findings"] == {"error": 1, "warning": 0, "info": 0}
    assert task["lastRun"]["outcome"] == "variables"
    assert task["canRun"] is True
    states = [
        params["state"] for method, params in map(_event, maximal.client.events) if method == "connlint/runChanged"
    ]
    assert states == ["running", "finished"]
    assert any(method == "connlint/tasksChanged" for method, _ in maximal.client.events)


def _event(event: tuple[str, Any]) -> tuple[str, Any]:
    from lsp.editor import plain

    return event[0], plain(event[1])


async def test_the_page_of_a_rule(capable: Editor) -> None:
    page = await capable.ask("connlint/rule", {"rule": "unquoted-secret"})
    assert page["markdown"].startswith("# unquoted-secret")
    assert await capable.ask("connlint/rule", {"rule": "no-such-rule"}) is None


@pytest.mark.skipif(os.name == "nt", reason="there is no such signal")
@pytest.mark.parametrize("how", ["hangs up", "is told to end"])
async def test_no_document_of_a_run_stays_on_the_disk(how: str) -> None:
    editor = await Editor("minimal").start(trusted=True)
    answer = await editor.run(opened(editor))
    written = Path(answer["run"]["document"].removeprefix("file://"))
    assert written.is_file()
    server = editor.client._server
    if how == "hangs up":
        server.stdin.close()
    else:
        server.terminate()
    await asyncio.wait_for(server.wait(), PATIENCE)
    assert not written.parent.exists()
    await editor.client.stop()
