"""Work of a run that waits for nothing, such as reading an answer and masking it: beside the event loop, and with an end.

A thread cannot be stopped from outside, so what may take long asks `keep_deadline` now and then.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")

# What was received until the deadline is to be shown all the same.
_LEAST = 10.0


class OverdueError(Exception):
    """The work took longer than the run may, or nobody waits for it any more."""


class Deadline:
    """The end of a run's work: its seconds from now, `None` without end. Masking has some seconds in any case."""

    def __init__(self, seconds: float | None) -> None:
        self._begin = time.monotonic()
        self._seconds = seconds
        self._is_given_up = False

    def extended(self) -> Deadline:
        """The same, or a later one that leaves some seconds from now."""
        if self._seconds is None:
            return Deadline(None)
        left = self._begin + self._seconds - time.monotonic()
        return Deadline(max(left, _LEAST))

    def give_up(self) -> None:
        self._is_given_up = True

    @property
    def is_over(self) -> bool:
        return self._is_given_up or (self._seconds is not None and time.monotonic() > self._begin + self._seconds)


_current: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


async def beside(step: Callable[[], T], deadline: Deadline) -> T:
    """What a step gives, made in another thread. Raises `OverdueError` where the step notices that it is late."""

    def run() -> T:
        _current.set(deadline)
        return step()

    try:
        return await asyncio.to_thread(run)
    except asyncio.CancelledError:
        deadline.give_up()
        raise


def keep_deadline() -> None:
    """Raise `OverdueError` where the work around this has to end."""
    deadline = _current.get()
    if deadline is not None and deadline.is_over:
        raise OverdueError


@contextmanager
def without_deadline() -> Iterator[None]:
    """For the little that must be done in any case."""
    token = _current.set(None)
    try:
        yield
    finally:
        _current.reset(token)
