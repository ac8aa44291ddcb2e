"""Replaces the content of a file: whoever reads it sees the old bytes or the new ones, and a failure costs neither."""

from __future__ import annotations

import errno
import os
from contextlib import suppress

from connlint.input_files import Unreadable

_NO_REPLACING = (errno.EBUSY, errno.EXDEV)
"""The file is mounted by itself, as into a container."""


def write_file(path: str, data: bytes) -> Unreadable | None:
    """Writes a file that is there already; why that cannot be done, else None.

    Links stay links, owner and mode stay what they are. Where no other file can be put in its place, in a folder that
    takes none or for a user who cannot give it to its owner, the file itself is written.
    """
    target = os.path.realpath(path)
    try:
        with open(target, "r+b") as file:
            status = os.fstat(file.fileno())
        beside = _written_beside(target, data, status)
        if beside is None or not _take_the_place(beside, target):
            with open(target, "r+b") as file:
                file.write(data)
                file.truncate()
    except PermissionError:
        return Unreadable(path, "there is no permission to write it")
    except OSError as error:
        return Unreadable(path, f"it cannot be written: {(error.strerror or str(error)).lower()}")
    return None


def _written_beside(target: str, data: bytes, status: os.stat_result) -> str | None:
    """A file with the bytes in the same folder; None where there can be none like the target."""
    from tempfile import mkstemp

    try:
        descriptor, path = mkstemp(prefix=".connlint-", dir=os.path.dirname(target))
    except OSError:
        return None
    try:
        with open(descriptor, "wb") as file:
            is_alike = _is_made_alike(path, status)
            if is_alike:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
    except BaseException:
        _remove(path)
        raise
    if not is_alike:
        _remove(path)
        return None
    return path


def _is_made_alike(path: str, status: os.stat_result) -> bool:
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(path, status.st_uid, status.st_gid)
    os.chmod(path, status.st_mode & 0o7777)
    made = os.stat(path)
    return (made.st_uid, made.st_gid) == (status.st_uid, status.st_gid)


def _take_the_place(beside: str, target: str) -> bool:
    try:
        os.replace(beside, target)
    except BaseException as error:
        _remove(beside)
        if isinstance(error, OSError) and error.errno in _NO_REPLACING:
            return False
        raise
    return True


def _remove(path: str) -> None:
    with suppress(OSError):
        os.unlink(path)
