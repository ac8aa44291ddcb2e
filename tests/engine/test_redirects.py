"""Followed redirects."""

from __future__ import annotations

import pytest

from engine.raw_server import RawServer, answer
from engine.running import failure, run

PROTOCOL = ("500", "An error with the HTTP protocol occurred")


def redirect(status: int, location: str, *headers):
    return answer(status, "", [("Location", location), *headers])


async def followed(*answers, path="/from/here?q=1", **variables):
    """The job and the request lines that arrived; `{alt}` in a location is the server under another name."""
    async with RawServer() as server:
        for given in answers:
            given.pieces = [piece.replace(b"{alt}", server.alt.encode()) for piece in given.pieces]
        server.answers = list(answers)
        job = await run({"method": "GET", "url": server.base + path, "followRedirects": True, **variables})
        return job, server.requests


@pytest.mark.parametrize(
    ("method", "status", "then"),
    [
        ("GET", 301, "GET"),
        ("POST", 301, "GET"),
        ("POST", 302, "GET"),
        ("PUT", 302, "PUT"),
        ("DELETE", 301, "DELETE"),
        ("POST", 303, "GET"),
        ("DELETE", 303, "GET"),
        ("POST", 307, "POST"),
        ("PATCH", 308, "PATCH"),
    ],
)
async def test_methods(method, status, then):
    job, requests = await followed(redirect(status, "/to"), answer(), method=method, body={"a": 1}, headers={"X": "1"})
    assert job.result["status"] == 200
    first, second = requests
    assert second.line == f"{then} /to HTTP/1.1"
    if then == method:
        assert second.body == first.body
        assert second.values("X") == ["1"]
    else:
        # The bare GET has none of the original's headers.
        assert second.body == b""
        assert second.values("X") == second.values("Content-Type") == []


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/a/./b/../c", "/a/c"),
        ("there", "/from/there"),
        ("../x?y=1", "/x?y=1"),
        ("?y=1", "/?y=1"),
        ("/a%2f+,#frag", "/a%2f+,"),
        ("{alt}", "/"),
        ("{alt}/p", "/p"),
    ],
)
async def test_locations(location, target):
    _, requests = await followed(redirect(302, location), answer())
    assert requests[1].target == target


@pytest.mark.parametrize("location", ["/a b", "http://", "ftp://h/", "http://a_b/", "mailto:x"])
async def test_locations_that_are_none(location):
    job, requests = await followed(redirect(302, location))
    assert (failure(job).code, failure(job).message) == PROTOCOL
    assert len(requests) == 1


async def test_credentials_never_leave_the_origin():
    for variables in ({"authentication": {"type": "bearer", "token": "t"}}, {"headers": {"cookie": "a=1"}}):
        job, requests = await followed(redirect(307, "{alt}/x"), **variables)
        assert job.result["status"] == 307
        assert len(requests) == 1
    job, requests = await followed(redirect(307, "/x"), answer(), authentication={"type": "bearer", "token": "t"})
    assert requests[1].values("Authorization") == ["Bearer t"]


async def test_other_headers_and_keys_do():
    authentication = {"type": "apiKey", "apiKeyLocation": "headers", "name": "K", "value": "v"}
    _, requests = await followed(redirect(307, "{alt}/x"), answer(), authentication=authentication)
    assert requests[1].values("K") == ["v"]
    assert requests[1].values("Host")[0].startswith("127.0.0.1:")


async def test_off_by_default_and_for_other_statuses():
    job, requests = await followed(redirect(302, "/x"), followRedirects=False)
    assert job.result["headers"]["Location"] == "/x"
    for given in (redirect(300, "/x"), answer(302, "")):
        job, requests = await followed(given)
        assert len(requests) == 1
        assert job.error is None


async def test_loops_and_long_chains_end():
    job, requests = await followed(redirect(302, "/b"), redirect(302, "/c"), redirect(302, "/b"))
    assert failure(job).code == "500"
    assert len(requests) == 3
    job, requests = await followed(*(redirect(302, f"/{number}") for number in range(60)))
    assert failure(job).code == "500"
    assert len(requests) == 51


async def test_cookies_go_with_the_next_request_where_they_belong():
    set_cookies = [
        ("Set-Cookie", "a=1"),
        ("Set-Cookie", "root=2; Path=/; HttpOnly"),
        ("Set-Cookie", "elsewhere=3; Path=/other"),
        ("Set-Cookie", "secret=4; Secure"),
        ("Set-Cookie", "gone=5; Max-Age=0"),
        ("Set-Cookie", "old=6; Expires=Thu, 01 Jan 1970 00:00:00 GMT"),
        ("Set-Cookie", "foreign=7; Domain=example.org"),
        ("Set-Cookie", "nothing"),
    ]
    job, requests = await followed(redirect(302, "next", *set_cookies), redirect(302, "/up"), answer())
    assert job.error is None
    assert requests[1].values("Cookie") == ["a=1; root=2"]
    assert requests[2].values("Cookie") == ["root=2"]


async def test_streamed_bodies_are_not_sent_again():
    file = {"camunda.document.type": "inline", "content": "x", "name": "f.txt"}
    variables = {"method": "PUT", "body": {"f": file}, "headers": {"Content-Type": "multipart/form-data"}}
    job, requests = await followed(redirect(307, "/x"), **variables)
    assert job.result["status"] == 307
    assert len(requests) == 1


async def test_the_trace_tells_each_hop():
    job, _ = await followed(redirect(302, "/x"), answer())
    first, second = job.trace.exchanges
    assert first.status == 302
    assert first.followed_by.startswith("redirect to http://localhost:")
    assert second.followed_by is None
