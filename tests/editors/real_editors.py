"""Debian's Neovim and Emacs; `tests/editors/install.sh` installs them."""

from __future__ import annotations

import shutil

import pytest

NEOVIM = pytest.mark.skipif(
    shutil.which("nvim") is None, reason="Neovim is not here: tests/editors/install.sh installs it"
)
EMACS = pytest.mark.skipif(
    shutil.which("emacs") is None, reason="Emacs is not here: tests/editors/install.sh installs it"
)
