"""What the fuzzing begins with: this repository's models and expressions, and real ones where they are here."""

from __future__ import annotations

import json
import re
from functools import cache
from html import unescape
from importlib import import_module
from pathlib import Path

from shared_folder import SHARED

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
BUILTINS = ("conversions", "booleans", "strings", "numbers", "lists", "contexts", "temporals", "ranges", "connectors")


@cache
def models() -> tuple[str, ...]:
    paths = [*sorted(FIXTURES.rglob("*.bpmn")), *sorted((SHARED / "corpus").rglob("*.bpmn"))]
    texts = [path.read_bytes().decode("utf-8-sig", "replace") for path in paths]
    return tuple(text for text in texts if len(text) < 200_000)


@cache
def expressions() -> tuple[str, ...]:
    """Calls of every built-in function, and what stands in the models."""
    found = []
    for group in BUILTINS:
        cases = import_module(f"feel.builtin_cases.{group}")
        for kind in ("NORMAL", "NULL", "WRONG", "NAMED"):
            found += [line.partition(" => ")[0] for line in getattr(cases, kind).strip().splitlines()]
    for text in models():
        found += [unescape(value) for value in re.findall(r'(?:source|value)="=([^"]+)"', text)]
    for name in ("feel-camunda", "feel-tck", "feel-real"):
        path = SHARED / "conformance" / f"{name}.jsonl"
        if path.is_file():
            found += [json.loads(line)["expression"] for line in path.read_text("utf-8").splitlines()]
    return tuple(dict.fromkeys(found))


TEMPLATES = (
    json.dumps(
        [
            {
                "id": "com.example.Chat",
                "version": 2,
                "name": "Chat",
                "appliesTo": ["bpmn:Task"],
                "elementType": {"value": "bpmn:ServiceTask"},
                "engines": {"camunda": "^8.5"},
                "groups": [{"id": "what", "label": "What"}],
                "properties": [
                    {
                        "type": "Hidden",
                        "value": "com.example:chat:1",
                        "binding": {"type": "zeebe:taskDefinition", "property": "type"},
                    },
                    {
                        "id": "kind",
                        "type": "Dropdown",
                        "value": "post",
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
                            "pattern": {"value": "^#[a-z]+$", "message": "Must begin with #"},
                            "minLength": 2,
                            "maxLength": 80,
                        },
                        "condition": {
                            "allMatch": [
                                {"property": "kind", "equals": "post"},
                                {"property": "kind", "oneOf": ["post", "invite"]},
                            ]
                        },
                    },
                    {"type": "Number", "binding": {"type": "zeebe:input", "name": "limit"}},
                    {"type": "Text", "feel": "required", "binding": {"type": "zeebe:input", "name": "blocks"}},
                    {"type": "Boolean", "value": True, "binding": {"type": "zeebe:property", "name": "loud"}},
                    {
                        "type": "String",
                        "binding": {"type": "zeebe:taskHeader", "key": "trace"},
                        "constraints": {"notEmpty": True},
                    },
                ],
            },
            {
                "id": "com.example.Hook",
                "version": 1,
                "name": "Hook",
                "appliesTo": ["bpmn:StartEvent"],
                "properties": [
                    {
                        "type": "String",
                        "binding": {"type": "bpmn:Message#zeebe:subscription#property", "name": "correlationKey"},
                        "constraints": {"notEmpty": True},
                    }
                ],
            },
        ],
        indent=1,
    ),
    json.dumps({"id": "com.example.Chat", "version": 2, "name": "Other", "appliesTo": ["bpmn:Task"], "properties": []}),
)
CONFIGURATION = (
    """persona = "auditor"
engine-version = "8.8"
ignore = ["outdated-template", { rule = "secret-in-body", element = "Activity_1", reason = "so" }]
extend-select = ["secret-in-url"]
exclude = ["generated/", "*.draft.bpmn"]
secrets = ["SHOP_TOKEN"]
secrets-file = "example.env"
templates = ["templates"]

[rules]
legacy-secret = "off"
secret-in-body = "error"

[rules.insecure-url]
severity = "error"
local-hosts = ["shop.example"]

[[overrides]]
paths = ["legacy/", "*.bpmn"]
engine-version = "8.4"

[environments.dev]
variables = { shop = "http://localhost:8080", n = 12.5, when = 2024-01-01T00:00:00Z }
secrets-file = ".env"
secret-prefix = "CONNLINT_DEV_"
""",
    """[[ignore]]
rule = "unquoted-secret"
element = "Activity_1"
path = "model.bpmn"
reason = "later"
""",
)


def configurations() -> tuple[str, ...]:
    """And the other files that a user gives."""
    return (*CONFIGURATION, BASELINE, ENV_FILE, VARIABLES)


RESPONSES = (
    json.dumps(
        {
            "status": 200,
            "reason": "OK",
            "headers": {"Content-Type": "application/json", "Set-Cookie": ["a=1", "b=2"]},
            "body": {"order": {"id": "o-1", "items": [{"name": "a", "price": 7.5, "count": 2}], "city": "Berlin"}},
        }
    ),
    json.dumps({"status": 404, "headers": {}, "body": {"message": "city not found"}, "reason": "Not Found"}),
    json.dumps({"error": {"code": "CONNECTION", "message": "refused", "variables": {"a": 1}, "inputError": False}}),
    json.dumps({"status": 200, "headers": {}, "body": {"errors": [{"message": "x"}], "data": None}}),
)
WIRE_RESPONSES = (
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 13\r\nSet-Cookie: a=1; Path=/\r\n\r\n"
    '{"a":[1,2.5]}',
    "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nTrailer: t\r\n\r\n",
    "HTTP/1.1 302 Found\r\nLocation: /again?a=b#c\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Encoding: deflate, gzip\r\nContent-Type: text/html; charset=utf-16\r\n\r\nx",
    'HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm="x"\r\nRetry-After: 5\r\nContent-Length: 2\r\n\r\n{}',
)
BASELINE = (
    '{"version": 1, "findings": [{"path": "model.bpmn", "rule": "unquoted-secret", "element": "a", "field": "b"}]}'
)
ENV_FILE = "# secrets\nKEY=abc\nexport OTHER='a $b'\nMULTI=\"a\nb\"\nEMPTY=\n"
VARIABLES = '{"b": 1.50, "order": {"id": "o-1", "items": [1, null, true, "x"]}, "a b": "c"}'
