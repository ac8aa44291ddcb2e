#!/usr/bin/env bash
# Installs the editors that the tests drive: Debian's Neovim, and Emacs with eglot. Needs root; says so and ends with 0 elsewhere.
set -euo pipefail
have() { command -v "$1" >/dev/null; }
if have nvim && have emacs; then exit 0; fi
if [ "$(id -u)" != 0 ] || ! have apt-get; then
  echo "not root, or no apt: the sessions in real editors are skipped where nvim or emacs is missing" >&2
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
install() {
  apt-get update -qq
  packages=(neovim emacs-nox)
  # Emacs brings eglot itself from version 29 on.
  if apt-cache show elpa-eglot >/dev/null 2>&1; then packages+=(elpa-eglot); fi
  apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
}
install || echo "the editors could not be installed: the sessions in real editors are skipped where one is missing" >&2
