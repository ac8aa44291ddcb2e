#!/usr/bin/env bash
# Formats all of the repository: Python by ruff, the extension by prettier and eslint.
set -euo pipefail
cd "$(dirname "$0")/.."

[ -x .venv/bin/ruff ] || { echo "run tests/run.sh first: it installs what formats" >&2; exit 2; }
.venv/bin/ruff format .
.venv/bin/ruff check --fix .
if [ -d vscode-client/node_modules ]; then
  npm --prefix vscode-client run --silent format
fi
