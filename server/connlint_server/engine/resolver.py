"""The addresses of a host. The system's resolver cannot be interrupted, so it is asked in a thread that nothing waits for."""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import suppress

from connlint_server.engine.errors import connection_failed


async def addresses_of(host: str, port: int) -> tuple[str, ...]:
    """IPv4 first, as Java orders them. Raises `ConnectorError` where there are none.

    Not by the loop's own resolver: its threads are waited for when the loop ends, so that a run that was cancelled or is
    over its limit would hang; and in debug mode it logs the name, which may come from a secret.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[tuple[bool, str]]] = loop.create_future()

    def give(found: list[tuple[bool, str]]) -> None:
        if not answer.done():
            answer.set_result(found)

    def resolve() -> None:
        # Whoever asked may have gone, and the loop with it.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(give, _found(host, port))

    threading.Thread(target=resolve, name="connlint-resolver", daemon=True).start()
    found = await answer
    if not found:
        raise connection_failed("the name of the host has no address")
    return tuple(dict.fromkeys(address for _, address in sorted(found, key=lambda each: each[0])))


def _found(host: str, port: int) -> list[tuple[bool, str]]:
    """The addresses, each with whether it is another than IPv4."""
    try:
        entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, ValueError):
        return []
    return [(family != socket.AF_INET, str(address[0])) for family, _, _, _, address in entries]
