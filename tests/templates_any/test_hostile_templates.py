"""Template files that nobody would write in good faith: no crash, no hang, and what can be used of them is used."""

from __future__ import annotations

import json
from collections.abc import Callable
from time import process_time
from typing import Any

import pytest

from connlint.check import check_model
from connlint.config import Config
from connlint.example import rest_task
from connlint.finding import Finding, Persona, Severity
from connlint.template_files import GivenTemplates
from connlint.templates import patterns
from connlint.workspace import Workspace, model_of

Json = dict[str, Any]


def into(name: str, **more: Any) -> Json:
    return {"type": "String", "binding": {"type": "zeebe:input", "name": name}, **more}


def template(properties: list[Json], **more: Any) -> Json:
    return {"id": "a.B", "name": "B", "version": 1, "properties": properties, **more}


def active(name: str) -> Json:
    return {"property": name, "isActive": True}


def check(text: str, inputs: dict[str, str] | None = None) -> list[Finding]:
    """The findings, within the time that a file of that size may take on a busy machine."""
    model = model_of(rest_task(only=inputs or {"x": "1"}, template="a.B", version="1", job_type="c").text, "a.bpmn")
    workspace = Workspace({model.path: model}, templates=GivenTemplates({"t.json": text}))
    started = process_time()
    found = check_model(model, workspace, Config(persona=Persona.PEDANTIC))
    assert process_time() - started < 8 * max(len(text) / 1_000_000, 1)
    assert all(len(finding.message) < 5000 for finding in found)
    return found


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_patience", patterns._Patience())
    monkeypatch.setattr(patterns, "_answers", {})


LARGE: dict[str, Callable[[], Any]] = {
    "20,000 templates": lambda: [template([into("x")], id=f"a.C{number}") for number in range(20_000)],
    "20,000 times the same": lambda: [template([into("x")]) for _ in range(20_000)],
    "5,000 contents of one version": lambda: [template([into(f"x{number}")]) for number in range(5_000)],
    "10,000 properties": lambda: template([into(f"x{number}") for number in range(10_000)]),
    "10,000 mandatory": lambda: template(
        [into(f"x{number}", constraints={"notEmpty": True}) for number in range(10_000)]
    ),
    "one id for all": lambda: template(
        [into(f"x{number}", id="a", value="1") for number in range(10_000)]
        + [into(f"y{number}", condition={"property": "a", "equals": "1"}) for number in range(10_000)]
    ),
    "a long chain": lambda: template(
        [into(f"x{number}", id=f"p{number}", condition=active(f"p{number + 1}")) for number in range(8_000)]
    ),
    "a wide tree": lambda: template(
        [into(f"x{number}", id=f"p{number // 2}", condition=active(f"p{number // 2 + 1}")) for number in range(100)]
    ),
    "a wide tree of conditions": lambda: template(
        [
            into(f"x{number}", id=f"p{number}", condition={"allMatch": [active(f"p{number + 1}")] * 2})
            for number in range(100)
        ]
    ),
    "a circle": lambda: template(
        [into(f"x{n}", id=f"p{n // 3}", condition=active(f"p{(n // 3 + 1) % 40}")) for n in range(120)]
    ),
    "50,000 choices": lambda: template(
        [into("x", type="Dropdown", choices=[{"name": "n", "value": f"v{number}"} for number in range(50_000)])]
    ),
    "a long name": lambda: template([into("x", constraints={"maxLength": 0})], name="n" * 1_000_000),
    "a long range of engines": lambda: template([], engines={"camunda": "^" + " " * 1_000_000 + "x"}),
    "5,000 names that are near": lambda: template([into(f"a{number}property") for number in range(5_000)]),
    "20,000 broken ones": lambda: [{"id": number} for number in range(20_000)],
}


@pytest.mark.parametrize("name", LARGE)
def test_a_large_file(name: str) -> None:
    check(json.dumps(LARGE[name]()), {"x": "w"} | {f"a{number}porperty": "1" for number in range(50)})


NO_JSON = {
    "brackets": "[" * 100_000,
    "closed brackets": "[" * 100_000 + "]" * 100_000,
    "objects": '{"a":' * 100_000 + "1" + "}" * 100_000,
    "a deep value": '{"id": "a.B", "name": "B", "properties": [], "x": ' + "[" * 100_000 + "]" * 100_000 + "}",
    "open braces": "[{" * 300_000,
    "escaped quotes": '["' + '\\"' * 500_000,
    "escaped quotes in a member": '[{"a":"' + '\\"' * 500_000 + '},{"b":1',
    "commas": "[" + "," * 1_000_000,
    "blanks": " " * 1_000_000 + "[" + " " * 1_000_000 + "{",
    "nothing": "\0" * 1_000_000,
    "many that are none": "[" + ",".join(['{"id": "a.B", "name": "B", "properties": [], "x": NaN}'] * 20_000) + "]",
}


@pytest.mark.parametrize("name", NO_JSON)
def test_what_is_no_json(name: str) -> None:
    found = check(NO_JSON[name])
    assert found[0].rule == "invalid-template"
    assert {finding.rule for finding in found} == {"invalid-template"}


def test_many_problems_are_told_up_to_a_number() -> None:
    found = [each for each in check(json.dumps([{"id": number} for number in range(500)])) if each.path == "t.json"]
    assert len(found) == 100
    assert found[-1].message.endswith("(and 400 more in this file)")


def test_a_number_that_is_none_is_told_at_its_place() -> None:
    text = '[{"id": "ä.😀", "name": "B", "properties": [], "x": NaN}]'
    (finding,) = check(text)
    assert text[finding.span.start : finding.span.end] == "N"
    assert finding.message == "this is not JSON: invalid character"


def test_half_a_character_is_read_as_modelers_read_it() -> None:
    for half in ("\ud800", "\udfff"):
        text = json.dumps([template([into("y", constraints={"notEmpty": True})], description=half)])
        for written in (text, text.replace("\\ud800", "\ud800").replace("\\udfff", "\udfff")):
            assert ("missing-input", "y") in [(each.rule, each.field) for each in check(written)]
    kept = json.dumps([template([into("\U0001f600")])])
    assert check(kept, {"\U0001f600": "1"}) == []
    escaped = json.dumps([template([into("\\ud800")], description="\ud800")])
    assert check(escaped, {"\\ud800": "1"}) == []


EVIL = [r"^(a|a)*$", r"^(a|aa)+$", r"(x+x+)+y", r"^(\w+\s?)*$", r"^(.*)*(.*)*$!"]
VALUE = "a" * 60 + "x" * 60 + "!"


@pytest.mark.parametrize(
    "pattern",
    [
        r"^(a+)+$",
        *EVIL,
        r"a*a*a*b",
        r"a{0,5000}a{0,5000}a{0,5000}b",
        "^(" + "|".join(f"a{number}" for number in range(100_000)) + ")$",
        "(" * 50_000 + "a" + ")" * 50_000,
        "(" * 30 + "a" + "{1,100})" * 30,
        "^(((a{1000}){1000}){1000})$",
        "[" + "a-z" * 100_000 + "]",
    ],
)
def test_a_pattern_that_never_ends(pattern: str) -> None:
    for value in (VALUE, "a" * 15_000):
        found = check(json.dumps(template([into("x", constraints={"pattern": pattern})])), {"x": value})
        assert {finding.rule for finding in found} <= {"invalid-input", "invalid-template"}
        assert len(found) <= 1


def test_thousands_of_them_lose_no_more_time_than_one() -> None:
    properties = [into(f"x{number}", constraints={"pattern": f"^(a|a|{number})*$"}) for number in range(500)]
    check(json.dumps(template(properties)), {f"x{number}": VALUE for number in range(500)})


def test_a_pattern_that_is_given_up_is_told_at_its_place_in_the_file_and_not_at_the_task() -> None:
    text = json.dumps(
        [template([], id="a.C"), template([into("y"), into("x", constraints={"pattern": EVIL[0]})])], indent=1
    )
    (finding,) = check(text, {"x": VALUE})
    assert (finding.rule, finding.path, finding.severity) == ("invalid-template", "t.json", Severity.WARNING)
    assert text[finding.span.start : finding.span.end] == json.dumps(EVIL[0])
    assert (
        finding.message
        == "$[1].properties[1].constraints.pattern: the pattern takes too long; values are not held against it"
    )
    spelt = json.dumps(template([into("x", constraints={"pattern": {"value": EVIL[0], "message": "m"}})]))
    (finding,) = check(spelt, {"x": VALUE})
    assert spelt[finding.span.start : finding.span.end] == json.dumps(EVIL[0])


def test_a_pattern_that_nobody_uses_or_that_ends_is_not_told() -> None:
    text = json.dumps(template([into("x", constraints={"pattern": EVIL[0]})]))
    assert check(text, {"x": "aaa"}) == []
    assert check(text, {"x": "=a"}) == []
    (finding,) = check(text, {"x": "b"})
    assert finding.rule == "invalid-input"
