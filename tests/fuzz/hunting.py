"""Looks for cases that break a target, each in a process that a crash, a hang or a flood of memory cannot take along.

A case follows from its target and its seed alone. What breaks is made smaller for as long as it breaks in the same way.
"""

from __future__ import annotations

import os
import random
import resource
import signal
import struct
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from fuzz.mutating import encoded, mutated

SECONDS_A_MEGABYTE = 2.0
LEAST_SECONDS = 2.0
"""A smaller input has these as well: a busy machine counts some waiting as work."""

HARD_SECONDS = 30
"""Of computing, after which a case is ended from outside."""

HARD_WALL_SECONDS = 120
"""Of waiting, in case it computes nothing."""

MEMORY = 2 * 1024**3
"""Of address space, beyond what the process has: that of many threads is large, and it goes along into a fork."""


class Complaint(Exception):
    """A target gave an answer that it must not give."""


class Target(NamedTuple):
    """What is fuzzed: `judge` takes a case and a number that chooses among ways, and raises where something is wrong."""

    name: str
    samples: Callable[[], Sequence[str]]
    judge: Callable[[bytes, int], None]
    seconds: Callable[[], float] = time.process_time
    checks: int = 1
    """How often a case is looked at whole: so many times it may take what one look may take."""


class Case(NamedTuple):
    data: bytes
    choice: int


class Broken(NamedTuple):
    """A case that breaks; `reason` is the same for all that break alike."""

    target: str
    seed: int | None
    reason: str
    details: str
    case: Case


def case_of(target: Target, seed: int) -> Case:
    dice = random.Random(f"{target.name}/{seed}")
    samples = target.samples()
    text = mutated(dice.choice(samples), dice, samples)
    return Case(encoded(text, dice), dice.randrange(1 << 16))


def judged(target: Target, case: Case) -> tuple[str, str] | None:
    """Why a case breaks and how it looked, `None` where it does not."""
    start = target.seconds()
    try:
        target.judge(case.data, case.choice)
    except Complaint as complaint:
        return str(complaint).splitlines()[0][:200], str(complaint)
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        ours = [frame for frame in frames if "/connlint" in frame.filename] or frames
        place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}"
        return f"{type(error).__name__} at {place}", "".join(traceback.format_exception(error, limit=-12))
    spent = target.seconds() - start
    if spent > target.checks * max(LEAST_SECONDS, SECONDS_A_MEGABYTE * len(case.data) / 1e6):
        return "slow", f"{spent:.1f} s of computing for {len(case.data)} bytes"
    return None


def hunt(target: Target, seeds: Sequence[int], end: float) -> tuple[int, list[Broken]]:
    """How many cases were tried until all were or the time (of `time.monotonic`) came, and the first of each kind that broke."""
    found: dict[str, Broken] = {}
    tried = 0
    while tried < len(seeds) and time.monotonic() < end:
        last, broke = _one_process(target, seeds[tried:], end)
        tried += last
        if broke is not None:
            found.setdefault(broke.reason, broke)
    return tried, list(found.values())


def _one_process(target: Target, seeds: Sequence[int], end: float) -> tuple[int, Broken | None]:
    """Cases in a process of their own, up to the first that breaks: how many, and that one."""
    target.samples()

    def work(tell: Callable[[bytes], object]) -> None:
        for seed in seeds:
            _limit_case()
            tell(struct.pack("<q", seed))
            broke = judged(target, case_of(target, seed))
            if broke is not None:
                tell(b"\xff" * 8 + "\0".join(broke).encode("utf-8", "replace")[:60_000])
                os._exit(1)
            if time.monotonic() > end:
                break

    told, status = _forked(work)
    count = next((at for at in range(len(told) // 8) if told[8 * at : 8 * at + 8] == b"\xff" * 8), len(told) // 8)
    if status == 0 or not count:
        return count, None
    seed = seeds[count - 1]
    reason, _, details = told[8 * count + 8 :].decode("utf-8", "replace").partition("\0")
    if os.WIFSIGNALED(status):
        reason = details = _of_signal(os.WTERMSIG(status))
    return count, Broken(target.name, seed, reason, details, case_of(target, seed))


def reason_of(target: Target, case: Case) -> str | None:
    """Why a case breaks, tried in a process of its own."""

    def work(tell: Callable[[bytes], object]) -> None:
        _limit_case()
        broke = judged(target, case)
        tell((broke[0] if broke else "").encode("utf-8", "replace")[:4000])

    told, status = _forked(work)
    return _of_signal(os.WTERMSIG(status)) if os.WIFSIGNALED(status) else told.decode("utf-8", "replace") or None


def minimized(target: Target, broken: Broken, seconds: float = 60) -> Broken:
    """A smaller case that breaks in the same way: stretches are left out, ever shorter ones."""
    end = time.monotonic() + seconds
    data, size = broken.case.data, len(broken.case.data) // 2
    while size and time.monotonic() < end:
        at, before = 0, len(data)
        while at < len(data) and time.monotonic() < end:
            shorter = data[:at] + data[at + size :]
            if reason_of(target, Case(shorter, broken.case.choice)) == broken.reason:
                data = shorter
            else:
                at += size
        size = min(size // 2 if len(data) == before else size, len(data) // 2)
    return broken._replace(case=broken.case._replace(data=data))


def _forked(work: Callable[[Callable[[bytes], object]], None]) -> tuple[bytes, int]:
    """What the work told before it ended, and how it ended; it has a room that goes with it."""
    with tempfile.TemporaryDirectory(prefix="connlint-fuzz-", ignore_cleanup_errors=True) as room:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.close(reading)
                sys.settrace(None)  # measuring coverage would count as the target's work
                _be_bounded(room)
                work(lambda told: os.write(writing, told))
                os._exit(0)
            finally:
                os._exit(2)
        os.close(writing)
        with open(reading, "rb") as pipe:
            told = pipe.read()
        return told, os.waitpid(child, 0)[1]


def _be_bounded(room: str) -> None:
    """Little memory, nobody's settings; the ends that the timers bring need no help of Python."""
    os.chdir(room)
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        os.environ[name] = room
    os.environ["CONNLINT_HISTORY"] = "off"
    most = _address_space() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for number in (signal.SIGALRM, signal.SIGPROF):
        signal.signal(number, signal.SIG_DFL)


def _address_space() -> int:
    """Bytes; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def _limit_case() -> None:
    signal.setitimer(signal.ITIMER_PROF, HARD_SECONDS)
    signal.setitimer(signal.ITIMER_REAL, HARD_WALL_SECONDS)


def _of_signal(number: int) -> str:
    if number == signal.SIGPROF:
        return "slow"
    if number == signal.SIGALRM:
        return f"nothing for {HARD_WALL_SECONDS} s"
    return f"ended by signal {number}"
