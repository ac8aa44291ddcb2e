"""Why a regular expression is not searched to its end."""

from __future__ import annotations


class InvalidPattern(ValueError):
    """A pattern that Java refuses, or a replacement that names a group which is not there."""


class RegexTimeout(Exception):
    """A pattern that takes too long or too much room, or a replacement that makes too much of a text."""
