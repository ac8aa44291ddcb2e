"""Answers that few programs survive: a request was sent, so there is always a report, a record and an entry in the history."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from connlint.cli.main import main
from connlint_server.engine import TokenCache, given_task, run_task
from engine.raw_server import Answer, RawServer, answer, json_answer
from engine.running import options
from run.conftest import serving
from run.models import get, model_text, rest_task, task_xml

EXPRESSIONS = [
    {"resultVariable": "x"},
    {"resultExpression": "={x: body}"},
    {"resultExpression": "={x: string(response)}"},
    {"resultExpression": "={x: body = body}"},
    {"errorExpression": '=if response.body = null then bpmnError("NONE") else null'},
    {"errorExpression": '=bpmnError("E", "m", {x: response})'},
    {"errorExpression": "=jobError(string(response), {x: response}, 1)"},
]


@pytest.fixture(autouse=True)
def state(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("CONNLINT_HISTORY", raising=False)


def invoke(*arguments):
    return CliRunner().invoke(main, [*map(str, arguments)])


def command(given, *more, headers=None, times=1):
    """Run the only task of a model; gives the results of `times` calls."""
    Path("one.bpmn").write_text(model_text(task_xml(get("=host"), headers=headers)), "utf-8")
    with serving([given] * times) as server:
        return invoke("run", "one.bpmn", "--var", f"host={server.base}", *more)


def nested(levels, kind="list"):
    return '{"a":' * levels + "1" + "}" * levels if kind == "object" else "[" * levels + "1" + "]" * levels


def depth_of(value):
    depth = 0
    while isinstance(value, (list, dict)):
        value = value[0] if isinstance(value, list) else value["a"]
        depth += 1
    return depth


@pytest.mark.parametrize("headers", EXPRESSIONS, ids=lambda headers: next(iter(headers.values())))
@pytest.mark.parametrize("status", [200, 404])
@pytest.mark.parametrize("levels", [450, 1000, 1001, 100_000])
async def test_deep_answers_go_all_the_way(levels, status, headers):
    """Run time: Jackson reads a thousand levels. What it does not read as JSON is a text."""
    async with RawServer([json_answer(nested(levels, "object"), status)]) as server:
        result = await run_task(
            rest_task(get(server.base), headers=headers),
            options=options(),
            token_cache=TokenCache(),
            secrets={"S": "x" * 9},
        )
    assert result.outcome.kind in ("variables", "bpmn-error", "job-failed")
    body = result.response["body"]
    assert isinstance(body, str) if levels > 1000 else depth_of(body) == levels
    if headers == {"resultVariable": "x"} and status == 200:
        assert result.outcome.variables["x"]["body"] == body if levels > 1000 else True


@pytest.mark.parametrize("levels", [450, 1000])
async def test_secrets_in_deep_answers_are_masked(levels):
    text = '{"a":' * levels + '"hunter-22"' + "}" * levels
    async with RawServer([json_answer(text)]) as server:
        task = rest_task(get(server.base), headers={"resultVariable": "x"})
        result = await run_task(task, options=options(), token_cache=TokenCache(), secrets={"S": "hunter-22"})
    value = result.outcome.variables["x"]["body"]
    while isinstance(value, dict):
        value = value["a"]
    assert value == "***"


@pytest.mark.parametrize("levels", [450, 1000, 1001, 100_000])
def test_reports_of_deep_answers(levels):
    deep = json_answer(nested(levels))
    headers = {"resultVariable": "x"}
    told = command(deep, headers=headers)
    assert told.exit_code == 0, told.exception
    assert "The process gets\n  x" in told.output
    reported = command(deep, "--output-format", "json", "--output-file", "report.json", headers=headers)
    assert reported.exit_code == 0, reported.exception
    # Python's own reader gives up long before.
    assert Path("report.json").read_text("utf-8").count("[") >= levels
    recorded = command(deep, "--record", "saved.json", headers=headers)
    assert recorded.exit_code == 0, recorded.exception
    assert Path("saved.json").read_text("utf-8").count("[") == levels
    replayed = invoke("run", "one.bpmn", "--var", "host=http://h", "--replay", "saved.json")
    assert (replayed.exit_code, "The process gets\n  x" in replayed.output) == (0, True)
    for number in (1, 2, 3):
        shown = invoke("runs", "show", number)
        assert shown.exit_code == 0, shown.output
    # The server's port is another one.
    assert invoke("runs", "diff", 1, 2).exit_code == 1


def test_deep_token_answers():
    oauth = (
        '={type: "oauth-client-credentials-flow", oauthTokenEndpoint: host, clientId: "me", clientSecret: "s-1-s", '
        'clientAuthentication: "credentialsBody"}'
    )
    text = '{"a":' * 900 + '{"access_token": "to-ken-1"}' + "}" * 900
    Path("one.bpmn").write_text(model_text(task_xml({**get("=host"), "authentication": oauth})), "utf-8")
    with serving([json_answer(text), answer(204)]) as server:
        result = invoke("run", "one.bpmn", "--var", f"host={server.base}")
        assert server.requests[1].values("Authorization") == ["Bearer to-ken-1"]
    assert result.exit_code == 0
    assert "to-ken-1" not in result.output


@pytest.mark.parametrize("levels", [450, 900])
async def test_deep_variables_are_sent(levels):
    deep = json.loads(nested(levels))
    async with RawServer([answer(204)]) as server:
        task = rest_task({"method": "POST", "url": server.base, "body": "={a: given}"})
        result = await run_task(task, variables={"given": deep}, options=options(), token_cache=TokenCache())
        assert server.requests[0].body == b'{"a":' + nested(levels).encode() + b"}"
    assert result.outcome.kind == "variables"


HALVES = json_answer(
    '{"a": "\\ud800", "\\udfff b": ["x\\udc00y", "\\ud83d\\udd11"], "c": "\\u009b31m\\u202eevil\\u2066"}'
)


@pytest.mark.parametrize("headers", EXPRESSIONS, ids=lambda headers: next(iter(headers.values())))
def test_halves_of_pairs_lose_nothing(headers):
    command(
        HALVES, "--record", "saved.json", "--output-format", "json", "--output-file", "report.json", headers=headers
    )
    report = json.loads(Path("report.json").read_text("utf-8"))
    whole = {"a": "\ud800", "\udfff b": ["x\udc00y", "🔑"], "c": "\x9b31m\u202eevil\u2066"}
    assert report["response"]["body"] == whole
    assert json.loads(Path("saved.json").read_text("utf-8"))["body"] == whole
    told = command(HALVES, headers=headers)
    assert "The process gets" in told.output
    assert invoke("runs", "show", 1).exit_code == 0
    assert json.loads(invoke("runs", "show", 2, "--output-format", "json").output)["response"]["body"] == whole


@pytest.mark.parametrize("output_format", ["text", "json"])
def test_what_steers_a_terminal_is_only_shown(output_format):
    output = command(HALVES, "--output-format", output_format, headers={"resultVariable": "x"}).output
    assert output.isprintable() or all(line.isprintable() for line in output.split("\n"))
    assert "\\u009b31m" in output or "\\x9b31m" in output


def test_halves_in_variables():
    Path("one.bpmn").write_text(
        model_text(
            task_xml({"method": "POST", "url": "=host", "body": "={a: given}"}, headers={"resultVariable": "x"})
        ),
        "utf-8",
    )
    Path("v.json").write_text('{"given": "\\ud800 x"}', "utf-8")
    for more in ([], ["--output-format", "json"], ["--curl"], ["--dry-run"]):
        with serving([HALVES]) as server:
            result = invoke("run", "one.bpmn", "--vars", "v.json", "--var", f"host={server.base}", "--yes", *more)
        assert result.exit_code == 0, (more, result.output, result.exception)


@pytest.mark.parametrize("output_format", ["text", "json"])
def test_a_report_that_cannot_be_written_is_printed(output_format):
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    given = json_answer('{"number": 12}')
    result = command(
        given,
        "--output-format",
        output_format,
        "--output-file",
        "/dev/full",
        "--record",
        "saved.json",
        headers={"resultVariable": "x"},
    )
    assert result.exit_code == 2
    assert "cannot write /dev/full" in result.output
    assert '"number": 12' in result.output
    assert json.loads(Path("saved.json").read_text("utf-8"))["body"] == {"number": 12}
    assert '"number": 12' in invoke("runs", "show", 1).output


def test_a_record_that_cannot_be_written_costs_only_itself():
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    result = command(json_answer('{"number": 12}'), "--record", "/dev/full")
    assert result.exit_code == 2
    assert "cannot write /dev/full" in result.output
    assert '"number": 12' in result.output
    assert '"number": 12' in invoke("runs", "show", 1).output


@pytest.mark.parametrize("option", ["--record", "--output-file"])
@pytest.mark.parametrize("name", [".", "absent/file.json"])
def test_a_file_that_cannot_be_is_refused_before_anything_is_sent(option, name):
    Path("one.bpmn").write_text(model_text(task_xml(get("=host"))), "utf-8")
    with serving([answer(204)]) as server:
        result = invoke("run", "one.bpmn", "--var", f"host={server.base}", option, name)
        assert (result.exit_code, server.requests) == (2, [])
    assert "nothing was sent" in result.output


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
@pytest.mark.parametrize("output_format", ["text", "json"])
def test_a_terminal_that_knows_few_characters(encoding, output_format):
    import os
    import subprocess

    Path("one.bpmn").write_text(model_text(task_xml(get("=host"), headers={"resultVariable": "x"})), "utf-8")
    with serving([json_answer('{"word": "Ω→🔑 end"}')]) as server:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "connlint",
                "run",
                "one.bpmn",
                "--var",
                f"host={server.base}",
                "--output-format",
                output_format,
            ],
            capture_output=True,
            env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": os.pathsep.join(sys.path)},
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert b" end" in done.stdout


@pytest.mark.parametrize("part", ["decide", "saved_value"])
async def test_a_fault_behind_the_answer_is_told(part, monkeypatch):
    """Whatever goes wrong there: the request was sent, so its exchange is shown."""

    def broken(*_):
        raise ValueError("with hunter-22 in it")

    monkeypatch.setattr(given_task, part, broken)
    async with RawServer([json_answer('{"a": "hunter-22"}')]) as server:
        task = rest_task(get(server.base))
        result = await run_task(task, options=options(), token_cache=TokenCache(), secrets={"S": "hunter-22"})
    assert result.outcome.kind == "stopped"
    assert result.outcome.message.startswith("internal error: ValueError at test_odd_answers.py")
    assert result.exchanges[0].response_body == b'{"a": "***"}'
    assert "hunter" not in repr(result) + str(result.outcome)


HEAD = b"HTTP/1.1 200 OK\r\n"
HOSTILE = [
    Answer([HEAD], endless=b"A: \x1b[31m\r\n" * 5000),
    Answer([b"\x1b[31mhunter-22\r\n\r\n"], close=True),
    Answer([b"HTTP/1.1 hunter-22 \x1b[31m\r\n\r\n"], close=True),
    Answer([HEAD + b"Content-Length: hunter-22\r\n\r\n"], close=True),
    Answer([HEAD + b"Transfer-Encoding: chunked\r\n\r\nhunter-22 \x1b[31m\r\n"], close=True),
    Answer([HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\nxhunter-22\x1b[31m"], close=True),
    Answer([HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\nhunter-22\x1b[31m\r\n\r\n"], close=True),
    answer(200, b"x", [("Content-Encoding", "gzip," * 1000)]),
    Answer([HEAD + b"Content-Encoding: gzip\r\n\r\nhunter-22\x1b[31m"], close=True),
]


@pytest.mark.parametrize("given", HOSTILE)
@pytest.mark.parametrize("output_format", ["text", "json"])
def test_hostile_answers_are_told(given, output_format):
    Path(".env").write_text("KEY=hunter-22\n", "utf-8")
    headers = '={"Authorization": "Bearer {{secrets.KEY}}"}'
    Path("one.bpmn").write_text(model_text(task_xml(get("=host", headers=headers))), "utf-8")
    with serving([given, given]) as server:
        arguments = ["--var", f"host={server.base}", "--secrets", ".env", "--output-format", output_format]
        told = invoke("run", "one.bpmn", *arguments)
    assert told.exit_code in (1, 3)
    assert isinstance(told.exception, SystemExit)
    assert "hunter" not in told.output
    assert "Traceback" not in told.output
    assert all(line.isprintable() for line in told.output.split("\n"))
