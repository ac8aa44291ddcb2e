"""From paths to files: what is searched, what is skipped, what can be read."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, NamedTuple

from connlint.source.text import DecodeError, SourceText, decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

SKIPPED_FOLDERS = frozenset(
    ["node_modules", "target", "build", ".venv", "venv", ".git", ".hg", ".svn", ".tox", "__pycache__"]
)
MODEL_ENDING = ".bpmn"
FORM_ENDING = ".form"
IGNORE_FILE = ".gitignore"
LARGEST_FILE = 32 * 1024 * 1024
"""Bytes. Real models stay below one megabyte; what is larger is no model that a person made."""

NO_REGULAR_FILE = "it is no regular file"


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
        try:
            mode = os.stat(path).st_mode
        except (OSError, ValueError) as error:
            is_glob = any(character in path for character in "*?[")
            matches = _expand(path) if is_glob else []
            for match in matches:
                (forms if match.endswith(FORM_ENDING) else models)[match] = None
            if not matches:
                unreadable.append(Unreadable(path, "no file matches this pattern" if is_glob else _why_not(error)))
            continue
        if stat.S_ISDIR(mode):
            count = len(models)
            before = len(unreadable)
            for found in sorted(_below(path, unreadable)):
                (forms if found.endswith(FORM_ENDING) else models)[found] = None
            if len(models) == count and len(unreadable) == before:
                empty.append(path)
        else:
            (forms if path.endswith(FORM_ENDING) else models)[os.path.normpath(path)] = None
    return Found(tuple(models), tuple(forms), tuple(unreadable), tuple(empty))


def read_file(path: str) -> bytes | Unreadable:
    """The bytes of a file, or why there are none. What is no file, a pipe or a device, is not opened: it may never end."""
    try:
        found = os.stat(path)
        if stat.S_ISDIR(found.st_mode):
            return Unreadable(path, "it is a folder")
        if not stat.S_ISREG(found.st_mode):
            return Unreadable(path, NO_REGULAR_FILE)
        if found.st_size > LARGEST_FILE:
            size, most = found.st_size / 1_048_576, LARGEST_FILE // 1_048_576
            return Unreadable(path, f"it has {size:.0f} MiB; files above {most} MiB are not read")
        with open(path, "rb") as file:
            return file.read()
    except (OSError, ValueError) as error:
        return Unreadable(path, _why_not(error))


def _why_not(error: OSError | ValueError) -> str:
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return "there is no such file or folder"
    if isinstance(error, PermissionError):
        return "there is no permission to read it"
    return ((error.strerror if isinstance(error, OSError) else None) or str(error)).lower()


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


def _below(folder: str, unreadable: list[Unreadable]) -> Iterator[str]:
    """The models and forms below a folder. Links to folders are not followed: they may go in circles."""
    ignored_above = _ignores_above(folder)
    pending: list[tuple[str, tuple[Callable[[str, bool], bool], ...]]] = [(folder, ignored_above)]
    while pending:
        current, ignores = pending.pop()
        try:
            with os.scandir(current) as scanned:
                entries = list(scanned)
        except FileNotFoundError:  # it went while the others were looked through
            continue
        except OSError as error:
            unreadable.append(Unreadable(os.path.normpath(current), _why_not(error)))
            continue
        if any(entry.name == IGNORE_FILE for entry in entries):
            ignores = (*ignores, *_read_ignores(current))
        for entry in entries:
            if _is_folder(entry):
                if entry.name not in SKIPPED_FOLDERS and not _ignored(entry.path, True, ignores):
                    pending.append((entry.path, ignores))
            elif (
                entry.name.endswith((MODEL_ENDING, FORM_ENDING))
                and _is_file(entry)
                and not _ignored(entry.path, False, ignores)
            ):
                yield os.path.normpath(entry.path)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except PermissionError:  # to be told when it is read
        return True
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
    data = read_file(os.path.join(folder, IGNORE_FILE))
    if isinstance(data, Unreadable):
        return ()
    lines = [line.rstrip("\r") for line in data.decode("utf-8", "replace").split("\n")]
    if not any(line.strip() and not line.startswith("#") for line in lines):
        return ()
    from connlint.path_patterns import ignoring

    return (ignoring(folder, lines),)
