"""The history of runs: what `connlint run` keeps, what `connlint runs` shows, and its bounds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import connlint_server.run_history as run_history
from connlint.cli.main import main
from connlint_server.run_history import RunHistory, state_folder
from engine.raw_server import json_answer
from run.conftest import serving
from run.models import model_text, task_xml

SECRET = "top-secret-key"


@pytest.fixture(autouse=True)
def own_state(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def connlint(*arguments):
    return CliRunner().invoke(main, list(arguments))


def made(server, *variables):
    """A run with a secret in its header."""
    Path("s.env").write_text(f"KEY={SECRET}\n", "utf-8")
    inputs = {
        "method": "GET",
        "url": '=host + "/" + path',
        "headers": '={"X-Key": "{{secrets.KEY}}"}',
    }
    Path("m.bpmn").write_text(
        model_text(task_xml(inputs, headers={"resultExpression": "={got: response.body}"}, name="Fetch it")), "utf-8"
    )
    done = connlint("run", "m.bpmn", "--var", f"host={server.base}", *variables, "--secrets", "s.env", "--yes")
    assert done.exit_code == 0, done.output


def test_the_whole_way():
    assert "No runs are kept" in connlint("runs").output
    with serving([json_answer(f'{{"a":1,"key":"{SECRET}"}}'), json_answer('{"a":2}')]) as server:
        made(server, "--var", "path=one")
        made(server, "--var", "path=two")
    listed = connlint("runs").output.splitlines()
    assert len(listed) == 2
    assert listed[0].split()[0] == "1"
    assert " 200 " in listed[0]
    assert "Fetch it" in listed[0]
    value = json.loads(connlint("runs", "--output-format", "json").output)
    assert [each["outcome"] for each in value["runs"]] == ["variables", "variables"]
    shown = connlint("runs", "show", "2")
    assert "/one" in shown.output
    assert '"a": 1' in shown.output
    assert connlint("runs", "show", value["runs"][1]["id"]).output == shown.output
    assert json.loads(connlint("runs", "show", "1", "--output-format", "json").output)["outcome"]["variables"]["got"]
    compared = connlint("runs", "diff", "2", "1")
    assert compared.exit_code == 1
    assert any(line.startswith("-") and "/one" in line for line in compared.output.splitlines())
    assert any(line.startswith("+") and "/two" in line for line in compared.output.splitlines())
    assert connlint("runs", "diff", "1", "1").exit_code == 0
    for file in state_folder().iterdir():
        assert SECRET not in file.read_text("utf-8")
        assert file.stat().st_mode & 0o777 == 0o600
    assert connlint("runs", "clear").output == "2 runs deleted.\n"
    assert "No runs are kept" in connlint("runs").output


@pytest.mark.parametrize("name", ["0", "3", "99999", "nothing", "../m", "²"])
def test_no_such_run(name):
    done = connlint("runs", "show", name)
    assert done.exit_code == 3
    assert "there is no run" in done.output


def test_it_can_be_switched_off(monkeypatch):
    monkeypatch.setenv("CONNLINT_HISTORY", "off")
    with serving([json_answer("{}")]) as server:
        made(server, "--var", "path=one")
    assert not state_folder().exists()


def test_a_relative_state_folder_is_ignored():
    assert state_folder({"XDG_STATE_HOME": "here"}) == Path.home() / ".local" / "state" / "connlint" / "runs"


def a_run(text: str = "x") -> dict:
    body = {"language": "text", "text": text, "bytes": len(text), "truncated": False}
    exchange = {
        "purpose": "request",
        "method": "GET",
        "url": "u",
        "requestHeaders": [],
        "requestBody": None,
        "status": 200,
        "reason": "OK",
        "responseHeaders": [],
        "responseBody": body,
        "failure": None,
    }
    return {
        "textDocument": {"uri": "file:///m.bpmn", "version": None},
        "element": {"id": "A", "name": "", "type": "serviceTask"},
        "environment": None,
        "startedAt": "2026-01-01T00:00:00.000+00:00",
        "duration": 0.1,
        "inputs": [],
        "exchanges": [exchange],
        "response": text,
        "outcome": {"kind": "variables", "variables": {"v": text}},
        "notices": [],
    }


def test_it_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(run_history, "MOST_RUNS", 3)
    history = RunHistory(tmp_path / "few")
    kept = [history.keep(a_run()) for _ in range(5)]
    assert set(history.ids()) <= set(kept)
    assert len(history.ids()) == 3
    monkeypatch.setattr(run_history, "MOST_RUNS", 100)
    monkeypatch.setattr(run_history, "MOST_BYTES", 5000)
    history = RunHistory(tmp_path / "small")
    for _ in range(20):
        history.keep(a_run("y" * 500))
    assert 1 <= len(history.ids()) < 5
    monkeypatch.setattr(run_history, "LARGEST_RUN", 50_000)
    monkeypatch.setattr(run_history, "MOST_BYTES", 1_000_000)
    large = history.keep(a_run("z" * 100_000))
    (found,) = [run for run in history.runs() if run["id"] == large]
    assert found["exchanges"][0]["responseBody"]["truncated"]
    assert (tmp_path / "small" / f"{large}.json").stat().st_size < 50_000
    assert "too large" in found["notices"][-1]["message"]


def test_what_cannot_be_kept_or_read(tmp_path):
    (tmp_path / "file").write_text("x", "utf-8")
    assert RunHistory(tmp_path / "file").keep(a_run()) is None
    history = RunHistory(tmp_path / "runs")
    kept = history.keep(a_run())
    (tmp_path / "runs" / "20260101T000000000-00000000.json").write_text("[]", "utf-8")
    (tmp_path / "runs" / "20260101T000000000-00000001.json").write_text("{", "utf-8")
    (tmp_path / "runs" / "mine.json").write_text("{}", "utf-8")
    assert [run["id"] for run in history.runs()] == [kept]
    assert history.clear() == 3
    assert (tmp_path / "runs" / "mine.json").exists()
