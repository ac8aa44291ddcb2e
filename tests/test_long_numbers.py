"""Numbers of thousands of digits, where Python refuses to read one: judged like any other value, never a crash."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from connlint.bpmn.forms import read_form
from connlint.check import check_model, check_text
from connlint.config import Config
from connlint.configuration import Configuration
from connlint.example import rest_task
from connlint.finding import Finding, Persona
from connlint.template_files import GivenTemplates
from connlint.templates.engines import range_admits
from connlint.templates.json_file import load_templates
from connlint.templates.template_set import TemplateSet
from connlint.workspace import Workspace, model_of

LONG = "9" * 5000
ALL = Config(persona=Persona.AUDITOR)


def short(found: list[Finding]) -> list[tuple[str, str | None]]:
    return [(finding.rule, finding.field) for finding in found]


@pytest.mark.parametrize("written", ["{}", "={}", '="{}"', "-{}", "=-{}", " {} ", "0{}"])
@pytest.mark.parametrize("name", ["connectionTimeoutInSeconds", "readTimeoutInSeconds"])
def test_a_timeout(name: str, written: str) -> None:
    found = check_text(rest_task({name: written.format(LONG)}).text)
    assert short(found) == [("invalid-timeout", name)]
    assert "32 bits" in found[0].message


def test_leading_zeros_are_no_length() -> None:
    assert check_text(rest_task({"connectionTimeoutInSeconds": "0" * 5000 + "20"}).text) == []


@pytest.mark.parametrize("written", ["{}", "={}", '="{}"'])
def test_a_method(written: str) -> None:
    found = check_text(rest_task({"method": written.format(LONG)}).text, config=ALL)
    assert ("invalid-choice", "method") in short(found)


@pytest.mark.parametrize("written", ["PT{}S", "P{}D", "PT-{}S", "PT1.{}S", "-PT{}H"])
def test_a_duration(written: str) -> None:
    found = check_text(rest_task(headers={"retryBackoff": written.format(LONG)}).text)
    assert short(found) == [("invalid-duration", "retryBackoff")]


def test_a_duration_with_leading_zeros() -> None:
    assert check_text(rest_task(headers={"retryBackoff": f"PT{'0' * 5000}5S"}).text) == []


def test_a_range_of_engines() -> None:
    for engines in (f"^{LONG}", f"^8.{LONG}", f">=8.5.{LONG}"):
        assert not range_admits(engines, "8.5.0")
        assert range_admits(f"{engines} || 8.x", "8.5.0")
    assert range_admits(f"<{LONG}", "8.5.0")
    assert range_admits("^8", f"8.{LONG}.1")
    assert not range_admits("^8", f"{LONG}.0.0")


def test_the_version_of_a_template() -> None:
    versions = ["9", "10", LONG, f"1{LONG}", "2" * 5000, "newest", None]
    files = [
        load_templates(json.dumps({"id": "a.B", "name": "B", "version": each, "properties": []}), "b.json")
        for each in versions
    ]
    assert TemplateSet(files).versions("a.B") == (None, "9", "10", "2" * 5000, LONG, f"1{LONG}", "newest")


@pytest.mark.parametrize("number", [LONG, f"-{LONG}", f"1.{LONG}", f"1e{LONG}", "1e999", "-1e999", "NaN", "Infinity"])
@pytest.mark.parametrize("place", ["version", "default", "constraint", "condition", "beside"])
def test_a_number_in_a_template_file(number: str, place: str) -> None:
    """What is no JSON, or out of every range, is told; nothing crashes, and the other template is used."""
    prop = {
        "id": "x",
        "type": "Number",
        "value": "HERE" if place == "default" else 1,
        "constraints": {"maxLength": "HERE" if place == "constraint" else 100},
        "binding": {"type": "zeebe:input", "name": "x"},
    }
    asking = {
        "type": "String",
        "condition": {"property": "x", "equals": "HERE" if place == "condition" else 1},
        "binding": {"type": "zeebe:input", "name": "y"},
    }
    template = {"id": "a.B", "name": "B", "version": "HERE" if place == "version" else 1, "properties": [prop, asking]}
    if place == "beside":
        template["more"] = ["HERE"]
    other = {"id": "a.C", "name": "C", "version": 1, "properties": []}
    text = json.dumps([other, template]).replace('"HERE"', number)
    loaded = load_templates(text, "b.json")
    assert [entry.id for entry in loaded.entries][:1] == ["a.C"]
    assert len(loaded.entries) + len(loaded.problems) >= 2
    model = model_of(rest_task(only={"x": "=1"}, template="a.B", version="1", job_type="a:1").text, "a.bpmn")
    workspace = Workspace({model.path: model}, templates=GivenTemplates({"b.json": text}))
    found = check_model(model, workspace, ALL)
    assert all(finding.rule == "invalid-template" for finding in found if finding.path == "b.json")
    assert {finding.rule for finding in found} <= {"invalid-template", "unknown-template", "outdated-template"}


def test_a_number_in_a_broken_template_file() -> None:
    text = f'[{{"id": "a.C", "name": "C", "properties": [], "n": {LONG}}}, {{"id": '
    loaded = load_templates(text, "b.json")
    assert [entry.id for entry in loaded.entries] == ["a.C"]
    (problem,) = loaded.problems
    assert (problem.span.start, problem.message) == (len(text), "this is not JSON: expecting value")


def test_a_number_in_a_form_hides_none_of_its_fields() -> None:
    text = f'{{"id": "f", "components": [{{"type": "textfield", "key": "url", "maxLength": {LONG}}}]}}'
    form = read_form(text, "f.form")
    assert form is not None
    assert [field.variable for field in form.fields] == ["url"]


def test_a_number_in_a_recorded_response(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("saved.json").write_text(f'{{"status": 200, "headers": {{}}, "body": {{"a": {LONG}}}}}')
    Path("connlint.toml").write_text('[responses]\nActivity_1 = "saved.json"\n')
    assert list(Configuration().config_for("a.bpmn").responses["Activity_1"]["body"]) == ["a"]
