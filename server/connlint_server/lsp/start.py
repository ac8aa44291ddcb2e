"""Starts the server on its transport, with nothing but the protocol on standard output."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import socket
import sys
from typing import TYPE_CHECKING

from pygls.io_ import StdoutWriter

from connlint_server.lsp.features import make_server
from connlint_server.lsp.logs import set_up
from connlint_server.lsp.wire import read_message

if TYPE_CHECKING:
    from typing import BinaryIO

    from connlint_server.lsp.server import ConnlintServer


def start(*, log_level: str, address: tuple[str, int] | None) -> int:
    """Serves one client, then gives the exit code. `address`: host and port to listen on; None is standard input and output."""
    formatter = set_up(log_level)
    server = make_server()
    server.runs.masks = formatter
    # What is loaded by now stays: looking through it again and again for garbage costs milliseconds each time.
    gc.collect()
    gc.freeze()
    # A model is many objects that stay: the default looks through all of them again and again while it is read.
    gc.set_threshold(5_000, 10, 10)
    _clean_when_told_to_end(server)
    try:
        _serve(server, address)
    finally:
        # A client that hangs up has not asked for a shutdown; what runs wrote to disk goes all the same.
        server.runs.documents.close()
    return 1 if server.protocol.ended_badly else 0


def _serve(server: ConnlintServer, address: tuple[str, int] | None) -> None:
    if address is not None:
        with socket.create_server(address) as listener:
            connection, _ = listener.accept()
        with connection, connection.makefile("rb") as incoming, connection.makefile("wb") as outgoing:
            _talk(server, incoming, outgoing)
        return
    wire = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever a library prints goes where it does no harm.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _talk(server, sys.stdin.buffer, wire)


def _talk(server: ConnlintServer, incoming: BinaryIO, outgoing: BinaryIO) -> None:
    server.protocol.set_writer(StdoutWriter(outgoing))
    try:
        asyncio.run(_listen(server, incoming))
    except (BrokenPipeError, ConnectionError, KeyboardInterrupt, SystemExit):
        pass  # the client has gone, or has said `exit`
    finally:
        server.shutdown()  # type: ignore[no-untyped-call]


async def _listen(server: ConnlintServer, incoming: BinaryIO) -> None:
    """Takes one message after the other. Each is read as a whole in another thread: while a long request is worked off
    in turns, every way there and back costs a message one of them."""
    loop = asyncio.get_running_loop()
    while (body := await loop.run_in_executor(server.thread_pool, read_message, incoming)) is not None:
        server.protocol.take(body)


def _clean_when_told_to_end(server: ConnlintServer) -> None:
    """An editor that dies or restarts the server sends a signal: the documents of runs are deleted before it takes effect."""

    def end(number: int, _frame: object) -> None:
        server.runs.documents.close()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    signal.signal(signal.SIGTERM, end)
