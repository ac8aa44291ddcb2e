"""The address of the request: the connector's two encoding modes, and what query parameters do to the query.

Default: `java.net.URL` cuts the text into parts, Google's `GenericUrl` decodes each and encodes it anew; where either fails
the text is read strictly. With `skipEncoding` it is read strictly at once. Apache's builder re-encodes the whole query as
soon as one parameter is added.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connlint_server.engine.errors import input_error
from connlint_server.engine.java_uri import Uri, UriSyntaxError, create_uri, parse_uri

if TYPE_CHECKING:
    from collections.abc import Iterable

_PATH_SAFE = "-_.!~*'()@:$&,;="
_QUERY_SAFE = "-_.!~*'()@:$,;/?"
_FRAGMENT_SAFE = "=&-_.!~*'()@:$,;/?:"
_USER_INFO_SAFE = "-_.!~*'():$&,;="
_PARAMETER_SAFE = "-._~"
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_TRIMMED = "".join(map(chr, range(0x21)))
_WEB_ADDRESS = re.compile(r"(https?)://([^/]*)(.*)", re.IGNORECASE | re.DOTALL)
_PORT = re.compile(r"\+?[0-9]+")

Parameter = tuple[str, str | None]


class _NotReadableError(ValueError):
    """`java.net.URL` or `GenericUrl` fails on the text."""


def request_uri(url: str, *, skip_encoding: bool) -> Uri:
    """The address as it is sent. Raises the connector's errors for one that cannot be (no host, illegal characters)."""
    return create_uri(url) if skip_encoding else _encoded(url)


def require_host(uri: Uri, url: str) -> Uri:
    """The connector's check after the request is built."""
    if uri.host is None:
        raise _invalid_url(url, "hostname")
    if uri.scheme is None:
        raise _invalid_url(url, "scheme")
    return uri


def add_parameters(uri: Uri, parameters: Iterable[Parameter]) -> Uri:
    """Append parameters; with at least one of them the whole query is decoded and encoded anew.

    A `None` value gives the bare name, an empty one `name=`.
    """
    added = list(parameters)
    if not added:
        return uri
    return uri.with_query("&".join(_formatted(name, value) for name, value in [*_parsed(uri.query or ""), *added]))


def percent_encode(text: str, safe: str, *, plus_for_blank: bool = False) -> str:
    """Every character but ASCII letters, digits and `safe` as percent escapes of its UTF-8 bytes."""
    pieces = []
    for character in text:
        if character in safe or (character.isascii() and character.isalnum()):
            pieces.append(character)
        elif character == " " and plus_for_blank:
            pieces.append("+")
        else:
            pieces.extend(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))
    return "".join(pieces)


def _encoded(url: str) -> Uri:
    uri: Uri | None
    try:
        uri = parse_uri(_generic_url(url))
    except (_NotReadableError, UriSyntaxError):
        uri = None
    # Run time: the failure is only logged, then the text is read strictly.
    return uri if uri is not None else create_uri(url)


def _generic_url(url: str) -> str:
    text, hash_mark, fragment = url.strip(_TRIMMED).partition("#")
    address, question_mark, query = text.partition("?")
    match = _WEB_ADDRESS.fullmatch(address)
    if match is None:
        raise _NotReadableError("no web address")
    scheme, authority, path = match.groups()
    built = f"{scheme.lower()}://{_generic_authority(authority)}"
    built += "/".join(percent_encode(_decoded(part), _PATH_SAFE) for part in path.split("/"))
    if question_mark:
        built += _generic_query(query)
    if hash_mark:
        built += "#" + percent_encode(_decoded(fragment.replace("+", " ")), _FRAGMENT_SAFE)
    return built


def _generic_authority(authority: str) -> str:
    user_info, at, rest = authority.partition("@")
    if not at:
        user_info, rest = "", authority
    elif "@" in rest:
        raise _NotReadableError("more than one @")
    bracket = rest.rfind("]") + 1 if rest.startswith("[") else 0
    host, colon, port = rest[bracket:].partition(":")
    host = rest[:bracket] + host
    if colon and port and not _PORT.fullmatch(port):
        raise _NotReadableError("bad port")
    prefix = percent_encode(_decoded(user_info), _USER_INFO_SAFE) + "@" if at else ""
    return prefix + host + (f":{int(port)}" if port else "")


def _generic_query(query: str) -> str:
    grouped: dict[str, list[str]] = {}
    for part in query.split("&"):
        name, _, value = part.replace("+", " ").partition("=")
        if name:
            grouped.setdefault(_decoded(name), []).append(_decoded(value))
    pairs = [
        percent_encode(name, _QUERY_SAFE) + (f"={percent_encode(value, _QUERY_SAFE)}" if value else "")
        for name, values in grouped.items()
        for value in values
    ]
    return "?" + "&".join(pairs) if pairs else ""


def _decoded(text: str) -> str:
    if "%" in _ESCAPES.sub("", text):
        raise _NotReadableError("bad escape")
    return _unescaped(text)


def _unescaped(text: str) -> str:
    return _ESCAPES.sub(lambda run: bytes.fromhex(run[0].replace("%", "")).decode("utf-8", "replace"), text)


def _parsed(query: str) -> Iterable[Parameter]:
    for part in query.split("&"):
        name, equals, value = part.partition("=")
        if name:
            yield _unescaped(name), _unescaped(value) if equals else None


def _formatted(name: str, value: str | None) -> str:
    encoded = percent_encode(name, _PARAMETER_SAFE)
    return encoded if value is None else f"{encoded}={percent_encode(value, _PARAMETER_SAFE)}"


def _invalid_url(url: str, missing: str) -> Exception:
    return input_error(
        f"Invalid URL: The URL '{url}' cannot be parsed as a valid HTTP request. "
        f"Please ensure the URL includes a valid {missing}."
    )
