"""What the tests of the command share: a server beside them, a place of their own, nobody's configuration."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager

import pytest

from engine.raw_server import PATIENCE, RawServer


@contextmanager
def serving(answers=None, *, respond=None):
    """A `RawServer` on a thread of its own, for what runs an event loop itself."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = RawServer(answers, respond=respond)
    asyncio.run_coroutine_threadsafe(server.__aenter__(), loop).result(PATIENCE)
    server.until_all_closed = lambda: asyncio.run_coroutine_threadsafe(server.until_closed(), loop).result(PATIENCE + 1)
    server.until_asked = lambda: asyncio.run_coroutine_threadsafe(server.until_requested(), loop).result(PATIENCE + 1)
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(server.__aexit__(), loop).result(PATIENCE)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE)
        loop.close()


@pytest.fixture(autouse=True)
def own_place(tmp_path, monkeypatch):
    """Neither the user's configuration nor this repository's counts."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "configuration"))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "work"
