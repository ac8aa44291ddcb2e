"""Standard output and error, whoever reads them: somebody with another encoding, somebody who left, nobody at all."""

from __future__ import annotations

import os
import sys


def open_closed_streams() -> None:
    """Gives the process the streams that it was started without: what it opens next must not take their place."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - as long as the process


def write_text(text: str) -> None:
    """Writes to standard output; what its encoding does not have is shown as an escape."""
    try:
        sys.stdout.write(text)
    except UnicodeEncodeError:
        write_bytes(text.encode(sys.stdout.encoding, "backslashreplace"))


def write_bytes(data: bytes) -> None:
    """Writes to standard output as it is, whatever the encoding of that is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)


def tell(message: str) -> None:
    """A line on standard error, with nothing in it that steers a terminal."""
    from connlint.output.printable import printable

    write_beside(f"connlint: {printable(message)}\n")


def write_beside(text: str) -> None:
    """Writes to standard error, where standard output has something else; nothing where nobody takes it."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        silence(sys.stderr.fileno())


def silence(stream: int) -> None:
    """Lets what is still to be written to a stream vanish: it would fail again when the process ends."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, stream)
    os.close(nothing)
