"""What the checks of an expression look at, found in one walk over its tree for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from connlint.feel.nodes import Between, Call, Comparison, Conjunction, Filter, If, In, Node
from connlint.feel.scopes import visit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connlint.feel.scopes import Scope

LOOKED_AT = (Call, Filter, Comparison, Between, In, If, Conjunction)

N = TypeVar("N", bound=Node)


class Constructs:
    """The nodes of a tree that are of the classes `LOOKED_AT`, each with its scope, in the order of the text."""

    __slots__ = ("_found",)

    def __init__(self, tree: Node) -> None:
        self._found: dict[type[Node], list[Any]] = {}
        for node, scope in visit(tree, only=LOOKED_AT):
            self._found.setdefault(type(node), []).append((node, scope))

    def of(self, kind: type[N]) -> Sequence[tuple[N, Scope]]:
        """Those of one class."""
        assert kind in LOOKED_AT, f"{kind.__name__} is not looked for"
        return self._found.get(kind, ())


def constructs_of(tree: Node | Constructs) -> Constructs:
    """Those of a tree; what is found already is not looked for again."""
    return tree if isinstance(tree, Constructs) else Constructs(tree)
