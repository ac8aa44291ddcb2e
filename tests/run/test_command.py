"""`connlint run` as a user meets it."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from connlint.cli.main import main
from engine.raw_server import PATIENCE, Answer, answer, json_answer
from run.conftest import serving
from run.models import boundary, get, model_text, task_xml


def run(*arguments, input=None):
    return CliRunner().invoke(main, ["run", *map(str, arguments)], input=input)


def write(name, content, **options):
    Path(name).write_text(model_text(content, **options), "utf-8")
    return name


@pytest.fixture
def orders():
    """A model with two tasks of ours and one of another connector."""
    post = task_xml(
        {"method": "POST", "url": '=host + "/orders"', "body": "={id: id}", "headers": '={"X-Key": "{{secrets.KEY}}"}'},
        id="Activity_Post",
        name="Place  order",
        headers={"resultExpression": "={number: response.body.number}"},
    )
    return write(
        "orders.bpmn",
        post
        + task_xml(
            get("=host"),
            id="Activity_Get",
            name="Fetch order",
            headers={
                "resultVariable": "order",
                "errorExpression": '=if error.code = "404" then bpmnError("GONE") else null',
            },
        )
        + task_xml({}, job_type="io.camunda:kafka:1", id="Activity_Kafka", name="Publish")
        + boundary("Activity_Get", "Error_1", "Event_Gone"),
        errors={"Error_1": "GONE"},
    )


class TestChoice:
    def test_several_tasks_are_listed(self, orders):
        result = run(orders)
        assert result.exit_code == 0
        assert re.search(r"Activity_Post +Place order +REST +POST =host", result.output)
        assert "Activity_Kafka" not in result.output
        listed = json.loads(run(orders, "--output-format", "json").output)
        assert [task["id"] for task in listed["tasks"]] == ["Activity_Post", "Activity_Get"]

    def test_the_only_one_is_run(self):
        write("one.bpmn", task_xml(get("=host")))
        with serving([answer(204)]) as server:
            assert run("one.bpmn", "--var", f"host={server.base}").exit_code == 0
            assert len(server.requests) == 1

    @pytest.mark.parametrize("name", ["Activity_Get", "Fetch order", "fetch  ORDER"])
    def test_by_id_or_name(self, orders, name):
        with serving([answer(204)]) as server:
            assert run(orders, name, "--var", f"host={server.base}").exit_code == 0

    @pytest.mark.parametrize(
        ("element", "message"),
        [
            ("Activity_Gat", "did you mean 'Activity_Get'?"),
            ("zzzzzz", "there are: Activity_Post, Activity_Get"),
            ("Activity_Kafka", "io.camunda:kafka:1"),
        ],
    )
    def test_a_wrong_name(self, orders, element, message):
        result = run(orders, element)
        assert result.exit_code == 2
        assert message in result.output

    def test_wrong_files(self):
        assert run("absent.bpmn").exit_code == 2
        Path("no.bpmn").write_text("<html/>", "utf-8")
        assert "no BPMN model" in run("no.bpmn").output
        write("kafka.bpmn", task_xml({}, job_type="io.camunda:kafka:1"))
        assert "no REST or GraphQL connector task" in run("kafka.bpmn").output
        Path("broken.bpmn").write_text(
            model_text(task_xml(get("=host"))).replace('target="url"', 'target="url'), "utf-8"
        )
        broken = run("broken.bpmn", "Activity_1")
        assert (broken.exit_code, "is broken" in broken.output) == (2, True)

    def test_a_model_from_standard_input(self):
        result = run("-", "--curl", input=model_text(task_xml(get("http://h.example/"))))
        assert result.output.endswith("http://h.example/\n")

    def test_twins_by_name(self):
        write("twins.bpmn", task_xml(get("u"), id="A") + task_xml(get("u"), id="B"))
        result = run("twins.bpmn", "Call")
        assert (result.exit_code, "(A, B)" in result.output) == (2, True)

    def test_modes_exclude_each_other(self, orders):
        assert run(orders, "Activity_Get", "--dry-run", "--curl").exit_code == 2
        assert run(orders, "Activity_Get", "--dry-run", "--record", "x").exit_code == 2


class TestReport:
    def test_a_run_as_text(self, orders):
        Path("s.env").write_text("KEY=top-secret-key\n", "utf-8")
        with serving([json_answer('{"number":12,"key":"top-secret-key","evil":"\\u001b]0;x\\u0007"}')]) as server:
            result = run(
                orders, "Place order", "--var", f"host={server.base}", "--var", "id==7", "--secrets", "s.env", "--yes"
            )
            assert server.requests[0].body == b'{"id":7}'
        assert result.exit_code == 0
        for part in (
            '"Place  order"  Activity_Post  REST'.replace("  order", " order"),
            f"POST {server.base}/orders",
            '"X-Key": "{{secrets.KEY}}"',
            "X-Key: ***",
            "Response  200 OK",
            '    "number": 12,',
            '"key": "***"',
            "The process gets\n  number  12\n",
        ):
            assert part in result.output, part
        assert re.search(
            r"connect [\d.]+ ms, send [\d.]+ ms, wait [\d.]+ ms, receive [\d.]+ ms\) · \d+ B", result.output
        )
        assert "top-secret-key" not in result.output
        assert "\x1b" not in result.output

    def test_a_run_as_json(self, orders):
        with serving([json_answer("{}", status=404)]) as server:
            result = run(orders, "Activity_Get", "--var", f"host={server.base}", "--output-format", "json")
        value = json.loads(result.output)
        assert result.exit_code == 1
        assert value["version"] == 1
        assert value["element"]["id"] == "Activity_Get"
        assert value["outcome"]["kind"] == "bpmn-error"
        assert value["outcome"]["caughtBy"]["id"] == "Event_Gone"
        assert value["exchanges"][0]["status"] == 404
        assert value["response"]["status"] == 404

    def test_into_a_file(self, orders):
        with serving([json_answer("{}")]) as server:
            result = run(orders, "Activity_Get", "--var", f"host={server.base}", "--output-file", "report.txt")
        assert (result.exit_code, result.output) == (0, "")
        assert "Response  200 OK" in Path("report.txt").read_text("utf-8")
        assert run(orders, "Activity_Get", "--var", "host=u", "--output-file", "no/where").exit_code in (1, 2)

    @pytest.mark.parametrize(
        ("given", "headers", "code", "told"),
        [
            (answer(200), {}, 0, "The process gets  no variables; the task completes"),
            (
                answer(500, reason="Broken"),
                {},
                1,
                "the job fails, 2 retries are left, and the engine tries again at once",
            ),
            (answer(500), {"retryBackoff": "PT1M"}, 1, "tries again after PT1M"),
            (answer(500), {"errorExpression": '=jobError("off")'}, 1, "an incident; no retries are left"),
            (
                answer(500),
                {"errorExpression": '=bpmnError("E", "m")'},
                1,
                "a BPMN error\n  E: m\n  nothing in this model",
            ),
            (answer(500), {"errorExpression": "=ignoreError({a: 1})"}, 0, "ignores the failure"),
            (Answer([], close=True), {}, 3, "the job fails, 2 retries are left"),
        ],
    )
    def test_every_outcome(self, given, headers, code, told):
        write("one.bpmn", task_xml(get("=host"), headers=headers))
        answers = [given, Answer([], close=True)]
        with serving(answers) as server:
            result = run("one.bpmn", "--var", f"host={server.base}")
        assert told in result.output
        assert result.exit_code == code

    def test_the_connector_refuses(self):
        write("one.bpmn", task_xml({"url": "=null", "method": "GET"}))
        result = run("one.bpmn")
        assert (result.exit_code, "must not be blank" in result.output) == (1, True)
        dry = run("one.bpmn", "--dry-run")
        assert (dry.exit_code, "the connector refuses the job" in dry.output) == (1, True)
        write("one.bpmn", task_xml(get("=1 +")))
        for arguments in ((), ("--dry-run",)):
            result = run("one.bpmn", *arguments)
            assert (result.exit_code, "one.bpmn:4:" in result.output) == (1, True)


class TestMissing:
    def test_all_at_once_with_their_places(self, orders):
        result = run(orders, "Activity_Post")
        assert result.exit_code == 2
        assert re.search(r"variable  host +needed by url \(orders\.bpmn:4:\d+\)", result.output)
        assert re.search(r"variable  id +needed by body", result.output)
        assert re.search(r"secret    KEY +needed by headers", result.output)
        assert "--var host=..." in result.output
        value = json.loads(run(orders, "Activity_Post", "--output-format", "json").output)
        assert [each["name"] for each in value["error"]["variables"]] == ["host", "id"]
        assert [each["name"] for each in value["error"]["secrets"]] == ["KEY"]

    def test_wrong_environments_and_files(self, orders):
        assert "there is no environment 'dev'" in run(orders, "Activity_Get", "--env", "dev").output
        for option in ("--vars", "--secrets", "--replay"):
            result = run(orders, "Activity_Get", "--var", "host=http://h.example", option, "absent.file")
            assert result.exit_code == 2, option
            assert "absent.file" in result.output

    def test_an_environment_fills_them(self, orders, monkeypatch):
        monkeypatch.setenv("CONNLINT_T_KEY", "from-the-process")
        with serving([json_answer('{"number": 1}')]) as server:
            Path("connlint.toml").write_text(
                f'default-environment = "dev"\n[environments.dev]\nvariables = {{host = "{server.base}", id = 1}}\n'
                'secret-prefix = "CONNLINT_T_"\n',
                "utf-8",
            )
            result = run(orders, "Activity_Post", "-y")
            assert server.requests[0].values("X-Key") == ["from-the-process"]
        assert result.exit_code == 0
        assert "REST · environment dev" in result.output


class TestSafety:
    def test_without_a_terminal_a_change_needs_yes(self, orders):
        Path("s.env").write_text("KEY=abcdef\n", "utf-8")
        with serving([answer(200)]) as server:
            result = run(orders, "Activity_Post", "--var", f"host={server.base}", "--var", "id=1", "--secrets", "s.env")
            assert not server.requests
        assert result.exit_code == 2
        assert f"Send POST to {server.base}/orders with the secret KEY" in result.output
        assert "--yes" in result.output

    def test_a_protected_environment_asks_for_a_get_too(self, orders):
        Path("connlint.toml").write_text(
            '[environments.prod]\nprotected = true\nvariables = {host = "http://h.example"}\n', "utf-8"
        )
        result = run(orders, "Activity_Get", "--env", "prod")
        assert (result.exit_code, "protected environment prod" in result.output) == (2, True)

    def test_hosts_come_from_flags_and_the_users_configuration(self, orders, tmp_path):
        with serving([answer(200), answer(200)]) as server:
            arguments = (orders, "Activity_Get", "--var", f"host={server.base}")
            refused = run(*arguments, "--allow-host", "h.example")
            assert (refused.exit_code, "not among the allowed hosts" in refused.output) == (3, True)
            assert "--allow-host HOST" in refused.output
            folder = tmp_path / "configuration" / "connlint"
            folder.mkdir(parents=True)
            (folder / "config.toml").write_text("[run]\nallowed-hosts = ['h.example']\n", "utf-8")
            assert run(*arguments).exit_code == 3
            assert run(*arguments, "--allow-host", f"localhost:{server.port}").exit_code == 0
            (folder / "config.toml").write_text("[run]\nallowed-hosts = ['localhost']\n", "utf-8")
            assert run(*arguments).exit_code == 0
            (folder / "config.toml").write_text("[run]\nallowed-hsots = []\n", "utf-8")
            assert run(*arguments).exit_code == 2

    def test_metadata_addresses(self, orders):
        result = run(orders, "Activity_Get", "--var", "host=http://169.254.169.254/")
        assert (result.exit_code, "--allow-link-local" in result.output) == (3, True)

    def test_the_deadline(self, orders):
        with serving([answer(200, delay=5)]) as server:
            result = run(orders, "Activity_Get", "--var", f"host={server.base}", "--timeout", "0.2")
            server.until_all_closed()
        assert (result.exit_code, "longer than its limit of 0.2 s" in result.output) == (3, True)


class TestOffline:
    def test_dry_run(self, orders):
        Path("s.env").write_text("KEY=top-secret-key\n", "utf-8")
        result = run(
            orders,
            "Activity_Post",
            "--var",
            "host=http://h.example",
            "--var",
            "id=1",
            "--secrets",
            "s.env",
            "--dry-run",
        )
        assert result.exit_code == 0
        assert "Request  not sent\n  POST http://h.example/orders" in result.output
        assert "X-Key: ***" in result.output
        assert '"id": "1"' in result.output
        assert "top-secret-key" not in result.output

    def test_curl(self, orders):
        result = run(orders, "Activity_Post", "--var", "host=http://h.example", "--var", "id=1", "--curl")
        assert result.exit_code == 0
        assert result.output.startswith("curl --request POST")
        assert '"$KEY"' in result.output
        assert "Set before: KEY" in result.output
        result = run(orders, "Activity_Get", "--var", "host=http://h.example", "--curl", "--output-format", "json")
        assert json.loads(result.output)["variables"] == []

    @pytest.mark.parametrize("status", [200, 404])
    def test_record_and_replay(self, orders, status):
        with serving([json_answer('{"a": 1}', status=status)]) as server:
            sent = run(orders, "Activity_Get", "--var", f"host={server.base}", "--record", "saved.json")
        assert json.loads(Path("saved.json").read_text("utf-8"))["body"] == {"a": 1}
        replayed = run(orders, "Activity_Get", "--replay", "saved.json")
        assert sent.exit_code == replayed.exit_code
        assert "replayed: nothing was sent" in replayed.output
        gets = sent.output[sent.output.index("The process gets") :]
        assert gets.split("The response is kept")[0].strip() in replayed.output

    def test_a_number_beyond_all_doubles_is_recorded_and_shown_as_json(self, orders):
        with serving([json_answer('{"a": [1e400, -1e400]}')] * 2) as server:
            arguments = ("Activity_Get", "--var", f"host={server.base}", "--output-format", "json")
            run(orders, *arguments, "--record", "saved.json", "--output-file", "told.json")

        def refuse(constant):
            raise AssertionError(f"{constant} is no JSON")

        for name in ("told.json", "saved.json"):
            assert json.loads(Path(name).read_text("utf-8"), parse_constant=refuse)
        saved = json.loads(Path("saved.json").read_text("utf-8"))
        assert saved["body"] == {"a": [float("inf"), float("-inf")]}
        assert run(orders, "Activity_Get", "--replay", "saved.json", "--output-format", "json").stdout

    @pytest.mark.parametrize("text", ["{", "[]", "{}", '{"status": "200"}', "3"])
    def test_what_is_no_saved_response(self, orders, text):
        Path("saved.json").write_text(text, "utf-8")
        result = run(orders, "Activity_Get", "--replay", "saved.json")
        assert (result.exit_code, "is no saved response" in result.output) == (2, True)


def spawn(*arguments, **options):
    paths = os.pathsep.join(path for path in sys.path if path)
    environment = {**os.environ, "PYTHONPATH": paths, "TERM": "xterm-256color", "COLUMNS": "100"}
    return subprocess.Popen(
        [sys.executable, "-c", "from connlint.cli.main import main; main()", "run", *arguments],
        env=environment,
        **options,
    )


class Terminal:
    """A pseudo terminal with the command on it."""

    def __init__(self, *arguments):
        self.master, slave = pty.openpty()
        self.process = spawn(*arguments, stdin=slave, stdout=slave, stderr=slave, start_new_session=True)
        os.close(slave)
        self.seen = ""

    def until(self, text):
        while text not in self.seen:
            assert select.select([self.master], [], [], PATIENCE)[0], self.seen
            read = self._read()
            assert read, f"the command ended without it: {self.seen}"
            self.seen += read
        return self.seen

    def end(self):
        while data := self._read():
            self.seen += data
        os.close(self.master)
        return self.process.wait(PATIENCE)

    def _read(self):
        try:
            return os.read(self.master, 65536).decode("utf-8", "replace")
        except OSError:
            return ""

    def type(self, text):
        os.write(self.master, text.encode())


class TestTerminal:
    def arguments(self, server):
        Path("s.env").write_text("KEY=abcdef\n", "utf-8")
        return ("orders.bpmn", "Activity_Post", "--var", f"host={server.base}", "--var", "id=1", "--secrets", "s.env")

    @pytest.mark.parametrize(("key", "code", "count"), [("y", 0, 1), ("n", 130, 0)])
    def test_a_change_is_asked_for(self, orders, key, code, count):
        with serving([json_answer('{"number": 12}')]) as server:
            terminal = Terminal(*self.arguments(server))
            terminal.until("[y/N]")
            assert not server.requests
            terminal.type(f"{key}\n")
            assert terminal.end() == code, terminal.seen
            assert len(server.requests) == count
        assert ("\x1b[" in terminal.seen) is (key == "y")

    def test_ctrl_c_closes_the_connection(self, orders):
        with serving([answer(200, delay=30)]) as server:
            terminal = Terminal(*self.arguments(server), "--yes")
            server.until_asked()
            assert server.open_connections == 1
            os.kill(terminal.process.pid, signal.SIGINT)
            assert terminal.end() == 130, terminal.seen
            server.until_all_closed()
        assert "cancelled" in terminal.seen
        assert "Traceback" not in terminal.seen
        assert "Ctrl+C cancels" in terminal.seen


def test_the_names_are_in_the_help():
    text = run("--help").output
    for option in ("--env", "--var", "--vars", "--secrets", "--secret-prefix", "--allow-host", "--yes", "--replay"):
        assert option in text


def test_the_colour_of_a_name_ends_with_it():
    from connlint_server.cli.run_text import inputs
    from connlint_server.engine.job_variables import ResolvedInput

    line = inputs([ResolvedInput("method", "GET", "mapping")])[-1]
    coloured = {line.plain[span.start : span.end].strip() for span in line.spans}
    assert (line.style, coloured) == ("", {"method"})
