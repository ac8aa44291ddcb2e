"""What each authentication adds to the request."""

from __future__ import annotations

import pytest

from engine.raw_server import RawServer, answer
from engine.running import run


async def sent(authentication, **variables):
    async with RawServer([answer()]) as server:
        job = await run({"method": "GET", "url": server.base + "/p?a=1", "authentication": authentication, **variables})
        assert job.error is None, job.error
        return server.requests[0]


@pytest.mark.parametrize(
    ("authentication", "header"),
    [
        ({"type": "basic", "username": "Ä:b", "password": "ß"}, "Basic w4Q6YjrDnw=="),
        ({"type": "basic", "username": "u", "password": None}, "Basic dTo="),
        ({"type": "basic", "username": "u", "password": "SPEC_PASSWORD_EMPTY_PATTERN"}, "Basic dTo="),
        ({"type": "bearer", "token": "  a\nb  "}, "Bearer   a b  "),
        ({"type": "bearer", "token": 7}, "Bearer 7"),
    ],
)
async def test_authorization(authentication, header):
    assert (await sent(authentication)).values("Authorization") == [header]


@pytest.mark.parametrize("authentication", [None, {"type": "noAuth"}])
async def test_none(authentication):
    assert (await sent(authentication)).values("Authorization") == []


async def test_both_authorizations_are_sent_with_the_authentications_first():
    request = await sent({"type": "bearer", "token": "t"}, headers={"Authorization": "mine", "authorization": "too"})
    assert request.values("Authorization")[0] == "Bearer t"
    assert sorted(request.values("Authorization")[1:]) == ["mine", "too"]


async def test_an_api_key_as_header():
    authentication = {"type": "apiKey", "apiKeyLocation": "Headers", "name": "X-Key", "value": " k "}
    assert (await sent(authentication, headers={"X-Key": "mine"})).values("X-Key") == [" k ", "mine"]


async def test_an_api_key_as_parameter_stands_between_the_address_and_the_parameters():
    authentication = {"type": "apiKey", "apiKeyLocation": "query", "name": "k y", "value": "v+&"}
    assert (await sent(authentication, queryParameters={"a": "2"})).target == "/p?a=1&k%20y=v%2B%26&a=2"
