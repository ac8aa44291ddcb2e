"""Content codings of responses (gzip, deflate), decoded piece by piece under a size limit."""

from __future__ import annotations

import zlib

from connlint_server.engine.errors import LimitError, reading_failed

_STEP = 64 * 1024
_GZIP = {"gzip", "x-gzip"}


class SizeLimit:
    """Counts bytes and ends the run where there are too many of them."""

    def __init__(self, limit: int, what: str) -> None:
        self.limit = limit
        self.count = 0
        self._what = what

    def add(self, size: int) -> None:
        self.count += size
        if self.count > self.limit:
            raise LimitError(f"the {self._what} is larger than the limit of {self.limit} bytes; nothing more was read")


class Decoder:
    """Undoes the codings of a `Content-Encoding` value; unknown ones are left as they are (as the connector does)."""

    def __init__(self, content_encoding: str | None, limit: SizeLimit) -> None:
        codings = [token.strip().lower() for token in (content_encoding or "").split(",")]
        known = [coding for coding in codings if coding in _GZIP or coding == "deflate"]
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
    def __init__(self, coding: str) -> None:
        self._coding = coding
        self._engine = zlib.decompressobj(zlib.MAX_WBITS | 16) if coding == "gzip" else None
        self._is_done = False
        self._started = False

    def feed(self, data: bytes, limit: SizeLimit) -> bytes:
        if not data or self._is_done:
            return b""
        if self._engine is None:
            # A deflate body is either wrapped by zlib (whose first byte names method 8) or raw.
            wrapped = data[0] & 0x0F == 8 and data[0] >> 4 <= 7
            self._engine = zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
        self._started = True
        pieces: list[bytes] = []
        problem: zlib.error | None = None
        try:
            while data and not self._is_done:
                piece = self._engine.decompress(data, _STEP)
                limit.add(len(piece))
                pieces.append(piece)
                data = self._engine.unconsumed_tail
                if self._engine.eof:
                    data = self._engine.unused_data
                    # Members of a gzip stream may follow each other; anything else behind the end is ignored.
                    self._is_done = self._coding != "gzip" or not data.startswith(b"\x1f\x8b")
                    if not self._is_done:
                        self._engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
        except zlib.error as error:
            problem = error
        if problem is not None:
            raise reading_failed("Not in GZIP format" if self._coding == "gzip" else "invalid deflate data")
        return b"".join(pieces)

    def finish(self) -> None:
        if self._started and self._engine is not None and not self._engine.eof:
            raise reading_failed("Unexpected end of ZLIB input stream")
