"""The connector's checks: all violations in one error."""

from __future__ import annotations

from contextlib import suppress

import pytest

from connlint_server.engine.binding import bind
from connlint_server.engine.errors import ConnectorError
from connlint_server.engine.validation import validate

URL = "Must be a http(s) URL"


def violations(**variables) -> set[str]:
    """`property: text` of each violation."""
    job = bind({"method": "get", "url": "http://h", **variables})
    with suppress(ConnectorError):
        validate(job)
        return set()
    with pytest.raises(ConnectorError) as raised:
        validate(job)
    assert raised.value.input_error
    first, *lines = raised.value.message.split("\n")
    assert first.startswith("jakarta.validation.ValidationException: Found constraints violated")
    return {line.removeprefix(" - Property: ").replace(": Validation failed. Original message", "") for line in lines}


@pytest.mark.parametrize("url", ["http://", "https://h/p?q#f", "http://a b", "secrets", "{{x", "="])
def test_urls_that_pass(url):
    assert violations(url=url) == set()


@pytest.mark.parametrize("url", ["ftp://h", " http://h", "HTTPS://h", "http://h\n", "http://h\u2028x", "=x", "h"])
def test_urls_that_do_not(url):
    assert violations(url=url) == {f"url: {URL}"}


def test_blank_urls_and_missing_methods():
    assert violations(url=None, method=None) == {"url: must not be blank", "method: must not be null"}
    assert violations(url=" ") == {"url: must not be blank", f"url: {URL}"}


def test_what_each_authentication_needs():
    assert violations(authentication={"type": "basic"}) == {"authentication.username: must not be empty"}
    assert violations(authentication={"type": "basic", "username": "u"}) == set()
    assert violations(authentication={"type": "bearer", "token": ""}) == {"authentication.token: must not be empty"}
    assert violations(authentication={"type": "noAuth"}) == set()
    assert violations(authentication={"type": "apiKey", "value": "v"}) == {
        "authentication.apiKeyLocation: must not be null",
        "authentication.name: must not be empty",
    }
    assert violations(authentication={"type": "oauth-client-credentials-flow", "oauthTokenEndpoint": "h"}) == {
        f"authentication.oauthTokenEndpoint: {URL}",
        "authentication.clientId: must not be empty",
        "authentication.clientSecret: must not be empty",
        "authentication.clientAuthentication: must not be empty",
    }
    assert violations(authentication={"type": "oauth-refresh-token", "oauthTokenEndpoint": "http://h"}) == {
        "authentication.clientId: must not be empty",
        "authentication.refreshToken: must not be empty",
    }


def test_the_inline_authentication_counts_even_when_it_is_overridden():
    configured = {"authentication": {"type": "bearer", "token": "t"}}
    found = violations(authentication={"type": "bearer"}, authenticationConfiguration=configured)
    assert found == {"authentication.token: must not be empty"}
