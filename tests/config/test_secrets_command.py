"""`connlint secrets`: which secrets the models want, and who lacks them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from connlint.cli.main import main
from connlint.example import process, rest_task

TEXT = rest_task(
    {
        "url": '="https://{{secrets.HOST}}/a"',
        "authentication.type": "bearer",
        "authentication.token": "secrets.TOKEN",
        "headers": '={"X": "{{secrets.HOST}}"} // {{secrets.NOT_THIS}}',
    }
).text
HOOK = process(
    '<bpmn:startEvent id="Start_1" zeebe:modelerTemplate="com.example.Hook"><bpmn:extensionElements><zeebe:properties>'
    '<zeebe:property name="inbound.hmacSecret" value="=camunda.secrets.HMAC" />'
    "</zeebe:properties></bpmn:extensionElements></bpmn:startEvent>"
).text


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["secrets", *arguments])


@pytest.fixture
def folder(folder: Path) -> Path:
    (folder / "a.bpmn").write_text(TEXT)
    (folder / "b.bpmn").write_text(HOOK)
    return folder


def test_every_reference_is_listed_with_its_place_and_form(folder: Path) -> None:
    result = run("--output-format", "json")
    assert result.exit_code == 0
    listed = {each["name"]: each["uses"] for each in json.loads(result.output)["secrets"]}
    assert set(listed) == {"HOST", "TOKEN", "HMAC"}
    assert [use["field"] for use in listed["HOST"]] == ["url", "headers"]
    assert listed["TOKEN"][0]["form"] == "secrets.NAME"
    (hook,) = listed["HMAC"]
    assert (hook["path"], hook["element"]["id"], hook["field"]) == ("b.bpmn", "Start_1", "inbound.hmacSecret")
    start, end = hook["range"]["start"]["offset"], hook["range"]["end"]["offset"]
    assert HOOK[start:end] == "camunda.secrets.HMAC"


def test_what_a_source_lacks_is_missing(folder: Path) -> None:
    (folder / "all.env").write_text("HOST=never-shown-1\nTOKEN=never-shown-2\nHMAC=x\n")
    (folder / "some.env").write_text("HOST=never-shown-1\n")
    assert run("--env-file", "all.env").exit_code == 0
    result = run("--env-file", "all.env", "--env-file", "some.env")
    assert result.exit_code == 1
    assert "TOKEN  missing in some.env\n" in result.output
    assert "never-shown" not in result.output
    listed = json.loads(run("--env-file", "some.env", "--output-format", "json").output)
    assert {each["name"]: each["missing"] for each in listed["secrets"]} == {
        "HOST": [],
        "HMAC": ["some.env"],
        "TOKEN": ["some.env"],
    }


def test_environments_and_the_declared_list_are_compared(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "dev.env").write_text("HOST=1\nTOKEN=2\n")
    (folder / "connlint.toml").write_text(
        'secrets = ["HOST", "TOKEN", "HMAC"]\n'
        '[environments.dev]\nsecrets-file = "dev.env"\nsecret-prefix = "CONNLINT_DEV_"\n'
        '[environments.prod]\nkeyring = "connlint:prod"\n'
    )
    result = run()
    assert result.exit_code == 1
    assert "HMAC  missing in dev\n" in result.output
    assert "prod: not compared: its secrets lie in the keyring" in result.output
    monkeypatch.setenv("CONNLINT_DEV_HMAC", "never-shown")
    assert run("--environment", "dev").exit_code == 0
    unknown = run("--environment", "dve")
    assert unknown.exit_code == 2
    assert "did you mean 'dev'?" in unknown.output


def test_a_model_that_cannot_be_read_is_told(folder: Path) -> None:
    (folder / "c.bpmn").write_bytes(b"\x7fELF\x00\xff\xfe")
    assert run().exit_code == 3
    assert run("none.bpmn").exit_code == 3
