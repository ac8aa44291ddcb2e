"""The hidden repetitions."""

from __future__ import annotations

from email.utils import formatdate

import pytest

from engine.raw_server import DROP, Answer, RawServer, answer
from engine.running import WAITS, failure, run

FILE = {"camunda.document.type": "inline", "content": "x", "name": "f.txt"}


@pytest.fixture(autouse=True)
def _no_waits():
    WAITS.clear()


async def attempts(*answers, **variables):
    async with RawServer(list(answers)) as server:
        job = await run({"method": "POST", "url": server.base, "body": "x", **variables})
        return job, server.requests


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("method", ["GET", "POST", "PATCH"])
async def test_busy_servers_are_asked_once_more(status, method):
    job, requests = await attempts(answer(status), answer(200, "ok"), method=method)
    assert job.result["body"] == "ok"
    assert [request.raw for request in requests] == [requests[0].raw] * 2
    assert WAITS == [1.0]
    assert job.trace.exchanges[0].followed_by == "retry after 1 s"


async def test_the_second_answer_counts():
    job, requests = await attempts(answer(503, "first"), answer(429, "second"))
    assert failure(job).code == "429"
    assert failure(job).variables["response"]["body"] == "second"
    assert len(requests) == 2


@pytest.mark.parametrize(("value", "waits"), [("7", [7.0]), ("0", [1.0]), ("-3", [1.0]), ("soon", [1.0])])
async def test_the_server_may_say_how_long(value, waits):
    await attempts(answer(429, "", [("Retry-After", value)]), answer())
    assert waits == WAITS


async def test_the_server_may_name_a_date():
    await attempts(answer(429, "", [("Retry-After", formatdate(usegmt=True, timeval=None))]), answer())
    assert WAITS == [1.0]


@pytest.mark.parametrize("variables", [{"readTimeoutInSeconds": 0}, {"readTimeoutInSeconds": 5}])
async def test_no_repetition_beyond_the_read_timeout(variables):
    job, requests = await attempts(answer(503, "", [("Retry-After", "6")]), answer(), **variables)
    assert failure(job).code == "503"
    assert len(requests) == 1


@pytest.mark.parametrize(("method", "count"), [("GET", 2), ("PUT", 2), ("DELETE", 2), ("POST", 1), ("PATCH", 1)])
async def test_dropped_connections(method, count):
    job, requests = await attempts(DROP, answer(), method=method)
    assert len(requests) == count
    assert (job.error is None) == (count == 2)
    assert WAITS == []


async def test_a_second_drop_fails_the_job():
    job, requests = await attempts(DROP, DROP, answer(), method="GET")
    assert failure(job).code == "408"
    assert len(requests) == 2


@pytest.mark.parametrize("given", [answer(503), DROP])
async def test_streamed_bodies_are_not_repeated(given):
    headers = {"Content-Type": "multipart/form-data"}
    job, requests = await attempts(given, answer(), method="PUT", body={"f": FILE}, headers=headers)
    assert job.error is not None
    assert len(requests) == 1


async def test_a_broken_body_is_not_repeated():
    short = Answer([b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"], close=True)
    job, requests = await attempts(short, answer(), method="GET")
    assert failure(job).code == "500"
    assert len(requests) == 1


async def test_an_endless_body_of_a_busy_server_is_not_read():
    endless = Answer([b"HTTP/1.1 503 Busy\r\n\r\n"], endless=b"x" * 1000)
    job, _ = await attempts(endless, answer(200, "ok"))
    assert job.result["body"] == "ok"
