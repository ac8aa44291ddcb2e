"""Content codings of responses (gzip, deflate), decoded piece by piece under a size limit."""

from __future__ import annotations

import zlib

from connlint_server.engine.errors import LimitError, reading_failed

_STEP = 64 * 1024
_MOST_CODINGS = 10
_MAGIC = b"\x1f\x8b"
_GZIP = {"gzip", "x-gzip"}


class SizeLimit:
    """Counts bytes and ends the run where there are too many of them. `before`: so many were there already."""

    def __init__(self, limit: int, what: str, before: int = 0) -> None:
        self.limit = limit
        self.count = 0
        self._what = what
        self._before = before

    def add(self, size: int) -> None:
        self.count += size
        if self._before + self.count > self.limit:
            raise LimitError(f"the {self._what} is larger than the limit of {self.limit} bytes; nothing more was read")


class Decoder:
    """Undoes the codings of a `Content-Encoding` value; unknown ones are left as they are (as the connector does)."""

    def __init__(self, content_encoding: str | None, limit: SizeLimit) -> None:
        codings = [token.strip().lower() for token in (content_encoding or "").split(",")]
        known = [coding for coding in codings if coding in _GZIP or coding == "deflate"]
        if len(known) > _MOST_CODINGS:
            raise LimitError(
                f"the response has more content codings than the limit of {_MOST_CODINGS}; nothing more was read"
            )
        self._steps = [_Inflater("gzip" if coding in _GZIP else "deflate") for coding in reversed(known)]
        self._limit = limit

    def feed(self, data: bytes) -> bytes:
        """The decoded bytes of a piece; raises the connector's error for data that is not so coded."""
        if not self._steps:
            self._limit.add(len(data))
            return data
        for index, step in enumerate(self._steps):
            is_last = index == len(self._steps) - 1
            data = step.feed(data, self._limit if is_last else SizeLimit(self._limit.limit, "response"))
        return data

    def finish(self) -> None:
        """Raise where the coded data ended too early."""
        for step in self._steps:
            step.finish()


class _Inflater:
    """Undoes one coding. Members of a gzip stream may follow each other; anything else behind an end is ignored."""

    def __init__(self, coding: str) -> None:
        self._is_gzip = coding == "gzip"
        self._engine = zlib.decompressobj(zlib.MAX_WBITS | 16) if self._is_gzip else None
        self._is_done = False
        self._started = False
        # Behind a member's end: what may be the beginning of the next one.
        self._behind = b""

    def feed(self, data: bytes, limit: SizeLimit) -> bytes:
        if not data or self._is_done:
            return b""
        if self._engine is None:
            # A deflate body is either wrapped by zlib (whose first byte names method 8) or raw.
            wrapped = data[0] & 0x0F == 8 and data[0] >> 4 <= 7
            self._engine = zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
        self._started = True
        pieces: list[bytes] = []
        try:
            while data and not self._is_done:
                if self._engine.eof and not self._begins_member(data):
                    break
                data, self._behind = self._behind + data, b""
                piece = self._engine.decompress(data, _STEP)
                limit.add(len(piece))
                pieces.append(piece)
                data = self._engine.unused_data if self._engine.eof else self._engine.unconsumed_tail
            return b"".join(pieces)
        except zlib.error:
            pass
        raise reading_failed("Not in GZIP format" if self._is_gzip else "invalid deflate data")

    def _begins_member(self, data: bytes) -> bool:
        """Whether another member begins behind the end of one; as long as that cannot be said, the data is kept."""
        begun = self._behind + data[:2]
        if self._is_gzip and begun.startswith(_MAGIC):
            self._engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
            return True
        self._behind = begun
        self._is_done = not (self._is_gzip and _MAGIC.startswith(begun))
        return False

    def finish(self) -> None:
        if self._started and self._engine is not None and not self._engine.eof:
            raise reading_failed("Unexpected end of ZLIB input stream")
