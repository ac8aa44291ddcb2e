#!/usr/bin/env bash
# End-to-end tests in a real VS Code. Needs python3, Node 20 with npm, and (for Chromium) Debian's apt as root.
# Everything it installs is kept for the next time. `run.sh person` runs one part of: inside, person, clean, pictures.
# PICTURES=FOLDER keeps the pictures that it takes (the repository's are in docs/images), FAILURES=FOLDER the screen of a step that fails.
set -euo pipefail
cd "$(dirname "$0")/../.."

editor=$(bash test/e2e/install-editor.sh | tail -n 1)
work=$(mktemp -d "${TMPDIR:-/tmp}/connlint-e2e.XXXXXX")
trap 'rm -rf "$work"' EXIT

stamp=node_modules/.installed-lock
cmp -s package-lock.json "$stamp" || { npm ci --no-audit --no-fund && cp package-lock.json "$stamp"; }
node build.mjs --tests
npm run --silent package > "$work/package.log" || { cat "$work/package.log"; exit 1; }

# The server as a user has it: the wheel of this checkout in an environment. Its dependencies are kept.
[ -e "$editor/server/bin/pip" ] || python3 -m venv "$editor/server"
pip=("$editor/server/bin/pip" --quiet --disable-pip-version-check)
"${pip[@]}" wheel --no-deps --wheel-dir "$work/wheel" ..
"${pip[@]}" install "$work"/wheel/connlint-*.whl
"${pip[@]}" install --no-deps --force-reinstall "$work"/wheel/connlint-*.whl

for part in ${*:-inside person clean pictures}; do
  echo "== $part"
  EDITOR_FOLDER=$editor WORK_FOLDER=$work node "test/e2e/$part.mjs"
done
