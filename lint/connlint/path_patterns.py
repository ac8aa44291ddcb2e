"""Patterns for paths, as in `.gitignore`: what the configuration names files by."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@cache
def matcher(folder: str, patterns: tuple[str, ...]) -> Callable[[str], bool]:
    """Whether a path below the folder is named by one of the patterns."""
    if not patterns:
        return lambda path: False
    from pathspec import GitIgnoreSpec

    spec = GitIgnoreSpec.from_lines(patterns)

    def matches(path: str) -> bool:
        relative = os.path.relpath(os.path.abspath(path), folder)
        return not relative.startswith("..") and spec.match_file(relative.replace(os.sep, "/"))

    return matches


def only_name(pattern: str) -> str | None:
    """The name that a path must hold for the pattern to match; None where the pattern does not end in a whole name."""
    last = pattern.strip().rstrip("/").rpartition("/")[2]
    return last if last and not set(last) & set("*?[]!\\#") else None
