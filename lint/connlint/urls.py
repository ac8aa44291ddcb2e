"""What keeps a URL from being requested, read from its text alone.

Run time: the text must begin with `http://` or `https://` exactly and hold no line break (validation); its parts are
decoded and encoded anew, so that blanks and braces in the path and query are fine, but a malformed escape is
not; a host must be there; a user name in it fails the request (rest-connector §3, §4.2).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from connlint.lazy_pattern import lazy
from connlint.span import Span

SCHEMES = ("http://", "https://")

_LINE_BREAK = lazy(r"[\n\r\x85\u2028\u2029]+")
_BAD_ESCAPE = lazy(r"%(?![0-9A-Fa-f]{2}).{0,2}", re.DOTALL)
_SCHEME = lazy(r"([A-Za-z][A-Za-z0-9+.-]*):(//)?")
_NO_HOST_CHARACTER = lazy(r"[\s<>{}|\\^`\"]+")
# Run time: java.net.URI takes RFC 2396's characters and any other beyond ASCII that is no blank or control.
_NO_URI_CHARACTER = lazy(r"[\x00-\x20\x7f-\xa0<>\"{}|\\^`\u2000-\u200b\u2028\u2029\u202f\u205f\u3000]+")


class UrlProblem(NamedTuple):
    """What is wrong, in words that follow "the URL ... ", where in the text, and the text that is right there.

    `replacement` is None where there is not one right answer; of a problem with the whole text it takes the place of the
    beginning, as many characters. What stands at a `confidential` one is a credential.
    """

    span: Span
    message: str
    replacement: str | None = None
    confidential: bool = False


def url_problem(text: str, *, skip_encoding: bool = False) -> UrlProblem | None:
    """The first thing that keeps the URL from being requested; None where nothing does. A blank text has none."""
    if not text.strip():
        return None
    problem = scheme_problem(text) or _line_break(text)
    if problem is not None:
        return problem
    start = text.index("://") + 3
    end = min((at for mark in "/?#" if (at := text.find(mark, start)) >= 0), default=len(text))
    return _authority_problem(text, start, end) or escape_problem(text) or _strict_problem(text, end, skip_encoding)


def scheme_problem(text: str, *, open_end: bool = False) -> UrlProblem | None:
    """What is wrong with how the URL begins; with `open_end` more text follows that is not known."""
    if text.startswith(SCHEMES):
        return None
    stripped = text.lstrip()
    if stripped != text and stripped:
        blanks = Span(0, len(text) - len(stripped))
        return UrlProblem(blanks, "begins with a blank, which the connector refuses", "")
    if not stripped or (open_end and any(scheme.startswith(text) for scheme in SCHEMES)):
        return None
    whole = Span(0, len(text))
    for scheme in SCHEMES:
        if text.lower().startswith(scheme):
            message = f"begins with {text[: len(scheme)]}; the connector takes only {scheme} in lower case"
            return UrlProblem(whole, message, scheme)
    found = _SCHEME.match(text)
    if found is not None and found[2]:
        return UrlProblem(whole, f"begins with {found[0]}; the connector takes only http:// and https://")
    return UrlProblem(whole, "does not begin with http:// or https://")


def escape_problem(text: str, *, open_end: bool = False) -> UrlProblem | None:
    """A percent sign without two hexadecimal digits behind it; with `open_end` more text may follow."""
    for found in _BAD_ESCAPE.finditer(text):
        if open_end and len(found[0]) < 3 and re.fullmatch(r"%[0-9A-Fa-f]?", found[0]):
            continue
        return UrlProblem(
            Span(*found.span()),
            f"has the malformed escape {found[0]}; a percent sign needs two hexadecimal digits, a literal one is %25",
        )
    return None


def _line_break(text: str) -> UrlProblem | None:
    found = _LINE_BREAK.search(text)
    if found is None:
        return None
    at_the_end = found.end() == len(text)
    return UrlProblem(
        Span(*found.span()), "has a line break in it, which the connector refuses", "" if at_the_end else None
    )


def _authority_problem(text: str, start: int, end: int) -> UrlProblem | None:
    authority = text[start:end]
    at = authority.rfind("@")
    if at >= 0:
        message = "has a user name in it, and the request fails; credentials belong to the authentication"
        return UrlProblem(Span(start, start + at + 1), message, confidential=":" in authority[:at])
    host, port = _split_port(authority)
    if not host.strip():
        return UrlProblem(Span(0, len(text)), "has no host")
    bad = _NO_HOST_CHARACTER.search(host.strip() if end == len(text) else host)
    if bad is not None:
        return UrlProblem(
            Span(start + bad.start(), start + bad.end()), f"has {bad[0]!r} in its host, and no host is found"
        )
    if ":" in host and not (host.startswith("[") and host.endswith("]")):
        return UrlProblem(Span(start, end), "has a host that cannot be read; the connector finds none")
    if port and not port.strip().isdecimal():
        where = start + len(host) + 1
        return UrlProblem(Span(where, where + len(port)), f"has the port {port!r}, which is no number")
    return None


def _split_port(authority: str) -> tuple[str, str]:
    if authority.endswith("]"):
        return authority, ""
    host, colon, port = authority.rpartition(":")
    return (host, port) if colon else (authority, "")


def _strict_problem(text: str, path: int, skip_encoding: bool) -> UrlProblem | None:
    if not skip_encoding:
        return None
    found = _NO_URI_CHARACTER.search(text) or re.compile(r"[\[\]]").search(text, path, _query_start(text, path))
    if found is None:
        return None
    message = f"has {found[0]!r} in it, which no URI may hold, and with skipEncoding it is not encoded"
    return UrlProblem(Span(*found.span()), message)


def _query_start(text: str, path: int) -> int:
    return min((at for mark in "?#" if (at := text.find(mark, path)) >= 0), default=len(text))
