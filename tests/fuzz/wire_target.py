"""Answers of any bytes to a request that is really sent, on this machine."""

from __future__ import annotations

import asyncio
import json

from connlint_server.engine import EngineError, InternalError, Policy, ProxySettings, RunOptions, TokenCache, run_job
from engine.raw_server import Answer, RawServer
from fuzz.hunting import Complaint

PATIENCE = 60
"""Masking has ten seconds more than the run."""


async def _no_wait(seconds: float) -> None:
    await asyncio.sleep(0)


async def _run(data: bytes, choice: int) -> None:
    pieces = [data[: len(data) // 2], data[len(data) // 2 :]] if choice & 1 else [data]
    given = Answer(pieces, close=True)
    async with RawServer(respond=lambda _: given) as server:
        variables = {
            "method": "GET" if choice & 2 else "post",
            "url": f"{server.base}/a",
            "body": {"a": 1},
            "followRedirects": bool(choice & 4),
            "storeResponse": bool(choice & 8),
            "readTimeoutInSeconds": 2,
            "connectionTimeoutInSeconds": 2,
        }
        here = Policy(allowed_hosts=(f"localhost:{server.port}",))
        options = RunOptions(policy=here, sleep=_no_wait, proxies=ProxySettings(), total_timeout=10)
        job = await run_job(json.dumps(variables), secrets={}, token_cache=TokenCache(), options=options)
    if job.error is not None and not isinstance(job.error, EngineError):
        raise Complaint(f"not an error of the engine: {type(job.error).__name__}")
    if isinstance(job.error, InternalError):
        raise Complaint(str(job.error))


def judge_wire(data: bytes, choice: int) -> None:
    try:
        asyncio.run(asyncio.wait_for(_run(data, choice), PATIENCE))
    except TimeoutError:
        raise Complaint(f"no end after {PATIENCE} s, with a limit of 10") from None
