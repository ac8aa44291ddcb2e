"""Short ways to run a job against a raw server."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from connlint_server.engine import ConnectorError, JobRun, ProxySettings, RunOptions, TokenCache, run_job

WAITS: list[float] = []


async def no_wait(seconds: float) -> None:
    """Stands in for the waiting before a repetition; `WAITS` keeps how long it would have been."""
    WAITS.append(seconds)
    await asyncio.sleep(0)


def options(**changes: Any) -> RunOptions:
    return RunOptions(**{"sleep": no_wait, "proxies": ProxySettings(), **changes})


async def run(
    variables: dict[str, Any] | str,
    secrets: dict[str, str] | None = None,
    *,
    token_cache: Any = None,
    **changes: Any,
) -> JobRun:
    """Run a job: variables as a value or as the raw text, changes to the options by name."""
    text = variables if isinstance(variables, str) else json.dumps(variables, ensure_ascii=False, separators=(",", ":"))
    return await run_job(
        text,
        secrets=secrets or {},
        token_cache=TokenCache() if token_cache is None else token_cache,
        options=options(**changes),
    )


def failure(job: JobRun) -> ConnectorError:
    """The connector's error of a run that must have failed."""
    if job.error is None:
        pytest.fail(f"the job did not fail: {job.result}")
    assert isinstance(job.error, ConnectorError)
    return job.error
