"""The bodies of runs, whole and as they came, where what is shown of them is neither."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from connlint_server.lsp.run_bodies import MOST_BYTES, MOST_RUNS, RunBodies
from lsp.editor import REAL, Editor
from lsp.local_service import BYTES, LARGE, service
from lsp.test_run_engine import SECRET, TOML, assert_hidden, opened


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def editor(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Editor, Path]]:
    folder = tmp_path_factory.mktemp("bodies")
    async with service() as local:
        (folder / "connlint.toml").write_text(TOML % local.port, "utf-8")
        (folder / ".env").write_text(f"TOKEN='{SECRET}'\n", "utf-8")
        started = await Editor("maximal").start(folder=folder, command=REAL, trusted=True)
        yield started, folder
        await started.stop()


async def _body(editor: tuple[Editor, Path], path: str) -> tuple[dict[str, Any], bytes, str]:
    made, folder = editor
    finished = (await made.run({**opened(made, folder), "variables": {"path": path}}))["run"]
    answer = await made.ask("connlint/runBody", {"run": finished["id"], "exchange": 0})
    return finished["exchanges"][0]["responseBody"], base64.b64decode(answer["base64"]), answer["charset"]


@pytest.mark.asyncio(loop_scope="session")
async def test_bytes_that_are_no_text_come_as_they_are(editor: tuple[Editor, Path]) -> None:
    shown, data, charset = await _body(editor, "bytes")
    assert (shown["language"], shown["truncated"]) == ("binary", True)
    assert data == BYTES
    assert charset is None


@pytest.mark.asyncio(loop_scope="session")
async def test_a_body_that_is_cut_where_it_is_shown_comes_whole(editor: tuple[Editor, Path]) -> None:
    shown, data, charset = await _body(editor, "large")
    assert shown["truncated"]
    assert data == LARGE
    assert charset == "iso-8859-1"


@pytest.mark.asyncio(loop_scope="session")
async def test_json_comes_unformatted_and_without_the_secret(editor: tuple[Editor, Path]) -> None:
    shown, data, charset = await _body(editor, "orders")
    assert "\n" in shown["text"]
    assert b"\n" not in data
    assert json.loads(data) == {"order": {"id": 7, "lines": [1, 2]}, "echo": "Bearer ***"}
    assert charset == "utf-8"
    assert_hidden(data.decode())


@pytest.mark.asyncio(loop_scope="session")
async def test_what_is_not_there_is_null(editor: tuple[Editor, Path]) -> None:
    made, folder = editor
    finished = (await made.run(opened(made, folder)))["run"]
    known = finished["id"]
    for bad in ({}, {"run": known}, {"run": "x", "exchange": 0}, {"run": known, "exchange": 1}, None):
        assert await made.ask("connlint/runBody", bad) is None
    for index in (-1, True, 0.0, "0", None):
        assert await made.ask("connlint/runBody", {"run": known, "exchange": index}) is None


def test_the_bodies_of_many_runs_and_large_ones_are_bounded() -> None:
    bodies = RunBodies()
    for number in range(MOST_RUNS + 5):
        bodies.put(str(number), [(b"x", "utf-8")])
    assert bodies.get("4", 0) is None
    assert bodies.get("5", 0) == (b"x", "utf-8")
    for number in range(4):
        bodies.put(f"large {number}", [(bytes(MOST_BYTES // 2), None)])
    assert bodies.get("large 1", 0) is None
    assert bodies.get("large 2", 0) is not None
    bodies.put("larger than all", [(bytes(MOST_BYTES + 1), None)])
    assert bodies.get("larger than all", 0) is not None
    assert bodies.get("large 3", 0) is None
