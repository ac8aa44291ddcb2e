"""Servers made to harm whoever asks them: a run ends, in bounded time and room, and says clearly why."""

from __future__ import annotations

import gzip
import time

import pytest

from connlint_server.engine import LimitError
from engine.raw_server import Answer, RawServer, answer
from engine.running import failure, run

MiB = 1024 * 1024
SECRET = "hunter-22-secret"
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
ABORTED = "An error occurred while executing the request, or the connection was aborted"
UNREADABLE = "Error while executing an HTTP request: Failed to read response body: "


async def job_of(given: Answer, **changes):
    async with RawServer([given, given]) as server:
        variables = {"method": "POST", "url": server.base, "headers": {"Authorization": "Bearer {{secrets.KEY}}"}}
        job = await run(variables, {"KEY": SECRET}, **{"total_timeout": 60, **changes})
        await server.until_closed()
    assert SECRET not in repr(job) + str(job.error)
    return job


def endless(head: bytes, piece: bytes) -> Answer:
    return Answer([head], endless=piece)


HEADS = [
    endless(OK + b"X: ", b"a" * 65536),
    endless(OK, b"A: 1\r\n" * 10_000),
    endless(OK, b"Set-Cookie: a=1\r\n" * 4000),
    endless(b"HTTP/1.1 200 ", b"a" * 65536),
    endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 2000),
    endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 2000),
    endless(b"", b"\n" * 65536),
    endless(b"", b"\r\n" * 32768),
    endless(b"", b"no http\n" * 8192),
    endless(b"no http, ", b"for ever " * 8192),
]


@pytest.mark.parametrize("given", HEADS)
async def test_heads_without_end(given):
    spent = time.process_time()
    job = await job_of(given)
    assert isinstance(job.error, LimitError)
    assert str(job.error) == "the head of the response is larger than the limit of 1048576 bytes; nothing more was read"
    # A minute would be the deadline's.
    assert time.process_time() - spent < 30


@pytest.mark.parametrize("line", [b"A: 1\r\n", b"Set-Cookie: a=1\r\n", b"Set-Cookie: a%d=1\r\n"])
async def test_very_many_headers(line):
    lines = b"".join(line % number if b"%" in line else line for number in range(40_000))
    job = await job_of(Answer([OK + lines + b"Content-Length: 0\r\n\r\n"]))
    assert isinstance(job.error, LimitError)
    assert str(job.error) == "the response has more headers than the limit of 10000; nothing more was read"


async def test_many_headers_are_read():
    lines = b"".join(b"X-%d: %d\r\n" % (number, number) for number in range(9000))
    job = await job_of(Answer([OK + lines + b"Content-Length: 0\r\n\r\n"]))
    assert job.result["headers"]["X-8999"] == "8999"


@pytest.mark.parametrize(
    "given",
    [
        endless(CHUNKED + b"1;a=", b"a" * 65536),
        endless(CHUNKED, b"1;a=" + b"a" * 100_000 + b"\r\nx\r\n"),
        endless(CHUNKED + b"0\r\n", b"X: y\r\n" * 10_000),
        endless(CHUNKED + b"0\r\nX: ", b"y" * 65536),
    ],
)
async def test_chunk_framing_without_end(given):
    job = await job_of(given)
    assert isinstance(job.error, LimitError)
    assert str(job.error) == "the response is framed by more than the limit of 1048576 bytes; nothing more was read"


async def test_small_chunks_are_read():
    job = await job_of(Answer([CHUNKED + b"1;why=not\r\nx\r\n" * 400_000 + b"0\r\nX: y\r\n\r\n"]))
    assert job.result["body"] == "x" * 400_000


@pytest.mark.parametrize("codings", ["gzip, " * 11, "x-gzip," * 200_000, "gzip, deflate," * 10_000])
async def test_very_many_codings(codings):
    job = await job_of(answer(200, b"abc", [("Content-Encoding", codings[: 1000 * 1000])]))
    assert isinstance(job.error, LimitError)
    assert str(job.error) == "the response has more content codings than the limit of 10; nothing more was read"


async def test_the_answers_of_redirects_count_together():
    async with RawServer(
        respond=lambda request: answer(302, b"x" * 600_000, [("Location", request.target + "x")])
    ) as server:
        variables = {"method": "GET", "url": server.base, "followRedirects": True}
        job = await run(variables, max_body=1_000_000)
        assert str(job.error) == "the response is larger than the limit of 1000000 bytes; nothing more was read"
        assert len(server.requests) == 2
        assert [len(each.response_body) <= 600_000 for each in job.trace.exchanges] == [True, True]


async def test_cookies_do_not_pile_up():
    def respond(request):
        hop = len(request.target)
        cookies = [("Set-Cookie", f"c{hop}-{number}={'x' * 900}") for number in range(1000)]
        return answer(302, b"", [("Location", request.target + "x"), *cookies])

    async with RawServer(respond=respond) as server:
        job = await run({"method": "GET", "url": server.base, "followRedirects": True})
        assert isinstance(job.error, LimitError)
        assert (
            str(job.error)
            == "the cookies of the responses are larger than the limit of 1048576 bytes; nothing more was sent"
        )
        assert len(server.requests) == 2


LENGTHS = [
    "Content-Length: -1",
    "Content-Length: +3",
    "Content-Length: 0x3",
    "Content-Length: 3.0",
    "Content-Length: 3 3",
    "Content-Length:",
    "Content-Length: \xb3",
    "Content-Length: 1" + "0" * 30,
    "Content-Length: 3\r\nContent-Length: 4",
    "Content-Length: 3, 4",
    "Transfer-Encoding: gzip",
    "Transfer-Encoding: chunked, identity",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
]


@pytest.mark.parametrize("lines", LENGTHS)
async def test_framing_that_cannot_be_read(lines):
    job = await job_of(Answer([OK + lines.encode("latin-1") + b"\r\n\r\nabc"], close=True))
    assert failure(job).message == ABORTED
    header = lines.partition(":")[0]
    assert job.trace.exchanges[0].failure == f"{ABORTED} (the {header} of the answer cannot be read)"


@pytest.mark.parametrize(
    ("lines", "body"),
    [
        ("Content-Length: 3, 3", "abc"),
        ("Content-Length: 3\r\nContent-Length: 3", "abc"),
        ("Content-Length: 2\r\nTransfer-Encoding: chunked", "3\r\nabc\r\n0\r\n\r\n"),
        ("Transfer-Encoding: chunked\r\nContent-Length: 1" + "0" * 15, "3\r\nabc\r\n0\r\n\r\n"),
        ("Content-Length: 0003", "abc and what nobody asked for"),
    ],
)
async def test_odd_framing_that_can_be_read(lines, body):
    job = await job_of(Answer([OK + lines.encode() + b"\r\n\r\n" + body.encode()], close=True))
    assert job.result["body"] == "abc"


async def test_a_length_that_nobody_has_room_for():
    job = await job_of(Answer([OK + b"Content-Length: 9" + b"0" * 18 + b"\r\n\r\nabc"], close=True))
    length = "expected: 9000000000000000000; received: 3"
    assert failure(job).message == UNREADABLE + f"Premature end of Content-Length delimited message body ({length})"


@pytest.mark.parametrize(
    "first",
    [
        SECRET,
        f"Bearer {SECRET}",
        "<html>hi</html>",
        "HTTP/1.1",
        "HTTP/1.1 " + SECRET,
        f"HTTP/1.1 2000 {SECRET}",
        f"HTTP/1.1 abc {SECRET}",
        f"HTTP/1.1 099 {SECRET}",
        f"HTTP/1.1 000 {SECRET}",
        "HTTP/1.1 -200 OK",
        "HTTP/2 200",
        "HTTP/0.9 200 OK",
        "SSH-2.0-OpenSSH_9.6",
        "\x16\x03\x01\x02\x00",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket",
        f"HTTP/1.1 200 OK\r\n{SECRET}",
        f"HTTP/1.1 200 OK\r\n {SECRET}: 1",
        f"HTTP/1.1 200 OK\r\nA {SECRET}: 1",
        f"HTTP/1.1 200 OK\r\nA: {SECRET}\x00\x1b[31m",
    ],
)
async def test_answers_that_are_no_http(first):
    job = await job_of(Answer([first.encode("latin-1") + b"\r\n\r\nabc"], close=True))
    said = job.trace.exchanges[0].failure
    if first == "HTTP/0.9 200 OK":
        assert job.error is None
    else:
        assert failure(job).message == ABORTED
        assert said.startswith(ABORTED)
        assert said.isprintable()


@pytest.mark.parametrize(
    "size",
    [
        "",
        "zz",
        "-5",
        "+5",
        "0x5",
        "5 5",
        "f" * 21,
        SECRET,
        f"\x1b[31m{SECRET}\x07",
        "5\xb3",
        "\u202e5".encode().decode("latin-1"),
    ],
)
async def test_chunk_sizes_that_cannot_be_read(size):
    job = await job_of(Answer([CHUNKED + size.encode("latin-1") + b"\r\nabcde\r\n0\r\n\r\n"], close=True))
    assert failure(job).message == UNREADABLE + "a chunk's size cannot be read"
    assert failure(job).code == "500"


@pytest.mark.parametrize(
    ("rest", "detail"),
    [
        (f"3\r\nabc{SECRET}\r\n0\r\n\r\n", "a chunk is longer than it says"),
        ("5\r\nabc", "Premature end of message body: the last chunk is missing"),
        ("f" * 16 + "\r\nabc", "Premature end of message body: the last chunk is missing"),
        (f"3\r\nabc\r\n0\r\n{SECRET}\x1b[31m\r\n\r\n", "a trailer line cannot be read"),
        ("3\r\nabc\r\n0\r\nA: b\r\n", "Premature end of message body: the last chunk is missing"),
    ],
)
async def test_chunks_that_break_off(rest, detail):
    job = await job_of(Answer([CHUNKED + rest.encode("latin-1")], close=True))
    assert failure(job).message == UNREADABLE + detail


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"", b"H"),
        (b"", b"\n"),
        (OK, b"A"),
        (OK + b"Content-Length: 100000\r\n\r\n", b"x"),
        (CHUNKED + b"1;", b"x"),
        (b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
)
async def test_a_slow_server_is_waited_for_until_the_end_of_the_run(head, piece):
    """Run time: the connector's read timeout is one between two reads, so it never comes here."""
    given = Answer([head, *[piece] * 10_000], pause=0.02)
    job = await job_of(given, total_timeout=0.6)
    assert str(job.error) == "the run took longer than its limit of 0.6 s"


async def test_members_of_a_gzip_stream_that_hold_nothing():
    members = gzip.compress(b"") * 200_000
    spent = time.process_time()
    job = await job_of(answer(200, members + gzip.compress(b"end"), [("Content-Encoding", "gzip")]))
    assert job.result["body"] == "end"
    assert time.process_time() - spent < 30


@pytest.mark.parametrize(
    "location", ["/" + "a/../" * 200_000, "/?" + "%" * 900_000, "http://" + "a." * 450_000, "[" * 900_000]
)
async def test_addresses_that_are_very_long(location):
    spent = time.process_time()
    async with RawServer(respond=lambda _: answer(302, b"", [("Location", location)])) as server:
        job = await run(
            {"method": "GET", "url": server.base, "followRedirects": True}, {"KEY": SECRET}, total_timeout=60
        )
    assert job.error is not None
    assert time.process_time() - spent < 30
