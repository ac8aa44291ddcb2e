"""The sessions of the documentation: each command prints what the page shows below it."""

from __future__ import annotations

import re
import shlex

import pytest
from click.testing import CliRunner

from connlint.cli.main import main
from documentation.blocks import blocks
from documentation.conftest import KEY

SERVICE = "https://api.openweathermap.org"


def sessions():
    """The shown commands, with the page and the output that follows each."""
    for block in blocks("console"):
        for session in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
            command, _, output = session.partition("\n")
            yield block.page, command, output


SHOWN = list(sessions())


def pattern(shown):
    """The shown output as an expression: a line of three dots stands for any lines."""
    parts = [r"(?:.*\n)*?" if line.strip() == "..." else re.escape(line) + r"\n" for line in shown.splitlines()]
    return re.compile("".join(parts))


def test_the_weather_example_is_shown():
    assert any("city=Berlin --secrets" in command for _, command, _ in SHOWN)


@pytest.mark.parametrize(
    ("command", "shown"), [(command, shown) for _, command, shown in SHOWN if command.startswith("connlint run ")]
)
def test_a_shown_run(command, shown, place, service):
    arguments = [word.replace(SERVICE, service.base) for word in shlex.split(command)[1:]]
    result = CliRunner().invoke(main, arguments)
    output = result.output.replace(service.base, SERVICE)
    assert pattern(shown).fullmatch(output), output
    assert KEY not in output


def test_the_history_is_shown_as_documented(place, service):
    """The commands about earlier runs, after two that differ."""
    for city in ("Berlin", "Atlantis"):
        variables = ("--var", f"weatherApi={service.base}", "--var", f"city={city}")
        CliRunner().invoke(main, ["run", "fixtures/templates/weather.bpmn", *variables, "--secrets", ".env"])
    ended = {}
    for _, command, _ in SHOWN:
        if not command.startswith("connlint run "):
            result = CliRunner().invoke(main, shlex.split(command, comments=True)[1:])
            assert result.output, command
            assert KEY not in result.output, command
            ended[command.partition("#")[0].strip()] = result.exit_code
    assert ended == {
        "connlint runs": 0,
        "connlint runs show 1": 0,
        "connlint runs diff 2 1": 1,
        "connlint runs clear": 0,
    }
