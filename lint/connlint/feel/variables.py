"""The names that an expression takes from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.feel.scopes import name_uses

if TYPE_CHECKING:
    from connlint.feel.nodes import Node
    from connlint.feel.scopes import NameUse


def free_names(expression: Node | str) -> tuple[NameUse, ...]:
    """The free names of a tree or a text, each use of one, in the order of the text.

    In a filter `is_certain` is false: there the name may be an entry of the items.

    >>> [str(name) for name in free_names("{a: order.total, b: a + fee}")]
    ['order.total', 'fee']
    >>> [(name.name, name.is_certain) for name in free_names("orders[total > limit]")]
    [('orders', True), ('total', False), ('limit', False)]
    """
    if isinstance(expression, str):
        from connlint.feel.parser import parse

        expression = parse(expression).tree
    return tuple(use for use in name_uses(expression) if use.is_free)
