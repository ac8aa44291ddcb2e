from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from lsp.editor import OWN, RECORDED, Editor, capabilities_file


def editors() -> list:
    names = [*OWN, *RECORDED]
    return [
        pytest.param(
            name,
            marks=pytest.mark.skipif(
                not capabilities_file(name).is_file(), reason="recorded capabilities are not here"
            ),
        )
        for name in names
    ]


@pytest_asyncio.fixture(loop_scope="session", scope="session", params=editors())
async def editor(request) -> AsyncIterator[Editor]:
    """A server that all tests share, one for each editor; every test opens documents of its own."""
    started = await Editor(request.param).start(trusted=True, settings={"run": {"allowedHosts": []}})
    yield started
    await started.stop()
    assert "ERROR" not in started.log, started.log


@pytest_asyncio.fixture(loop_scope="session")
async def maximal() -> AsyncIterator[Editor]:
    """A server of the test's own, for a client that can do everything and gets diagnostics pushed."""
    started = await Editor("maximal").start(trusted=True, taskEvents=True)
    yield started
    await started.stop()
