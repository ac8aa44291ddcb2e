#!/usr/bin/env bash
# Runs the parts in order. WORK_FOLDER is what setup.sh made.
set -euo pipefail
cd "$(dirname "$0")"
for part in ${*:-inside person history response beside clean pictures}; do
  echo "== $part"
  node "$part.mjs"
done

if [ $# = 0 ]; then
  for picture in $(grep -oh 'docs/images/[a-z-]*\.png' ../../README.md ../../../README.md); do
    [ -e "${PICTURES:-$WORK_FOLDER/pictures}/$(basename "$picture")" ] || { echo "no part took $picture" >&2; exit 1; }
  done
fi
