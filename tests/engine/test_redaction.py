"""No form of a secret leaves the engine."""

from __future__ import annotations

import asyncio
import base64
import html
import json
import logging
import traceback
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connlint_server.engine import ConnectorError, Redactor, TokenCache, execute_job, prepare_job
from connlint_server.engine.binding import bind
from connlint_server.engine.body import form_text
from connlint_server.engine.errors import input_error
from connlint_server.engine.headers import header_line
from connlint_server.engine.json_text import write_json
from connlint_server.engine.secrets import escape_for_json
from connlint_server.engine.url import request_uri
from engine.raw_server import RawServer, answer, json_answer
from engine.running import options, run

TEXT_FORMS = {
    "raw": str,
    "percent": lambda value: quote(value, safe=""),
    "percent, small": lambda value: lowered_escapes(quote(value, safe="")),
    "percent, few": lambda value: quote(value, safe="!~*'()@:$&,;=/?"),
    "percent, latin": lambda value: quote(value, safe="", encoding="iso-8859-1", errors="replace"),
    "percent, twice": lambda value: quote(quote(value, safe=""), safe=""),
    "form": quote_plus,
    "form of the connector": lambda value: form_text({"x": value}).removeprefix("x="),
    "json": lambda value: json.dumps(value)[1:-1],
    "json, wide": lambda value: json.dumps(value, ensure_ascii=False)[1:-1],
    "json of the connector": lambda value: write_json(value)[1:-1],
    "json in json": lambda value: json.dumps(json.dumps(value))[3:-3],
    "json with slashes": lambda value: json.dumps(value).replace("/", "\\/")[1:-1],
    "variables": escape_for_json,
    "xml": escape,
    "xml attribute": lambda value: quoteattr(value)[1:-1],
    "html": html.escape,
    "numeric": lambda value: "".join(f"&#{ord(character)};" for character in value),
    "header": lambda value: header_line("X", value).decode("iso-8859-1")[3:-2],
}
BYTE_FORMS = {"utf-8": "utf-8", "latin": "iso-8859-1"}


def lowered_escapes(text: str) -> str:
    pieces = text.split("%")
    return pieces[0] + "".join("%" + piece[:2].lower() + piece[2:] for piece in pieces[1:])


def base64_forms(value: str):
    """The characters that say something about the value alone, at each alignment, standard and URL-safe."""
    for charset in BYTE_FORMS.values():
        raw = value.encode(charset, "replace")
        for shift in range(3):
            encoded = base64.b64encode(b"\0" * shift + raw).decode()
            core = encoded[-(-shift * 8 // 6) : (shift + len(raw)) * 8 // 6]
            yield core
            yield core.translate(str.maketrans("+/", "-_"))
            yield quote(core, safe="")


def all_forms(value: str) -> set[str]:
    return {make(value) for make in TEXT_FORMS.values()} | set(base64_forms(value))


SECRETS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=4, max_size=20).filter(
    lambda value: any(map(str.isalnum, value))
)


@settings(max_examples=80, deadline=None)
@given(SECRETS, st.sampled_from(sorted(TEXT_FORMS)))
def test_text_forms(value, form):
    encoded = TEXT_FORMS[form](value)
    shown = Redactor({"S": value}).text(f"<{encoded}>")
    assert encoded not in shown
    assert value not in shown
    assert "***" in shown


@settings(max_examples=80, deadline=None)
@given(SECRETS, st.text(max_size=5), st.text(max_size=5), st.sampled_from([base64.b64encode, base64.urlsafe_b64encode]))
def test_base64_at_every_alignment(value, before, after, encode):
    for charset in BYTE_FORMS.values():
        encoded = encode((before + value + after).encode(charset, "replace")).decode()
        for text in (encoded, quote(encoded, safe="")):
            shown = Redactor({"S": value}).text(text)
            assert not any(core in shown for core in base64_forms(value) if len(core) >= 4)


@pytest.mark.parametrize("password", ["p", "pw", "a longer one", "ü"])
def test_basic_credentials_are_masked_whole(password):
    encoded = base64.b64encode(f"user:{password}".encode()).decode()
    redactor = Redactor({"PW": password})
    assert redactor.text(f"Authorization: Basic {encoded}\r\nX: y") == "Authorization: Basic ***\r\nX: y"
    assert redactor.text("Authorization: Basic dTpv") == "Authorization: Basic dTpv"


def test_short_secrets_are_masked_where_they_stand_alone():
    redactor = Redactor({"A": "ab", "B": "7"})
    assert redactor.text('{"x":"ab","y":7} cab?k=ab&n=%37') == '{"x":"***","y":***} cab?k=***&n=***'
    assert redactor.value({"ab": [7, 77, "ab", "abc", True]}) == {"***": ["***", 77, "***", "abc", True]}


def test_empty_and_missing_secrets_mask_nothing():
    assert Redactor({"E": ""}).text("as it is") == "as it is"
    assert Redactor({}).data(b"\xff") == b"\xff"


def test_the_lines_of_a_key_are_masked_one_by_one():
    key = "-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0\nAoGBAKj34GkxFhD90vcNLYLInF\n-----END KEY-----"
    redactor = Redactor({"KEY": key})
    assert "MIIEvQIB" not in redactor.text("bad line: MIIEvQIBADANBgkqhkiG9w0!")
    assert redactor.text(json.dumps(key)) == '"***"'


def test_values_of_any_depth_are_masked():
    deep = "secret-1"
    for _ in range(100_000):
        deep = [deep, {"secret-1": 1}]
    masked = Redactor({"S": "secret-1"}).value(deep)
    while isinstance(masked, list):
        assert masked[1] == {"***": 1}
        masked = masked[0]
    assert masked == "***"


def test_longer_secrets_go_first_and_names_can_stand_for_values():
    redactor = Redactor({"LONG": "secret-value-1", "SHORT": "secret"})
    assert redactor.text("secret-value-1 secret", mask=lambda name: f"${name}") == "$LONG $SHORT"
    assert redactor.text("x", mask=lambda name: f"${name}") == "x"
    assert repr(redactor) == "Redactor(LONG, SHORT)"


def test_a_wider_redactor_leaves_the_first_as_it_was():
    first = Redactor({"A": "alpha-1"})
    wider = first.with_values(["beta-2", "alpha-1"])
    assert wider.text("alpha-1 beta-2") == "*** ***"
    assert first.text("alpha-1 beta-2") == "*** beta-2"
    assert wider.with_values(["beta-2"]) is wider


def test_an_error_shows_nothing_before_it_is_redacted():
    error = input_error("bad value hunter-22 of x")
    assert "hunter" not in str(error) + repr(error) + repr(error.args)
    error.redacted_by(Redactor({"P": "hunter-22"}))
    assert str(error) == "bad value *** of x"
    assert error.message == "bad value hunter-22 of x"


# --- every path with known secrets, every log and text searched ---------------------------------------------------

KNOWN = {
    "TOKEN": "tök en/+&=%\"\\'<1>",
    "PLAIN": "plainsecret42",
    "USER": "us:er?",
    "PEM": "-----BEGIN X-----\nQUJDREVGR0hJSktMTU5PUFFS\n-----END X-----",
    "HOST": "secret-host.invalid",
}
OAUTH_TOKEN = "0auth-t0ken/+=é"
ALL = {*KNOWN.values(), OAUTH_TOKEN}
ECHO = {name: f"{{{{secrets.{name}}}}}" for name in KNOWN}


def job(base: str, **changes):
    return {"method": "POST", "url": f"{base}/p/{ECHO['TOKEN']}?q={ECHO['PLAIN']}", **changes}


def oauth(base: str, **changes):
    return {
        "type": "oauth-client-credentials-flow",
        "oauthTokenEndpoint": f"{base}/token/{ECHO['PLAIN']}",
        "clientId": ECHO["USER"],
        "clientSecret": ECHO["TOKEN"],
        "clientAuthentication": "basicAuthHeader",
        **changes,
    }


def paths(base: str):
    """Jobs that take every way through the engine."""
    token, plain = ECHO["TOKEN"], ECHO["PLAIN"]
    yield job(base, headers={"X-Token": token, plain: plain}, body={"a": [token, {token: ECHO["PEM"]}]})
    yield job(base, body=token, queryParameters={token: plain}, authentication={"type": "bearer", "token": token})
    yield job(base, body={"a": token}, headers={"Content-Type": "application/x-www-form-urlencoded"})
    yield job(base, body={plain: token}, headers={"Content-Type": "multipart/form-data"})
    yield job(base, authentication={"type": "basic", "username": ECHO["USER"], "password": token})
    yield job(base, authentication={"type": "apiKey", "apiKeyLocation": "query", "name": "k", "value": token})
    yield job(base, authentication=oauth(base))
    yield job(base, authentication=oauth(base, clientAuthentication="credentialsBody", audience=plain))
    yield job(base, authentication=oauth(base, clientAuthentication=plain))
    yield job(base, followRedirects=True, method="PUT", body=token)
    yield job(base, documentReturnFormat={"choice": "JSON"})
    yield job(base, headers=token)
    yield job(base, readTimeoutInSeconds=token)
    yield job(base, authentication={"type": token})
    yield job(base, url=f"{base}/%{plain}")
    yield job(base, url=f"{base}/{{{plain}", skipEncoding="true")
    yield job(base, url=f"http:///{plain}")
    yield job(base, url=plain)
    yield job(base, url=f"http://{ECHO['HOST']}/")
    yield job(base, clientTls={"clientCertificate": ECHO["PEM"], "clientPrivateKey": ECHO["PEM"]})
    yield job(base, body={"camunda.function.type": token, "params": [1]})


@pytest.mark.parametrize("server_says", ["ok", "error", "redirect", "busy", "drop"])
async def test_nothing_shows_a_secret(server_says, caplog):
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore", "h11", "asyncio", "anyio"):
        caplog.set_level(logging.DEBUG, logger=name)
    asyncio.get_running_loop().set_debug(True)
    shown: list[str] = []
    failed = 0

    def respond(request):
        # The server sends back all that it got: in the body, a header, the reason.
        if request.target.startswith("/token"):
            return json_answer(json.dumps({"access_token": OAUTH_TOKEN, "refresh_token": KNOWN["PLAIN"]}))
        echo = request.raw
        headers = [("X-Echo", request.target), ("Set-Cookie", f"s={request.target}")]
        match server_says:
            case "error":
                return answer(404, echo, headers, reason=f"No {request.target}")
            case "redirect":
                return answer(307, echo, [("Location", request.target + "x"), *headers])
            case "busy":
                return answer(503, echo, headers)
            case "drop":
                return answer(200, echo, length=False, delay=0, reset=True)
            case _:
                return answer(200, echo, headers)

    async with RawServer(respond=respond) as server:
        for variables in paths(server.base):
            text = json.dumps(variables)
            done = await run(text, KNOWN)
            shown += [repr(done), repr(done.trace), repr(done.redactor), json.dumps(done.redactor.value(done.result))]
            for entry in done.trace.exchanges:
                shown += [repr(entry), entry.url, str(entry.failure), str(entry.followed_by), str(entry.reason)]
                shown += [part.decode("iso-8859-1") for part in (entry.head, entry.content, entry.response_body)]
                shown += [f"{name}: {value}" for name, value in entry.response_headers]
            if isinstance(done.error, ConnectorError):
                failed += 1
                with pytest.raises(ConnectorError) as raised:
                    await execute_job(text, secrets=KNOWN, token_cache=TokenCache(), options=options())
                error = raised.value
                assert error.__cause__ is error.__context__ is None
                shown += [str(error), repr(error), repr(error.args), error.shown_message, repr(error.shown_variables)]
                shown += traceback.format_exception(error)
            try:
                dry = prepare_job(text, secrets=KNOWN, token_cache=TokenCache())
                shown += [
                    repr(dry),
                    repr(dry.request),
                    repr(dry.token_request),
                    dry.redactor.text(str(dry.request.uri)),
                ]
                shown.append(dry.redactor.data(dry.request.head() + dry.request.content()).decode("iso-8859-1"))
            except ConnectorError as error:
                shown += [str(error), *traceback.format_exception(error)]
    assert failed >= 9
    shown += [record.getMessage() for record in caplog.records] + [caplog.text]
    everything = "\n".join(shown)
    assert "***" in everything
    for value in ALL:
        for form in all_forms(value):
            assert len(form) < 5 or form not in everything, f"{form!r} of a secret is shown"


def test_the_values_of_a_stage_do_not_show_themselves():
    variables = {
        "url": "http://h/hunter-22",
        "headers": {"X": "hunter-22"},
        "body": "hunter-22",
        "authentication": {"type": "bearer", "token": "hunter-22"},
        "clientTls": {"clientPrivateKey": "hunter-22"},
    }
    bound = bind(variables)
    parts = [bound, bound.authentication, bound.client_tls, request_uri(bound.url, skip_encoding=False)]
    assert "hunter" not in "".join(map(repr, parts))


def test_credentials_that_stand_in_the_model_are_masked_too():
    text = json.dumps({"method": "GET", "url": "http://h", "headers": {"Authorization": "Token literal-credential"}})
    dry = prepare_job(text, secrets={})
    assert b"literal-credential" in dry.request.head()
    assert b"Authorization: Token ***" in dry.redactor.data(dry.request.head())
