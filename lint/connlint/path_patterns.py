"""Patterns for paths, as in `.gitignore`: what git ignores, and what the configuration names files by."""

from __future__ import annotations

import os
import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pathspec import GitIgnoreSpec


@cache
def matcher(folder: str, patterns: tuple[str, ...]) -> Callable[[str], bool]:
    """Whether a path below the folder is named by one of the patterns, each of which `is_pattern`."""
    if not patterns:
        return lambda path: False
    spec = _spec(patterns)

    def matches(path: str) -> bool:
        relative = os.path.relpath(os.path.abspath(path), folder)
        return not relative.startswith("..") and spec.match_file(relative.replace(os.sep, "/"))

    return matches


def ignoring(folder: str, lines: Iterable[str]) -> Callable[[str, bool], bool]:
    """Whether a path, of a folder or not, is ignored by a `.gitignore` in that folder. Git passes over what it cannot read."""
    spec = _spec([line for line in lines if is_pattern(line)])
    root = os.path.abspath(folder)

    def ignores(path: str, is_folder: bool) -> bool:
        relative = os.path.relpath(os.path.abspath(path), root).replace(os.sep, "/")
        return spec.match_file(relative + "/" if is_folder else relative)

    return ignores


def is_pattern(pattern: str) -> bool:
    """Whether it can be read as a pattern."""
    try:
        _spec([pattern])
    except (ValueError, re.error):
        return False
    return True


def only_name(pattern: str) -> str | None:
    """The name that a path must hold for the pattern to match; None where the pattern does not end in a whole name."""
    last = pattern.strip().rstrip("/").rpartition("/")[2]
    return last if last and not set(last) & set("*?[]!\\#") else None


def _spec(patterns: Iterable[str]) -> GitIgnoreSpec:
    import warnings

    from pathspec import GitIgnoreSpec

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what Python may one day take a pattern's brackets for
        return GitIgnoreSpec.from_lines(patterns)
