"""Names: in which order their addresses come, and a resolver that does not answer."""

from __future__ import annotations

import asyncio
import socket
import threading

import pytest

from connlint_server.engine import LimitError
from connlint_server.engine.resolver import addresses_of
from engine.running import failure, run


async def test_ipv4_comes_first_and_nothing_twice(monkeypatch):
    def resolve(host, port, **_):
        six = (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("::1", port, 0, 0))
        four = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))
        return [six, four, six, four]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert await addresses_of("h.example", 80) == ("127.0.0.1", "::1")


@pytest.mark.parametrize("error", [socket.gaierror(-2, "unknown"), UnicodeError("label too long"), ValueError("null")])
async def test_names_without_an_address(monkeypatch, error):
    def resolve(*_args, **_named):
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    job = await run({"method": "GET", "url": "http://h.example/"})
    assert failure(job).code == "408"
    assert (job.trace.exchanges[0].failure or "").endswith("(the name of the host has no address)")


@pytest.fixture
def silent(monkeypatch):
    """A resolver that answers at the test's end: the events of having been asked, and of having answered."""
    asked, end, answered = threading.Event(), threading.Event(), threading.Event()

    def resolve(*_args, **_named):
        asked.set()
        end.wait(120)
        answered.set()
        return []

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    yield asked, answered
    end.set()
    assert answered.wait(60) or not asked.is_set()


def test_a_resolver_that_does_not_answer_ends_with_the_run(silent):
    _asked, answered = silent
    job = asyncio.run(run({"method": "GET", "url": "http://h.example/"}, total_timeout=1))
    assert isinstance(job.error, LimitError)
    assert not answered.is_set()


def test_nobody_waits_for_the_resolver_of_a_cancelled_run(silent):
    asked, answered = silent

    async def cancelled() -> None:
        job = asyncio.create_task(run({"method": "GET", "url": "http://h.example/"}))
        assert await asyncio.to_thread(asked.wait, 60)
        job.cancel()
        with pytest.raises(asyncio.CancelledError):
            await job

    asyncio.run(cancelled())
    assert not answered.is_set()
