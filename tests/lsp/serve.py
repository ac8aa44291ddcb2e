"""The server as `connlint-server` starts it, with an engine of the tests' own."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "lint"), str(ROOT / "server"), str(Path(__file__).parent)]

if __name__ == "__main__":
    from fake_port import FakePort

    import connlint_server.lsp.runs as runs
    from connlint_server.lsp.start import start

    runs.engine = FakePort
    start(log_level="debug", address=None)
