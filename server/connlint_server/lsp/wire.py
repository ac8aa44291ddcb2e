"""The messages of a client, read from a stream. It may be any client: what it frames badly must not stop the server.

pygls reads a header line by line and takes only one spelling of it. It is given the lines that it expects.
"""

from __future__ import annotations

import re
from typing import BinaryIO

LARGEST_MESSAGE = 512 * 1024 * 1024
"""Bytes. What is larger is skipped: it would take the machine down with it."""
LONGEST_LINE = 64 * 1024
_LENGTH = re.compile(rb"content-length\s*:\s*(\d{1,18})\s*", re.IGNORECASE)
_PIECE = 1024 * 1024


class Messages:
    """A stream as pygls reads it: `readline` for a header, then `read` for the body."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._body_follows = False

    def readline(self) -> bytes:
        """The header of the next message, in pygls' words; empty at the end of the stream."""
        if self._body_follows:
            self._body_follows = False
            return b"\r\n"
        while (length := self._length()) is not None:
            if 0 < length <= LARGEST_MESSAGE:
                self._body_follows = True
                return b"Content-Length: %d\r\n" % length
            self._skip(length)
        return b""

    def read(self, size: int) -> bytes:
        """The body."""
        return self._stream.read(size)

    def _length(self) -> int | None:
        """What the next header says; None at the end. Lines that say nothing of a length are passed over."""
        length: int | None = None
        while line := self._stream.readline(LONGEST_LINE):
            found = _LENGTH.fullmatch(line)
            if found is not None:
                length = int(found[1])
            elif not line.strip() and length is not None:
                return length
        return None

    def _skip(self, size: int) -> None:
        while size > 0:
            piece = self._stream.read(min(size, _PIECE))
            if not piece:
                return
            size -= len(piece)
