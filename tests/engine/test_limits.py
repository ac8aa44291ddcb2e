"""Limits and cancellation: nothing runs on, no socket stays open."""

from __future__ import annotations

import asyncio
import gzip

import pytest

from connlint_server.engine import LimitError
from engine.loop_clock import set_forward
from engine.raw_server import Answer, RawServer, answer, json_answer
from engine.running import run

ENDLESS = Answer([b"HTTP/1.1 200 OK\r\n\r\n"], endless=b"x" * 4096)
DRIP = Answer([b"HTTP/1.1 200 OK\r\n\r\n", *[b"x"] * 100_000], pause=0.02)


def limit(job) -> str:
    assert isinstance(job.error, LimitError)
    return str(job.error)


async def test_an_endless_body_is_cut_off():
    async with RawServer([ENDLESS]) as server:
        job = await run({"method": "GET", "url": server.base}, max_body=100_000)
        assert limit(job) == "the response is larger than the limit of 100000 bytes; nothing more was read"
        await server.until_closed()


@pytest.mark.parametrize("layers", [1, 2])
async def test_a_bomb_does_not_go_off(layers):
    bomb = b"\0" * 30_000_000
    for _ in range(layers):
        bomb = gzip.compress(bomb)
    coding = ", ".join(["gzip"] * layers)
    async with RawServer([answer(200, bomb, [("Content-Encoding", coding)])]) as server:
        job = await run({"method": "GET", "url": server.base}, max_body=1_000_000)
        assert "is larger than the limit of 1000000 bytes" in limit(job)
        assert job.trace.exchanges[0].received < 100_000
        await server.until_closed()


async def test_a_body_within_the_limit_is_whole():
    async with RawServer([answer(200, b"x" * 100_000)]) as server:
        job = await run({"method": "GET", "url": server.base}, max_body=100_000)
        assert len(job.result["body"]) == 100_000


@pytest.mark.parametrize("given", [answer(delay=3600), DRIP])
async def test_the_deadline_counts_for_the_whole_run(given):
    async with RawServer([given]) as server:
        variables = {"method": "GET", "url": server.base, "readTimeoutInSeconds": 3600}
        running = asyncio.create_task(run(variables, total_timeout=60))
        await server.until_requested()
        assert not running.done()
        set_forward(61)
        job = await running
        assert limit(job) == "the run took longer than its limit of 60 s"
        assert job.trace.exchanges[-1].failure == "cancelled"
        await server.until_closed()


async def test_the_deadline_counts_for_the_wait_before_a_repetition():
    async def wait(seconds):
        set_forward(61)
        await asyncio.sleep(seconds)

    async with RawServer([answer(503), answer()]) as server:
        job = await run({"method": "GET", "url": server.base}, total_timeout=60, sleep=wait)
        assert limit(job) == "the run took longer than its limit of 60 s"
        assert len(server.requests) == 1
        await server.until_closed()


TOKEN_JOB = {
    "type": "oauth-client-credentials-flow",
    "clientId": "c",
    "clientSecret": "s",
    "clientAuthentication": "credentialsBody",
}


@pytest.mark.parametrize(
    ("answers", "oauth", "requests"),
    [
        ([answer(delay=3600)], False, 1),
        ([DRIP], False, 1),
        ([ENDLESS], False, 1),
        ([answer(delay=3600)], True, 1),
        ([json_answer('{"access_token":"t"}'), answer(delay=3600)], True, 2),
        ([answer(302, "", [("Location", "/x")]), answer(delay=3600)], False, 2),
    ],
)
async def test_cancelling_closes_the_socket_at_every_stage(answers, oauth, requests):
    async with RawServer(answers) as server:
        variables = {"method": "GET", "url": server.base, "followRedirects": True}
        if oauth:
            variables["authentication"] = {**TOKEN_JOB, "oauthTokenEndpoint": server.base}
        task = asyncio.create_task(run(variables, max_body=1 << 30))
        await server.until_requested(requests)
        await asyncio.sleep(0.05)
        assert server.open_connections >= 1
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await server.until_closed()
        assert server.open_connections == 0


async def test_every_run_leaves_no_connection_behind():
    async with RawServer([answer(), answer(500), answer(204)]) as server:
        for _ in range(3):
            await run({"method": "POST", "url": server.base})
        await server.until_closed()
        assert server.connections == 3


async def test_values_nested_too_deeply_are_an_input_error():
    job = await run('{"method":"POST","url":"http://h","body":' + "[" * 1100 + "]" * 1100 + "}")
    assert job.error is not None
    assert job.error.input_error


async def test_values_with_as_many_levels_as_the_connector_reads_are_sent():
    async with RawServer([answer()]) as server:
        deep = "[" * 900 + "]" * 900
        job = await run(f'{{"method":"POST","url":"{server.base}","body":{deep}}}')
    assert job.error is None
    assert server.requests[0].body == deep.encode()
