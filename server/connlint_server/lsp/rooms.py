"""Blanks behind the tasks of a text, so that each can grow while everything else keeps its place, and the way back."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from connlint.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOM = 1024
"""How many characters a task may grow before the whole text is read again."""


class Rooms:
    """The stretches of some tasks in a text that has blanks behind each of them.

    A task's slot begins where the task does and ends where its blanks do; slots never move. Offsets "with room" count
    in the text with the blanks, the others in the document.
    """

    def __init__(self, tasks: Iterable[Span], room: int = ROOM) -> None:
        """`tasks` are their spans in the document, in order; none within another."""
        spans = list(tasks)
        self._starts = [span.start + index * room for index, span in enumerate(spans)]
        self._ends = [span.end + index * room for index, span in enumerate(spans)]
        self._slot_ends = [end + room for end in self._ends]
        self._measure()

    def widened(self, text: str) -> str:
        """The document's text with the blanks in it."""
        parts = []
        position = 0
        for end, slot_end, before in zip(self._ends, self._slot_ends, self._before, strict=False):
            parts += [text[position : end - before], " " * (slot_end - end)]
            position = end - before
        return "".join([*parts, text[position:]])

    def with_room(self, offset: int) -> int:
        """An offset of the document in the text with room. The end of a task is before its blanks."""
        return offset + self._before[bisect_left(self._document_ends, offset)]

    def in_document(self, offset: int) -> int:
        """An offset of the text with room in the document."""
        index = bisect_right(self._slot_ends, offset)
        if index < len(self._ends):
            offset = min(offset, self._ends[index]) if offset >= self._starts[index] else offset
        return offset - self._before[index]

    def replace(self, text: str, task: Span, written: str) -> tuple[str, Span] | None:
        """`text`, one with room, with the task at `task` written anew, and its new span; None where it outgrows its slot."""
        index = bisect_left(self._starts, task.start)
        end = task.start + len(written)
        slot_end = self._slot_ends[index]
        if end >= slot_end:
            return None
        self._ends[index] = end
        self._measure()
        return f"{text[: task.start]}{written}{' ' * (slot_end - end)}{text[slot_end:]}", Span(task.start, end)

    def _measure(self) -> None:
        rooms = (slot_end - end for end, slot_end in zip(self._ends, self._slot_ends, strict=True))
        self._before = list(accumulate(rooms, initial=0))
        """The blanks before each slot, and those of the whole text."""
        self._document_ends = [end - before for end, before in zip(self._ends, self._before, strict=False)]
