#!/usr/bin/env bash
# Makes in a folder all that one run of the end-to-end tests needs. Ends with 77 where it cannot be installed.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$1
python=${PYTHON:-python3}

cannot() {
  echo "$1" >&2
  exit 77
}

command -v node > /dev/null && command -v npm > /dev/null || cannot "Node and npm are not here"
editor=$(bash test/e2e/install-editor.sh)
ln -s "$editor" "$work/editor"

# Building writes into the checkout: one at a time.
exec 9< package.json
flock 9
bash test/install.sh || cannot "the package registry gives not all that the extension is built with"
node build.mjs --tests
cp -r .build/e2e "$work/inside"
ln -s "$PWD/node_modules" "$work/node_modules"
package() {
  (cd "$1" && "$OLDPWD/node_modules/.bin/vsce" package --no-dependencies --out "$2") > "$work/package.log" 2>&1 || { cat "$work/package.log" >&2; exit 1; }
}
package . "$work/connlint.vsix"
"$python" -m zipfile -e "$work/connlint.vsix" "$work/package"
for other in test/e2e/beside/*/; do
  package "$other" "$work/$(basename "$other").vsix"
done

# The server as a user has it: the wheel of this checkout in an environment.
"$python" -m venv "$work/server"
pip=("$work/server/bin/pip" -qq --disable-pip-version-check)
"${pip[@]}" wheel --no-deps --wheel-dir "$work/wheel" .. || cannot "the wheel could not be built"
flock --unlock 9
"${pip[@]}" install "$work"/wheel/connlint-*.whl || cannot "the package index gives not all that the server needs"
