"""The request's headers on the wire."""

from __future__ import annotations

import pytest

from engine.raw_server import RawServer, answer
from engine.running import failure, run

CLIENT = {"accept-encoding", "host", "connection", "user-agent", "content-length", "transfer-encoding"}


async def sent(method="GET", /, **variables) -> list[tuple[str, str]]:
    """The headers that arrive, without those that the client adds to every request."""
    async with RawServer([answer()]) as server:
        job = await run({"method": method, "url": server.base, **variables})
        assert job.error is None, job.error
        return [pair for pair in server.requests[0].headers if pair[0].lower() not in CLIENT]


async def test_the_client_adds_its_own():
    async with RawServer([answer(), answer()]) as server:
        await run({"method": "POST", "url": server.base, "body": "é"})
        await run(
            {"method": "GET", "url": server.base, "headers": {"user-agent": "me", "HOST": "h", "Connection": "close"}}
        )
        first, second = (dict(request.headers) for request in server.requests)
    assert first["Accept-Encoding"] == "gzip, deflate, x-gzip"
    assert first["Host"] == f"localhost:{server.port}"
    assert first["Connection"] == "keep-alive"
    assert first["Content-Length"] == "2"
    assert first["User-Agent"].startswith("Apache-HttpClient/")
    assert set(second) == {"user-agent", "HOST", "Connection", "Accept-Encoding"}


async def test_names_keep_their_case_and_both_spellings_are_sent():
    found = await sent(headers={"X-Trace": "1", "x-trace": "2", "X Odd": "3"})
    assert sorted(found) == [("X Odd", "3"), ("X-Trace", "1"), ("x-trace", "2")]


@pytest.mark.parametrize(
    ("value", "arrives"),
    [
        (None, ""),
        ("", ""),
        (1.0, "1.0"),
        (" blanks at both ends ", " blanks at both ends "),
        ("a\r\nInjected: yes", "a  Injected: yes"),
        ("Zürich", "Zürich"),
        ("漢😀\x01\x7f", "?????"),
        ("a\tb", "a\tb"),
    ],
)
async def test_values_are_sent_as_the_connector_writes_them(value, arrives):
    assert await sent(headers={"X": value}) == [("X", arrives)]


async def test_a_long_value_is_sent_whole():
    assert await sent(headers={"X": "y" * 100_000}) == [("X", "y" * 100_000)]


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"body": {"a": 1}}, [("Content-Type", "application/json")]),
        ({"body": "text"}, [("Content-Type", "application/json")]),
        ({}, [("Content-Type", "text/plain; charset=UTF-8")]),
        ({"headers": {"content-type": "a/b; c"}}, [("content-type", "a/b; c")]),
        ({"body": 1, "headers": {"Content-Type": None}}, [("Content-Type", "application/json")]),
        ({"body": 1, "headers": {"Content-Type": ""}}, [("Content-Type", "")]),
        ({"headers": {"Content-Type": "multipart/form-data"}}, [("Content-Type", "text/plain; charset=UTF-8")]),
    ],
)
@pytest.mark.parametrize("method", ["post", "PUT", "Patch"])
async def test_content_types_of_methods_with_a_body(method, variables, expected):
    assert await sent(method, **variables) == expected


@pytest.mark.parametrize("method", ["get", "delete"])
async def test_other_methods_have_only_what_the_user_set(method):
    assert await sent(method, body={"a": 1}) == []
    assert await sent(method, headers={"Content-Type": "a/b"}) == [("Content-Type", "a/b")]


async def test_a_null_content_type_in_another_spelling_fails_like_the_connector():
    job = await run({"method": "GET", "url": "http://localhost:1", "headers": {"content-type": None}})
    assert not failure(job).input_error
    assert failure(job).code is None


@pytest.mark.parametrize("name", ["Content-Length", "transfer-encoding"])
async def test_a_length_or_coding_set_by_hand_is_a_protocol_error(name):
    async with RawServer([answer()]) as server:
        job = await run({"method": "POST", "url": server.base, "headers": {name: "1"}, "body": "x"})
        assert (failure(job).code, failure(job).message) == ("500", "An error with the HTTP protocol occurred")
        assert server.requests == []
