"""What is fuzzed, each as a user reaches it: the commands, FEEL, and what an editor or a server may send."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from lxml import etree

from connlint import feel
from connlint.cli.main import main
from connlint.example import rest_task
from fuzz import samples
from fuzz.editor_target import judge_editor, seconds_of_server
from fuzz.hunting import Complaint, Target
from fuzz.wire_target import judge_wire

FORMATS = ("full", "concise", "json", "sarif", "github", "gitlab", "junit")
SECRET = "s3cr3t-of-the-fuzz-9f8e7d"
PLAIN_MODEL = rest_task({"headers": '={"X-Key": {{secrets.KEY}}}', "body": "={a: b}"}).text


def connlint(*arguments: str, codes: tuple[int, ...] = (0, 1)) -> str:
    """The output of a command that must end in one of these ways."""
    done = CliRunner().invoke(main, list(arguments))
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    if "a defect of connlint" in done.output:
        told = next(line for line in done.output.splitlines() if "a defect of connlint" in line)
        raise Complaint(re.sub(r" on .*?: ", ": ", told))
    if "Traceback (most recent call last)" in done.output:
        raise Complaint("a traceback in the output")
    if done.exit_code not in codes:
        raise Complaint(f"exit code {done.exit_code} of {' '.join(arguments)}\n{done.output[-2000:]}")
    return done.stdout


def judge_check(data: bytes, choice: int) -> None:
    """A model through every format, the fixes, the differences and a baseline."""
    model = Path("model.bpmn")
    model.write_bytes(data)
    way = choice % (len(FORMATS) + 3)
    if way < len(FORMATS):
        # Code 3: the file cannot be read.
        name = FORMATS[way]
        output = connlint("check", "model.bpmn", "--persona", "auditor", "--output-format", name, codes=(0, 1, 3))
        if name in ("json", "sarif", "gitlab"):
            json.loads(output)
        elif name == "junit":
            etree.fromstring(output.encode())
    elif way == len(FORMATS):
        connlint("check", "model.bpmn", "--persona", "auditor", "--unsafe-fixes", "--diff", codes=(0, 1, 3))
        if model.read_bytes() != data:
            raise Complaint("--diff changes the file")
    elif way == len(FORMATS) + 1:
        baseline = ("--baseline", "baseline.json")
        connlint("check", "model.bpmn", *baseline, "--write-baseline", codes=(0, 1, 3))
        again = connlint("check", "model.bpmn", *baseline, "--output-format", "json", codes=(0, 1, 3))
        if json.loads(again)["findings"]:
            raise Complaint("what the baseline has just been given is not known to it")
    else:
        unsafe = ("--unsafe-fixes",) if choice & 1 else ()
        connlint("check", "model.bpmn", "--fix", *unsafe, codes=(0, 1, 3))
        once = model.read_bytes()
        connlint("check", "model.bpmn", "--fix", *unsafe, codes=(0, 1, 3))
        if model.read_bytes() != once:
            raise Complaint("fixing twice is not fixing once")


def judge_feel(data: bytes, choice: int) -> None:
    """Parsing, analysing, printing and evaluating of any text."""
    text, unary = data.decode("utf-8", "surrogateescape"), choice & 1
    parsed = feel.parse_unary(text) if unary else feel.parse(text)
    if any(not 0 <= error.span.start <= error.span.end <= len(text) for error in parsed.errors):
        raise Complaint("an error outside of the text")
    context = feel.from_json({"a": 1, "b": [1, 2, 3], "c": {"d": "e"}, "response": {"status": 200, "body": {"x": "y"}}})
    try:
        result = feel.evaluate_unary(text, 5, context) if unary else feel.evaluate(text, context)
    except feel.FeelError as error:
        if not 0 <= error.span.start <= error.span.end <= len(text):
            raise Complaint("a failure outside of the text") from error
        return
    if parsed.errors:
        raise Complaint("evaluated, with syntax errors")
    try:
        json.dumps(feel.to_json(result.value))
    except feel.FeelError:
        return


def judge_dry_run(data: bytes, choice: int) -> None:
    """One task of a model up to the request; what it needs is given, and its secrets are shown nowhere."""
    Path("model.bpmn").write_bytes(data)
    tasks = re.findall(rb'id="(Activity_[\w-]{1,40})"', data[:100_000]) or [b"Activity_1"]
    task = tasks[choice % len(tasks)].decode()
    _run_with_all_it_needs("model.bpmn", task, "--curl" if choice & 256 else "--dry-run")


def judge_replay(data: bytes, choice: int) -> None:
    """A saved response of any content through the expressions of a task."""
    Path("saved.json").write_bytes(data)
    texts = [text for text in samples.models() if "resultExpression" in text]
    text = texts[choice % len(texts)]
    Path("model.bpmn").write_text(text, "utf-8")
    tasks = re.findall(r'id="(Activity_[\w-]{1,40})"', text) or ["Activity_1"]
    _run_with_all_it_needs("model.bpmn", tasks[choice // 256 % len(tasks)], "--replay", "saved.json")


def _run_with_all_it_needs(*arguments: str) -> None:
    output = connlint("run", *arguments, "--output-format", "json", codes=(0, 1, 2))
    needs = _needs_in(output)
    for _ in range(3):
        if not needs:
            break
        names = [need["name"] for need in needs["variables"]]
        Path("vars.json").write_text(json.dumps({name: _value_for(name) for name in names}), "utf-8")
        secrets = "".join(f"{need['name']}={SECRET}\n" for need in needs["secrets"])
        Path("s.env").write_text(secrets, "utf-8", errors="replace")
        given = ("--vars", "vars.json", "--secrets", "s.env", "--output-format", "json")
        output = connlint("run", *arguments, *given, codes=(0, 1, 2))
        if SECRET in output:
            raise Complaint("a secret is shown")
        needs = _needs_in(output)


def _needs_in(output: str) -> dict[str, Any] | None:
    if not output.lstrip().startswith("{"):
        return None
    error = json.loads(output).get("error")
    return error if isinstance(error, dict) and error.get("kind") == "missing" else None


def _value_for(name: str) -> Any:
    return ("text", 5, {"id": "o-1", "items": [{"price": 2}]}, [1, {"a": 2}], None, "http://localhost/x")[len(name) % 6]


def judge_templates(data: bytes, choice: int) -> None:
    """Element templates of any content, beside a model that has one of them."""
    folder = Path(".camunda/element-templates")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "a.json").write_bytes(data)
    inputs = {"kind": "post", "data.channel": "#orders", "limit": "=5", "blocks": "=[1]"}
    task = rest_task(only=inputs, template="com.example.Chat", version="2", job_type="com.example:chat:1")
    Path("model.bpmn").write_text(task.text, "utf-8")
    if choice & 1:
        json.loads(connlint("check", "model.bpmn", "--persona", "auditor", "--output-format", "json"))
    else:
        connlint("templates", ".", *(("--output-format", "json") if choice & 2 else ()))


def judge_configuration(data: bytes, choice: int) -> None:
    """A configuration, a baseline, an env file or variables of any content."""
    Path("model.bpmn").write_text(PLAIN_MODEL, "utf-8")
    settings, given = Path("connlint.toml"), Path("given.json")
    settings.unlink(missing_ok=True)
    way = choice % 6
    # Masking costs some 50 microseconds for each character of a secret: 5,000 are more than the longest key.
    (settings if way < 3 else given).write_bytes(data[:5000] if way == 4 else data)
    match way:
        case 0 | 1:
            connlint("check", "model.bpmn", codes=(0, 1, 2, 3))
        case 2:
            connlint("secrets", ".", codes=(0, 1, 2, 3))
        case 3:
            connlint("check", "model.bpmn", "--baseline", "given.json", codes=(0, 1, 2))
        case 4:
            connlint("run", "model.bpmn", "--dry-run", "--secrets", "given.json", codes=(0, 1, 2))
        case _:
            connlint("run", "model.bpmn", "--dry-run", "--vars", "given.json", codes=(0, 1, 2))


TARGETS = {
    target.name: target
    for target in (
        Target("check", samples.models, judge_check),
        Target("feel", samples.expressions, judge_feel),
        Target("dry-run", samples.models, judge_dry_run),
        Target("replay", lambda: samples.RESPONSES, judge_replay),
        Target("wire", lambda: samples.WIRE_RESPONSES, judge_wire),
        Target("templates", lambda: samples.TEMPLATES, judge_templates),
        Target("configuration", samples.configurations, judge_configuration),
        Target("editor", samples.models, judge_editor, seconds_of_server, checks=8),
    )
}
