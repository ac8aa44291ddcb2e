"""One response read from a stream, its framing undone by h11, with a limit for everything that is not its body.

What the server sent is never quoted: a bad status line or chunk size may be anything, a credential of the request too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from connlint_server.engine.errors import (
    ConnectionDroppedError,
    EngineError,
    LimitError,
    reading_failed,
    timed_out,
    tls_failed,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import h11
    from httpcore import AsyncNetworkStream

CHUNK = 64 * 1024
MAX_HEADERS = 10_000
_MAX_FRAMING = 1024 * 1024
# Chunks of one byte each are odd, but take no more than this for it.
_FRAMING_OF_A_BYTE = 16
_STATUS_LINE = re.compile(rb"^HTTP/", re.MULTILINE)
_HEAD_FAULTS = (
    ("illegal status line", "the answer does not begin with a status line of HTTP/1"),
    ("illegal header line", "a header line of the answer cannot be read"),
    ("continuation line", "a header line of the answer cannot be read"),
    ("bad Content-Length", "the Content-Length of the answer cannot be read"),
    ("conflicting Content-Length", "the Content-Length of the answer cannot be read"),
    ("multiple Transfer-Encoding", "the Transfer-Encoding of the answer cannot be read"),
    ("Only Transfer-Encoding", "the Transfer-Encoding of the answer cannot be read"),
    ("peer unexpectedly closed", "the answer breaks off in its head"),
)
_BODY_FAULTS = (
    ("illegal chunk header", "a chunk's size cannot be read"),
    ("malformed chunk footer", "a chunk is longer than it says"),
    ("illegal header line", "a trailer line cannot be read"),
    ("continuation line", "a trailer line cannot be read"),
    ("peer", "Premature end of message body: the last chunk is missing"),
)
_MISSING = re.compile(r"\(received (\d+) bytes, expected (\d+)\)")


class ResponseReader:
    """Reads one response by h11, which is told of a request of that method but does not write it.

    `timeout`: seconds for each read, `None` without end.
    """

    def __init__(self, stream: AsyncNetworkStream, method: str, timeout: float | None) -> None:
        import h11

        self._stream = stream
        self._timeout = timeout
        self._connection = h11.Connection(h11.CLIENT, max_incomplete_event_size=_MAX_FRAMING)
        self._connection.send(h11.Request(method=method, target="*", headers=[("Host", "unused")]))
        self._connection.send(h11.EndOfMessage())
        self._garbage: _Garbage | None = _Garbage()
        self._received = 0
        self._head = 0
        self._given = 0

    async def response(self) -> h11.Response:
        """The final response's head; informational ones are passed over."""
        import h11
        import httpcore

        from connlint_server.engine.tls import failure_detail

        failure: EngineError
        try:
            while True:
                event = await self._next_event()
                if isinstance(event, h11.Response):
                    self._head = self._received - len(self._connection.trailing_data[0])
                    if len(event.headers) > MAX_HEADERS:
                        raise LimitError(
                            f"the response has more headers than the limit of {MAX_HEADERS}; nothing more was read"
                        )
                    return event
                if isinstance(event, h11.ConnectionClosed):
                    failure = ConnectionDroppedError("the connection was closed without an answer")
                    break
        except httpcore.ReadTimeout:
            failure = timed_out()
        except h11.RemoteProtocolError as error:
            failure = self._too_much() if _is_too_much(error) else ConnectionDroppedError(_words(error, _HEAD_FAULTS))
        except (httpcore.ReadError, OSError) as error:
            detail = failure_detail(error)
            failure = (
                tls_failed(detail) if detail else ConnectionDroppedError("the connection was closed without an answer")
            )
        raise failure

    async def body(self) -> AsyncIterator[bytes]:
        """The body's pieces, chunk framing undone."""
        import h11
        import httpcore

        failure: EngineError
        try:
            while True:
                event = await self._next_event()
                if isinstance(event, h11.Data):
                    self._given += len(event.data)
                    yield bytes(event.data)
                elif isinstance(event, (h11.EndOfMessage, h11.ConnectionClosed)):
                    return
        except httpcore.ReadTimeout:
            failure = reading_failed("Read timed out")
        except h11.RemoteProtocolError as error:
            missing = _MISSING.search(str(error))
            if missing is not None:
                failure = reading_failed(
                    f"Premature end of Content-Length delimited message body (expected: {missing[2]}; received: {missing[1]})"
                )
            else:
                failure = self._too_much() if _is_too_much(error) else reading_failed(_words(error, _BODY_FAULTS))
        except (httpcore.ReadError, OSError):
            failure = reading_failed("Connection reset")
        raise failure

    async def _next_event(self) -> Any:
        import h11

        while (event := self._connection.next_event()) is h11.NEED_DATA:
            if self._received - self._head > _MAX_FRAMING + (1 + _FRAMING_OF_A_BYTE) * self._given:
                raise self._too_much()
            data = await self._stream.read(CHUNK, timeout=self._timeout)
            self._received += len(data)
            if self._garbage is not None and data:
                data = self._garbage.dropped_from(data)
                if not data:
                    continue
                self._garbage = None
            self._connection.receive_data(data)
        return event

    def _too_much(self) -> LimitError:
        what = "the response is framed by more than" if self._head else "the head of the response is larger than"
        return LimitError(f"{what} the limit of {_MAX_FRAMING} bytes; nothing more was read")


class _Garbage:
    """Whole lines in front of the status line. Run time: the client's parser passes over them."""

    def __init__(self) -> None:
        self._begun = b""
        self._is_in_line = False

    def dropped_from(self, data: bytes) -> bytes:
        """What comes from the status line on; nothing as long as it has not begun."""
        data = self._begun + data
        start = data.find(b"\n") + 1 if self._is_in_line else 0
        if self._is_in_line and not start:
            return b""
        status_line = _STATUS_LINE.search(data, start)
        if status_line is not None:
            return data[status_line.start() :]
        line = data[max(start, data.rfind(b"\n") + 1) :]
        self._is_in_line = not b"HTTP/".startswith(line)
        self._begun = b"" if self._is_in_line else line
        return b""


def _is_too_much(error: h11.RemoteProtocolError) -> bool:
    # "Request Header Fields Too Large": an event that is larger than h11's own limit.
    return error.error_status_hint == 431


def _words(error: h11.RemoteProtocolError, faults: tuple[tuple[str, str], ...]) -> str:
    """Our own words for a fault: h11's quote the line."""
    said = str(error)
    return next((words for beginning, words in faults if said.startswith(beginning)), "the answer is no HTTP/1.1")
