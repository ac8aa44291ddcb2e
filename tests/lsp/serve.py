"""The server as `connlint-server` starts it, with an engine of the tests' own, and a request that only tests need."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "lint"), str(ROOT / "server"), str(Path(__file__).parent)]

if __name__ == "__main__":
    from fake_port import FakePort

    import connlint_server.lsp.runs as runs
    from connlint_server.lsp import lifecycle
    from connlint_server.lsp.start import start

    def register(server):
        own(server)
        server.answer("tests/text", lambda ls, params: ls.documents.get(params["uri"]).text)
        server.answer("tests/fail", lambda ls, params: 1 / 0)

    runs.engine = FakePort
    own, lifecycle.register = lifecycle.register, register
    start(log_level="debug", address=None)
