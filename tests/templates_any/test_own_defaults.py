"""What a template writes by itself is nobody's mistake, whatever its own choices, patterns and types say of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from connlint.check import check_model
from connlint.config import Config
from connlint.example import process, rest_task
from connlint.finding import Finding
from connlint.template_files import GivenTemplates
from connlint.workspace import Workspace, model_of

Json = dict[str, Any]


def choices(*values: str) -> list[Json]:
    return [{"name": value.title(), "value": value} for value in values]


def into(name: str) -> Json:
    return {"type": "zeebe:input", "name": name}


PHONE: Json = {
    "id": "com.example.Phone",
    "version": 1,
    "name": "Phone",
    "appliesTo": ["bpmn:Task"],
    "properties": [
        {"type": "Hidden", "value": "io.camunda:http-json:1", "binding": {"type": "zeebe:taskDefinition:type"}},
        {"type": "Hidden", "value": "post", "binding": into("method")},
        {"type": "Hidden", "value": "https://a.example", "binding": into("url")},
        {"type": "Hidden", "value": "basic", "binding": into("authentication.type")},
        {"id": "kind", "type": "Dropdown", "value": "get", "choices": choices("sid", "key"), "binding": into("kind")},
        {
            "type": "String",
            "constraints": {"notEmpty": True},
            "condition": {"property": "kind", "equals": "key"},
            "binding": into("authentication.username"),
        },
        {
            "type": "Hidden",
            "value": "=account",
            "constraints": {"notEmpty": True},
            "condition": {"property": "kind", "oneOf": ["sid"]},
            "binding": into("authentication.username"),
        },
        {"type": "String", "value": "none", "constraints": {"pattern": "^#"}, "binding": into("channel")},
        {"type": "String", "value": "a", "constraints": {"minLength": 3}, "binding": into("short")},
        {"type": "Number", "value": "many", "binding": into("count")},
        {"type": "String", "feel": "required", "value": "text", "binding": into("map")},
        {
            "type": "Dropdown",
            "value": "odd",
            "choices": choices("low", "high"),
            "binding": {"type": "zeebe:taskHeader", "key": "level"},
        },
    ],
}
HOOK: Json = {
    "id": "com.example.Hook",
    "version": 1,
    "name": "Hook",
    "appliesTo": ["bpmn:StartEvent"],
    "properties": [
        {"type": "Hidden", "value": "hook", "binding": {"type": "zeebe:property", "name": "inbound.type"}},
        {
            "type": "Dropdown",
            "value": "odd",
            "choices": choices("any", "get"),
            "binding": {"type": "zeebe:property", "name": "method"},
        },
        {
            "type": "Dropdown",
            "value": "odd",
            "choices": choices("a", "b"),
            "binding": {"type": "bpmn:Message#property", "name": "name"},
        },
    ],
}
DEFAULTS = {
    "method": "post",
    "url": "https://a.example",
    "authentication.type": "basic",
    "kind": "get",
    "channel": "none",
    "short": "a",
    "count": "many",
    "map": "text",
}
TEMPLATES = {"all.json": json.dumps([PHONE, HOOK])}


def findings(text: str) -> list[Finding]:
    model = model_of(text, "a.bpmn")
    return check_model(model, Workspace({model.path: model}, templates=GivenTemplates(TEMPLATES)), Config())


def phone(inputs: dict[str, str | None] | None = None, level: str = "odd") -> str:
    given = {**DEFAULTS, **(inputs or {})}
    return rest_task(
        only={name: value for name, value in given.items() if value is not None},
        headers={"level": level, "resultExpression": None},
        template="com.example.Phone",
        version="1",
    ).text


def hook(method: str = "odd", name: str = "odd") -> str:
    return process(
        '<bpmn:startEvent id="Start" zeebe:modelerTemplate="com.example.Hook" zeebe:modelerTemplateVersion="1">'
        '<bpmn:extensionElements><zeebe:properties><zeebe:property name="inbound.type" value="hook" />'
        f'<zeebe:property name="method" value="{method}" /></zeebe:properties></bpmn:extensionElements>'
        '<bpmn:messageEventDefinition id="E" messageRef="M" /></bpmn:startEvent>',
        definitions=f'<bpmn:message id="M" name="{name}" />',
    ).text


def test_defaults_are_silent() -> None:
    assert findings(phone()) == []
    assert findings(hook()) == []


@pytest.mark.parametrize(
    ("text", "rule", "field"),
    [
        (phone({"kind": "gte"}), "invalid-choice", "kind"),
        (phone({"channel": "nine"}), "invalid-input", "channel"),
        (phone({"short": "b"}), "invalid-input", "short"),
        (phone({"count": "few"}), "invalid-input", "count"),
        (phone({"map": "other"}), "invalid-input", "map"),
        (phone(level="lwo"), "invalid-choice", "level"),
        (hook(method="gte"), "invalid-choice", "method"),
        (hook(name="c"), "invalid-choice", "name"),
    ],
)
def test_anything_else_that_is_wrong_is_found(text: str, rule: str, field: str) -> None:
    assert (rule, field) in [(finding.rule, finding.field) for finding in findings(text)]


def test_what_the_connector_refuses_is_missing_once_a_choice_is_made() -> None:
    (finding,) = findings(phone({"kind": "key"}))
    assert (finding.rule, finding.field) == ("missing-input", "authentication.username")
    (finding,) = findings(phone({"url": None}))
    assert (finding.rule, finding.field) == ("missing-input", "url")
