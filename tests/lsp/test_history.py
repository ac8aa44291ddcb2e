"""The history of runs, at the wire, with the real engine."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from lsprotocol import types as t

from connlint.example import rest_task
from connlint_server.run_history import state_folder
from lsp.editor import REAL, Editor
from lsp.local_service import service
from lsp.test_run_engine import SECRET, TOML, assert_hidden, opened

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_runs_are_kept_shown_compared_and_made_again(tmp_path: Path) -> None:
    async with service() as local:
        (tmp_path / "connlint.toml").write_text(TOML % local.port, "utf-8")
        (tmp_path / ".env").write_text(f"TOKEN='{SECRET}'\n", "utf-8")
        editor = await Editor("maximal").start(folder=tmp_path, command=REAL, trusted=True)
        params = opened(editor, tmp_path, headers={"resultExpression": "={order: response.body.order.id}"})
        uri = params["textDocument"]["uri"]
        asked = {"textDocument": {"uri": uri}, "element": "Activity_1"}
        assert await editor.ask("connlint/history", asked) == {"runs": []}
        first = await editor.run(params)
        await editor.run({**params, "variables": {"path": "other"}})
        listed = (await editor.ask("connlint/history", asked))["runs"]
        assert [each["status"] for each in listed] == [200, 200]
        assert [each["outcome"] for each in listed] == ["variables", "variables"]
        assert listed[0]["startedAt"] >= listed[1]["startedAt"]
        assert (await editor.ask("connlint/history", {**asked, "limit": 1}))["runs"] == listed[:1]
        assert (await editor.ask("connlint/history", {"element": "Other"}))["runs"] == []
        after, before = (each["id"] for each in listed)

        shown = await editor.ask("connlint/historyRun", {"id": before})
        kept = {name: each for name, each in first["run"].items() if name not in ("id", "number", "document")}
        assert {**kept, "id": before} == shown["run"]
        assert "200 OK" in shown["text"]
        compared = await editor.ask("connlint/historyDiff", {"before": before, "after": after})
        assert "/orders/7" in compared["before"]["text"]
        assert "/other/7" in compared["after"]["text"]
        changed = [line for line in compared["diff"].split("\n") if line.startswith(("+", "-"))]
        assert any("/other/7" in line for line in changed)
        assert not any("Content-Type" in line for line in changed)

        again = await editor.ask("connlint/historyRerun", {"id": before})
        assert again["kind"] == "confirmation-needed"
        token = again["confirmation"]["token"]
        again = await editor.ask("connlint/historyRerun", {"id": before, "confirmation": token})
        assert (again["kind"], again["run"]["environment"]) == ("finished", "dev")
        assert len((await editor.ask("connlint/history", asked))["runs"]) == 3
        for bad in ({}, {"id": "nothing"}, {"id": "../../x"}, {"id": 3}):
            assert await editor.ask("connlint/historyRun", bad) is None
            assert (await editor.ask("connlint/historyRerun", bad))["kind"] == "refused"
        files = list(state_folder().iterdir())
        assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
        assert_hidden(*(file.read_text("utf-8") for file in files), shown, compared, listed)

        editor.client.set_configuration({"connlint": {"run": {"history": False}}})
        editor.client.workspace_did_change_configuration(_changed())
        for _ in range(100):
            count = len((await editor.ask("connlint/history", asked))["runs"])
            await editor.run(params)
            if len((await editor.ask("connlint/history", asked))["runs"]) == count:
                break
            await asyncio.sleep(0.02)
        else:
            raise AssertionError("runs are kept all the same")
        kept = [each["id"] for each in (await editor.ask("connlint/history", {}))["runs"]]
        for none in ([], "all", ["nothing", 3], {}):
            assert await editor.ask("connlint/historyClear", {"ids": none}) == 0
        assert await editor.ask("connlint/historyClear", {"ids": [kept[1], "nothing"]}) == 1
        left = [each["id"] for each in (await editor.ask("connlint/history", {}))["runs"]]
        assert left == [kept[0], *kept[2:]]
        assert await editor.ask("connlint/historyClear", {}) == len(left)
        assert await editor.ask("connlint/history", {}) == {"runs": []}
        await editor.stop()
        assert "ERROR" not in editor.log


async def test_places_are_kept_as_they_are_sent() -> None:
    editor = await Editor("maximal").start(trusted=True)
    uri = editor.open(rest_task({"url": "https://api.example.com/"}, headers={"resultExpression": "={a: 1}"}).text)
    params = {"textDocument": {"uri": uri}, "element": "Activity_1"}
    first = (await editor.run(params))["run"]
    ((item),) = (await editor.ask("connlint/history", {"textDocument": {"uri": uri}}))["runs"]
    kept = (await editor.ask("connlint/historyRun", {"id": item["id"]}))["run"]
    assert kept["notices"] == first["notices"]
    assert kept["notices"][0]["range"] is not None
    await editor.stop()
    assert "ERROR" not in editor.log


async def test_what_is_no_run_is_passed_over_and_a_failure_is_an_answer() -> None:
    editor = await Editor("maximal").start(trusted=True)
    uri = editor.open(rest_task({"url": "https://api.example.com/"}).text)
    document = {"textDocument": {"uri": uri}}
    await editor.run({**document, "element": "Activity_1"})
    # One file has many URIs.
    asked = {"textDocument": {"uri": uri.replace("model", "m%6Fdel")}}
    ((item),) = (await editor.ask("connlint/history", asked))["runs"]
    kept = state_folder() / f"{item['id']}.json"
    value = json.loads(kept.read_text("utf-8"))
    for name, broken in (("0000000", {"element": {}}), ("1111111", {"textDocument": {"uri": 3}}), ("2222222", [])):
        text = json.dumps({**value, **broken} if isinstance(broken, dict) else broken)
        (state_folder() / f"{item['id'][:-7]}{name}.json").write_text(text, "utf-8")
    assert [each["id"] for each in (await editor.ask("connlint/history", asked))["runs"]] == [item["id"]]
    editor.type(uri, "https://api.example.com/", "crash")
    rerun = {"id": item["id"]}
    token = (await editor.ask("connlint/historyRerun", rerun))["confirmation"]["token"]
    answer = await editor.ask("connlint/historyRerun", {**rerun, "confirmation": token})
    assert (answer["kind"], answer["reason"]) == ("refused", "unavailable")
    (task,) = (await editor.ask("connlint/tasks", document))["files"][0]["tasks"]
    shown = await editor.client.workspace_text_document_content_async(
        t.TextDocumentContentParams(task["lastRun"]["document"])
    )
    assert "connlint failed" in shown.text
    await editor.stop()


def _changed():
    return t.DidChangeConfigurationParams({"connlint": {"run": {"history": False}}})
