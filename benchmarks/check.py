"""`connlint check` against starting lxml, and against bpmnlint with its Camunda rules and Camunda Modeler's linter.

CPU seconds of whole processes (children included), interleaved, the least of several.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from goals import Row
from models import model_with

ROOT = Path(__file__).resolve().parents[1]
MODEL = ROOT / "fixtures" / "authentication" / "none.bpmn"
ROUNDS = {"few": 7, "many": 3, "very many": 2}


def cpu_milliseconds(command: list[str], folder: Path, environment: dict[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)[:200]} ended with {done.returncode}: {done.stderr.decode()[-500:]}")
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def least(commands: dict[str, list[str]], folder: Path, rounds: int) -> dict[str, float]:
    """The least of several rounds for each command; the commands take turns."""
    # Without it, every start would compile everything anew.
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "lint")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    found = dict.fromkeys(commands, float("inf"))
    for _ in range(rounds):
        for label, command in commands.items():
            found[label] = min(found[label], cpu_milliseconds(command, folder, environment))
    return found


BPMNLINT = {
    "extends": ["plugin:camunda-compat/camunda-cloud-8-8"],
    "moddleExtensions": {
        "zeebe": "zeebe-bpmn-moddle/resources/zeebe.json",
        "modeler": "modeler-moddle/resources/modeler.json",
    },
}
"""Without the extensions its rules see nothing of a connector."""


def rows(npm: Path, *, quick: bool = False) -> list[Row]:
    connlint, bpmnlint = [sys.executable, "-m", "connlint", "check"], ["node", "node_modules/bpmnlint/bin/bpmnlint.js"]
    templates = npm / "node_modules" / "@camunda" / "connectors-element-templates"
    with TemporaryDirectory() as name:
        folder = Path(name)
        every = [f"{number:04}.bpmn" for number in range(2000)]
        for each in every:
            shutil.copy(MODEL, folder / each)
        (folder / "big.bpmn").write_text(model_with(500), "utf-8")
        (folder / ".bpmnlintrc").write_text(json.dumps(BPMNLINT))
        (folder / "node_modules").symlink_to(npm / "node_modules")
        with_templates = folder / "templates.toml"
        with_templates.write_text(f"templates = [{json.dumps(str(templates))}]\n")
        few = least(
            {
                "lxml": [sys.executable, "-c", "import lxml.etree"],
                "ours": [*connlint, every[0]],
                "theirs": [*bpmnlint, every[0]],
                "ours, big": [*connlint, "big.bpmn"],
                "theirs, big": [*bpmnlint, "big.bpmn"],
                "modeler, big": ["node", str(npm / "modeler-linter.mjs"), "1", "big.bpmn"],
            },
            folder,
            ROUNDS["few"],
        )
        many = least(
            {
                "ours": [*connlint, *every[:200]],
                "templates": [*connlint, "--config", str(with_templates), *every[:200]],
                "theirs": [*bpmnlint, *every[:200]],
            },
            folder,
            ROUNDS["many"],
        )
        found = [
            Row("1 file", "ms", few["ours"], "import lxml.etree", few["lxml"], 2.5),
            Row("1 file", "ms", few["ours"], "bpmnlint", few["theirs"], 0.45),
            Row("200 files, each further one", "ms", (many["ours"] - few["ours"]) / 199, goal=4),
            Row("200 files", "ms", many["ours"], "bpmnlint", many["theirs"], 0.3),
            Row("200 files, all official templates", "ms", many["templates"], "bpmnlint", many["theirs"], 0.45),
            Row("500 tasks in one model", "ms", few["ours, big"], "bpmnlint", few["theirs, big"], 0.35),
            Row("500 tasks in one model", "ms", few["ours, big"], "@camunda/linting", few["modeler, big"], 0.35),
        ]
        if not quick:
            commands = {"ours": [*connlint, *every], "theirs": [*bpmnlint, *every]}
            very_many = least(commands, folder, ROUNDS["very many"])
            found.append(Row("2,000 files", "ms", very_many["ours"], "bpmnlint", very_many["theirs"], 0.4))
        return found
