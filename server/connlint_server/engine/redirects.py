"""Which responses are followed, to where, and with which request."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from connlint_server.engine.errors import ConnectorError, protocol_error
from connlint_server.engine.java_uri import Uri, UriSyntaxError, parse_uri
from connlint_server.engine.request import PreparedRequest

if TYPE_CHECKING:
    from connlint_server.engine.transport import RawResponse

MAX_REDIRECTS = 50
_FOLLOWED = frozenset({301, 302, 303, 307, 308})
_SENSITIVE = frozenset({"authorization", "cookie"})


def is_redirect(request: PreparedRequest, response: RawResponse) -> bool:
    """Whether the response asks for another request. A streamed body cannot be sent again: then it is the result."""
    return response.status in _FOLLOWED and response.header("location") is not None and request.repeatable


def redirect_target(current: Uri, response: RawResponse) -> Uri:
    """The address that the response points to, resolved and normalised; raises the protocol error for none."""
    target: Uri | None
    try:
        reference = parse_uri(response.header("location") or "")
        # Run time: an empty path becomes the root before the address is resolved, also in "?x=1".
        target = _resolved(current, replace(reference, path=reference.path or "/"))
    except UriSyntaxError:
        target = None
    if target is None or target.host is None or target.scheme not in {"http", "https"}:
        raise protocol_error()
    return target


def redirected_request(original: PreparedRequest, status: int, target: Uri) -> PreparedRequest:
    """The next request: POST on 301/302 and everything but GET on 303 become a bare GET, others stay as they are.

    Run time: the bare GET has none of the original's headers.
    """
    becomes_get = (status in {301, 302} and original.method == "POST") or (status == 303 and original.method != "GET")
    if becomes_get:
        return PreparedRequest("GET", target, (), None)
    return replace(original, uri=target)


def leaves_origin_with_credentials(current: Uri, request: PreparedRequest) -> bool:
    """Whether the request would carry Authorization or Cookie to another origin: then it is not made."""
    return request.uri.origin != current.origin and any(name.lower() in _SENSITIVE for name, _ in request.headers)


def too_many_redirects() -> ConnectorError:
    return protocol_error()


def _resolved(base: Uri, reference: Uri) -> Uri:
    if reference.scheme is not None:
        host = reference.host.lower() if reference.host else None
        return replace(reference, scheme=reference.scheme.lower(), host=host, path=_normalised(reference.path) or "/")
    if reference.host is not None:
        merged = replace(reference, scheme=base.scheme, host=reference.host.lower())
    elif reference.path.startswith("/"):
        merged = replace(base, path=reference.path, query=reference.query)
    else:
        folder = (base.path or "/").rpartition("/")[0]
        merged = replace(base, path=f"{folder}/{reference.path}", query=reference.query)
    return replace(merged, path=_normalised(merged.path) or "/")


def _normalised(path: str) -> str:
    """`URI.normalize`: no `.` and `..` segments where they can be removed, no empty segments in between."""
    if not re.search(r"//|(?:^|/)\.{1,2}(?:/|$)", path):
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments[:-1]:
        _step(kept, segment)
    last = segments[-1]
    if last in {".", ".."}:
        _step(kept, last)
        last = ""
    start = "/" if path.startswith("/") else ""
    return start + "".join(f"{segment}/" for segment in kept) + last


def _step(kept: list[str], segment: str) -> None:
    if segment == ".." and kept and kept[-1] != "..":
        kept.pop()
    elif segment not in {"", "."}:
        kept.append(segment)
