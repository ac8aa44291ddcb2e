"""The two ways in which a temporal operation does not give a value."""

from __future__ import annotations


class TemporalFailure(ArithmeticError):  # noqa: N818 - the engine's word: evaluation fails
    """The engine ends the whole evaluation here: a year beyond nine digits, a duration beyond 64 bits, an unknown zone.

    The message is in our own words; the engine shows a Java exception.
    """


class TemporalTextError(ValueError):
    """A text or numbers of which no temporal value can be made; `str()` is the engine's wording.

    The engine turns it into null and a warning.
    """
