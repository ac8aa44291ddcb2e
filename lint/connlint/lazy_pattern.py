"""A regular expression that is compiled when it is first used.

Compiling all patterns of the linter costs a tenth of checking one file; most of them such a file never asks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, AnyStr, cast

if TYPE_CHECKING:
    from re import Pattern


class _Lazy:
    """Stands in for a `re.Pattern`: whatever is asked of it is taken from the pattern, and kept."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self._given = (source, flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self.__dict__["_given"]), name)
        self.__dict__[name] = found
        return found


def lazy(source: AnyStr, flags: int = 0) -> Pattern[AnyStr]:
    """The pattern of `re.compile`, for its methods and attributes; `re`'s own functions do not take it."""
    return cast("Pattern[AnyStr]", _Lazy(source, flags))
