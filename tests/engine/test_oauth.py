"""Tokens: the call to the endpoint, its answers, the cache."""

from __future__ import annotations

import base64

import pytest

from connlint_server.engine import TokenCache
from connlint_server.engine.authentication import ClientCredentialsAuthentication
from connlint_server.engine.oauth import Token
from engine.raw_server import RawServer, answer, json_answer
from engine.running import failure, run

TOKEN = '{"access_token":"t-1"}'


def client_credentials(server, **more):
    return {
        "type": "oauth-client-credentials-flow",
        "oauthTokenEndpoint": f"{server.base}/to ken?x=a+b",
        "clientId": "i&d",
        "clientSecret": "se cret",
        "clientAuthentication": "credentialsBody",
        **more,
    }


def refresh_token(server, **more):
    return {
        "type": "oauth-refresh-token",
        "oauthTokenEndpoint": f"{server.base}/token",
        "clientId": "id",
        "refreshToken": "r+t",
        **more,
    }


def job(server, authentication, **more):
    return {"method": "GET", "url": f"{server.base}/api", "authentication": authentication, **more}


def fields(request):
    return sorted(request.body.decode().split("&"))


async def test_client_credentials_in_the_body():
    async with RawServer([json_answer(TOKEN), answer()]) as server:
        done = await run(job(server, client_credentials(server), headers={"X": "1"}, queryParameters={"q": "1"}))
        assert done.error is None
        token, api = server.requests
        assert token.line == "POST /to%20ken?x=a%20b HTTP/1.1"
        assert token.values("Content-Type") == ["application/x-www-form-urlencoded"]
        assert token.values("X") == token.values("Authorization") == token.values("Accept") == []
        expected = ["audience", "client_id=i%26d", "client_secret=se+cret", "grant_type=client_credentials"]
        assert fields(token) == expected
        assert api.values("Authorization") == ["Bearer t-1"]
        assert [entry.purpose.value for entry in done.trace.exchanges] == ["token", "request"]


async def test_client_credentials_in_the_header():
    more = {"clientAuthentication": "basicAuthHeader", "audience": "", "scopes": "a b"}
    async with RawServer([json_answer(TOKEN), answer()]) as server:
        await run(job(server, client_credentials(server, **more)))
        token = server.requests[0]
        assert token.values("Authorization") == ["Basic " + base64.b64encode(b"i&d:se cret").decode()]
        assert fields(token) == ["audience=", "grant_type=client_credentials", "scope=a+b"]


async def test_another_client_authentication_is_no_input_error():
    async with RawServer() as server:
        done = await run(job(server, client_credentials(server, clientAuthentication="other")))
        assert failure(done).message.startswith("Unsupported client authentication method: other. Please use either")
        assert not failure(done).input_error


async def test_a_refresh_token():
    async with RawServer([json_answer(TOKEN), answer()]) as server:
        await run(job(server, refresh_token(server, clientSecret=" ", scopes="s", audience="unused")))
        assert fields(server.requests[0]) == [
            "client_id=id",
            "grant_type=refresh_token",
            "refresh_token=r%2Bt",
            "scope=s",
        ]


@pytest.mark.parametrize(
    ("body", "header"),
    [
        ('{"a":[{"access_token":"deep"},{"access_token":"later"}]}', "Bearer deep"),
        ('{"a":{"access_token":"deep"},"access_token":"top"}', "Bearer top"),
        ('{"access_token":12}', "Bearer 12"),
        ('{"access_token":null}', "Bearer null"),
    ],
)
async def test_where_the_token_is_found(body, header):
    async with RawServer([json_answer(body), answer()]) as server:
        await run(job(server, client_credentials(server)))
        assert server.requests[1].values("Authorization") == [header]


@pytest.mark.parametrize(
    ("given", "code", "message"),
    [
        (json_answer("{}"), "OAUTH_TOKEN_ERROR", "OAuth token response does not contain an access_token field"),
        (
            json_answer('[{"access_token":"t"}]'),
            "OAUTH_TOKEN_ERROR",
            "OAuth token response does not contain an access_token field",
        ),
        (answer(204), "OAUTH_TOKEN_ERROR", "OAuth token response does not contain an access_token field"),
        (answer(200, ""), "OAUTH_TOKEN_ERROR", "OAuth token response does not contain an access_token field"),
        (answer(200, "  "), None, "Response body is not valid JSON: <empty>"),
        (answer(200, "x" * 101), None, "Response body is not valid JSON: " + "x" * 97 + "..."),
        (json_answer('{"error":"no"}', 404), "404", "Not Found"),
    ],
)
async def test_answers_without_a_token(given, code, message):
    async with RawServer([given]) as server:
        done = await run(job(server, client_credentials(server)))
        assert (failure(done).code, failure(done).message) == (code, message)
        assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        (
            '{"error":"invalid_grant","error_description":"gone"}',
            "OAUTH_REFRESH_TOKEN_EXPIRED",
            "Refresh token is invalid or expired; re-authorization is required. Details: gone",
        ),
        (
            '{"error":"interaction_required"}',
            "OAUTH_INTERACTION_REQUIRED",
            "The identity provider requires user interaction before a token can be issued; re-authorization is required. "
            "Details: no description provided",
        ),
        ('{"error":"x","error_description":"y"}', "OAUTH_TOKEN_ERROR", "OAuth token exchange failed: x. y"),
    ],
)
async def test_error_answers_to_a_refresh_token(body, code, message):
    async with RawServer([json_answer(body)]) as server:
        done = await run(job(server, refresh_token(server)))
        assert (failure(done).code, failure(done).message) == (code, message)


async def test_the_token_call_follows_no_redirect():
    async with RawServer([answer(302, "", [("Location", "/elsewhere")])]) as server:
        done = await run(job(server, client_credentials(server), followRedirects=True))
        assert failure(done).code == "OAUTH_TOKEN_ERROR"
        assert len(server.requests) == 1


async def test_a_token_with_a_lifetime_is_asked_for_once():
    cache = TokenCache()
    answers = [
        json_answer('{"d":{"expires_in":60.5},"access_token":"c"}'),
        answer(401),
        answer(),
        json_answer(TOKEN),
        answer(),
    ]
    async with RawServer(answers) as server:
        await run(job(server, client_credentials(server)), token_cache=cache)
        # A 401 of the API does not drop it; null and empty audience are one; another scope is another token.
        await run(job(server, client_credentials(server, audience="")), token_cache=cache)
        await run(job(server, client_credentials(server, scopes="s")), token_cache=cache)
        assert [request.method for request in server.requests] == ["POST", "GET", "GET", "POST", "GET"]
        assert server.requests[2].values("Authorization") == ["Bearer c"]


@pytest.mark.parametrize("expires", ['"60"', "10", "true", "null"])
async def test_tokens_without_a_real_lifetime_are_not_kept(expires):
    cache = TokenCache()
    given = json_answer(f'{{"access_token":"c","expires_in":{expires}}}')
    async with RawServer([given, answer()] * 2) as server:
        for _ in range(2):
            await run(job(server, client_credentials(server)), token_cache=cache)
        assert [request.method for request in server.requests] == ["POST", "GET"] * 2


async def test_the_tokens_can_be_kept_in_a_mapping_of_the_caller():
    kept = {}
    async with RawServer([json_answer('{"access_token":"c","expires_in":99}'), answer(), answer()]) as server:
        for _ in range(2):
            await run(job(server, client_credentials(server)), token_cache=kept)
        assert [request.method for request in server.requests] == ["POST", "GET", "GET"]
    assert len(kept) == 1


def test_a_cached_token_ends_ten_seconds_early():
    now = 0.0
    cache = TokenCache(clock=lambda: now)
    key = ClientCredentialsAuthentication("e", "i", "s", None, "credentialsBody", None)
    cache.put(key, Token("t", 60.0))
    now = 49.9
    assert cache.get(key) == "t"
    now = 50.0
    assert cache.get(key) is None


def test_the_cache_is_bounded_and_shows_nothing():
    cache = TokenCache()
    for number in range(1005):
        cache.put(ClientCredentialsAuthentication("e", str(number), "s", None, None, None), Token(f"tok-{number}", 99))
    assert len(cache.entries) == 1000
    assert "tok-" not in repr(cache)
