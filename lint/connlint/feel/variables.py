"""The names that an expression takes from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from connlint.feel.scopes import name_uses

if TYPE_CHECKING:
    from connlint.feel.nodes import Node
    from connlint.span import Span


class FreeName(NamedTuple):
    """A variable that the expression reads and does not define.

    `path` are the steps behind it (`a.b.c`: name `a`, path `b`, `c`), `step_spans` theirs. `span` covers all,
    `name_span` the name alone. `is_certain` is false in a filter, where the name may be an entry of the items.
    """

    name: str
    path: tuple[str, ...]
    span: Span
    name_span: Span
    step_spans: tuple[Span, ...]
    is_certain: bool

    def __str__(self) -> str:
        return ".".join((self.name, *self.path))


def free_names(expression: Node | str) -> tuple[FreeName, ...]:
    """The free names of a tree or a text, each use of one, in the order of the text.

    >>> [str(name) for name in free_names("{a: order.total, b: a + fee}")]
    ['order.total', 'fee']
    >>> [(name.name, name.is_certain) for name in free_names("orders[total > limit]")]
    [('orders', True), ('total', False), ('limit', False)]
    """
    if isinstance(expression, str):
        from connlint.feel.parser import parse

        expression = parse(expression).tree
    return tuple(
        FreeName(use.name, use.path, use.span, use.name_span, use.step_spans, use.scope.is_certain(use.name))
        for use in name_uses(expression)
        if use.scope.find(use.name) is None
    )
