"""The GitHub Action: its script, run as a runner does, with a connlint that is already installed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from connlint.example import rest_task

ACTION = Path(__file__).resolve().parents[1] / "action.yml"
WRONG = rest_task({"headers": '={"X-Key": {{secrets.KEY}}}'}).text


def script(name: str) -> str:
    """The `run` block of a step."""
    text = ACTION.read_text("utf-8")
    step = text[text.index(f"- name: {name}\n") :]
    block = re.search(r"      run: \|\n((?:        .*\n|\n)+)", step)
    assert block is not None
    return re.sub(r"^ {8}", "", block[1], flags=re.MULTILINE)


@pytest.fixture
def runner(tmp_path: Path) -> Path:
    commands = tmp_path / "temp" / "connlint" / "bin"
    commands.mkdir(parents=True)
    (commands / "connlint").write_text(f'#!/bin/sh\nexec {sys.executable} -m connlint "$@"\n')
    (commands / "connlint").chmod(0o755)
    work = tmp_path / "work"
    work.mkdir()
    (work / "a.bpmn").write_text(WRONG)
    return tmp_path


def check(runner: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "RUNNER_TEMP": str(runner / "temp"),
        "PATHS": ".",
        "ARGS": "",
        "SARIF": "",
        **inputs,
    }
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script("Check")]
    return subprocess.run(
        command, cwd=runner / "work", env=environment, capture_output=True, text=True, check=False, timeout=300
    )


def test_findings_become_annotations(runner: Path) -> None:
    result = check(runner)
    assert result.returncode == 1, result.stderr
    assert result.stdout.startswith("::error title=connlint unquoted-secret,file=a.bpmn,")


def test_options_and_sarif(runner: Path) -> None:
    result = check(runner, ARGS="--ignore unquoted-secret --fail-on error", PATHS="a.bpmn", SARIF="out.sarif")
    assert result.returncode == 0, result.stderr
    assert json.loads((runner / "work" / "out.sarif").read_text())["version"] == "2.1.0"


def test_an_input_is_no_script(runner: Path) -> None:
    result = check(runner, PATHS="$(touch hacked) a.bpmn; touch hacked")
    assert result.returncode == 3
    assert not (runner / "work" / "hacked").exists()
