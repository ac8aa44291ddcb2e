"""A prepared request as a `curl` command for a POSIX shell, with every secret as a shell variable.

The command sends what the connector sends as far as curl can: no `Accept`, the path and its brackets untouched. A secret that
stands in the address is written as its variable too, although the request holds it percent-encoded there.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint_server.engine.redaction import Redactor
    from connlint_server.engine.request import PreparedRequest

_MARK = "\x00"
_LINE_BREAKS = re.compile(r"[\r\n\f\v]")
_PLAIN = re.compile(r"[A-Za-z0-9@%+=:,./_-]+")


def curl_command(request: PreparedRequest, redactor: Redactor) -> tuple[str, frozenset[str]]:
    """The command, one option a line, and the names of the variables in it. A body that is no text is expected in a file
    `body.bin`. `redactor`: the names that it tells are those of shell variables."""
    shown = _Shown(redactor)
    lines = [f"curl --request {request.method} --globoff --path-as-is --compressed"]
    lines += [f"--{option} {value}" for option, value in _options(request, shown)]
    lines.append(shown.quoted(str(request.uri)))
    return " \\\n  ".join(lines), frozenset(shown.variables)


class _Shown:
    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self.variables: set[str] = set()

    def quoted(self, text: str) -> str:
        """The text as one shell word, secrets as variables."""
        text = text.replace(_MARK, "?")
        masked = self._redactor.text(text, mask=lambda name: f"{_MARK}{name}{_MARK}")
        pieces = masked.split(_MARK)
        self.variables.update(pieces[1::2])
        words = [f'"${piece}"' if index % 2 else _literal(piece) for index, piece in enumerate(pieces)]
        return "".join(words) or "''"


def _options(request: PreparedRequest, shown: _Shown) -> Iterator[tuple[str, str]]:
    yield "header", "Accept:"
    headers = list(request.headers)
    if request.body is not None and request.body.implied_type and request.header("content-type") is None:
        headers.append(("Content-Type", request.body.implied_type))
    for name, raw_value in headers:
        value = _LINE_BREAKS.sub(" ", raw_value)
        user = _basic_user(value) if name.lower() == "authorization" else None
        if user is not None:
            yield "user", shown.quoted(user)
        else:
            # Curl drops a header without a value unless a semicolon stands in place of the colon.
            yield "header", shown.quoted(f"{name}: {value}" if value else f"{name};")
    if request.body is None:
        return
    try:
        text = request.body.content.decode("utf-8")
    except UnicodeDecodeError:
        text = "\x00"
    if "\x00" in text:
        yield "data-binary", "@body.bin"
    else:
        # Unlike data-binary, data-raw takes a leading @ for what it is.
        yield "data-raw", shown.quoted(text)


def _basic_user(value: str) -> str | None:
    """`user:password` of a Basic value: curl encodes it itself, so that the password can be a variable."""
    scheme, _, encoded = value.partition(" ")
    if scheme != "Basic":
        return None
    try:
        return base64.b64decode(encoded, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return None


def _literal(text: str) -> str:
    if not text:
        return ""
    return text if _PLAIN.fullmatch(text) and not text.startswith("-") else "'" + text.replace("'", "'\\''") + "'"
