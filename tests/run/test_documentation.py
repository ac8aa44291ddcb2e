"""The commands of the documentation do what it shows, against a local stand-in for the weather service."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner

from connlint.cli.main import main
from engine.raw_server import json_answer
from run.conftest import serving

ROOT = Path(__file__).resolve().parents[2]
SERVICE = "https://api.openweathermap.org"
KEY = "0f-weather-key-0f"


def sessions(name):
    """The shown commands with the output that follows each."""
    blocks = re.findall(r"^```console\n(.*?)^```", (ROOT / name).read_text("utf-8"), re.MULTILINE | re.DOTALL)
    for block in blocks:
        for session in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = session.partition("\n")
            if command.startswith("connlint run "):
                yield command, output


SHOWN = [session for name in ("docs/running.md", "README.md") for session in sessions(name)]


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


def pattern(shown):
    """The shown output as an expression: a line of three dots stands for any lines."""
    parts = [r"(?:.*\n)*?" if line.strip() == "..." else re.escape(line) + r"\n" for line in shown.splitlines()]
    return re.compile("".join(parts))


def test_the_weather_example_is_shown():
    assert any("city=Berlin --secrets" in command for command, _ in SHOWN)


@pytest.mark.parametrize(("command", "shown"), SHOWN, ids=[command[13:90] for command, _ in SHOWN])
def test_a_shown_command(command, shown, own_place):
    (own_place / "fixtures").symlink_to(ROOT / "fixtures")
    (own_place / ".env").write_text(f"OPEN_WEATHER_MAP_API_KEY={KEY}\n", "utf-8")
    with serving(respond=weather) as server:
        arguments = [word.replace(SERVICE, server.base) for word in shlex.split(command)[1:]]
        result = CliRunner().invoke(main, arguments)
        output = result.output.replace(server.base, SERVICE)
    assert pattern(shown).fullmatch(output), output
    assert KEY not in output
