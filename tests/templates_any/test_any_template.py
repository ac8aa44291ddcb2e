"""Any connector's element template: found beside a model, and its tasks and events held against it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from connlint.check_files import check_files
from connlint.cli.main import main
from connlint.config import Config
from connlint.example import process, rest_task
from connlint.finding import Finding, Persona
from connlint.input_files import find_files
from connlint.template_files import modeler_folders

CHAT = {
    "$schema": "https://unpkg.com/@camunda/zeebe-element-templates-json-schema/resources/schema.json",
    "id": "com.example.Chat",
    "version": 2,
    "name": "Chat",
    "appliesTo": ["bpmn:Task"],
    "engines": {"camunda": "^8.5"},
    "properties": [
        {
            "type": "Hidden",
            "value": "com.example:chat:1",
            "binding": {"type": "zeebe:taskDefinition", "property": "type"},
        },
        {
            "id": "kind",
            "type": "Dropdown",
            "choices": [{"name": "Post", "value": "post"}, {"name": "Invite", "value": "invite"}],
            "binding": {"type": "zeebe:input", "name": "kind"},
            "constraints": {"notEmpty": True},
        },
        {
            "type": "String",
            "feel": "optional",
            "binding": {"type": "zeebe:input", "name": "data.channel"},
            "constraints": {
                "notEmpty": True,
                "pattern": {"value": "^#", "message": "Must begin with #"},
                "maxLength": 8,
            },
            "condition": {"property": "kind", "equals": "post"},
        },
        {"type": "Number", "binding": {"type": "zeebe:input", "name": "limit"}},
        {"type": "Text", "feel": "required", "binding": {"type": "zeebe:input", "name": "blocks"}},
        {
            "type": "String",
            "binding": {"type": "zeebe:taskHeader", "key": "trace"},
            "constraints": {"notEmpty": True},
        },
    ],
}
HOOK = {
    "id": "com.example.Hook",
    "version": 1,
    "name": "Hook",
    "appliesTo": ["bpmn:StartEvent"],
    "properties": [
        {
            "type": "Dropdown",
            "choices": [{"name": "Any", "value": "any"}, {"name": "GET", "value": "get"}],
            "binding": {"type": "zeebe:property", "name": "inbound.method"},
        },
        {
            "type": "String",
            "binding": {"type": "zeebe:property", "name": "inbound.path"},
            "constraints": {"notEmpty": True},
        },
    ],
}
RIGHT = {"kind": "post", "data.channel": "#orders", "limit": "=5", "blocks": "=[1]"}


def chat(inputs: dict[str, str | None] | None = None, trace: str | None = "on", version: str = "2") -> str:
    given = {**RIGHT, **(inputs or {})}
    return rest_task(
        only={name: value for name, value in given.items() if value is not None},
        headers={"resultExpression": None, "trace": trace},
        template="com.example.Chat",
        version=version,
        job_type="com.example:chat:1",
    ).text


def hook(method: str = "any", path: str = "orders") -> str:
    return process(
        '<bpmn:startEvent id="Start" zeebe:modelerTemplate="com.example.Hook" zeebe:modelerTemplateVersion="1">'
        f'<bpmn:extensionElements><zeebe:properties><zeebe:property name="inbound.method" value="{method}" />'
        f'<zeebe:property name="inbound.path" value="{path}" /></zeebe:properties></bpmn:extensionElements></bpmn:startEvent>'
    ).text


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    templates = tmp_path / ".camunda" / "element-templates" / "chat"
    templates.mkdir(parents=True)
    (templates / "all.json").write_text(json.dumps([CHAT, HOOK]))
    (tmp_path / "models").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def findings(text: str, persona: Persona = Persona.REGULAR) -> list[Finding]:
    Path("models/a.bpmn").write_text(text)
    return list(check_files(find_files(["models"]), Config(persona=persona)).findings)


def short(found: list[Finding]) -> list[tuple[str, str | None]]:
    return [(finding.rule, finding.field) for finding in found]


def test_what_the_template_admits_is_silent(folder: Path) -> None:
    assert findings(chat()) == []
    assert findings(chat({"kind": "invite", "data.channel": None})) == []
    assert findings(hook()) == []


@pytest.mark.parametrize(
    ("inputs", "rule", "field"),
    [
        ({"kind": None}, "missing-input", "kind"),
        ({"kind": "psot"}, "invalid-choice", "kind"),
        ({"data.channel": None}, "missing-input", "data.channel"),
        ({"data.channel": ""}, "missing-input", "data.channel"),
        ({"data.channel": "orders"}, "invalid-input", "data.channel"),
        ({"data.channel": "#orders-and-more"}, "invalid-input", "data.channel"),
        ({"limit": "many"}, "invalid-input", "limit"),
        ({"blocks": "text"}, "invalid-input", "blocks"),
        ({"chanel": "=1"}, "unknown-input", "chanel"),
        ({"blocks": "=[1"}, "feel-syntax", "blocks"),
    ],
)
def test_what_it_does_not_admit_is_one_finding(
    folder: Path, inputs: dict[str, str | None], rule: str, field: str
) -> None:
    assert (rule, field) in short(findings(chat(inputs)))
    assert len(findings(chat(inputs))) == 1


def test_headers_and_properties_are_held_against_it(folder: Path) -> None:
    assert short(findings(chat(trace=None))) == [("missing-input", "trace")]
    assert short(findings(hook(method="put"))) == [("invalid-choice", "inbound.method")]
    assert short(findings(hook(path=""))) == [("missing-input", "inbound.path")]


def test_its_engines_and_versions_count(folder: Path) -> None:
    old = chat().replace('executionPlatformVersion="8.8.0"', 'executionPlatformVersion="8.4.0"')
    assert short(findings(old)) == [("template-engine", None)]
    (folder / ".camunda" / "element-templates" / "new.json").write_text(json.dumps({**CHAT, "version": 3}))
    assert short(findings(chat(), Persona.PEDANTIC)) == [("outdated-template", None)]


def test_a_condition_on_feel_is_no_error(folder: Path) -> None:
    assert findings(chat({"kind": "=kind", "data.channel": None})) == []


def test_a_broken_file_is_one_finding_at_its_place_and_stops_nothing(folder: Path) -> None:
    broken = json.dumps({**CHAT, "id": "com.example.Other", "properties": 5}, indent=2)
    path = folder / ".camunda" / "element-templates" / "broken.json"
    path.write_text(broken)
    (folder / "models" / "b.bpmn").write_text(chat())
    (other, finding) = sorted(findings(chat({"kind": "psot"})), key=lambda each: each.rule, reverse=True)
    assert finding.rule == "invalid-choice"
    assert other.rule == "invalid-template"
    assert os.path.samefile(other.path, path)
    assert broken[other.span.start : other.span.end] == "5"


def test_an_unknown_template_is_never_an_error(folder: Path) -> None:
    assert findings(chat(version="7")) == []


def test_files_and_folders_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    package = tmp_path / "package"
    (package / "src").mkdir(parents=True)
    (package / "package.json").write_text('{"name": "templates"}')
    (package / "src" / "chat.json").write_text(json.dumps(CHAT))
    Path("a.bpmn").write_text(chat({"kind": "psot"}))
    for named in (str(package), str(package / "src" / "chat.json")):
        found = check_files(find_files(["a.bpmn"]), Config(templates=(named,))).findings
        assert [finding.rule for finding in found] == ["invalid-choice"]
    assert check_files(find_files(["a.bpmn"]), Config()).findings == ()


def test_the_modelers_folder_is_used_when_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    user = tmp_path / "config" / "camunda-modeler" / "resources" / "element-templates"
    user.mkdir(parents=True)
    (user / "chat.json").write_text(json.dumps(CHAT))
    assert str(user) in modeler_folders()
    Path("a.bpmn").write_text(chat({"kind": "psot"}))
    assert CliRunner().invoke(main, ["check", "a.bpmn"]).exit_code == 0
    assert CliRunner().invoke(main, ["check", "a.bpmn", "--modeler-templates"]).exit_code == 1


def test_the_command_lists_what_is_known_and_from_where(folder: Path) -> None:
    listed = CliRunner().invoke(main, ["templates", "models", "--output-format", "json"])
    assert listed.exit_code == 0
    templates = json.loads(listed.output)["templates"]
    assert {"id": "com.example.Chat", "version": "2", "name": "Chat"}.items() <= next(
        each for each in templates if each["id"] == "com.example.Chat"
    ).items()
    assert any(each["id"] == "io.camunda.connectors.HttpJson.v2" and each["origin"] == "connlint" for each in templates)
    (folder / ".camunda" / "element-templates" / "broken.json").write_text("{")
    assert CliRunner().invoke(main, ["templates", "models"]).exit_code == 1


def test_what_is_wrong_is_listed_with_its_line_and_column(folder: Path) -> None:
    text = '[\n  {"id": "a.B", "name": "B", "appliesTo": [], "properties": [{"type": 5, "binding": {"type": "zeebe:input", "name": "x"}}]}\n]'
    (folder / ".camunda" / "element-templates" / "broken.json").write_text(text)
    column = text.splitlines()[1].index("5") + 1
    listed = CliRunner().invoke(main, ["templates", "models", "--output-format", "json"])
    (problem,) = json.loads(listed.stdout)["problems"]
    assert (problem["line"], problem["column"], problem["offset"]) == (2, column, text.index("5"))
    assert (
        f"broken.json:2:{column}: $[0].properties[0].type: expected" in CliRunner().invoke(main, ["templates"]).stderr
    )


def test_the_command_refuses_what_is_not_there(folder: Path) -> None:
    missing = CliRunner().invoke(main, ["templates", "nowhere"])
    assert (missing.exit_code, "nowhere" in missing.stderr) == (3, True)
    named = CliRunner().invoke(main, ["templates", "models", "--templates", "nowhere"])
    assert (named.exit_code, "there is no file or folder nowhere" in named.stderr) == (2, True)


def test_a_broken_file_is_told_once_and_in_words_of_json(folder: Path) -> None:
    (folder / ".camunda" / "element-templates" / "broken.json").write_text(json.dumps({**CHAT, "name": 5}))
    (finding,) = findings(chat())
    assert finding.message == "$.name: expected `string`, got `number`"
