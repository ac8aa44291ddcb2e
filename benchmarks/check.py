"""`connlint check` against starting lxml, and against bpmnlint with its Camunda rules. Run by hand.

    npm install --prefix FOLDER bpmnlint bpmnlint-plugin-camunda-compat
    python benchmarks/check.py FOLDER

CPU seconds of whole processes (children included), interleaved, the least of several; ratios are what counts.
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

ROOT = Path(__file__).resolve().parents[1]
MODEL = ROOT / "fixtures" / "authentication" / "none.bpmn"
ROUNDS = 7


def cpu_seconds(command: list[str], folder: Path, environment: dict[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(npm: str) -> None:
    # Without it, every start would compile everything anew.
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "lint")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(200):
            shutil.copy(MODEL, folder / f"{number:03}.bpmn")
        rules = {"extends": ["plugin:camunda-compat/camunda-cloud-8-8"]}
        (folder / ".bpmnlintrc").write_text(json.dumps(rules))
        (folder / "node_modules").symlink_to(Path(npm).resolve() / "node_modules")
        every = [f"{number:03}.bpmn" for number in range(200)]
        bpmnlint = ["node", "node_modules/bpmnlint/bin/bpmnlint.js"]
        connlint = [sys.executable, "-m", "connlint", "check"]
        commands = {
            "import lxml.etree": [sys.executable, "-c", "import lxml.etree"],
            "connlint, 1 file": [*connlint, every[0]],
            "bpmnlint, 1 file": [*bpmnlint, every[0]],
            "connlint, 200 files": [*connlint, *every],
            "bpmnlint, 200 files": [*bpmnlint, *every],
        }
        least = dict.fromkeys(commands, float("inf"))
        for _ in range(ROUNDS):
            for label, command in commands.items():
                least[label] = min(least[label], cpu_seconds(command, folder, environment))
    for label, seconds in least.items():
        print(f"{label:<20} {seconds * 1000:8.0f} ms CPU")
    one, all_files = least["connlint, 1 file"], least["connlint, 200 files"]
    print(
        f"1 file: {one / least['import lxml.etree']:.2f} x lxml (goal 2.5), {one / least['bpmnlint, 1 file']:.2f} x bpmnlint (0.5)"
    )
    print(
        f"200 files: {(all_files - one) / 199 * 1000:.2f} ms a file (4),"
        f" {all_files / least['bpmnlint, 200 files']:.2f} x bpmnlint (0.4)"
    )


if __name__ == "__main__":
    main(sys.argv[1])
