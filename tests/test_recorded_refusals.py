"""The rules held against the real connector: what it refused is found, what it sent is not.

Each recorded job becomes a task that maps its variables as constants, once as FEEL and once as static text.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from connlint.check import check_text
from connlint.config import Config
from connlint.example import rest_task
from connlint.finding import Finding, Severity
from shared_folder import SHARED, needs_shared

RULES = frozenset(
    {
        "conflicting-header",
        "invalid-choice",
        "invalid-input",
        "invalid-map",
        "invalid-timeout",
        "invalid-url",
        "missing-input",
    }
)
FOUND_ALTHOUGH_SENT = {
    "binding/connection-timeout-fraction": "a fraction is cut off, which is hardly meant",
    "binding/unknown-properties-ignored": "a write timeout of no kind, which this connector does not read any more",
    "auth/basic-blank": "a user name of blanks counts as none",
    "validation/bearer-blank-token-ok": "a token of blanks counts as none",
}
NOT_TO_BE_FOUND = {
    "body/document-unknown-kind": "what a body holds is free",
    "errors/refused": "the server is not there",
    "errors/unknown-host": "the server is not there",
    "secrets/in-timeout-bad": "only the secret's value is wrong",
    "secrets/braces-name-case": "the model does not know which secrets exist",
}
SERVER = {
    "{base}": "http://localhost:8080",
    "{host}": "localhost:8080",
    "{alt}": "http://127.0.0.1:8080",
    "{alt_host}": "127.0.0.1:8080",
    "{closed}": "http://localhost:9",
    "{port}": "8080",
}

pytestmark = needs_shared


@cache
def recorded() -> tuple[dict[str, Any], ...]:
    cases = []
    for line in (SHARED / "conformance" / "wire.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        if "variables" in case:
            text = json.dumps(case["variables"])
            for placeholder, real in SERVER.items():
                text = text.replace(placeholder, real)
            cases.append({**case, "variables": json.loads(text)})
    return tuple(cases)


def as_feel(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case float():
            return format(value, "f")
        case str():
            return json.dumps(value, ensure_ascii=False)
        case list():
            return f"[{', '.join(map(as_feel, value))}]"
    entries = (f"{json.dumps(key, ensure_ascii=False)}: {as_feel(each)}" for key, each in value.items())
    return f"{{{', '.join(entries)}}}"


def mapped(value: Any, *, static: bool) -> str:
    """A text can stand as it is, unless the engine would make something else of it."""
    if static and isinstance(value, str) and not value.startswith("=") and "\\" not in value:
        return value
    return f"={as_feel(value)}"


def refusals(case: dict[str, Any], *, static: bool) -> list[Finding]:
    inputs = {name: mapped(value, static=static) for name, value in case["variables"].items()}
    text = rest_task(only=inputs, template=None, engine="8.10.0").text
    found = check_text(text, "recorded.bpmn", Config(select=RULES))
    return [finding for finding in found if finding.severity is Severity.ERROR]


def is_sent(case: dict[str, Any]) -> bool:
    return bool(case["requests"]) or "error" not in (case["outcome"] or {})


def speaks_of_a_secret(case: dict[str, Any]) -> bool:
    """Whether only the list of secrets tells what is wrong."""
    return "Secret with name" in str(case["outcome"]["error"].get("message"))


@pytest.mark.parametrize("static", [False, True])
def test_what_the_connector_sends_is_no_error(static: bool) -> None:
    cases = [case for case in recorded() if is_sent(case)]
    assert len(cases) > 400
    wrong = {case["id"]: str(found[0]) for case in cases if (found := refusals(case, static=static))}
    assert wrong.keys() - FOUND_ALTHOUGH_SENT.keys() == set(), wrong


@pytest.mark.parametrize("static", [False, True])
def test_what_the_connector_refuses_is_found(static: bool) -> None:
    cases = [case for case in recorded() if not is_sent(case) and not speaks_of_a_secret(case)]
    assert len(cases) > 60
    missed = {case["id"] for case in cases if not refusals(case, static=static)}
    assert missed - NOT_TO_BE_FOUND.keys() == set()
