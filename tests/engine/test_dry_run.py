"""The request that would be sent, with no network."""

from __future__ import annotations

import json
import socket
import subprocess
import sys

import pytest

from connlint_server.engine import Connector, ConnectorError, TokenCache, prepare_job
from connlint_server.engine.authentication import ClientCredentialsAuthentication
from connlint_server.engine.oauth import Token
from plain_environment import plain_environment

OAUTH = {
    "type": "oauth-client-credentials-flow",
    "oauthTokenEndpoint": "https://idp.example/token",
    "clientId": "id",
    "clientSecret": "{{secrets.S}}",
    "clientAuthentication": "credentialsBody",
}


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    def refuse(*_args, **_options):
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


def prepared(variables, **more):
    return prepare_job(json.dumps(variables), secrets={"S": "s-1"}, **{"token_cache": TokenCache(), **more})


def test_the_bytes_as_they_would_be_sent():
    dry = prepared(
        {"method": "post", "url": "https://h.example/a b", "headers": {"X": "{{secrets.S}}"}, "body": {"k": 1}}
    )
    assert dry.request.head().split(b"\r\n")[:3] == [
        b"POST /a%20b HTTP/1.1",
        b"Content-Type: application/json",
        b"X: s-1",
    ]
    assert dry.request.content() == b'{"k":1}'
    assert dry.token_request is None
    assert dry.redactor.data(dry.request.head()).count(b"X: ***") == 1


def test_a_token_is_not_fetched():
    dry = prepared({"method": "GET", "url": "https://h.example", "authentication": OAUTH})
    assert dry.request.header("authorization").startswith("Bearer (a token")
    assert dry.token_request.uri.authority == "idp.example"
    assert b"client_secret=s-1" in dry.token_request.content()


def test_a_cached_token_is_used_and_masked():
    cache = TokenCache()
    key = ClientCredentialsAuthentication("https://idp.example/token", "id", "s-1", None, "credentialsBody", None)
    cache.put(key, Token("cached-token", 99))
    dry = prepared({"method": "GET", "url": "https://h.example", "authentication": OAUTH}, token_cache=cache)
    assert dry.request.header("authorization") == "Bearer cached-token"
    assert dry.token_request is None
    assert dry.redactor.text("Bearer cached-token") == "Bearer ***"


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"method": "GET", "url": "https://h/{{secrets.NO}}"}, "Secret with name 'NO' is not available"),
        ({"method": "GET", "url": "https://h/%"}, "Malformed escape pair at index 10: https://h/%"),
        ({"method": "GET", "url": "https://h", "readTimeoutInSeconds": -1}, "duration must not be negative: -1"),
        ({"method": "GET", "url": "https://u@h"}, "An error with the HTTP protocol occurred"),
        ({"method": "GET", "url": "https://h", "documentReturnFormat": {"choice": "x"}}, None),
    ],
)
def test_what_would_fail_before_sending_fails_here(variables, message):
    with pytest.raises(ConnectorError) as raised:
        prepared(variables)
    assert message is None or raised.value.message == message
    assert raised.value.__context__ is None


def test_the_other_connector():
    graphql = {"graphql": {"method": "get", "url": "https://h/g", "query": "{a}"}}
    assert prepared(graphql, connector=Connector.GRAPHQL).request.uri.target == "/g?query=%7Ba%7D"


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("connlint_server.engine", ["asyncio", "httpx", "httpcore", "h11", "ssl"]),
        ("connlint_server.engine.run", ["httpx", "httpcore", "h11", "anyio", "lxml", "pygls"]),
    ],
)
def test_heavy_modules_are_loaded_when_they_are_needed(module, absent):
    code = f"import sys, {module}; print([name for name in {absent!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=plain_environment()
    )
    assert done.stdout.strip() == "[]"
