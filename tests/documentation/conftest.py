"""A place as the documentation assumes it: models without findings, env files, a stand-in for the weather service."""

from __future__ import annotations

import json
import shutil
from urllib.parse import parse_qs, urlsplit

import pytest

from connlint.example import rest_task
from documentation.blocks import ROOT
from engine.raw_server import json_answer
from run.conftest import serving

KEY = "0f-weather-key-0f"


def weather(request):
    """The service as its documentation describes it: a key, a city, the two kinds of refusal."""
    address = urlsplit(request.target)
    query = {name: values[0] for name, values in parse_qs(address.query).items()}
    if address.path != "/data/2.5/weather" or request.method != "GET":
        return json_answer('{"cod":"404","message":"Internal error"}', status=404)
    if query.get("appid") != KEY:
        return json_answer('{"cod":401,"message":"Invalid API key."}', status=401)
    if query.get("q") != "Berlin" or query.get("units") != "metric" or query.get("lang") != "en":
        return json_answer('{"cod":"404","message":"city not found"}', status=404)
    found = {
        "weather": [{"main": "Clouds", "description": "broken clouds"}],
        "main": {"temp": 17.4, "feels_like": 16.9},
        "name": "Berlin",
    }
    return json_answer(json.dumps(found))


@pytest.fixture
def service():
    with serving(respond=weather) as server:
        yield server


@pytest.fixture
def place(tmp_path, monkeypatch):
    """The current folder. Neither the user's configuration nor this repository's counts."""
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    work = tmp_path / "work"
    (work / "fixtures" / "templates").mkdir(parents=True)
    (work / ".git").mkdir()
    monkeypatch.chdir(work)
    shutil.copy(ROOT / "fixtures" / "templates" / "weather.bpmn", work / "fixtures" / "templates")
    (work / "order.bpmn").write_text(rest_task().text, "utf-8")
    for name in (".env", "example.env"):
        (work / name).write_text(f"OPEN_WEATHER_MAP_API_KEY={KEY}\n", "utf-8")
    return work
