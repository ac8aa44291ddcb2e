#!/usr/bin/env bash
# The extension's quick stage: format, lint, types, unit tests in Node, and the package. Needs Node 20 with npm.
set -euo pipefail
cd "$(dirname "$0")/.."

bash test/install.sh
npm run --silent lint
npm test --silent
npm run --silent package

size=$(wc -c < connlint.vsix)
listed=$(python3 -m zipfile -l connlint.vsix)
[ "$size" -lt 2097152 ] || { echo "connlint.vsix has $size bytes; less than 2 MiB is expected" >&2; exit 1; }
! grep -E 'node_modules|\.map |src/|test/' <<< "$listed" || { echo "connlint.vsix holds what is not to be shipped" >&2; exit 1; }
echo "connlint.vsix: $size bytes"
