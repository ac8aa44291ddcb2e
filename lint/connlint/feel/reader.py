"""The rules of the grammar by their names, for those who use a rule without being the one who reads it.

A grammar goes in a circle (brackets hold expressions, which hold brackets), its files do not: they stand above one
another, from `operands` over `brackets` and `control` to `grammar`, and ask for what is read further up here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from connlint.feel.cursor import Cursor

if TYPE_CHECKING:
    from connlint.feel.nodes import Node


class Reader(Cursor, ABC):
    """A parser at a place of the text. `expected` is what a message calls an operand that is not there."""

    @abstractmethod
    def expression(self, expected: str = "an expression") -> Node:
        """A whole expression, as far as the brackets around it reach."""

    @abstractmethod
    def logical(self, left: Node, minimum: int = 1) -> Node:
        """`and` (2) and `or` (1) behind `left`, as far as they bind at least as tight as `minimum`."""

    @abstractmethod
    def comparison(self, expected: str = "an expression") -> Node:
        """What a comparison binds."""

    @abstractmethod
    def compared_further(self, left: Node) -> Node:
        """The comparison whose first operand is `left`; `left` itself where none follows."""

    @abstractmethod
    def arithmetic(self, minimum: int = 1, expected: str = "an expression") -> Node:
        """What arithmetic binds, by operators that bind at least as tight as `minimum`."""

    @abstractmethod
    def signed(self, expected: str) -> Node:
        """`-value`, or a value with what follows it."""

    @abstractmethod
    def value(self, expected: str) -> Node:
        """One operand with the `.name` and `[...]` behind it."""

    @abstractmethod
    def path(self, base: Node) -> Node:
        """`.name` behind `base`."""

    @abstractmethod
    def may_begin_operand(self) -> bool:
        """Whether the current token can be the first of an operand."""
