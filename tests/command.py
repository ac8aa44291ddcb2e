"""The command in a process of its own, as somebody who is no administrator: for whom a permission counts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from plain_environment import plain_environment


def connlint(
    *arguments: str | bytes, folder: Path, stdin: bytes | None = None, before: Callable[[], object] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """`python -m connlint` in the folder; `before` is called in the new process."""
    return subprocess.run(
        [*_without_privileges(), sys.executable, "-m", "connlint", *arguments],
        cwd=folder,
        input=stdin if stdin is not None else b"",
        env=plain_environment(),
        capture_output=True,
        preexec_fn=before,
        timeout=120,
        check=False,
    )


def _without_privileges() -> list[str]:
    """A root without the capability to read and write everything is kept out as anybody else is."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root may read and write everything, and setpriv is not installed")
    return ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
