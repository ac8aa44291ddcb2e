"""Goes through a syntax tree, whatever its nodes are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.feel.nodes import Node

if TYPE_CHECKING:
    from collections.abc import Iterator


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below, in the order of their fields."""
    for name in type(node).__slots__:
        value = getattr(node, name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            for item in value:
                if isinstance(item, Node):
                    yield item


def walk(node: Node) -> Iterator[Node]:
    """The node and every node below it, each before its own; no recursion, trees may be deep."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(reversed(list(children(current))))
