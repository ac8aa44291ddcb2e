"""The commands of this checkout, for processes that the tests start."""

from __future__ import annotations

import sys
from pathlib import Path

ROOTS = [str(Path(__file__).parents[1] / name) for name in ("lint", "server")]


def python_code(module: str) -> str:
    """What a Python must run to be the command that is `main` of a module, whatever is installed."""
    return f"import sys; sys.path[:0] = {ROOTS!r}; from {module} import main; main()"


def command(module: str) -> list[str]:
    return [sys.executable, "-c", python_code(module)]


CONNLINT = command("connlint.cli.main")
SERVER = command("connlint_server.cli.server")
