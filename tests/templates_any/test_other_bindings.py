"""What a template says of a linked resource, of a message and its subscription: mandatory, pattern, length, type, choice."""

from __future__ import annotations

import json
from typing import Any

import pytest

from connlint.check import check_model
from connlint.config import Config
from connlint.example import encoded, process
from connlint.finding import Finding, Severity
from connlint.template_files import GivenTemplates
from connlint.workspace import Workspace, model_of

Json = dict[str, Any]
RESOURCE = {"type": "zeebe:linkedResource", "linkName": "Script"}
ROBOT: Json = {
    "id": "com.example.Robot",
    "version": 1,
    "name": "Robot",
    "appliesTo": ["bpmn:Task"],
    "properties": [
        {"type": "Hidden", "value": "robot", "binding": {"type": "zeebe:taskDefinition", "property": "type"}},
        {"type": "Hidden", "value": "RPA", "binding": {**RESOURCE, "property": "resourceType"}},
        {
            "type": "String",
            "feel": "optional",
            "constraints": {"notEmpty": True, "pattern": "^[a-z-]+$", "maxLength": 10},
            "binding": {**RESOURCE, "property": "resourceId"},
        },
        {
            "id": "bindingType",
            "type": "Dropdown",
            "value": "latest",
            "choices": [{"name": "Latest", "value": "latest"}, {"name": "Tag", "value": "versionTag"}],
            "binding": {**RESOURCE, "property": "bindingType"},
        },
        {
            "type": "String",
            "constraints": {"notEmpty": True},
            "condition": {"property": "bindingType", "equals": "versionTag"},
            "binding": {**RESOURCE, "property": "versionTag"},
        },
    ],
}
QUEUE: Json = {
    "id": "com.example.Queue",
    "version": 1,
    "name": "Queue",
    "appliesTo": ["bpmn:IntermediateCatchEvent"],
    "properties": [
        {"type": "Hidden", "value": "queue", "binding": {"type": "zeebe:property", "name": "inbound.type"}},
        {
            "type": "String",
            "constraints": {"notEmpty": True, "pattern": {"value": "^orders\\.", "message": "must begin with orders."}},
            "binding": {"type": "bpmn:Message#property", "name": "name"},
        },
        {
            "type": "String",
            "feel": "required",
            "constraints": {"notEmpty": True},
            "binding": {"type": "bpmn:Message#zeebe:subscription#property", "name": "correlationKey"},
        },
    ],
}
TEMPLATES = {"all.json": json.dumps([ROBOT, QUEUE])}


def findings(text: str) -> list[Finding]:
    model = model_of(text, "a.bpmn")
    return check_model(model, Workspace({model.path: model}, templates=GivenTemplates(TEMPLATES)), Config())


def robot(resources: str | None = None, **attributes: str | None) -> str:
    given = {"resourceType": "RPA", "linkName": "Script", "resourceId": "scan", "bindingType": "latest", **attributes}
    written = " ".join(f'{name}="{encoded(value)}"' for name, value in given.items() if value is not None)
    inside = f"<zeebe:linkedResources><zeebe:linkedResource {written} /></zeebe:linkedResources>"
    return process(
        '<bpmn:serviceTask id="Task" name="Scan" zeebe:modelerTemplate="com.example.Robot"'
        ' zeebe:modelerTemplateVersion="1"><bpmn:extensionElements><zeebe:taskDefinition type="robot" />'
        f"{inside if resources is None else resources}</bpmn:extensionElements></bpmn:serviceTask>"
    ).text


def queue(name: str | None = "orders.new", key: str | None = "=id") -> str:
    subscription = f'<zeebe:subscription correlationKey="{encoded(key)}" />' if key is not None else ""
    named = f' name="{encoded(name)}"' if name is not None else ""
    return process(
        '<bpmn:intermediateCatchEvent id="Catch" name="Wait" zeebe:modelerTemplate="com.example.Queue"'
        ' zeebe:modelerTemplateVersion="1"><bpmn:extensionElements><zeebe:properties>'
        '<zeebe:property name="inbound.type" value="queue" /></zeebe:properties></bpmn:extensionElements>'
        '<bpmn:messageEventDefinition id="E" messageRef="M" /></bpmn:intermediateCatchEvent>',
        definitions=f'<bpmn:message id="M"{named}><bpmn:extensionElements>{subscription}</bpmn:extensionElements></bpmn:message>',
    ).text


@pytest.mark.parametrize(
    "text",
    [
        robot(),
        robot(resourceId="=script"),
        robot(bindingType="versionTag", versionTag="v1"),
        robot(bindingType=None),
        queue(),
    ],
)
def test_what_is_right_is_silent(text: str) -> None:
    assert findings(text) == []


@pytest.mark.parametrize(
    ("text", "rule", "field", "stands_on"),
    [
        (robot(resourceId=""), "missing-input", "resourceId", ""),
        (robot(resourceId="="), "missing-input", "resourceId", "="),
        (robot(resourceId=None), "missing-input", "resourceId", "<zeebe:linkedResource "),
        (robot(linkName="Other"), "missing-input", "resourceId", "<zeebe:linkedResources>"),
        (robot(resources="<zeebe:linkedResources />"), "missing-input", "resourceId", "<zeebe:linkedResources />"),
        (robot(resources=""), "missing-input", "resourceId", "<zeebe:taskDefinition "),
        (robot(bindingType="versionTag"), "missing-input", "versionTag", "<zeebe:linkedResource "),
        (robot(resourceId="Scan 1"), "invalid-input", "resourceId", "Scan 1"),
        (robot(resourceId="scan-all-of-it"), "invalid-input", "resourceId", "scan-all-of-it"),
        (robot(bindingType="newest"), "invalid-choice", "bindingType", "newest"),
        (queue(name="order.new"), "invalid-input", "name", "order.new"),
        (queue(name=""), "missing-input", "name", ""),
        (queue(name=None), "missing-input", "name", "<bpmn:message "),
        (queue(key="id"), "invalid-input", "correlationKey", "id"),
        (queue(key=""), "missing-input", "correlationKey", ""),
        (queue(key=None), "missing-input", "correlationKey", "<bpmn:message "),
    ],
)
def test_what_is_wrong_is_one_finding_at_its_place(text: str, rule: str, field: str, stands_on: str) -> None:
    (finding,) = findings(text)
    assert (finding.rule, finding.field) == (rule, field)
    assert finding.severity is Severity.WARNING
    cut = text[finding.span.start : finding.span.end]
    assert cut == stands_on if not stands_on.startswith("<") else cut.startswith(stands_on)


def test_a_message_says_which_link_is_meant() -> None:
    (finding,) = findings(robot(resourceId=""))
    assert 'resourceId of the linked resource Script of "Scan" is empty' in finding.message
