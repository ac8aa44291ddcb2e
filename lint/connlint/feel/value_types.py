"""What is certain about the type of an expression's value. Speaks only where it is sure."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from connlint.feel import nodes
from connlint.feel.scopes import OUTERMOST, Scope, entry_scopes, filter_scope, iteration_scope

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from connlint.feel.function_table import FunctionInfo
    from connlint.feel.nodes import Node

_DAYS, _MONTHS = "days and time duration", "years and months duration"
_DATE, _TIME, _DATE_TIME = "date", "time", "date and time"
_ALL = frozenset(
    {"null", "boolean", "number", "string", "list", "context", "function", "range"}
    | {_DATE, _TIME, _DATE_TIME, _DAYS, _MONTHS}
)
_WITH_PROPERTIES = frozenset({"context", "list", _DATE, _TIME, _DATE_TIME, _DAYS, _MONTHS})
_MAX_DEPTH = 60
_MAX_STEPS = 2_000
_MAX_STEPS_IN_ALL = 500_000


class Type(NamedTuple):
    """The kinds of value that an expression can have; `None` where any is possible.

    A kind is a name as `instance of` takes it, or `null` or `range`. For contexts, `entries` are the known ones
    and `is_complete` says whether there are no others; for lists, `items` is what all items are.
    """

    kinds: frozenset[str] | None = None
    entries: Mapping[str, Type] = MappingProxyType({})
    is_complete: bool = False
    items: Type | None = None

    def can_be(self, kind: str) -> bool:
        return self.kinds is None or kind in self.kinds

    def is_only(self, kind: str) -> bool:
        return self.kinds is not None and len(self.kinds) == 1 and kind in self.kinds

    @property
    def known(self) -> frozenset[str]:
        """The possible kinds, all of them where nothing is known."""
        return _ALL if self.kinds is None else self.kinds

    def __str__(self) -> str:
        kinds = sorted(self.known - {"null"}) or ["null"]
        return "unknown" if self.kinds is None else " or ".join(kinds)


UNKNOWN: Final = Type()


def type_named(*kinds: str) -> Type:
    return Type(frozenset(kinds))


def context_type(entries: Mapping[str, Type], *, is_complete: bool = False) -> Type:
    return Type(frozenset({"context"}), entries, is_complete)


def either(left: Type, right: Type) -> Type:
    """What is certain about a value of one type or the other."""
    if left.kinds is None or right.kinds is None:
        return UNKNOWN
    return left if left == right else Type(left.kinds | right.kinds)


_NULL = type_named("null")
_TRUTH = type_named("boolean", "null")


class Environment(NamedTuple):
    """What surrounds an expression: its variables' types as far as known, and the functions that are offered."""

    names: Mapping[str, Type] = MappingProxyType({})
    functions: Mapping[str, FunctionInfo] = MappingProxyType({})


NOTHING_KNOWN = Environment(MappingProxyType({}), MappingProxyType({}))


def type_of(node: Node, environment: Environment = NOTHING_KNOWN, scope: Scope = OUTERMOST) -> Type:
    """The type of a node's value, in the scope that `visit` gives with it.

    >>> from connlint.feel.parser import parse
    >>> str(type_of(parse('if a then 1 else "one"').tree))
    'number or string'
    """
    return Types(environment).of(node, scope)


class Types:
    """The types of the parts of one expression.

    Each is read down to a depth and up to a number of steps beyond which everything is unknown; the steps for all
    of them are limited too, since a name stands for all that it was given.
    """

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self.depth = 0
        self.steps = 0
        self.steps_left = _MAX_STEPS_IN_ALL

    def of(self, node: Node, scope: Scope = OUTERMOST) -> Type:
        """The type of a node's value, in the scope that `visit` gives with it."""
        self.steps_left -= self.steps
        self.depth = 0
        self.steps = 0 if self.steps_left > 0 else _MAX_STEPS
        return self.read(node, scope)

    def read(self, node: Node, scope: Scope) -> Type:
        """`of`, from within another one."""
        read = _READERS.get(type(node))
        self.steps += 1
        if read is None or self.depth >= _MAX_DEPTH or self.steps > _MAX_STEPS:
            return UNKNOWN
        self.depth += 1
        found = read(self, node, scope)
        self.depth -= 1
        return found

    def name(self, node: nodes.Name, scope: Scope) -> Type:
        if not scope.is_certain(node.name):
            return UNKNOWN
        binding = scope.find(node.name)
        if binding is None:
            return self.environment.names.get(node.name, UNKNOWN)
        if binding.kind == "partial":
            return type_named("list")
        if binding.node is None:
            return UNKNOWN
        found = self.read(binding.node, binding.scope)
        return found if binding.kind == "entry" else found.items or UNKNOWN

    def path(self, node: nodes.Path, scope: Scope) -> Type:
        base = self.read(node.base, scope)
        if base.kinds is None:
            return UNKNOWN
        if not base.kinds & _WITH_PROPERTIES:
            return _NULL
        if base.kinds <= {"list", "null"}:
            return Type(base.kinds)
        if base.kinds <= {"context", "null"}:
            entry = base.entries.get(node.name, _NULL if base.is_complete else UNKNOWN)
            return entry if base.is_only("context") else either(entry, _NULL)
        return UNKNOWN

    def filter(self, node: nodes.Filter, scope: Scope) -> Type:
        base = self.read(node.base, scope)
        if not base.can_be("list"):
            return _NULL
        condition = self.read(node.condition, filter_scope(node, scope))
        if condition.is_only("number"):
            return either(base.items, _NULL) if base.items else UNKNOWN
        if not condition.can_be("number"):
            return Type(base.kinds if base.is_only("list") else frozenset({"list", "null"}), items=base.items)
        return UNKNOWN

    def call(self, node: nodes.Call, scope: Scope) -> Type:
        if node.target is not None or scope.find(node.name) is not None:
            return UNKNOWN
        info = self.environment.functions.get(node.name)
        if info is None:
            return UNKNOWN
        results = {signature.result for signature in info.signatures}
        if "any" in results:
            return UNKNOWN
        # The connectors' own functions fail where the built-in ones give null.
        return Type(frozenset(results | (set() if info.group == "connector" else {"null"})))

    def arithmetic(self, node: nodes.Arithmetic, scope: Scope) -> Type:
        left, right = self.read(node.left, scope), self.read(node.right, scope)
        operator = node.operator
        if left.is_only("number") and right.is_only("number") and operator in ("+", "-", "*"):
            return left
        if left.is_only("string") and right.is_only("string") and operator == "+":
            return left
        results = {
            result
            for (sign, first, second), result in _ARITHMETIC.items()
            if sign == operator and first in left.known and second in right.known
        }
        return Type(frozenset(results | {"null"}))

    def branches(self, node: nodes.If, scope: Scope) -> Type:
        return either(self.read(node.then, scope), self.read(node.otherwise, scope))

    def iteration(self, node: nodes.For, scope: Scope) -> Type:
        items = self.read(node.result, iteration_scope(node, scope))
        return Type(frozenset({"list", "null"}), items=None if items.kinds is None else items)

    def iteration_range(self, node: nodes.IterationRange, scope: Scope) -> Type:
        return Type(frozenset({"list"}), items=type_named("number"))

    def context(self, node: nodes.Context, scope: Scope) -> Type:
        entries = {entry.key: self.read(entry.value, inside) for entry, inside in entry_scopes(node, scope)}
        return context_type(entries, is_complete=True)

    def list(self, node: nodes.ListLiteral, scope: Scope) -> Type:
        items: Type | None = None
        for item in node.items:
            found = self.read(item, scope)
            items = found if items is None else either(items, found)
            if items.kinds is None:
                break
        return Type(frozenset({"list"}), items=items)


_ARITHMETIC: dict[tuple[str, str, str], str] = {
    ("+", "number", "number"): "number",
    ("+", "string", "string"): "string",
    ("-", "number", "number"): "number",
    ("*", "number", "number"): "number",
    ("/", "number", "number"): "number",
    ("**", "number", "number"): "number",
    ("-", _TIME, _TIME): _DAYS,
}
for _duration in (_DAYS, _MONTHS):
    _ARITHMETIC[("+", _duration, _duration)] = _duration
    _ARITHMETIC[("-", _duration, _duration)] = _duration
    _ARITHMETIC[("*", _duration, "number")] = _duration
    _ARITHMETIC[("*", "number", _duration)] = _duration
    _ARITHMETIC[("/", _duration, "number")] = _duration
    _ARITHMETIC[("/", _duration, _duration)] = "number"
    for _point in (_DATE, _DATE_TIME, _TIME):
        _ARITHMETIC[("+", _point, _duration)] = _point
        _ARITHMETIC[("+", _duration, _point)] = _point
        _ARITHMETIC[("-", _point, _duration)] = _point
for _first in (_DATE, _DATE_TIME):
    for _second in (_DATE, _DATE_TIME):
        _ARITHMETIC[("-", _first, _second)] = _DAYS


def temporal_kind(text: str) -> str:
    """The kind of a temporal literal that has the form of one; whether it is valid is another question."""
    if re.match(r"-?P", text):
        return _MONTHS if re.fullmatch(r"-?P(?:-?\d+Y)?(?:-?\d+M)?", text) else _DAYS
    date = re.match(r"-?\d+-\d+-\d+", text)
    if date is None:
        return _TIME
    return _DATE_TIME if text.startswith("T", date.end()) else _DATE


def _always(found: Type) -> Callable[[Types, Node, Scope], Type]:
    return lambda reader, node, scope: found


_READERS: dict[type[Node], Callable[[Types, Node, Scope], Type]] = {
    nodes.Null: _always(_NULL),
    nodes.Boolean: _always(type_named("boolean")),
    nodes.Number: _always(type_named("number")),
    nodes.String: _always(type_named("string")),
    nodes.Temporal: lambda reader, node, scope: type_named(temporal_kind(node.text), "null"),  # type: ignore[attr-defined]
    nodes.Comparison: _always(_TRUTH),
    nodes.Conjunction: _always(_TRUTH),
    nodes.Disjunction: _always(_TRUTH),
    nodes.Between: _always(_TRUTH),
    nodes.In: _always(_TRUTH),
    nodes.Quantified: _always(_TRUTH),
    nodes.UnaryComparison: _always(_TRUTH),
    nodes.Interval: _always(_TRUTH),
    nodes.InstanceOf: _always(type_named("boolean")),
    nodes.FunctionDefinition: _always(type_named("function")),
    nodes.Negation: _always(type_named("number", "null")),
    nodes.Parenthesised: lambda reader, node, scope: reader.read(node.inner, scope),  # type: ignore[attr-defined]
    nodes.Name: Types.name,  # type: ignore[dict-item]
    nodes.Path: Types.path,  # type: ignore[dict-item]
    nodes.Filter: Types.filter,  # type: ignore[dict-item]
    nodes.Call: Types.call,  # type: ignore[dict-item]
    nodes.Arithmetic: Types.arithmetic,  # type: ignore[dict-item]
    nodes.If: Types.branches,  # type: ignore[dict-item]
    nodes.For: Types.iteration,  # type: ignore[dict-item]
    nodes.IterationRange: Types.iteration_range,  # type: ignore[dict-item]
    nodes.Context: Types.context,  # type: ignore[dict-item]
    nodes.ListLiteral: Types.list,  # type: ignore[dict-item]
}
