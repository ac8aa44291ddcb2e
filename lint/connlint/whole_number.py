"""Whole numbers of any length: Python refuses to read a text of more than 4300 digits, which anybody can write."""

from __future__ import annotations

BEYOND = 10**30
"""Larger than anything that a number is compared with here."""


def whole_number(text: str) -> int:
    """The number in a text of digits, with blanks around it or a sign before it; `BEYOND`, with its sign, from there on.

    >>> whole_number(" -020 "), whole_number("9" * 5000) == BEYOND
    (-20, True)
    """
    text = text.strip()
    digits = text.lstrip("+-").lstrip("0")
    size = int(digits or "0") if len(digits) <= 30 else BEYOND
    return -size if text.startswith("-") else size
