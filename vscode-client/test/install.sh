#!/usr/bin/env bash
# Installs the packages of the lock file, where that changed since.
set -euo pipefail
cd "$(dirname "$0")/.."
stamp=node_modules/.installed-lock
cmp -s package-lock.json "$stamp" || { npm ci --no-audit --no-fund && cp package-lock.json "$stamp"; }
