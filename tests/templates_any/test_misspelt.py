"""A misspelt input that is mandatory is one mistake, and one finding: the one that names the right name."""

from __future__ import annotations

import json

import pytest

from connlint.check import check_model
from connlint.config import Config
from connlint.example import rest_task
from connlint.finding import Finding, Severity
from connlint.fixing import apply_edits
from connlint.template_files import GivenTemplates
from connlint.workspace import Workspace, model_of

CHAT = {
    "id": "com.example.Chat",
    "version": 1,
    "name": "Chat",
    "appliesTo": ["bpmn:Task"],
    "properties": [
        {"type": "Hidden", "value": "chat", "binding": {"type": "zeebe:taskDefinition", "property": "type"}},
        {"type": "String", "binding": {"type": "zeebe:input", "name": "channel"}, "constraints": {"notEmpty": True}},
        {"type": "String", "binding": {"type": "zeebe:input", "name": "data.text"}, "constraints": {"notEmpty": True}},
        {"type": "String", "binding": {"type": "zeebe:input", "name": "thread"}},
    ],
}
RIGHT = {"channel": "orders", "data.text": "new"}
BEARER = {"authentication.type": "bearer", "authentication.token": "{{secrets.TOKEN}}"}


def findings(text: str, config: Config | None = None) -> list[Finding]:
    model = model_of(text, "a.bpmn")
    workspace = Workspace({model.path: model}, templates=GivenTemplates({"chat.json": json.dumps(CHAT)}))
    return check_model(model, workspace, config or Config())


def chat(inputs: dict[str, str]) -> str:
    return rest_task(only=inputs, template="com.example.Chat", version="1", job_type="chat").text


def short(found: list[Finding]) -> list[tuple[str, str | None, Severity]]:
    return [(finding.rule, finding.field, finding.severity) for finding in found]


@pytest.mark.parametrize("written", ["chanel", "Channel", "chnanel", "channels"])
def test_of_any_template(written: str) -> None:
    text = chat({written: "orders", "data.text": "new"})
    (finding,) = findings(text)
    assert short([finding]) == [("unknown-input", written, Severity.WARNING)]
    assert "did you mean channel?" in finding.message
    assert finding.fix is not None
    assert findings(apply_edits(text, finding.fix.edits)) == []


@pytest.mark.parametrize(
    ("written", "meant", "severity"),
    [
        ("authentication.tokn", "authentication.token", Severity.ERROR),
        ("token", "authentication.token", Severity.ERROR),
        ("URL", "url", Severity.ERROR),
        ("methd", "method", Severity.ERROR),
    ],
)
def test_it_is_an_error_where_the_connector_refuses_the_task(written: str, meant: str, severity: Severity) -> None:
    given = {"url": "https://a.example", "method": "GET", **BEARER}
    inputs = {(written if name == meant else name): value for name, value in given.items()}
    (finding,) = findings(rest_task(only=inputs).text)
    assert short([finding]) == [("unknown-input", written, severity)]
    assert f"did you mean {meant}?" in finding.message
    assert "fails the job" in finding.message


def test_what_only_the_template_asks_for_stays_a_warning() -> None:
    inputs = {"authentication.type": "basic", "authentication.username": "me", "authentication.passwrd": "=p"}
    assert short(findings(rest_task(inputs).text)) == [("unknown-input", "authentication.passwrd", Severity.WARNING)]


def test_what_is_missing_beside_it_is_told_all_the_same() -> None:
    assert short(findings(chat({"chanel": "orders"}))) == [
        ("missing-input", "data.text", Severity.WARNING),
        ("unknown-input", "chanel", Severity.WARNING),
    ]
    assert short(findings(chat({"thred": "a", "data.text": "new"}))) == [
        ("missing-input", "channel", Severity.WARNING),
        ("unknown-input", "thred", Severity.WARNING),
    ]


def test_an_empty_one_beside_it_is_told_all_the_same() -> None:
    found = short(findings(chat({"channel": "", "chanel": "orders", "data.text": "new"})))
    assert ("missing-input", "channel", Severity.WARNING) in found


@pytest.mark.parametrize(
    "config", [Config(select=frozenset({"missing-input"})), Config(ignore=frozenset({"unknown-input"}))]
)
def test_where_nobody_speaks_of_unknown_inputs_the_missing_one_is_told(config: Config) -> None:
    assert short(findings(chat({"chanel": "orders", "data.text": "new"}), config)) == [
        ("missing-input", "channel", Severity.WARNING)
    ]


def test_what_another_expression_reads_is_no_misspelling() -> None:
    text = chat({"chanel": "orders", "data.text": '="to " + chanel'})
    assert short(findings(text)) == [("missing-input", "channel", Severity.WARNING)]


def test_without_a_known_template_the_missing_one_is_told() -> None:
    inputs = {"URL": "https://a.example", "method": "GET"}
    assert short(findings(rest_task(only=inputs, template=None).text)) == [("missing-input", "url", Severity.ERROR)]
