"""The tokens of one text, in little room: as many numbers as they have ends, and their kinds."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import overload

from connlint.feel.token_kinds import Token


class TokenList(Sequence[Token]):
    """A list of `Token`, each of which is made when it is asked for.

    A text of a million characters may hold as many tokens; as tuples they would take two hundred bytes each.
    """

    __slots__ = ("ends", "kinds", "starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.kinds: list[str] = []
        self.starts = array("I")
        self.ends = array("I")

    def add(self, kind: str, start: int, end: int) -> None:
        self.kinds.append(kind)
        self.starts.append(start)
        self.ends.append(end)

    def __len__(self) -> int:
        return len(self.kinds)

    @overload
    def __getitem__(self, index: int) -> Token: ...
    @overload
    def __getitem__(self, index: slice) -> list[Token]: ...
    def __getitem__(self, index: int | slice) -> Token | list[Token]:
        if isinstance(index, slice):
            return [self[position] for position in range(*index.indices(len(self)))]
        start, end = self.starts[index], self.ends[index]
        return Token(self.kinds[index], self.text[start:end], start, end)
