"""Deep values: Jackson reads a thousand levels, Python's own limit of recursion is met long before.

What walks a value goes down one level by calling itself (FEEL, Java's texts, JSON). Such a walk over a deep value is done in a
thread whose stack has room for it.
"""

from __future__ import annotations

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

    frames, stack = sys.getrecursionlimit(), threading.stack_size(_STACK)
    try:
        sys.setrecursionlimit(max(frames, _FRAMES))
        thread = threading.Thread(target=run, name="connlint-deep")
        thread.start()
    finally:
        threading.stack_size(stack)
    try:
        thread.join()
    finally:
        sys.setrecursionlimit(frames)
    if errors:
        raise errors[0]
    return results[0]
