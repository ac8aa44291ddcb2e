"""A fault of the engine itself is told without the values that it met."""

from __future__ import annotations

import json

import pytest

from connlint_server.engine import ConnectorError, InternalError, prepare_job
from connlint_server.engine import run as run_module
from engine.running import run

JOB = {"method": "GET", "url": "http://h/{{secrets.S}}"}


@pytest.fixture
def _broken(monkeypatch):
    def broken(job):
        raise ValueError(f"cannot do {job.url}")

    monkeypatch.setattr(run_module, "validate", broken)


@pytest.mark.usefixtures("_broken")
async def test_it_says_where():
    job = await run(JOB, {"S": "hunter-22"})
    assert isinstance(job.error, InternalError)
    assert str(job.error).startswith("internal error: ValueError at test_internal_errors.py:")
    assert job.error.__context__ is None
    with pytest.raises(InternalError) as raised:
        prepare_job(json.dumps(JOB), secrets={"S": "hunter-22"})
    assert "hunter" not in str(raised.value)
    assert raised.value.__context__ is None


async def test_a_port_beyond_all_ports():
    job = await run({"method": "GET", "url": "http://h:65536/"})
    assert isinstance(job.error, ConnectorError)
    assert job.error.message.endswith("65536 is out of range [-1, 65535]")
    assert not job.error.input_error
