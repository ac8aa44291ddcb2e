"""A server that knows a secret writes it in any encoding, at any place, cut anywhere: no output of a run shows a part of it.

The search does not know how the redactor works: it undoes every encoding that it can in what was written, and then looks for
any few characters in a row of the secret.
"""

from __future__ import annotations

import base64
import html
import json
import re
import unicodedata
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus, unquote, unquote_plus
from xml.sax.saxutils import quoteattr

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from connlint.cli.main import main
from engine.raw_server import Answer, answer, json_answer
from run.conftest import serving
from run.models import model_text, task_xml

WINDOW = 5
"""So many characters in a row of a secret must not be seen, in any encoding."""
PLAIN = "kQ7vX2mZp9Rt4Lw8"
ODD = "Jü5/g\"W+x&Ys\\Ké<N%4=c'ßH"
WIDE = "пароль-Ω密码7f🔑Zq3"
ADDRESS = "aB3+dE5wq#fG7&hJ9/kL2=mN4;pQ6%2CrS8"
KEY = "-----BEGIN KEY-----\nMIIEv9QIBADANBgkqhkiG9w0\nAoGBAKj34GkxFhD90vcNLYLIn\n-----END KEY-----"
SECRETS = {"PLAIN": PLAIN, "ODD": ODD, "WIDE": WIDE, "KEY": KEY, "ADDRESS": ADDRESS}


def undone(text: str) -> Iterator[str]:
    """The text, and what it is once the usual encodings are undone, each alone and one after the other."""
    yield text
    for _ in range(3):
        text = html.unescape(text)
        yield text
        yield unquote_plus(text)
        text = unquote(text)
        yield unquote(text, "iso-8859-1")
        text = re.sub(r"\\+u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)
        text = re.sub(r"((?:\\+x[0-9a-f]{2})+)", lambda match: of_escapes(match[1]), text)
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        yield text
        text = re.sub(r"\\+([^A-Za-z0-9])", r"\1", text)
        text = text.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\")
        yield text
    for found in re.findall(r"[A-Za-z0-9+/_-]{6,}", re.sub(r"\s+", "", text)):
        for start in range(4):
            coded = found[start:].translate(str.maketrans("-_", "+/"))
            raw = base64.b64decode(coded[: len(coded) // 4 * 4])
            yield from (raw.decode("utf-8", "replace"), raw.decode("iso-8859-1"), raw.decode("utf-16-le", "replace"))
    for found in re.findall(r"(?:[0-9a-f]{2}[ :]?){4,}", text, re.IGNORECASE):
        digits = re.sub(r"[^0-9a-fA-F]", "", found)
        raw = bytes.fromhex(digits[: len(digits) // 2 * 2])
        for charset in ("utf-8", "iso-8859-1", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "cp037", "utf-7"):
            yield raw.decode(charset, "replace")
            yield raw[1:].decode(charset, "replace")


def of_escapes(escapes: str) -> str:
    return bytes.fromhex(re.sub(r"\\+x", "", escapes)).decode("utf-8", "replace")


def windows(value: str) -> set[str]:
    lines = [line for line in value.split("\n") if "-----" not in line]
    folded = [unicodedata.normalize("NFC", line).lower() for line in lines]
    return {line[start : start + WINDOW] for line in folded for start in range(len(line) - WINDOW + 1)}


SOUGHT = {name: windows(value) for name, value in SECRETS.items()}


def shown(text: str, *names: str) -> list[str]:
    """What of the secrets is to be seen."""
    found = []
    for seen in undone(text):
        seen = unicodedata.normalize("NFC", seen).lower()
        found += [window for name in names or SECRETS for window in SOUGHT[name] if window in seen]
    return sorted(set(found))


ENCODERS = {
    "plain": str,
    "percent": lambda value: quote(value, safe=""),
    "small percent": lambda value: re.sub("%..", lambda match: match[0].lower(), quote(value, safe="")),
    "form": quote_plus,
    "json": lambda value: json.dumps(value)[1:-1],
    "php json": lambda value: json.dumps(value)[1:-1].replace("/", "\\/"),
    "all json": lambda value: "".join(f"\\u{unit:04X}" for unit in units(value)),
    "html": html.escape,
    "xml": lambda value: quoteattr(value)[1:-1],
    "numeric": lambda value: "".join(f"&#{ord(character)};" for character in value),
    "hexadecimal": lambda value: "".join(f"&#x{ord(character):X};" for character in value),
    "named": lambda value: value.encode("ascii", "xmlcharrefreplace").decode(),
    "base64": lambda value: base64.b64encode(value.encode()).decode(),
    "base64 behind a name": lambda value: base64.b64encode(b"me:" + value.encode()).decode(),
    "url base64": lambda value: base64.urlsafe_b64encode(b"x" + value.encode()).decode().rstrip("="),
    "mime base64": lambda value: base64.encodebytes(b"abcdefghijklmnopqrstuvwxyz0123456789" + value.encode()).decode(),
    "utf-16 base64": lambda value: base64.b64encode(value.encode("utf-16-le")).decode(),
    "hex": lambda value: value.encode().hex(),
    "hex dump": lambda value: value.encode().hex(" "),
    "python": lambda value: repr(value)[1:-1],
    "bytes": lambda value: repr(value.encode())[2:-1],
    "upper case": lambda value: value.upper(),
    "decomposed": lambda value: unicodedata.normalize("NFD", value),
    "markdown": lambda value: re.sub(r"([^\w\s])", r"\\\1", value),
    "crlf": lambda value: value.replace("\n", "\r\n"),
}


def units(value: str) -> list[int]:
    raw = value.encode("utf-16-be")
    return [high << 8 | low for high, low in zip(raw[::2], raw[1::2], strict=True)]


CHARSETS = (
    "utf-8",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-32-be",
    "cp037",
    "cp500",
    "gb18030",
    "shift_jis",
    "iso-8859-1",
    "windows-1252",
    "iso2022_jp",
)


CODED = ("base64", "base64 behind a name", "url base64", "mime base64", "utf-16 base64", "hex", "hex dump")
# What a connector, a proxy or a service puts around a text that is encoded already.
OUTER = ("json", "percent", "xml", "base64")


def written(value: str, inner: str, outer: str | None) -> str:
    """The value in an encoding, or in one in another, as it comes about where a text is put into a text."""
    coded = ENCODERS[inner](value)
    return coded if outer is None or (inner in CODED and outer in CODED) else ENCODERS[outer](coded)


def test_the_search_finds_what_is_there():
    for name, value in SECRETS.items():
        for encoder, encode in ENCODERS.items():
            assert shown(f"<{encode(value)}>", name), (name, encoder)
            assert not shown("<***>")


INPUTS = {
    "method": "POST",
    "url": '=host + "/{{secrets.PLAIN}}"',
    "queryParameters": '={"key": "{{secrets.ODD}}"}',
    "headers": '={"X-Key": "{{secrets.WIDE}}"}',
    "body": '={a: "{{secrets.ODD}}", b: "{{secrets.KEY}}", c: "{{secrets.WIDE}}"}',
}
HEADERS = {
    "resultVariable": "all",
    "resultExpression": "={text: string(response), body: response.body}",
}
ERRORS = {
    "errorExpression": '=if error.code = "418" then bpmnError(error.code, error.message, error.variables) '
    'else if error.code = "404" then jobError(string(error), error.variables, 1) else null'
}


def outputs(respond, *, inputs=INPUTS, headers=HEADERS, more=(), timeout="60", curl=True) -> Iterator[tuple[str, str]]:
    """Everything that the command and its history write of one task: name and text."""
    folder = Path()
    (folder / "one.bpmn").write_text(model_text(task_xml(inputs, headers={**headers, **ERRORS})), "utf-8")
    lines = [f"{name}='{quoted(value)}'" for name, value in SECRETS.items()]
    (folder / "s.env").write_text("\n".join(lines), "utf-8")
    with serving(respond=respond) as server:
        (folder / "v.json").write_text(json.dumps({"host": server.base}), "utf-8")
        base = ["run", "one.bpmn", "--vars", "v.json", "--secrets", "s.env"]
        ways = {
            "text": [*base, "--yes", "--timeout", timeout, "--record", "saved.json", *more],
            "json": [*base, "--yes", "--timeout", timeout, "--output-format", "json", *more],
            "replay": [*base, "--replay", "saved.json"],
            "list": ["runs"],
            "show": ["runs", "show", "1"],
            "show json": ["runs", "show", "1", "--output-format", "json"],
            "diff": ["runs", "diff", "2", "1"],
        }
        if curl:
            ways |= {"curl": [*base, "--curl"], "dry run": [*base, "--dry-run"]}
        for name, arguments in ways.items():
            if "--replay" in arguments and not Path("saved.json").exists():
                continue
            result = CliRunner().invoke(main, arguments)
            assert isinstance(result.exception, SystemExit | None), (name, result.exception)
            yield name, result.output
    recorded = Path("saved.json")
    if recorded.exists():
        yield "record", recorded.read_text("utf-8")
        recorded.unlink()
    for number, path in enumerate(sorted(Path("../state").rglob("*.json"))):
        yield f"history {number}", path.read_text("utf-8")
        path.unlink()


def quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'")


@pytest.fixture(autouse=True)
def own_state(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("CONNLINT_HISTORY", raising=False)


def test_the_secrets_arrive_as_they_are():
    """Else the search would be for something else."""
    got = []
    names = {name for name, _ in outputs(lambda request: got.append(request) or answer(200, "{}"))}
    assert {"text", "json", "replay", "diff", "record", "history 0", "curl"} <= names
    assert json.loads(got[0].body) == {"a": ODD, "b": KEY, "c": WIDE}


NAMES = st.sampled_from(sorted(SECRETS))
ENCODER = st.sampled_from(sorted(ENCODERS))
STATUS = st.sampled_from([200, 200, 404, 418, 500, 503])
many = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    # Each example is a handful of runs: to make it smaller takes minutes.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@many
@given(
    NAMES,
    ENCODER,
    st.sampled_from([None, *OUTER]),
    STATUS,
    st.sampled_from(["text", "json", "inner json", "form", "xml"]),
)
def test_encodings_in_bodies(name, inner, outer, status, kind):
    coded = written(SECRETS[name], inner, outer)
    body = {
        "text": f"it was {coded}, really",
        "json": json.dumps({"a": ["x", {coded: coded}], "b": f"pre{coded}post"}, ensure_ascii=False),
        "inner json": json.dumps({"a": json.dumps({"b": json.dumps(coded)})}),
        "form": f"a=1&token={coded}&b=2",
        "xml": f"<?xml version='1.0'?><a b='{coded}'>{coded}</a>",
    }[kind]
    for place, text in outputs(lambda request: answer(status, body.encode("utf-8", "surrogatepass")), curl=False):
        assert not shown(text, name), (place, text[:3000])


@many
@given(NAMES, st.sampled_from(CHARSETS), st.sampled_from(["plain", "json", "percent", "xml"]), STATUS, st.booleans())
def test_charsets(name, charset, encoder, status, declared):
    raw = json.dumps({"a": f"…{ENCODERS[encoder](SECRETS[name])}"}, ensure_ascii=False).encode(charset, "replace")
    kind = f"application/json; charset={charset}" if declared else "application/json"
    for place, text in outputs(lambda request: answer(status, raw, [("Content-Type", kind)]), curl=False):
        assert not shown(text, name), (place, text[:3000])


TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


@many
@given(NAMES, ENCODER, st.sampled_from(["header", "reason", "location", "cookie", "folded", "coding"]), STATUS)
def test_heads(name, encoder, place, status):
    coded = re.sub(r"[\r\n]+", " ", ENCODERS[encoder](SECRETS[name])).encode("utf-8").decode("iso-8859-1")
    half = len(coded) // 2
    headers = {
        "header": [("X-Echo", f"a {coded} b"), (f"X-{coded}" if TOKEN.fullmatch(coded) else "X-Other", "1")],
        "location": [("Location", f"/next/{coded}?k={coded}#{coded}")],
        "cookie": [("Set-Cookie", f"{coded}={coded}; Path=/{coded}")],
        "folded": [("X-Echo", f"a {coded[:half]}\r\n {coded[half:]} b")],
        "coding": [("Content-Encoding", coded), ("Content-Type", f"text/{coded}; charset={coded}")],
        "reason": [],
    }[place]
    reason = coded if place == "reason" else "Fine"
    status = 302 if place == "location" and status == 200 else status
    inputs = {**INPUTS, "followRedirects": "=true"}

    def respond(request):
        return answer(200, "{}") if "/next/" in request.target else answer(status, "{}", headers, reason=reason)

    for where, text in outputs(respond, inputs=inputs, curl=False):
        assert not shown(text, name), (where, text[:3000])


@many
@given(NAMES, ENCODER, st.integers(1, 60), st.sampled_from(["length", "reset", "gzip", "chunk", "limit"]))
def test_bodies_that_end_in_a_secret(name, encoder, end, how):
    coded = ENCODERS[encoder](SECRETS[name]).encode()
    cut = b"it is " + coded[:end]
    packer = zlib.compressobj(wbits=31)
    packed = packer.compress(cut) + packer.flush(zlib.Z_SYNC_FLUSH)  # what follows never arrives
    given = {
        "length": Answer([b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n" + cut], close=True),
        "reset": Answer([b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n" + cut], reset=True),
        "gzip": Answer(
            [b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\nContent-Encoding: gzip\r\n\r\n" + packed], close=True
        ),
        "chunk": Answer(
            [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n%s" % (len(cut), cut, coded)],
            close=True,
        ),
        "limit": Answer([b"HTTP/1.1 200 OK\r\n\r\n" + cut], endless=b"."),
    }[how]
    timeout = "0.5" if how == "limit" else "60"
    for where, text in outputs(lambda request: given, timeout=timeout, curl=False):
        assert not shown(text, name), (where, text[:3000])


@many
@given(NAMES, ENCODER, st.integers(0, 120), st.sampled_from([404, 418, 500]), st.sampled_from(["reason", "body"]))
def test_messages_that_are_cut(name, encoder, before, status, place):
    coded = re.sub(r"[\r\n]+", " ", ENCODERS[encoder](SECRETS[name])).encode("utf-8").decode("iso-8859-1")
    filler = "m" * (6000 - before)
    if place == "reason":
        given = answer(status, "{}", reason=filler + coded + " behind")
    else:
        given = json_answer(json.dumps({"m": filler[200:] + coded + " behind"}), status)
    for where, text in outputs(lambda request: given, curl=False):
        assert not shown(text, name), (where, text[-3000:])


OAUTH = {
    "authentication": '={type: "oauth-client-credentials-flow", oauthTokenEndpoint: host + "/token", clientId: "me", '
    'clientSecret: "{{secrets.PLAIN}}", clientAuthentication: "credentialsBody"}',
    "method": "GET",
    "url": "=host",
}


@many
@given(NAMES, ENCODER, st.integers(0, 130))
def test_answers_to_token_calls_that_are_cut(name, encoder, before):
    coded = ENCODERS[encoder](SECRETS[name])
    body = ("n" * before + coded + "z" * 100).encode()
    for where, text in outputs(lambda request: answer(200, body), inputs=OAUTH, curl=False):
        assert not shown(text, name), (where, text[-3000:])


@pytest.mark.parametrize(
    "body",
    [
        "access_token={}&token_type=bearer",
        "<r><access_token>{}</access_token></r>",
        '{{"access_token": "{}", ',
        "{{'access_token': '{}'}}",
        '{{"a": {{"refresh_token": "{}"}}}}',
        '{{"data": [{{"accessToken": "{}"}}]}}',
    ],
)
@pytest.mark.parametrize("status", [200, 400])
@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_tokens_that_nobody_could_use(body, status, charset):
    """The connector cannot read them, but a person could."""
    raw = body.format(PLAIN).encode(charset)
    secrets = {"PLAIN": "another-secret-1"}
    kind = [("Content-Type", f"text/plain; charset={charset}")]
    for close in (False, True):
        given = answer(status, raw, kind)
        if close:
            given = Answer([given.pieces[0].replace(b"Content-Length: ", b"Content-Length: 9")], close=True)
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(SECRETS, "PLAIN", secrets["PLAIN"])
            written = list(outputs(lambda request, given=given: given, inputs=OAUTH, curl=False))
        for where, text in written:
            assert not shown(text, "PLAIN"), (where, text[-3000:])


REQUESTS = [
    {"url": '=host + "/p/{{secrets.%s}}/q"'},
    {"url": '=host + "/?key={{secrets.%s}}&x=1"'},
    {"url": '=host + "/?key={{secrets.%s}}"', "queryParameters": '={"x": "{{secrets.%s}}"}'},
    {"url": '=host + "/?key={{secrets.%s}}"', "skipEncoding": "true"},
    {"headers": '={"Content-Type": "multipart/form-data"}'},
    {"headers": '={"Content-Type": "application/x-www-form-urlencoded"}'},
    *({"headers": f'={{"Content-Type": "application/json; charset={charset}"}}'} for charset in CHARSETS),
    {"headers": '={"Authorization": "Basic {{secrets.%s}}", "Cookie": "a={{secrets.%s}}; b=2"}'},
    {"headers": '={"{{secrets.%s}}": "1"}'},
    {"authentication": '={type: "basic", username: "{{secrets.%s}}", password: "x"}'},
    {"authentication": '={type: "apiKey", apiKeyLocation: "query", name: "n", value: "{{secrets.%s}}"}'},
]


@pytest.mark.parametrize("name", ["PLAIN", "ODD", "WIDE"])
@pytest.mark.parametrize("changes", REQUESTS, ids=lambda changes: next(iter(changes.values()))[:60])
def test_requests(name, changes):
    inputs = {**INPUTS, **{key: value.replace("%s", name) for key, value in changes.items()}}
    inputs["body"] = inputs["body"].replace("ODD", name)
    for where, text in outputs(lambda request: answer(200, request.raw), inputs=inputs):
        assert not shown(text, name), (where, text[:3000])


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("place", range(8192 - 15, 8192, 5))
def test_chunks_do_not_split_a_secret(name, place):
    """A body with a document is sent in chunks of 8192 bytes."""
    head = len('--b\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\n')
    content = "c" * (place - head) + f"{{{{secrets.{name}}}}}" + "d" * 100
    document = json.dumps({"camunda.document.type": "inline", "name": "a.txt", "content": content})
    inputs = {
        **INPUTS,
        "headers": '={"Content-Type": "multipart/form-data; boundary=b"}',
        "body": f"={{f: {document}}}",
    }
    got = []

    def respond(request):
        got.append(request)
        return answer(200, "{}")

    for where, text in outputs(respond, inputs=inputs, curl=False):
        assert not shown(text, name), (where, text[-3000:])
    assert any(name.lower() == "transfer-encoding" for name, _ in got[0].headers)
