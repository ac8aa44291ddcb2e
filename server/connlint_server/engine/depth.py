"""Deep values: Jackson reads a thousand levels, Python's own limit of recursion is met long before.

What walks a value goes down one level by calling itself (FEEL, Java's texts, JSON). Such a walk over a deep value is done in a
thread whose stack has room for it.
"""

from __future__ import annotations

import contextvars
import sys
import threading
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

MAX_DEPTH = 1000
"""Run time: Jackson refuses a document with more levels."""
_DEEP = 100
_FRAMES = 20_000
_STACK = 256 * 1024 * 1024


class _Room:
    """The process's limit of recursion, wide as long as somebody needs it: steps may run in several threads at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._users = 0
        self._before = 0

    def enter(self, thread: threading.Thread) -> None:
        with self._lock:
            if not self._users:
                self._before = sys.getrecursionlimit()
                sys.setrecursionlimit(max(self._before, _FRAMES))
            self._users += 1
            stack = threading.stack_size(_STACK)
            try:
                thread.start()
            finally:
                threading.stack_size(stack)

    def leave(self) -> None:
        with self._lock:
            self._users -= 1
            if not self._users:
                sys.setrecursionlimit(self._before)


_room = _Room()


def is_deeper(value: Any, levels: int) -> bool:
    """Whether a JSON value has more levels of objects and lists."""
    level = [value] if isinstance(value, (dict, list)) else []
    for _ in range(levels):
        level = [
            child
            for node in level
            for child in (node.values() if isinstance(node, dict) else node)
            if isinstance(child, (dict, list))
        ]
        if not level:
            return False
    return bool(level)


def walked(step: Callable[[], T], *values: Any) -> T:
    """What a step gives that walks these values, with room for it where one of them is deep."""
    return with_room(step) if any(is_deeper(value, _DEEP) for value in values) else step()


def with_room(step: Callable[[], T]) -> T:
    """What a step gives, made in a thread with a large stack. Its exceptions are raised here."""
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(step())
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=contextvars.copy_context().run, args=(run,), name="connlint-deep")
    _room.enter(thread)
    try:
        thread.join()
    finally:
        _room.leave()
    if errors:
        raise errors[0]
    return results[0]
