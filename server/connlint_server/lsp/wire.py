"""The messages of a client, read from a stream. It may be any client: what it frames badly must not stop the server."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import BinaryIO

LARGEST_MESSAGE = 512 * 1024 * 1024
"""Bytes. What is larger is skipped: it would take the machine down with it."""
_LONGEST_LINE = 64 * 1024
_LENGTH = re.compile(rb"content-length\s*:\s*(\d{1,18})\s*", re.IGNORECASE)
_PIECE = 1024 * 1024


def read_message(stream: BinaryIO) -> bytes | None:
    """The body of the next message; None at the end of the stream."""
    while (length := _read_header(stream)) is not None:
        if length > LARGEST_MESSAGE:
            _skip(stream, length)
        elif length > 0:
            return stream.read(length) or None
    return None


def _read_header(stream: BinaryIO) -> int | None:
    """The length of the body; None at the end. Lines that say nothing of a length are passed over."""
    length: int | None = None
    while line := stream.readline(_LONGEST_LINE):
        found = _LENGTH.fullmatch(line)
        if found is not None:
            length = int(found[1])
        elif not line.strip() and length is not None:
            return length
    return None


def _skip(stream: BinaryIO, size: int) -> None:
    while size > 0:
        piece = stream.read(min(size, _PIECE))
        if not piece:
            return
        size -= len(piece)
