#!/usr/bin/env bash
# Makes tests/requirements.txt anew: the versions of everything that development needs, for each Python and system.
# Options go to uv, such as `--upgrade-package lxml`; without one all of them are raised.
set -euo pipefail
cd "$(dirname "$0")/.."

uv="$(command -v uv || true)"
if [ -z "$uv" ]; then
  [ -x .venv/bin/python ] || { echo "run tests/run.sh first: it makes the environment" >&2; exit 2; }
  .venv/bin/python -m pip install --quiet --disable-pip-version-check uv
  uv=.venv/bin/uv
fi
[ $# -gt 0 ] || set -- --upgrade
"$uv" pip compile --quiet --universal --python-version 3.11 --extra dev --no-header --no-annotate "$@" \
  --output-file tests/requirements.txt pyproject.toml
