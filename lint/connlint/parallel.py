"""Checks many files in several processes. What belongs together stays together; the order is that of one process."""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from connlint.beside_files import Beside
from connlint.check_files import Checked, ConfiguredTemplates, FileResult, file_results, gathered
from connlint.configuration import CommandLine, Configuration
from connlint.input_files import Found, Unreadable
from connlint.model_groups import Group, groups_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future, ProcessPoolExecutor

ENOUGH_FILES = 300
ENOUGH_BYTES = 6_000_000
"""Work from which on a second process is worth its start."""

SHARES_FOR_EACH = 4
"""Shares for each process: what takes longer than the others does not keep all waiting."""


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
    shares = _shares(groups_of(found), processes * SHARES_FOR_EACH)
    results: dict[str, FileResult] = {}
    failed: list[tuple[Group, ...]] = []

    def take(several: list[FileResult]) -> None:
        for result in several:
            results[result.path] = result
            if progress is not None:
                progress(result.path)

    def take_as_dead(share: tuple[Group, ...]) -> None:
        take([_dead(path) for group in share for path in group.models])

    _run(shares, processes, command_line, take, failed.append)
    for share in failed:
        for group in share:
            _run([(group,)], 1, command_line, take, take_as_dead)
    return gathered(found, [results[path] for path in found.models])


def _run(
    shares: Sequence[tuple[Group, ...]],
    processes: int,
    command_line: CommandLine,
    take: Callable[[list[FileResult]], None],
    fail: Callable[[tuple[Group, ...]], None],
) -> None:
    from concurrent.futures import as_completed
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import active_children

    pool = _pool(min(processes, len(shares)))
    futures: dict[Future[list[FileResult]], tuple[Group, ...]] = {}
    try:
        with _no_interrupt():
            for share in shares:
                try:
                    futures[pool.submit(_check_share, command_line, share)] = share
                except BrokenProcessPool:
                    fail(share)
        for future in as_completed(futures):
            try:
                take(future.result())
            except BrokenProcessPool:
                fail(futures[future])
    except KeyboardInterrupt:
        for process in active_children():
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """The processes that are started meanwhile never hear of Ctrl-C: it is for their parent to end them.

    The parent itself hears of it at the end of this, where the system can hold a signal back.
    """
    import signal
    import threading

    if hasattr(signal, "pthread_sigmask"):
        held_back = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, held_back)
        return
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


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
def _configuration(command_line: CommandLine) -> tuple[Configuration, ConfiguredTemplates]:
    """What the shares of one process have in common."""
    configuration = Configuration(command_line)
    return configuration, ConfiguredTemplates(configuration.config_for)


def _check_share(command_line: CommandLine, share: tuple[Group, ...]) -> list[FileResult]:
    """In the other process."""
    configuration, templates = _configuration(command_line)
    found = Found(tuple(path for group in share for path in group.models), (), (), ())
    surroundings = Beside(
        tuple(path for group in share for path in group.beside.models),
        tuple(dict.fromkeys(path for group in share for path in group.beside.forms)),
    )
    return file_results(found, configuration.config_for, templates=templates, surroundings=surroundings)


def _shares(groups: Sequence[Group], number: int) -> list[tuple[Group, ...]]:
    """The groups in shares of about one size, the largest groups first."""
    shares: list[list[Group]] = [[] for _ in range(min(number, len(groups)))]
    sizes = [0] * len(shares)
    for group in sorted(groups, key=lambda group: len(group.models), reverse=True):
        smallest = sizes.index(min(sizes))
        shares[smallest].append(group)
        sizes[smallest] += len(group.models)
    return [tuple(share) for share in shares]
