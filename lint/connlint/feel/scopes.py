"""Which names are visible where in an expression, and every use of a name.

A context's entries see the entries before them. The items of `for`, `some` and `every` are visible behind
`return` and `satisfies` (run time: not in the iterators that follow), with `partial` in a `for`. A filter's
condition sees `item` and, where the items are contexts, their entries: which ones only a run tells.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from connlint.feel import nodes
from connlint.feel.nodes import Node

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from connlint.span import Span

BindingKind = Literal["entry", "iterator", "parameter", "partial", "item"]


class Binding(NamedTuple):
    """What gives a name its value inside an expression.

    `node` is the entry's value, the iterator's domain or the filtered list, and `scope` where that is
    evaluated; a parameter and `partial` have no node. `position` is the entry's place in its context.
    """

    kind: BindingKind
    node: Node | None
    scope: Scope
    position: int = 0


class Scope(NamedTuple):
    """The names of one construct, and through `parent` those around it; the outermost has no parent.

    Of a context's entries those at positions below `limit` are visible. `has_unknown_names` is true in a
    filter: any name may be an entry of the items there.
    """

    parent: Scope | None
    bindings: Mapping[str, Binding]
    limit: int = 1
    has_unknown_names: bool = False

    def find(self, name: str) -> Binding | None:
        """What binds the name here, or nothing: then it is a free name of the expression."""
        scope: Scope | None = self
        while scope is not None:
            binding = scope.bindings.get(name)
            if binding is not None and binding.position < scope.limit:
                return binding
            scope = scope.parent
        return None

    def is_certain(self, name: str) -> bool:
        """Whether `find` is right whatever the values are: no filter stands between the use and what it finds."""
        scope: Scope | None = self
        while scope is not None:
            binding = scope.bindings.get(name)
            if binding is not None and binding.position < scope.limit:
                return True
            if scope.has_unknown_names:
                return False
            scope = scope.parent
        return True


OUTERMOST = Scope(None, MappingProxyType({}))


class NameUse(NamedTuple):
    """A variable that is read, with the path behind it as far as it consists of names.

    `span` covers all of it; `step_spans` has one for each step of `path`.
    """

    name: str
    path: tuple[str, ...]
    span: Span
    name_span: Span
    step_spans: tuple[Span, ...]
    scope: Scope


def visit(tree: Node, scope: Scope = OUTERMOST) -> Iterator[tuple[Node, Scope]]:
    """Every node with its scope, a node before its parts, in the order of the text."""
    waiting = [(tree, scope)]
    while waiting:
        node, inside = waiting.pop()
        yield node, inside
        waiting.extend(reversed(_parts(node, inside)))


def name_uses(tree: Node, scope: Scope = OUTERMOST) -> Iterator[NameUse]:
    """Every use of a variable, free or bound, in the order of the text."""
    within: Node | None = None
    for node, inside in visit(tree, scope):
        if isinstance(node, nodes.Path):
            if within is None or not (within.start == node.start and node.end <= within.end):
                use = _path_use(node, inside)
                if use is not None:
                    within = node
                    yield use
        elif isinstance(node, nodes.Name):
            if within is None or not (within.start == node.start and node.end <= within.end):
                yield NameUse(node.name, (), node.span, node.span, (), inside)
            within = None


def _path_use(node: nodes.Path, scope: Scope) -> NameUse | None:
    steps: list[nodes.Path] = []
    base: Node = node
    while isinstance(base, nodes.Path):
        steps.append(base)
        base = base.base
    if not isinstance(base, nodes.Name):
        return None
    steps.reverse()
    path = tuple(step.name for step in steps)
    return NameUse(base.name, path, node.span, base.span, tuple(step.name_span for step in steps), scope)


def parts(node: Node) -> list[Node]:
    """The nodes directly below a node, in the order of the text."""
    found: list[Node] = []
    for name in node.__slots__:
        part = getattr(node, name)
        if isinstance(part, Node):
            found.append(part)
        elif type(part) is tuple and part and isinstance(part[0], Node):
            found.extend(part)
    return found


def _parts(node: Node, scope: Scope) -> list[tuple[Node, Scope]]:
    if isinstance(node, nodes.Context):
        return list(entry_scopes(node, scope))
    if isinstance(node, nodes.Filter):
        return [(node.base, scope), (node.condition, filter_scope(node, scope))]
    if isinstance(node, nodes.For):
        return [*((iterator, scope) for iterator in node.iterators), (node.result, iteration_scope(node, scope))]
    if isinstance(node, nodes.Quantified):
        return [*((iterator, scope) for iterator in node.iterators), (node.condition, iteration_scope(node, scope))]
    if isinstance(node, nodes.FunctionDefinition):
        bindings = {parameter.name: Binding("parameter", None, scope) for parameter in node.parameters}
        return [(node.body, Scope(scope, bindings))]
    return [(part, scope) for part in parts(node)]


def entry_scopes(node: nodes.Context, scope: Scope) -> Iterator[tuple[nodes.ContextEntry, Scope]]:
    """The entries of a context, each with the scope of its value."""
    bindings: dict[str, Binding] = {}
    for position, entry in enumerate(node.entries):
        inside = Scope(scope, bindings, position)
        yield entry, inside
        # A later entry of the same key does not take the name from those between the two.
        bindings.setdefault(entry.key, Binding("entry", entry.value, inside, position))


def filter_scope(node: nodes.Filter, scope: Scope) -> Scope:
    return Scope(scope, {"item": Binding("item", node.base, scope)}, has_unknown_names=True)


def iteration_scope(node: nodes.For | nodes.Quantified, scope: Scope) -> Scope:
    bindings = {iterator.name: Binding("iterator", iterator.domain, scope) for iterator in node.iterators}
    if isinstance(node, nodes.For):
        bindings.setdefault("partial", Binding("partial", None, scope))
    return Scope(scope, bindings)
