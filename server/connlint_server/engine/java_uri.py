"""`java.net.URI`'s strict reading of an address: what it refuses, with its texts, and when it sees no host."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from connlint_server.engine.errors import ConnectorError

_ALPHANUMERIC = "A-Za-z0-9"
_UNRESERVED = _ALPHANUMERIC + r"_\-!.~'()*"
_PATH = re.compile(rf"[{_UNRESERVED}:@&=+$,;/]")
_ANY = re.compile(rf"[{_UNRESERVED}:@&=+$,;/?\[\]]")
_REGISTRY = re.compile(rf"[{_UNRESERVED}$,;:@&=+]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_HOST_AND_PORT = re.compile(r"(\[[0-9A-Fa-f:.%\w]+\]|[^:\[\]]*)(?::([0-9]*))?")
_LABEL = rf"[{_ALPHANUMERIC}](?:[{_ALPHANUMERIC}\-]*[{_ALPHANUMERIC}])?"
# The last of several labels must begin with a letter, unless the whole is an IPv4 address.
_HOST_NAME = re.compile(rf"{_LABEL}\.?|(?:{_LABEL}\.)+[A-Za-z](?:[{_ALPHANUMERIC}\-]*[{_ALPHANUMERIC}])?\.?")
_IPV4 = re.compile(r"(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])")
_MAX_PORT = 2**31 - 1


@dataclass(frozen=True, slots=True, repr=False)
class Uri:
    """An address in its parts, all raw. `host` is `None` where the authority is no server (or there is none)."""

    scheme: str | None
    user_info: str | None
    host: str | None
    port: int | None
    path: str
    query: str | None

    @property
    def target(self) -> str:
        """Path and query as the request line holds them."""
        return (self.path or "/") + ("" if self.query is None else f"?{self.query}")

    @property
    def authority(self) -> str:
        """Host and port as the Host header holds them: the port only where the address gives one."""
        return (self.host or "") + ("" if self.port is None else f":{self.port}")

    @property
    def effective_port(self) -> int:
        return self.port if self.port is not None else 443 if self.scheme == "https" else 80

    @property
    def origin(self) -> tuple[str, str, int]:
        return (self.scheme or "", (self.host or "").lower(), self.effective_port)

    def with_query(self, query: str | None) -> Uri:
        return replace(self, query=query)

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"


class UriSyntaxError(ValueError):
    """`java.net.URI` refuses the text."""

    def __init__(self, reason: str, index: int) -> None:
        super().__init__(f"{reason} at index {index}")
        self.reason = reason
        self.index = index


def create_uri(text: str) -> Uri:
    """`URI.create`: raises the connector's (retried, not an input) error with Java's text."""
    problem: UriSyntaxError | None = None
    try:
        return parse_uri(text)
    except UriSyntaxError as error:
        problem = error
    raise ConnectorError(f"{problem.reason} at index {problem.index}: {text}")


def parse_uri(text: str) -> Uri:
    """Read an absolute or relative address; raises `UriSyntaxError`."""
    end = len(text)
    colon = _first_of(text, "/?#:", 0)
    scheme = None
    start = 0
    if colon < end and text[colon] == ":":
        if colon == 0:
            raise UriSyntaxError("Expected scheme name", 0)
        match = _SCHEME.match(text)
        if match is None or match.end() < colon:
            raise UriSyntaxError("Illegal character in scheme name", match.end() if match else 0)
        scheme, start = text[:colon], colon + 1
        if start == end:
            raise UriSyntaxError("Expected scheme-specific part", start)
        if text[start] != "/":
            _check(text, start, _first_of(text, "#", start), _ANY, "opaque part")
            return Uri(scheme, None, None, None, "", None)
    user_info: str | None = None
    host: str | None = None
    port: int | None = None
    if text.startswith("//", start):
        start += 2
        stop = _first_of(text, "/?#", start)
        if stop > start:
            user_info, host, port = _authority(text, start, stop)
        elif stop == end:
            raise UriSyntaxError("Expected authority", start)
        start = stop
    path_end = _first_of(text, "?#", start)
    _check(text, start, path_end, _PATH, "path")
    query = None
    query_end = path_end
    if path_end < end and text[path_end] == "?":
        query_end = _first_of(text, "#", path_end + 1)
        _check(text, path_end + 1, query_end, _ANY, "query")
        query = text[path_end + 1 : query_end]
    if query_end < end:
        _check(text, query_end + 1, end, _ANY, "fragment")
    return Uri(scheme, user_info, host, port, text[start:path_end], query)


def _authority(text: str, start: int, stop: int) -> tuple[str | None, str | None, int | None]:
    """User info, host and port; all `None` for an authority that is a registry name and no server."""
    authority = text[start:stop]
    server = _server(authority)
    if server is not None:
        return server
    position = start
    while position < stop:
        if text[position] == "%":
            if not _ESCAPE.match(text, position):
                raise UriSyntaxError("Malformed escape pair", position)
            position += 3
        elif _REGISTRY.match(text, position) or _is_other(text[position]):
            position += 1
        else:
            raise UriSyntaxError("Illegal character in authority", start)
    return None, None, None


def _server(authority: str) -> tuple[str | None, str | None, int | None] | None:
    user_info, at, rest = authority.rpartition("@")
    match = _HOST_AND_PORT.fullmatch(rest)
    if match is None:
        return None
    host, port = match.groups()
    name = host if host.isascii() else _punycode(host)
    if not (name and (name.startswith("[") or _IPV4.fullmatch(name) or _HOST_NAME.fullmatch(name))):
        return None
    if port and int(port) > _MAX_PORT:
        return None
    return (user_info if at else None), name, int(port) if port else None


def _punycode(host: str) -> str | None:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return None


def _first_of(text: str, characters: str, start: int) -> int:
    return min((found for found in (text.find(c, start) for c in characters) if found >= 0), default=len(text))


def _check(text: str, start: int, stop: int, allowed: re.Pattern[str], part: str) -> None:
    position = start
    while position < stop:
        if text[position] == "%":
            if not _ESCAPE.match(text, position, stop):
                raise UriSyntaxError("Malformed escape pair", position)
            position += 3
        elif allowed.match(text, position) or _is_other(text[position]):
            position += 1
        else:
            raise UriSyntaxError(f"Illegal character in {part}", position)


def _is_other(character: str) -> bool:
    """Java's "other" characters: beyond ASCII, neither blank nor control."""
    return ord(character) > 128 and unicodedata.category(character) not in {"Cc", "Zs", "Zl", "Zp"}
