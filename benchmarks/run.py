"""All benchmarks, one table: figure, ratio to its anchor of the same run, goal, held or not.

    python benchmarks/run.py [--quick] [--npm FOLDER]

The anchors (bpmnlint, Camunda Modeler's linter, feelin, lezer-feel) are installed by npm into the folder, `build/benchmarks`
by default. Figures are CPU, the least of several, taken in turn, so that a busy machine changes little. `--quick` leaves out
the 2,000 files. It ends with 1 where a goal is not held.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "lint"), str(HERE.parent / "server")]

import check
from goals import Row
from models import model_with
from npm import installed, versions

import feel

FEATURES_GOAL = 30
IMPORTS_SHOWN = 12


def language_server_rows(npm: Path) -> list[Row]:
    """The server on 84 KB; while someone types, Camunda Modeler looks at the whole model again."""
    command = [sys.executable, HERE / "language_server.py", "50"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    p95 = {}
    for line in told.splitlines():
        match = re.match(r"  (.+?)\s+CPU .* p50 +([\d.]+) p95", line)
        if match:
            p95[match[1]] = float(match[2])
    model = npm / "fifty.bpmn"
    model.write_text(model_with(50), "utf-8")
    linter = ["node", npm / "modeler-linter.mjs", "9", model]
    modeler = float(subprocess.run(linter, capture_output=True, text=True, check=True).stdout)
    keystroke = p95.pop("keystroke to diagnostics")
    for name in ("opened and checked", "first keystroke in a task"):
        p95.pop(name)
    slowest = max(p95, key=lambda name: p95[name])
    return [
        Row("editor: keystroke, p95, 50 tasks", "ms", keystroke, "@camunda/linting", modeler, 0.15),
        Row(f"editor: slowest answer, p95 ({slowest})", "ms", p95[slowest], goal=FEATURES_GOAL),
    ]


def imports() -> str:
    """What the start of `connlint check` loads, by its own time."""
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent / "lint")}
    command = [sys.executable, "-X", "importtime", "-m", "connlint", "check", check.MODEL]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=False).stderr
    found = re.findall(r"import time: +(\d+) \| +(\d+) \| ( *)(\S+)", told)
    total = sum(int(own) for own, _, _, _ in found)
    lines = [f"\n{len(found)} modules, {total / 1000:.0f} ms with the measuring; the most of their own:"]
    for own, whole, _, name in sorted(found, key=lambda each: -int(each[0]))[:IMPORTS_SHOWN]:
        lines.append(f"  {int(own) / 1000:6.1f} ms {int(whole) / 1000:7.1f} with what it imports  {name}")
    return "\n".join(lines)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--quick", action="store_true")
    arguments.add_argument("--npm", type=Path, default=HERE.parent / "build" / "benchmarks", metavar="FOLDER")
    given = arguments.parse_args()
    npm = installed(given.npm.resolve())
    print(", ".join(f"{name} {version}" for name, version in versions(npm).items()))
    rows: list[Row] = []
    for some in (
        lambda: check.rows(npm, quick=given.quick),
        lambda: feel.rows(npm),
        lambda: language_server_rows(npm),
    ):
        for row in some():
            print(row.line(), flush=True)
            rows.append(row)
    print(imports())
    return 1 if any(row.held is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
