"""Which names are visible where in an expression, and every use of a name.

A context's entries see the entries before them. The items of `for`, `some` and `every` are visible behind
`return` and `satisfies` (run time: not in the iterators that follow), with `partial` in a `for`. A filter's
condition sees `item` and, where the items are contexts, their entries: which ones only a run tells.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from connlint.feel import nodes
from connlint.feel.nodes import Node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from connlint.span import Span

    Visited: TypeAlias = tuple[Node, "Scope"]

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
    """A variable that is read, with the steps of the path behind it, the first one first, as far as they are names.

    It has no more than the nodes: a large expression reads a hundred thousand names, and the places of most of them
    are asked for by nobody.
    """

    variable: nodes.Name
    steps: tuple[nodes.Path, ...]
    scope: Scope

    @property
    def name(self) -> str:
        return self.variable.name

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(step.name for step in self.steps)

    @property
    def span(self) -> Span:
        """All of it."""
        return (self.steps[-1] if self.steps else self.variable).span

    @property
    def name_span(self) -> Span:
        return self.variable.span

    @property
    def step_spans(self) -> tuple[Span, ...]:
        return tuple(step.name_span for step in self.steps)

    @property
    def is_free(self) -> bool:
        """Whether nothing in the expression gives the name its value."""
        return self.scope.find(self.variable.name) is None

    @property
    def is_certain(self) -> bool:
        """Whether the scope is right about that whatever the values are, as it need not be in a filter."""
        return self.scope.is_certain(self.variable.name)

    def __str__(self) -> str:
        return ".".join((self.name, *self.path))


def visit(
    tree: Node, scope: Scope = OUTERMOST, *, only: tuple[type[Node], ...] | None = None
) -> Iterator[tuple[Node, Scope]]:
    """Every node with its scope, a node before its parts, in the order of the text. `only`: those of these classes.

    A large expression is mostly names and literals: not to look at them is what makes a visit quick.
    """
    wanted = _CLASSES if only is None else frozenset(only)
    followed = _CLASSES if only is None else _FOLLOWED | wanted
    waiting = [(tree, scope)]
    while waiting:
        node, inside = waiting.pop()
        kind = type(node)
        if kind in wanted:
            yield node, inside
        names = _PARTS.get(kind)
        if names is None:
            if kind in _SCOPED:
                waiting += _SCOPED[kind](node, inside, followed)
            continue
        for name in names:
            part = getattr(node, name)
            kind = type(part)
            if kind in followed:
                waiting.append((part, inside))
            elif kind is tuple:
                waiting += [(item, inside) for item in reversed(part) if type(item) in followed]


def name_uses(tree: Node, scope: Scope = OUTERMOST) -> Iterator[NameUse]:
    """Every use of a variable, free or bound, in the order of the text."""
    told = 0  # so many of the nodes that come next belong to a path that was told as a whole
    for node, inside in visit(tree, scope, only=(nodes.Path, nodes.Name)):
        if told:
            told -= 1
        elif isinstance(node, nodes.Name):
            yield NameUse(node, (), inside)
        elif isinstance(node, nodes.Path):
            steps = [node]
            base = node.base
            while isinstance(base, nodes.Path):
                steps.append(base)
                base = base.base
            told = len(steps) - 1
            if isinstance(base, nodes.Name):
                told += 1
                yield NameUse(base, tuple(reversed(steps)), inside)


def parts(node: Node) -> list[Node]:
    """The nodes directly below a node, in the order of the text."""
    found: list[Node] = []
    for name in node.children:
        part = getattr(node, name)
        if type(part) is tuple:
            found.extend(part)
        elif part is not None:
            found.append(part)
    return found


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


# The parts of a node that are followed, the last first, where the names of a part are not those around the node. A scope
# is made only where there is something to be followed in it.


def _entries(node: nodes.Context, scope: Scope, followed: frozenset[type[Node]]) -> list[Visited]:
    if nodes.ContextEntry in followed:
        found: list[Visited] = list(entry_scopes(node, scope))
    elif any(type(entry.value) in followed for entry in node.entries):
        found = [(entry.value, inside) for entry, inside in entry_scopes(node, scope) if type(entry.value) in followed]
    else:
        found = []
    return found[::-1]


def _filter_parts(node: nodes.Filter, scope: Scope, followed: frozenset[type[Node]]) -> list[Visited]:
    found: list[Visited] = []
    if type(node.condition) in followed:
        found.append((node.condition, filter_scope(node, scope)))
    if type(node.base) in followed:
        found.append((node.base, scope))
    return found


def _iteration_parts(
    node: nodes.For | nodes.Quantified, scope: Scope, followed: frozenset[type[Node]]
) -> list[Visited]:
    result = node.result if isinstance(node, nodes.For) else node.condition
    found: list[Visited] = [(result, iteration_scope(node, scope))] if type(result) in followed else []
    return found + [(iterator, scope) for iterator in reversed(node.iterators)]


def _body(node: nodes.FunctionDefinition, scope: Scope, followed: frozenset[type[Node]]) -> list[Visited]:
    if type(node.body) not in followed:
        return []
    bindings = {parameter.name: Binding("parameter", None, scope) for parameter in node.parameters}
    return [(node.body, Scope(scope, bindings))]


_SCOPED: dict[type[Node], Callable[[Any, Scope, frozenset[type[Node]]], list[Visited]]] = {
    nodes.Context: _entries,
    nodes.Filter: _filter_parts,
    nodes.For: _iteration_parts,
    nodes.Quantified: _iteration_parts,
    nodes.FunctionDefinition: _body,
}

_PARTS = {each: each.children[::-1] for each in Node.__subclasses__() if each.children and each not in _SCOPED}
_CLASSES = frozenset(Node.__subclasses__())
_FOLLOWED = frozenset(each for each in _CLASSES if each.children) - {nodes.ContextEntry}
