"""How a path is named to people."""

from __future__ import annotations

import os


def shown_path(path: str) -> str:
    """The path from the current folder where the file lies below it, else as it is."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive
        return path
    return path if relative.startswith("..") else relative
