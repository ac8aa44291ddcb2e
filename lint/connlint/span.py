"""A stretch of a text, in code points. The one measure that every part of connlint shares."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """From `start` (counted from 0) up to, and without, `end`.

    Which text is meant follows from the place: a syntax tree of FEEL counts within its expression,
    everything of `connlint.source` within the decoded file.
    """

    start: int
    end: int

    def shifted(self, by: int) -> Span:
        """The same stretch in a text in which this one's text begins at `by`."""
        return Span(self.start + by, self.end + by)

    def holds(self, offset: int) -> bool:
        """Whether `offset` lies within, both ends counted: a caret behind the last character is inside."""
        return self.start <= offset <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether a character belongs to both (an empty stretch overlaps what it lies strictly within)."""
        return self.start < other.end and other.start < self.end
