"""A regular expression that is compiled when it is first used.

Compiling all patterns of the linter costs a tenth of checking one file; most of them such a file never asks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, AnyStr, Generic

if TYPE_CHECKING:
    import sys
    from collections.abc import Callable, Iterator
    from re import Match


class LazyPattern(Generic[AnyStr]):
    """Has the methods of a `re.Pattern`, but is none: `re.sub` and its like do not take it."""

    def __init__(self, source: AnyStr, flags: int) -> None:
        self._given: tuple[AnyStr, int] = (source, flags)

    if TYPE_CHECKING:

        def match(self, string: AnyStr, pos: int = 0, endpos: int = sys.maxsize) -> Match[AnyStr] | None: ...
        def search(self, string: AnyStr, pos: int = 0, endpos: int = sys.maxsize) -> Match[AnyStr] | None: ...
        def fullmatch(self, string: AnyStr, pos: int = 0, endpos: int = sys.maxsize) -> Match[AnyStr] | None: ...
        def finditer(self, string: AnyStr, pos: int = 0, endpos: int = sys.maxsize) -> Iterator[Match[AnyStr]]: ...
        def findall(self, string: AnyStr, pos: int = 0, endpos: int = sys.maxsize) -> list[Any]: ...
        def split(self, string: AnyStr, maxsplit: int = 0) -> list[AnyStr]: ...
        def sub(self, repl: AnyStr | Callable[[Match[AnyStr]], AnyStr], string: AnyStr, count: int = 0) -> AnyStr: ...

    else:

        def __getattr__(self, name: str) -> Any:
            found = getattr(re.compile(*self.__dict__["_given"]), name)
            setattr(self, name, found)  # the next time it is found without coming here
            return found


def lazy(source: AnyStr, flags: int = 0) -> LazyPattern[AnyStr]:
    """Stands where `re.compile` would; a mistake in the source shows at the first use."""
    return LazyPattern(source, flags)
