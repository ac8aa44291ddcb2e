"""URIs of the protocol and paths of files. One file has many URIs, so that files are told apart by their paths."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable


@lru_cache(maxsize=16384)
def path_of(uri: str) -> str | None:
    """The path of a `file:` URI; None for any other, such as an untitled document's, and for what is no URI."""
    if uri[:5].lower() != "file:":
        return None
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    # What is no UTF-8 in a file's name, and comes from the file system, goes back to it.
    path = unquote(parts.path, errors="surrogateescape")
    if not path.startswith("/") or "\0" in path or parts.query or parts.fragment:
        return None
    if parts.netloc not in ("", "localhost"):
        path = f"//{unquote(parts.netloc)}{path}"
    elif _has_drive(path):
        path = path[1].lower() + path[2:]
    elif path.startswith("//"):
        # POSIX leaves open what two slashes mean; here they mean nothing.
        path = "/" + path.lstrip("/")
    return os.path.normpath(path) if _can_be_named(path) else None


def uri_of(path: str) -> str:
    """The `file:` URI of a path."""
    path = os.path.abspath(path)
    if os.sep != "/":
        path = path.replace(os.sep, "/")
    if path.startswith("//"):
        host, _, rest = path[2:].partition("/")
        return f"file://{_quoted(host)}/{_quoted(rest)}"
    if _has_drive(f"/{path}"):
        return f"file:///{path[0].lower()}:{_quoted(path[2:])}"
    return f"file://{_quoted(path)}"


def name_of(uri: str) -> str:
    """What a document is called in findings: its path, or its URI where it has none."""
    return path_of(uri) or uri


def folder_around(path: str, folders: Iterable[str]) -> str | None:
    """The innermost of some folders that holds a path."""
    return max((folder for folder in folders if is_below(path, folder)), key=len, default=None)


def is_below(path: str, folder: str) -> bool:
    return path.startswith(folder if folder.endswith(os.sep) else folder + os.sep)


def _quoted(path: str) -> str:
    return quote(path, errors="surrogateescape")


def _can_be_named(path: str) -> bool:
    """Whether the file system can have such a name: none of a lone half of a character, which a client may write."""
    try:
        os.fsencode(path)
    except UnicodeEncodeError:
        return False
    return True


def _has_drive(path: str) -> bool:
    """Whether a path begins with the letter of a Windows drive behind its slash."""
    return len(path) > 2 and path[1].isascii() and path[1].isalpha() and path[2] == ":"
