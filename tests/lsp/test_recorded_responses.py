"""Completion of what a kept response has."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from connlint.example import rest_task
from lsp.editor import Editor

pytestmark = pytest.mark.asyncio(loop_scope="session")

WEATHER = {
    "status": 200,
    "headers": {"Content-Type": "application/json"},
    "body": {"main": {"temp": 21.5, "feels like": None}, "weather": [{"code": 3, "summary": "fog"}], "raining": False},
}


async def test_paths_of_a_kept_response(tmp_path: Path) -> None:
    (tmp_path / "saved.json").write_text(json.dumps(WEATHER), "utf-8")
    (tmp_path / "failed.json").write_text('{"error": {"code": "404", "message": "no"}}', "utf-8")
    (tmp_path / "connlint.toml").write_text(
        '[responses]\nActivity_1 = "saved.json"\nActivity_2 = "failed.json"\n', "utf-8"
    )
    editor = await Editor("maximal").start(folder=tmp_path)
    text = rest_task(headers={"resultExpression": "={t: response.body.}"}).text
    element = text.partition('serviceTask id="')[2].partition('"')[0]
    text = text.replace(element, "Activity_1")
    uri = editor.open(text, (tmp_path / "weather.bpmn").as_uri())
    offers = await editor.completion(uri, editor.at(uri, "response.body."))
    assert {name: offer.detail for name, offer in offers.items()} == {
        "main": "context",
        "weather": "list",
        "raining": "boolean",
    }
    editor.type(uri, "response.body.", "main.")
    position = editor.at(uri, "response.body.main.")
    offers = await editor.completion(uri, position)
    assert offers["temp"].detail == "number"
    assert "response.body.main.`feels like`" in await editor.complete(uri, position, "feels like")
    editor.replace(uri, editor.texts[uri].index("main."), editor.texts[uri].index("main.") + 5, "weather[1].")
    offers = await editor.completion(uri, editor.at(uri, "response.body.weather[1]."))
    assert {name: offer.detail for name, offer in offers.items()} == {"code": "number", "summary": "string"}
    failed = editor.open(text.replace("Activity_1", "Activity_2"), (tmp_path / "other.bpmn").as_uri())
    assert not await editor.completion(failed, editor.at(failed, "response.body."))
    await editor.stop()
    assert "ERROR" not in editor.log
