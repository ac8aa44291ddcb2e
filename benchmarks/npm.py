"""The linters and parsers of others that the benchmarks are held against, installed in a folder of their own."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

PACKAGES = (
    "bpmnlint",
    "bpmnlint-plugin-camunda-compat",
    "@camunda/linting",
    "@camunda/connectors-element-templates",
    "feelin",
    "lezer-feel",
    "zeebe-bpmn-moddle",
    "modeler-moddle",
    "esbuild",
)
MODELER_LINTER = """import { readFileSync } from 'node:fs';
import { Linter } from '@camunda/linting/lib/Linter.js';
const linter = new Linter();
const [times, ...names] = process.argv.slice(2);
for (const name of names) {
  const text = readFileSync(name, 'utf8');
  let least = Infinity;
  for (let round = 0; round < Number(times); round++) {
    const start = process.cpuUsage();
    await linter.lint(text);
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1000);
  }
  console.log(least);
}
"""


def installed(folder: Path) -> Path:
    """The folder with everything in it; what is there already stays as it is."""
    missing = [name for name in PACKAGES if not (folder / "node_modules" / name).is_dir()]
    if missing:
        folder.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "--silent", *missing]
        subprocess.run(command, check=True)
    linter = folder / "modeler-linter.mjs"
    if not linter.is_file():
        # The package is written for bundlers: Node alone does not find its parts.
        source = folder / "modeler-linter-source.mjs"
        source.write_text(MODELER_LINTER)
        require = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"
        options = ["--bundle", "--platform=node", "--format=esm", "--log-level=error", f"--banner:js={require}"]
        command = [folder / "node_modules" / ".bin" / "esbuild", source, *options, f"--outfile={linter}"]
        subprocess.run(command, check=True, cwd=folder)
    return folder


def versions(folder: Path) -> dict[str, str]:
    """Of the packages, for the head of the table."""
    found = {}
    for name in PACKAGES:
        found[name] = json.loads((folder / "node_modules" / name / "package.json").read_text())["version"]
    return found
