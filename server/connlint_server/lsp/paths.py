"""URIs of the protocol and paths of files."""

from __future__ import annotations

import os

from pygls.uris import from_fs_path, to_fs_path


def path_of(uri: str) -> str | None:
    """The path of a `file:` URI; None for any other, such as an untitled document's."""
    if not uri.startswith("file:"):
        return None
    path = to_fs_path(uri)
    return os.path.normpath(path) if path else None


def uri_of(path: str) -> str:
    """The `file:` URI of a path."""
    return from_fs_path(os.path.abspath(path)) or path


def name_of(uri: str) -> str:
    """What a document is called in findings: its path, or its URI where it has none."""
    return path_of(uri) or uri
