"""A service on this machine that says what it was asked, and knows how many connections are open."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

BYTES = bytes(range(256)) * 2
LARGE = b"\xe9" * 1_500_000
"""More than is shown of a body."""


class Service:
    def __init__(self) -> None:
        self.requests: list[str] = []
        self.open = 0
        self.port = 0

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open += 1
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            self.requests.append(head)
            path = head.split(" ")[1]
            if path.startswith("/slow"):
                await reader.read()  # until the other side closes
                return
            if path.startswith("/away"):
                other = f"http://localhost:{self.port}/orders/1"
                writer.write(f"HTTP/1.1 302 Found\r\nLocation: {other}\r\nContent-Length: 0\r\n\r\n".encode())
            elif path.startswith("/bytes"):
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 512\r\n\r\n" + BYTES)
            elif path.startswith("/large"):
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\n" + LARGE)
            else:
                token = next((line[15:] for line in head.split("\r\n") if line.lower().startswith("authorization")), "")
                body = json.dumps({"order": {"id": 7, "lines": [1, 2]}, "echo": token}).encode()
                head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
                writer.write(head.encode() + body)
            await writer.drain()
        finally:
            self.open -= 1
            writer.close()


@asynccontextmanager
async def service() -> AsyncIterator[Service]:
    made = Service()
    server = await asyncio.start_server(made.answer, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    async with server:
        yield made
