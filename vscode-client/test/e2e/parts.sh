#!/usr/bin/env bash
# Runs the parts in order. WORK_FOLDER is what setup.sh made.
set -euo pipefail
cd "$(dirname "$0")"
for part in ${*:-inside person history response beside clean pictures}; do
  echo "== $part"
  node "$part.mjs"
done
