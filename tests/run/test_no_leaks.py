"""No value of a secret, in any form, leaves a run: not by an output, a file, a log of any level or an exception."""

from __future__ import annotations

import base64
import html
import io
import json
import logging
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import escape

import pytest
from click.testing import CliRunner

from connlint.cli.main import main
from connlint_server.engine import TokenCache, curl_task, prepare_task, replay_task, run_task
from connlint_server.engine.run_value import exchange_value, inputs_value, outcome_value, prepared_value
from connlint_server.engine.saved_response import read_saved
from engine.raw_server import Answer, RawServer, answer, json_answer
from engine.running import options
from run.conftest import serving
from run.models import model_text, rest_task, task_xml

SECRETS = {
    "PLAIN": "plain0secret0value",
    "ODD": 'p@ss "w/ö%&<+=>\\x',
    "USER": "the-user-name",
    "LONG": "line-one-of-the-key\nline-two-of-the-key",
}
TOKEN = "obtained+token/value"


def forms(value: str) -> set[str]:
    """Every way in which a request, an answer or a report may write a value."""
    raw = value.encode()
    written = {
        value,
        quote(value),
        quote(value, safe=""),
        quote_plus(value),
        quote(value, safe="").lower(),
        json.dumps(value)[1:-1],
        json.dumps(value, ensure_ascii=False)[1:-1],
        escape(value),
        html.escape(value),
        base64.b64encode(raw).decode(),
        base64.urlsafe_b64encode(raw).decode(),
        base64.b64encode(b"the-user-name:" + raw).decode(),
        quote(base64.b64encode(raw).decode(), safe=""),
        repr(value)[1:-1],
    }
    return written | {line for line in value.split("\n") if len(line) > 8}


FORBIDDEN = {form for value in (*SECRETS.values(), TOKEN) for form in forms(value)}


def leaks(text: str) -> list[str]:
    return sorted(form for form in FORBIDDEN if form in text)


INPUTS = {
    "authentication.type": "basic",
    "authentication.username": "{{secrets.USER}}",
    "authentication.password": "{{secrets.ODD}}",
    "method": "POST",
    "url": '=host + "/{{secrets.PLAIN}}"',
    "queryParameters": '={"key": "{{secrets.ODD}}", "again": given}',
    "headers": '={"X-Key": "{{secrets.PLAIN}}"}',
    "body": '={a: "{{secrets.ODD}}", b: "{{secrets.LONG}}", c: given}',
}
OAUTH = {
    "authentication": '={type: "oauth-client-credentials-flow", oauthTokenEndpoint: host + "/token", clientId: '
    '"{{secrets.USER}}", clientSecret: "{{secrets.ODD}}", clientAuthentication: "basicAuthHeader", audience: "a"}',
    "method": "GET",
    "url": "=host",
}


@dataclass
class Case:
    name: str
    inputs: dict = field(default_factory=lambda: INPUTS)
    headers: dict = field(default_factory=dict)
    respond: object = None
    options: dict = field(default_factory=dict)


def echo(request, status=200):
    """An answer that repeats what it was sent, in several writings."""
    text = request.raw.decode("utf-8", "replace")
    known = [*SECRETS.values(), *([TOKEN] if "Bearer" in text else [])]
    parts = {"sent": text, "odd": SECRETS["ODD"], "key": SECRETS["LONG"], "token": known[-1]}
    parts["coded"] = [base64.b64encode(value.encode()).decode() for value in known]
    parts["quoted"] = [quote(value) for value in SECRETS.values()]
    parts["xml"] = [escape(value) for value in SECRETS.values()]
    headers = [
        ("X-Echo", SECRETS["PLAIN"]),
        ("Set-Cookie", f"a={quote(SECRETS['ODD'])}"),
        ("Content-Type", "application/json"),
    ]
    return answer(status, json.dumps(parts), headers, reason=f"Said {SECRETS['PLAIN']}")


def token_then(respond):
    def both(request):
        if request.target == "/token":
            return json_answer(json.dumps({"access_token": TOKEN, "expires_in": 60}))
        return respond(request)

    return both


ALL = {"resultVariable": "all", "resultExpression": "={sent: body.sent, text: string(response)}"}
CASES = [
    Case("success", respond=echo, headers=ALL),
    Case("status", respond=lambda request: echo(request, 500)),
    Case(
        "bpmn error",
        respond=lambda request: echo(request, 404),
        headers={
            "errorExpression": "=bpmnError(error.code, error.message + error.variables.response.body.odd, error.variables)"
        },
    ),
    Case(
        "job error",
        respond=lambda request: echo(request, 404),
        headers={"errorExpression": "=jobError(string(error), error.variables, 1)"},
    ),
    Case(
        "ignored", respond=lambda request: echo(request, 404), headers={"errorExpression": "=ignoreError({e: error})"}
    ),
    Case("result expression fails", respond=echo, headers={"resultExpression": "=body.sent"}),
    Case("result expression is refused", respond=echo, headers={"resultExpression": "={a: "}),
    Case("error expression fails", respond=echo, headers={"errorExpression": "=body.sent"}),
    Case(
        "no JSON",
        respond=lambda request: answer(200, request.raw),
        inputs={**INPUTS, "documentReturnFormat.choice": "JSON"},
    ),
    Case("drop", respond=lambda request: Answer([], close=True)),
    Case("reset", respond=lambda request: Answer([b"HTTP/1.1 200 OK\r\nX: " + request.raw[:40]], reset=True)),
    Case("garbage", respond=lambda request: Answer([request.raw], close=True)),
    Case("deadline", respond=lambda request: answer(200, delay=5), options={"total_timeout": 0.3}),
    Case("too large", respond=echo, options={"max_body": 50}),
    Case(
        "redirect",
        inputs={**INPUTS, "method": "GET", "followRedirects": "=true"},
        respond=lambda request: (
            answer(302, headers=[("Location", f"/next/{quote(SECRETS['ODD'])}?{SECRETS['PLAIN']}")])
            if "next" not in request.target
            else echo(request)
        ),
    ),
    Case("retry", respond=lambda request: echo(request, 503)),
    Case("method", inputs={**INPUTS, "method": "{{secrets.ODD}}"}),
    Case("timeout", inputs={**INPUTS, "readTimeoutInSeconds": "{{secrets.PLAIN}}"}),
    Case("url", inputs={**INPUTS, "url": "{{secrets.ODD}}"}),
    Case("host", inputs={**INPUTS, "url": "http://{{secrets.PLAIN}}.invalid:99999/"}),
    Case("unknown host", inputs={**INPUTS, "url": "http://{{secrets.PLAIN}}.invalid/"}),
    Case("bad escape", inputs={**INPUTS, "url": '=host + "/%zz{{secrets.PLAIN}}"', "skipEncoding": "true"}),
    Case("headers", inputs={**INPUTS, "headers": "{{secrets.ODD}}"}),
    Case("mapping", inputs={**INPUTS, "headers": '=assert(given, false, "no " + given)'}),
    Case("warning", inputs={**INPUTS, "headers": '={"a": given + 1, "b": given.x}'}, respond=echo),
    Case(
        "tls",
        inputs={
            **INPUTS,
            "clientTls.clientCertificate": "{{secrets.LONG}}",
            "clientTls.clientPrivateKey": "{{secrets.LONG}}",
        },
    ),
    Case("token", inputs=OAUTH, respond=token_then(echo), headers=ALL),
    Case("token refused", inputs=OAUTH, respond=lambda request: echo(request, 401)),
    Case("token is no JSON", inputs=OAUTH, respond=lambda request: answer(200, SECRETS["ODD"])),
    Case("no token", inputs=OAUTH, respond=echo),
]
IDS = [case.name for case in CASES]


@pytest.fixture(params=[logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR], ids=logging.getLevelName)
def log(request):
    """Everything that any logger says from that level on."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s %(args)s"))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(request.param)
    loggers = [
        logging.getLogger(name) for name in ("httpx", "httpcore", "asyncio", "connlint", "connlint_server", "dotenv")
    ]
    levels = [each.level for each in loggers]
    for each in loggers:
        each.setLevel(request.param)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)
    for each, before in zip(loggers, levels, strict=True):
        each.setLevel(before)


def told(error: BaseException) -> str:
    return "".join([str(error), repr(error), repr(error.args), *traceback.format_exception(error)])


@pytest.mark.parametrize("case", CASES, ids=IDS)
async def test_the_python_face(case, log):
    said: list[str] = []
    async with RawServer(respond=case.respond) as server:
        task = rest_task(case.inputs, headers=case.headers)
        given = {"variables": {"host": server.base, "given": SECRETS["PLAIN"]}, "secrets": SECRETS}
        result = await run_task(task, **given, options=options(**case.options), token_cache=TokenCache())
        values = [exchange_value(each, result.redactor) for each in result.exchanges]
        said += [repr(result), str(result.outcome), repr(result.exchanges), repr(result.redactor), repr(result.notices)]
        said += [json.dumps(each, ensure_ascii=False) for each in (values, outcome_value(result.outcome), result.saved)]
        said += [
            json.dumps(inputs_value(result.inputs), ensure_ascii=False),
            repr([vars_of(each) for each in result.exchanges]),
        ]
        try:
            prepared = prepare_task(task, **given, token_cache=TokenCache())
            said += [repr(prepared), json.dumps(inputs_value(prepared.inputs), ensure_ascii=False)]
            dry = prepared.dry
            said.append(json.dumps(prepared_value(dry.request, dry.redactor), ensure_ascii=False))
        except Exception as error:
            said.append(told(error))
        try:
            curl = curl_task(task, **given)
            said += [curl.command, *curl.notes]
        except Exception as error:
            said.append(told(error))
        replayed = replay_task(task, read_saved(json.dumps(result.saved or {"status": 200})), **given)
        said += [repr(replayed), json.dumps(outcome_value(replayed.outcome), ensure_ascii=False)]
    said.append(log.getvalue())
    for text in said:
        assert not leaks(text), text[:2000]


def vars_of(exchange):
    return [getattr(exchange, name) for name in type(exchange).__slots__]


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_the_command(case, tmp_path):
    Path("one.bpmn").write_text(model_text(task_xml(case.inputs, headers=case.headers)), "utf-8")
    lines = [f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in SECRETS.items()]
    Path("s.env").write_text("\n".join(lines), "utf-8")
    with serving(respond=case.respond) as server:
        Path("v.json").write_text(json.dumps({"host": server.base, "given": SECRETS["PLAIN"]}), "utf-8")
        base = ["run", "one.bpmn", "--vars", "v.json", "--secrets", "s.env"]
        ways = (
            ["--yes", "--timeout", "1.5", "--record", "saved.json"],
            ["--yes", "--timeout", "1.5", "--output-format", "json", "--output-file", "report.json"],
            ["--dry-run"],
            ["--dry-run", "--output-format", "json"],
            ["--curl"],
            ["--replay", "saved.json"],
            [],
        )
        for way in ways:
            result = CliRunner().invoke(main, [*base, *way])
            assert not leaks(result.output), (way, result.output)
            assert isinstance(result.exception, SystemExit | None), way
    for path in Path().iterdir():
        if path.name not in ("s.env", "v.json"):
            assert not leaks(path.read_text("utf-8")), path


def test_the_echo_would_be_found():
    """The search itself finds what is there."""
    for value in SECRETS.values():
        assert leaks(f"x{value}x")
        assert leaks(json.dumps({"a": quote(value)}))
