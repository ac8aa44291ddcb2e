"""Connections that fail, in every way that the connector tells apart."""

from __future__ import annotations

import socket

import pytest

from engine.raw_server import DROP, Answer, RawServer, answer, closed_port
from engine.running import failure, run

ABORTED = ("408", "An error occurred while executing the request, or the connection was aborted")
TIMED_OUT = ("408", "The request timed out. Please try increasing the read and connection timeouts.")


async def error_of(given, **variables):
    async with RawServer([given, given]) as server:
        found = failure(await run({"method": "POST", "url": server.base, **variables}))
        assert found.variables is None
        assert not found.input_error
        return found.code, found.message


async def test_refused_connections_and_unknown_hosts(monkeypatch):
    real = socket.getaddrinfo

    def resolved(host, *arguments, **named):
        if host == "no-such-host.invalid":  # whom a real one asks may be slow, or not there
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return real(host, *arguments, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    with closed_port() as port:
        for url, why in (
            (f"http://localhost:{port}/", "connection refused"),
            ("http://no-such-host.invalid/", "the name of the host has no address"),
        ):
            job = await run({"method": "GET", "url": url})
            assert (failure(job).code, failure(job).message) == ABORTED
            assert len(job.trace.exchanges) == 1
            assert job.trace.exchanges[0].failure == f"{ABORTED[1]} ({why})"


@pytest.mark.parametrize(
    "given",
    [
        DROP,
        Answer([b"HTTP/1.1 2"], close=True),
        Answer([b"not http at all\r\n\r\n"], close=True),
        Answer([b"garbage without end"], close=True),
        Answer([b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"], close=True),
        Answer([], reset=True),
    ],
)
async def test_no_response(given):
    assert await error_of(given) == ABORTED


async def test_a_slow_server_is_not_waited_for():
    assert await error_of(answer(delay=3600), readTimeoutInSeconds=1) == TIMED_OUT


async def test_the_read_timeout_counts_for_each_read():
    slow = Answer([b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n", *[b"a"] * 12], pause=0.3)
    async with RawServer([slow]) as server:
        job = await run({"method": "GET", "url": server.base, "readTimeoutInSeconds": 3})
        assert job.result["body"] == "a" * 12


@pytest.mark.parametrize(
    ("given", "detail"),
    [
        (Answer([b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"], close=True), "Premature end of"),
        (Answer([b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc"], close=True), "Premature end of"),
        (Answer([b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", b"abc"], pause=0.05, reset=True), "Connection reset"),
        (Answer([b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", b"x"], pause=3600), "Read timed out"),
    ],
)
async def test_bodies_that_break_off(given, detail):
    code, message = await error_of(given, readTimeoutInSeconds=1 if detail == "Read timed out" else 60)
    assert code == "500"
    assert message.startswith(f"Error while executing an HTTP request: Failed to read response body: {detail}")


async def test_negative_timeouts_and_user_info_send_nothing():
    async with RawServer() as server:
        for name in ("connectionTimeoutInSeconds", "readTimeoutInSeconds"):
            job = await run({"method": "GET", "url": server.base, name: "-3"})
            assert failure(job).message == "duration must not be negative: -3"
            assert not failure(job).input_error
        job = await run({"method": "GET", "url": server.base.replace("//", "//u:p@")})
        assert (failure(job).code, failure(job).message) == ("500", "An error with the HTTP protocol occurred")
        assert server.connections == 0
