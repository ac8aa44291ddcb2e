"""Starts the server on its transport, with nothing but the protocol on standard output."""

from __future__ import annotations

import gc
import os
import sys

from connlint_server.lsp.features import make_server
from connlint_server.lsp.logs import set_up


def start(*, log_level: str, address: tuple[str, int] | None) -> None:
    """Serves one client, then returns. `address`: host and port to listen on; None is standard input and output."""
    formatter = set_up(log_level)
    server = make_server()
    server.runs.masks = formatter
    # What is loaded by now stays: looking through it again and again for garbage costs milliseconds each time.
    gc.collect()
    gc.freeze()
    if address is not None:
        server.start_tcp(*address)
        return
    wire = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever a library prints goes where it does no harm.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    server.start_io(sys.stdin.buffer, wire)
