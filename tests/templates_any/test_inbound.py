"""Inbound connectors: the properties and the message of an event are held against templates and the rules of secrets and FEEL."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from connlint.check import check_model
from connlint.config import Config
from connlint.example import Example, encoded, inbound_event, process, rest_task
from connlint.finding import Finding, Severity
from connlint.fixing import apply_edits
from connlint.template_files import GivenTemplates
from connlint.workspace import Workspace, model_of

QUEUE = {
    "id": "com.example.Queue",
    "version": 1,
    "name": "Queue",
    "appliesTo": ["bpmn:IntermediateCatchEvent"],
    "properties": [
        {
            "type": "Hidden",
            "value": "com.example:queue:1",
            "binding": {"type": "zeebe:property", "name": "inbound.type"},
        },
        {"type": "String", "feel": "required", "binding": {"type": "zeebe:property", "name": "activationCondition"}},
        {
            "id": "mode",
            "type": "Dropdown",
            "choices": [{"name": "All", "value": "all"}, {"name": "One", "value": "one"}],
            "binding": {"type": "zeebe:property", "name": "mode"},
        },
        {
            "type": "String",
            "feel": "required",
            "constraints": {"notEmpty": True},
            "binding": {"type": "bpmn:Message#zeebe:subscription#property", "name": "correlationKey"},
            "condition": {"property": "mode", "equals": "one"},
        },
    ],
}
MAIL = {
    "id": "com.example.Mail",
    "version": 1,
    "name": "Mail",
    "appliesTo": ["bpmn:Task"],
    "properties": [
        {
            "type": "Hidden",
            "value": "com.example:mail:1",
            "binding": {"type": "zeebe:taskDefinition", "property": "type"},
        },
        {
            "type": "Dropdown",
            "choices": [{"name": "High", "value": "high"}, {"name": "Low", "value": "low"}],
            "binding": {"type": "zeebe:taskHeader", "key": "priority"},
        },
    ],
}
TEMPLATES = {"queue.json": json.dumps(QUEUE), "mail.json": json.dumps(MAIL)}
KEY = '<zeebe:subscription correlationKey="{}" />'


def findings(example: Example, config: Config | None = None) -> list[Finding]:
    model = model_of(example.text, "a.bpmn")
    workspace = Workspace({model.path: model}, templates=GivenTemplates(TEMPLATES))
    return check_model(model, workspace, config or Config())


def short(example: Example) -> list[tuple[str, str | None]]:
    return [(finding.rule, finding.field) for finding in findings(example)]


def queue(properties: Mapping[str, str | None] | None = None, subscription: str = KEY.format("=id")) -> Example:
    given = {"inbound.type": "com.example:queue:1", "mode": "one", **(properties or {})}
    written = "".join(
        f'<zeebe:property name="{name}" value="{encoded(value)}" />'
        for name, value in given.items()
        if value is not None
    )
    return process(
        '<bpmn:intermediateCatchEvent id="Catch" name="Wait" zeebe:modelerTemplate="com.example.Queue"'
        f' zeebe:modelerTemplateVersion="1"><bpmn:extensionElements><zeebe:properties>{written}</zeebe:properties>'
        '</bpmn:extensionElements><bpmn:messageEventDefinition id="E" messageRef="M" /></bpmn:intermediateCatchEvent>',
        definitions=f'<bpmn:message id="M" name="m"><bpmn:extensionElements>{subscription}</bpmn:extensionElements></bpmn:message>',
    )


def mail(priority: str = "high", job_type: str = "com.example:mail:1") -> Example:
    headers = {"resultExpression": None, "priority": priority}
    return rest_task(only={}, headers=headers, template="com.example.Mail", version="1", job_type=job_type)


def test_what_is_right_is_silent() -> None:
    assert findings(queue({"activationCondition": "=a > 1"})) == []
    assert findings(mail()) == []


@pytest.mark.parametrize(
    ("value", "rule", "stands_on"),
    [
        ("{{secret.TOKEN}}", "secret-syntax", "{{secret.TOKEN}}"),
        ("secrets.TOKEN", "legacy-secret", "secrets.TOKEN"),
        ("eyJhbGciOiJIUzI1NiJ9x7", "hardcoded-credential", "eyJhbGciOiJIUzI1NiJ9x7"),
        ('="eyJhbGciOiJIUzI1NiJ9x7"', "hardcoded-credential", "eyJhbGciOiJIUzI1NiJ9x7"),
        ("=a +", "feel-syntax", ""),
    ],
)
def test_properties_are_seen_by_the_rules_of_secrets_and_feel(value: str, rule: str, stands_on: str) -> None:
    """With a template or without one: what makes an inbound connector is its `inbound.type`."""
    for example in (queue({"authToken": value}), inbound_event({"authToken": value})):
        (finding,) = findings(example)
        assert (finding.rule, finding.field) == (rule, "authToken")
        assert stands_on in example.text[finding.span.start : finding.span.end]


def test_properties_of_what_is_no_inbound_connector_are_free() -> None:
    for value in ("{{secret.TOKEN}}", "secrets.TOKEN", "=a +", "eyJhbGciOiJIUzI1NiJ9x7"):
        assert findings(inbound_event({"inbound.type": None, "authToken": value})) == []
        properties = (
            f'<zeebe:properties><zeebe:property name="authToken" value="{encoded(value)}" /></zeebe:properties>'
        )
        inside = f"<bpmn:extensionElements>{properties}</bpmn:extensionElements>"
        assert findings(rest_task(inside=inside)) == []


def test_feel_is_what_begins_with_an_equals_sign_or_what_the_template_says() -> None:
    assert short(queue({"activationCondition": "a >"})) == [("feel-syntax", "activationCondition")]
    assert short(queue({"free": "a >"})) == []
    assert short(inbound_event({"activationCondition": "a >"})) == []
    assert short(inbound_event({"resultExpression": "{a: }"})) == [("feel-syntax", "resultExpression")]


def test_the_declared_secrets_count() -> None:
    (finding,) = findings(inbound_event({"authToken": "{{secrets.TOKN}}"}), Config(secrets=frozenset({"TOKEN"})))
    assert (finding.rule, finding.field) == ("undeclared-secret", "authToken")


@pytest.mark.parametrize("subscription", [KEY.format(""), KEY.format("="), "<zeebe:subscription />", ""])
def test_what_the_message_lacks_is_found(subscription: str) -> None:
    (finding,) = findings(queue(subscription=subscription))
    assert (finding.rule, finding.field, finding.severity) == ("missing-input", "correlationKey", Severity.WARNING)
    assert findings(queue({"mode": "all"}, subscription)) == []


def test_a_message_that_is_not_there_is_not_judged() -> None:
    text = queue(subscription="").text.replace('messageRef="M"', 'messageRef="Other"')
    model = model_of(text, "a.bpmn")
    workspace = Workspace({model.path: model}, templates=GivenTemplates(TEMPLATES))
    assert check_model(model, workspace, Config()) == []


def test_choices_of_a_header_are_judged() -> None:
    (finding,) = findings(mail("hihg"))
    assert (finding.rule, finding.field) == ("invalid-choice", "priority")
    assert "did you mean high?" in finding.message
    assert findings(mail("=high")) != []


def test_the_job_type_that_the_template_fixes_is_judged() -> None:
    example = mail(job_type="com.example:post:1")
    (finding,) = findings(example)
    assert finding.rule == "invalid-input"
    assert example.text[finding.span.start : finding.span.end] == "com.example:post:1"
    assert '"com.example:mail:1"' in finding.message


@pytest.mark.parametrize(
    ("name", "value", "rule", "stands_on"),
    [
        ("headers", '={"X-Key": {{secrets.KEY}}}', "unquoted-secret", "{{secrets.KEY}}"),
        ("headers", '={"X-Key": secrets.KEY}', "unquoted-secret", "secrets.KEY"),
        ("headers", "={{secrets.KEY}}", "unquoted-secret", "{{secrets.KEY}}"),
        ("activationCondition", "={{secrets.KEY}} = request.body.key", "unquoted-secret", "{{secrets.KEY}}"),
        ("activationCondition", '=uper case(a) = "B"', "unknown-function", "uper case"),
        ("activationCondition", "=bmpnError(a)", "unknown-function", "bmpnError"),
        ("activationCondition", "=contains(a)", "wrong-arguments", "contains"),
        ("activationCondition", "=items[0].a = 1", "zero-index", "0"),
        ("activationCondition", '=1 = "1"', "impossible-comparison", '"1"'),
        ("resultExpression", "=[1, 2]", "invalid-result-expression", "[1, 2]"),
        ("resultExpression", "{a: uper case(b)}", "unknown-function", "uper case"),
        ("resultVariable", "my order", "invalid-result-variable", "my order"),
    ],
)
def test_the_rules_of_feel_look_into_properties(name: str, value: str, rule: str, stands_on: str) -> None:
    """With a template or without one."""
    for example in (queue({name: value}), inbound_event({name: value})):
        (finding,) = findings(example)
        assert (finding.rule, finding.field) == (rule, name)
        decoded_value = example.text[finding.span.start : finding.span.end].replace("&#34;", '"')
        assert stands_on in decoded_value


def test_what_the_template_says_is_feel_is_read_as_such() -> None:
    assert short(queue({"activationCondition": "uper case(a) = b"})) == [("unknown-function", "activationCondition")]
    assert short(queue({"activationCondition": "{{secrets.KEY}} = a"})) == [("unquoted-secret", "activationCondition")]
    assert short(queue({"free": "uper case(a) = b"})) == []


def test_a_secret_in_code_is_mended() -> None:
    for before, after in (
        ('={"X-Key": {{secrets.KEY}}}', '={"X-Key": "{{secrets.KEY}}"}'),
        ("={{secrets.KEY}}", "{{secrets.KEY}}"),
    ):
        example = inbound_event({"headers": before})
        (finding,) = findings(example)
        assert finding.fix is not None
        assert apply_edits(example.text, finding.fix.edits) == inbound_event({"headers": after}).text


def test_properties_of_anything_else_are_no_feel() -> None:
    for value in ("=uper case(a)", "={{secrets.KEY}}", '=1 = "1"'):
        assert findings(inbound_event({"inbound.type": None, "activationCondition": value})) == []
