"""A credential that stands in the model: no report shows it, whatever field it stands in."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from connlint.cli.main import main
from engine.raw_server import answer
from run.conftest import serving
from run.models import get, model_text, task_xml

LITERAL = "4f9Kq2Lz93vTn0"
FIELDS = [
    {"authentication.type": "basic", "authentication.username": "me", "authentication.password": LITERAL},
    {"authentication.type": "basic", "authentication.username": "me", "authentication.password": "ab"},
    {"authentication.type": "bearer", "authentication.token": LITERAL},
    {
        "authentication.type": "apiKey",
        "authentication.apiKeyLocation": "query",
        "authentication.name": "k",
        "authentication.value": LITERAL,
    },
    {"headers": f'={{"Authorization": "Bearer {LITERAL}"}}'},
    {"headers": f'={{"X-Api-Key": "{LITERAL}"}}'},
    {"headers": f'={{Cookie: "a=b; session={LITERAL}"}}'},
    {"queryParameters": f'={{q: "x", appid: "{LITERAL}"}}'},
    {"url": f'=host + "/a?b=c&api_key={LITERAL}"'},
    {"method": "POST", "body": f'={{password: "{LITERAL}", q: "{LITERAL}"}}'},
    {
        "authentication.type": "oauth-client-credentials-flow",
        "authentication.oauthTokenEndpoint": "=host",
        "authentication.clientId": "me",
        "authentication.clientSecret": LITERAL,
        "authentication.clientAuthentication": "credentialsBody",
    },
]


def literal_of(fields) -> str:
    return "ab" if fields.get("authentication.password") == "ab" else LITERAL


def invoke(*arguments, **options):
    return CliRunner().invoke(main, [*map(str, arguments)], **options)


@pytest.fixture(params=FIELDS, ids=lambda fields: "-".join(fields)[:60] + fields.get("headers", "")[:20])
def fields(request, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    text = model_text(task_xml({**get("=host"), **request.param}, headers={"resultVariable": "x"}))
    Path("one.bpmn").write_text(text, "utf-8")
    return request.param


@pytest.mark.parametrize("more", [["--dry-run"], ["--dry-run", "--output-format", "json"], ["--curl"]])
def test_nothing_is_shown_before_it_is_sent(fields, more):
    result = invoke("run", "one.bpmn", "--var", "host=http://h.example", *more)
    assert result.exit_code == 0, result.output
    assert not shows(result.output, literal_of(fields))


@pytest.mark.parametrize("output_format", ["text", "json"])
def test_nothing_is_shown_of_a_run(fields, output_format):
    def respond(request):
        return answer(200, json.dumps({"access_token": "to-ken-1", "echo": request.raw.decode("latin-1")}))

    with serving(respond=respond) as server:
        arguments = ["--var", f"host={server.base}", "--yes", "--output-format", output_format, "--record", "r.json"]
        result = invoke("run", "one.bpmn", *arguments)
        assert server.requests
    assert result.exit_code == 0, result.output
    kept = invoke("runs", "show", 1, "--output-format", "json").output
    for text in (result.output, kept, Path("r.json").read_text("utf-8")):
        assert "GET" in text or "POST" in text
        assert not shows(text, literal_of(fields))


def shows(text: str, literal: str) -> bool:
    """A short one is a part of other words: it may stand alone only."""
    if len(literal) > 2:
        return literal in text
    return any(f"{before}{literal}{after}" in text for before in ":\"'" for after in "\"'\n ")


def test_a_command_names_what_the_reader_has_to_set():
    Path("one.bpmn").write_text(
        model_text(
            task_xml(
                {
                    **get("http://h.example"),
                    "authentication.type": "basic",
                    "authentication.username": "me",
                    "authentication.password": LITERAL,
                    "headers": '={"X-Api-Key": "8sQ2mYt6HcVZk4pW", "X-Token": "{{secrets.TOKEN}}"}',
                }
            )
        ),
        "utf-8",
    )
    found = shlex.split(invoke("run", "one.bpmn", "--curl").output)
    assert "X-Token: $TOKEN" in found
    assert {"me:$CREDENTIAL", "X-Api-Key: $CREDENTIAL_2"} < set(found) or {
        "me:$CREDENTIAL_2",
        "X-Api-Key: $CREDENTIAL",
    } < set(found)


@pytest.mark.parametrize("more", [["--dry-run"], []])
def test_a_secret_that_is_too_short_to_be_masked_everywhere_is_told(more):
    headers = '={"X-Pin": "{{secrets.PIN}}", "X-Key": "{{secrets.KEY}}"}'
    Path("one.bpmn").write_text(model_text(task_xml(get("=host", headers=headers))), "utf-8")
    Path(".env").write_text("PIN=42\nKEY=42a\n", "utf-8")
    with serving([answer(204)]) as server:
        result = invoke("run", "one.bpmn", "--var", f"host={server.base}", "--secrets", ".env", *more)
    assert "the secret PIN is too short to be masked but where it stands alone" in result.output
    assert "the secret KEY" not in result.output
    assert "X-Pin: ***" in result.output
