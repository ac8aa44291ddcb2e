"""Checks many files in several processes. What belongs together stays together; the order is that of one process.

Models that call each other's processes share variables, so they are checked by the same process. Who calls whom is
seen in the text: the parent parses nothing.
"""

from __future__ import annotations

import os
import re
from functools import cache
from typing import TYPE_CHECKING

from connlint.check_files import Checked, FileResult, file_results, gathered
from connlint.configuration import CommandLine, Configuration
from connlint.input_files import Found, Unreadable, read_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future, ProcessPoolExecutor

ENOUGH_FILES = 300
ENOUGH_BYTES = 6_000_000
"""Work from which on a second process is worth its start."""

SHARES_FOR_EACH = 4
"""Shares for each process: what takes longer than the others does not keep all waiting."""

_CALLED = re.compile(rb"""\bprocessId\s*=\s*["']([^"']+)""")
_DEFINED = re.compile(rb"""<(?:[\w.-]+:)?process\b[^>]*?\bid\s*=\s*["']([^"']+)""")


def processes_for(found: Found, jobs: int | None) -> int:
    """How many processes to use: as many as asked for, else as many as there are processors, once there is enough work."""
    if jobs is not None:
        return min(jobs, len(found.models))
    if len(found.models) < 2 or not _is_enough(found.models):
        return 1
    return min(_processors(), len(found.models))


def _is_enough(paths: Sequence[str]) -> bool:
    if len(paths) >= ENOUGH_FILES:
        return True
    return sum(os.path.getsize(path) for path in paths if os.path.isfile(path)) >= ENOUGH_BYTES


def _processors() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


def check_in_parallel(
    found: Found, command_line: CommandLine, processes: int, progress: Callable[[str], None] | None = None
) -> Checked:
    """As `check_files` in one process. A process that dies costs the file that it died of, and nothing else."""
    shares = _shares(found.models, processes * SHARES_FOR_EACH)
    results: dict[str, FileResult] = {}
    failed: list[tuple[str, ...]] = []

    def take(several: list[FileResult]) -> None:
        for result in several:
            results[result.path] = result
            if progress is not None:
                progress(result.path)

    _run(shares, processes, found, command_line, take, failed.append)
    for share in failed:
        for group in _groups(share):
            _run([group], 1, found, command_line, take, lambda group: take([_dead(path) for path in group]))
    return gathered(found, [results[path] for path in found.models])


def _run(
    shares: Sequence[tuple[str, ...]],
    processes: int,
    found: Found,
    command_line: CommandLine,
    take: Callable[[list[FileResult]], None],
    fail: Callable[[tuple[str, ...]], None],
) -> None:
    from concurrent.futures import as_completed
    from concurrent.futures.process import BrokenProcessPool

    with _pool(min(processes, len(shares))) as pool:
        futures: dict[Future[list[FileResult]], tuple[str, ...]] = {}
        for share in shares:
            try:
                futures[pool.submit(_check_share, command_line, share, found.forms)] = share
            except BrokenProcessPool:
                fail(share)
        for future in as_completed(futures):
            try:
                take(future.result())
            except BrokenProcessPool:
                fail(futures[future])


def _pool(processes: int) -> ProcessPoolExecutor:
    import sys
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # A forked process has loaded what its parent has; macOS forbids it to programs that its frameworks are loaded into.
    method = "fork" if sys.platform == "linux" else "spawn"
    return ProcessPoolExecutor(processes, mp_context=get_context(method))


def _dead(path: str) -> FileResult:
    return FileResult(path, unreadable=Unreadable(path, "the process that checked it died"))


@cache
def _configuration(command_line: CommandLine) -> Configuration:
    return Configuration(command_line)


def _check_share(command_line: CommandLine, paths: tuple[str, ...], forms: tuple[str, ...]) -> list[FileResult]:
    """In the other process."""
    found = Found(paths, forms, (), ())
    return file_results(found, _configuration(command_line).config_for)


def _shares(paths: Sequence[str], number: int) -> list[tuple[str, ...]]:
    """The files in shares of about one size, the largest groups first."""
    groups = sorted(_groups(paths), key=len, reverse=True)
    shares: list[list[str]] = [[] for _ in range(min(number, len(groups)))]
    for group in groups:
        min(shares, key=len).extend(group)
    return [tuple(share) for share in shares if share]


def _groups(paths: Sequence[str]) -> list[tuple[str, ...]]:
    """The files that belong together because one calls a process of another."""
    defined: dict[bytes, list[str]] = {}
    called: list[tuple[str, bytes]] = []
    for path in paths:
        data = read_file(path)
        if isinstance(data, Unreadable):
            continue
        if b"\0" in data[:4]:
            data = data.replace(b"\0", b"")  # UTF-16: the names that matter are ASCII
        for match in _DEFINED.finditer(data):
            defined.setdefault(match[1], []).append(path)
        called += ((path, match[1]) for match in _CALLED.finditer(data))
    group: dict[str, list[str]] = {path: [path] for path in paths}

    def join(one: str, other: str) -> None:
        if group[one] is group[other]:
            return
        group[one].extend(group[other])
        for path in group[other]:
            group[path] = group[one]

    for caller, name in called:
        for path in defined.get(name, ()):
            join(caller, path)
    order = {path: number for number, path in enumerate(paths)}
    unique = {id(each): each for each in group.values()}
    return [tuple(sorted(each, key=order.__getitem__)) for each in unique.values()]
