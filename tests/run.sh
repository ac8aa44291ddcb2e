#!/usr/bin/env bash
# Installs what the tests need into the checkout and runs all of them. Safe to repeat.
set -euo pipefail
cd "$(dirname "$0")/.."

python="${PYTHON:-python3}"
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "connlint needs Python 3.11 or later; found: $("$python" --version 2>&1 || echo none). Set PYTHON to another one." >&2
  exit 2
fi
[ -x .venv/bin/python ] || "$python" -m venv .venv
install() { .venv/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]' "$@"; }
# The locked versions, so that no release elsewhere changes what is tested; tests/distribution tries the oldest and the newest.
install --constraint tests/requirements.txt || {
  echo "the locked versions cannot all be had here: the newest are taken" >&2
  install
}

echo "== format and lint"
.venv/bin/ruff format --check .
.venv/bin/ruff check .
echo "== types"
.venv/bin/mypy
bash tests/editors/install.sh
echo "== tests"
rm -f .coverage .coverage.*
# Files side by side, one process for each processor.
.venv/bin/coverage run -m pytest --numprocesses auto --dist loadfile "$@"
.venv/bin/coverage combine --quiet
.venv/bin/coverage report --fail-under=85
echo "== editor extension"
if command -v npm >/dev/null; then
  bash vscode-client/test/unit.sh
else
  echo "npm is not here (Node 20 brings it): the tests of the VS Code extension are left out"
fi
echo "== editor extension in a real VS Code"
bash vscode-client/test/e2e/run.sh
