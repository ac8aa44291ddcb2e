"""Bodies made to keep busy whoever masks them: the event loop goes on, and the run ends at its deadline."""

from __future__ import annotations

import asyncio
import random
import threading
import time
from types import SimpleNamespace

import pytest

from connlint_server.engine import LimitError, given_task, run_task
from connlint_server.engine.redaction import Haystack
from engine.raw_server import RawServer, answer, json_answer
from engine.running import options, run
from run.models import get, rest_task

MiB = 1024 * 1024
SECRETS = {f"S{number}": f"hunter-{number * 7919}-se+cret" for number in range(10)}
BODIES = [
    b"%41" * 200_000,
    b"\\u0041" * 100_000,
    b"&#65;" * 120_000,
    b"\0a" * 200_000,
    random.Random(7).randbytes(300_000),
]


async def slowest(job) -> tuple[object, float]:
    """What a job gives, and the seconds for which nothing else went on at most."""
    waits = [0.0]

    async def beat() -> None:
        while True:
            before = time.thread_time()
            await asyncio.sleep(0.01)
            waits.append(time.thread_time() - before)

    beating = asyncio.ensure_future(beat())
    given = await job
    beating.cancel()
    return given, max(waits)


@pytest.mark.parametrize("body", BODIES, ids=["percent", "escapes", "entities", "zeros", "noise"])
async def test_masking_leaves_the_loop_alone(body):
    """Only the loop's own thread counts: CPU that is spent in another one is not in its way."""
    async with RawServer([answer(200, body)]) as server:
        job, busy = await slowest(run({"method": "GET", "url": server.base}, SECRETS))
    assert job.error is None
    assert busy < 0.5


@pytest.fixture
def clock(monkeypatch):
    """The clock of all deadlines, which goes on when a test says so; none leaves more time than the run's limit."""
    clock = SimpleNamespace(now=0.0)
    clock.monotonic = lambda: clock.now
    monkeypatch.setattr("connlint_server.engine.deadline.time", clock)
    monkeypatch.setattr("connlint_server.engine.deadline._LEAST", 0.0)
    return clock


@pytest.fixture
def looked_into(monkeypatch):
    """The lengths of the texts in which secrets are looked for, and what is called before one that is long."""
    seen = SimpleNamespace(lengths=[], before=lambda: None)

    def haystack(text):
        seen.lengths.append(len(text))
        if len(text) > 100_000:
            seen.before()
        return Haystack(text)

    monkeypatch.setattr("connlint_server.engine.redaction.Haystack", haystack)
    return seen


async def test_what_takes_too_long_to_be_masked_is_left_out(clock, looked_into):
    body = b"%41%68unter-0-se%2Bcret" * 10_000
    looked_into.before = lambda: setattr(clock, "now", 61.0)
    async with RawServer([answer(200, body)] * 2) as server:
        job = await run({"method": "GET", "url": server.base}, SECRETS, total_timeout=60)
        assert isinstance(job.error, LimitError)
        assert str(job.error) == "the run took longer than its limit of 60 s"
        assert job.result is None
        assert (job.trace.exchanges[0].status, job.trace.exchanges[0].response_body) == (200, b"")
        assert job.trace.exchanges[0].decoded == len(body)


async def test_an_outcome_that_takes_too_long_is_left_out(clock, monkeypatch):
    decide = given_task.decide

    def late(*arguments, **named):
        clock.now = 61.0
        return decide(*arguments, **named)

    monkeypatch.setattr(given_task, "decide", late)
    text = '["' + '", "'.join(f"%41%{number:x}" for number in range(1000)) + '"]'
    task = rest_task(get("=host"), headers={"resultVariable": "x"})
    async with RawServer([json_answer(text)]) as server:
        result = await run_task(
            task, variables={"host": server.base}, secrets=SECRETS, options=options(total_timeout=60)
        )
    assert result.outcome.message == "the run took longer than its limit of 60 s"
    assert result.saved is None
    assert len(result.exchanges) == 1


async def test_a_cancelled_run_masks_no_longer(looked_into):
    """It is cancelled when the body is about to be looked into; its layers are not, and what is left is short."""
    reached, cancelled = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def before():
        loop.call_soon_threadsafe(reached.set)
        assert cancelled.wait(60)

    looked_into.before = before
    async with RawServer([answer(200, b"%41" * 50_000)]) as server:
        task = asyncio.create_task(run({"method": "GET", "url": server.base}, SECRETS))
        await reached.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        seen = len(looked_into.lengths)
        cancelled.set()
        await loop.shutdown_default_executor()
        assert max(looked_into.lengths[seen:], default=0) < 1000


@pytest.mark.parametrize("status", [200, 500])
async def test_texts_have_a_limit_of_their_own(status):
    whole = b"[" + b"[]," * (8 * MiB // 3) + b"[]]"
    async with RawServer([answer(status, whole)]) as server:
        job = await run({"method": "GET", "url": server.base})
    assert isinstance(job.error, LimitError)
    assert str(job.error).startswith(f"the response is a text of {len(whole)} bytes; more than 8388608 are not read")


async def test_documents_may_be_larger():
    async with RawServer([answer(200, b"x" * (9 * MiB))]) as server:
        job = await run({"method": "GET", "url": server.base, "documentReturnFormat": {"choice": "DOCUMENT"}})
    assert job.error is None
    assert job.result["document"]["camunda.document.type"] == "camunda"
    assert len(job.trace.exchanges[0].response_body) == 9 * MiB


async def test_several_deep_answers_at_once():
    """Python's limit of recursion is the process's: one run that is done must not take it from another."""
    deep = '{"a":' * 1000 + "1" + "}" * 1000
    async with RawServer([json_answer(deep)] * 12) as server:
        task = rest_task(get(server.base), headers={"resultVariable": "x", "resultExpression": "={y: string(body)}"})
        found = await asyncio.gather(*(run_task(task, options=options(), secrets=SECRETS) for _ in range(12)))
    assert {each.outcome.kind for each in found} == {"variables"}
