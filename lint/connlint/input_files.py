"""From paths to files: what is searched, what is skipped, what can be read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from connlint.source.text import DecodeError, SourceText, decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

SKIPPED_FOLDERS = frozenset(
    ["node_modules", "target", "build", ".venv", "venv", ".git", ".hg", ".svn", ".tox", "__pycache__"]
)
MODEL_ENDING = ".bpmn"
FORM_ENDING = ".form"
LARGEST_FILE = 32 * 1024 * 1024
"""Bytes. Real models stay below one megabyte; what is larger is no model that a person made."""


class Unreadable(NamedTuple):
    """A path that was asked for and cannot be read, with the reason in words."""

    path: str
    reason: str


class Found(NamedTuple):
    """The files that the paths name, in a stable order without repeats."""

    models: tuple[str, ...]
    forms: tuple[str, ...]
    unreadable: tuple[Unreadable, ...]
    empty_folders: tuple[str, ...]


def find_files(paths: Iterable[str]) -> Found:
    """Files as named, folders searched for `.bpmn` and `.form` with `.gitignore` honoured, globs expanded."""
    models: dict[str, None] = {}
    forms: dict[str, None] = {}
    unreadable: list[Unreadable] = []
    empty: list[str] = []
    for path in paths:
        if os.path.isdir(path):
            count = len(models)
            for found in sorted(_below(path)):
                (forms if found.endswith(FORM_ENDING) else models)[found] = None
            if len(models) == count:
                empty.append(path)
        elif os.path.exists(path):
            (forms if path.endswith(FORM_ENDING) else models)[os.path.normpath(path)] = None
        elif any(character in path for character in "*?["):
            matches = _expand(path)
            if not matches:
                unreadable.append(Unreadable(path, "no file matches this pattern"))
            for match in matches:
                (forms if match.endswith(FORM_ENDING) else models)[match] = None
        else:
            unreadable.append(Unreadable(path, "there is no such file or folder"))
    return Found(tuple(models), tuple(forms), tuple(unreadable), tuple(empty))


def read_file(path: str) -> bytes | Unreadable:
    """The bytes of a file, or why there are none."""
    try:
        size = os.stat(path).st_size
        if size > LARGEST_FILE:
            return Unreadable(
                path, f"it has {size / 1_048_576:.0f} MiB; files above {LARGEST_FILE // 1_048_576} MiB are not read"
            )
        with open(path, "rb") as file:
            return file.read()
    except PermissionError:
        return Unreadable(path, "there is no permission to read it")
    except OSError as error:
        return Unreadable(path, (error.strerror or str(error)).lower())


def read_source(path: str) -> SourceText | Unreadable:
    """The text of a file, or why there is none."""
    return decoded(path, read_file(path))


def decoded(path: str, data: bytes | Unreadable) -> SourceText | Unreadable:
    """The text of a file's bytes, or why there is none."""
    if isinstance(data, Unreadable):
        return data
    try:
        return decode(data)
    except DecodeError as error:
        return Unreadable(path, str(error))


def read_loosely(path: str) -> str | None:
    """The text of a file, with replacement characters for what is none; None where the file cannot be read.

    For files whose places findings name, whatever is in them; line ends are as they are in the file.
    """
    data = read_file(path)
    if isinstance(data, Unreadable):
        return None
    source = decoded(path, data)
    return source.text if isinstance(source, SourceText) else data.decode("utf-8-sig", "replace")


def _expand(pattern: str) -> list[str]:
    from glob import glob

    return sorted(
        os.path.normpath(match)
        for match in glob(pattern, recursive=True)
        if match.endswith((MODEL_ENDING, FORM_ENDING)) and os.path.isfile(match)
    )


def _below(folder: str) -> Iterator[str]:
    """The models and forms below a folder. Links to folders are not followed: they may go in circles."""
    ignored_above = _ignores_above(folder)
    pending: list[tuple[str, tuple[Callable[[str, bool], bool], ...]]] = [(folder, ignored_above)]
    while pending:
        current, ignores = pending.pop()
        try:
            entries = list(os.scandir(current))
        except OSError:
            continue
        if any(entry.name == ".gitignore" for entry in entries):
            ignores = (*ignores, *_read_ignores(current))
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in SKIPPED_FOLDERS and not _ignored(entry.path, True, ignores):
                    pending.append((entry.path, ignores))
            elif (
                entry.name.endswith((MODEL_ENDING, FORM_ENDING))
                and _is_file(entry)
                and not _ignored(entry.path, False, ignores)
            ):
                yield os.path.normpath(entry.path)


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:  # a link that leads to itself is no file, and no reason to leave the others unread
        return False


def _ignored(path: str, is_folder: bool, ignores: tuple[Callable[[str, bool], bool], ...]) -> bool:
    return any(ignore(path, is_folder) for ignore in ignores)


def _ignores_above(folder: str) -> tuple[Callable[[str, bool], bool], ...]:
    """The `.gitignore` files of the folders above, up to the repository's root."""
    found: list[Callable[[str, bool], bool]] = []
    current = os.path.realpath(folder)
    while not os.path.exists(os.path.join(current, ".git")):
        above = os.path.dirname(current)
        if above == current:
            return ()
        current = above
        found[:0] = _read_ignores(current)
    return tuple(found)


def _read_ignores(folder: str) -> tuple[Callable[[str, bool], bool], ...]:
    try:
        with open(os.path.join(folder, ".gitignore"), encoding="utf-8", errors="replace") as file:
            lines = file.read().splitlines()
    except OSError:
        return ()
    if not any(line.strip() and not line.startswith("#") for line in lines):
        return ()
    from pathspec import GitIgnoreSpec

    spec = GitIgnoreSpec.from_lines(lines)
    root = os.path.abspath(folder)

    def ignores(path: str, is_folder: bool) -> bool:
        relative = os.path.relpath(os.path.abspath(path), root).replace(os.sep, "/")
        return spec.match_file(relative + "/" if is_folder else relative)

    return (ignores,)
