"""Comparisons that can never hold, indexes that are never there, results that are never the right kind of value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.feel import nodes
from connlint.feel.constructs import Constructs, constructs_of
from connlint.feel.problems import Problem, with_article
from connlint.feel.syntax_error import Edit, Remedy
from connlint.feel.value_types import NOTHING_KNOWN, Types

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint.feel.nodes import Node
    from connlint.feel.scopes import Scope
    from connlint.feel.value_types import Environment, Type

ERROR_TYPES = ("bpmnError", "jobError", "ignoreError")
"""The values of `errorType` that the connector runtime knows; also the functions that make such contexts."""


def impossible_comparisons(tree: Node | Constructs, environment: Environment = NOTHING_KNOWN) -> Iterator[Problem]:
    """Comparisons of values whose types are never the same. Run time: they give null, neither true nor false.

    >>> from connlint.feel.parser import parse
    >>> [problem.message for problem in impossible_comparisons(parse('1 = "1"').tree)]
    ['a number is never equal to a string']
    """
    types, constructs = Types(environment), constructs_of(tree)
    for node, scope in constructs.of(nodes.Comparison):
        left, right = types.of(node.left, scope), types.of(node.right, scope)
        is_order = node.operator not in ("=", "!=")
        if not _comparable(left, right, null_counts=not is_order):
            yield Problem(node.span, _never(left, right, is_order=is_order), _conversion(node, left, right))
    for between, scope in constructs.of(nodes.Between):
        value = types.of(between.value, scope)
        for bound in (between.low, between.high):
            other = types.of(bound, scope)
            if not _comparable(value, other, null_counts=False):
                yield Problem(bound.span, _never(value, other, is_order=True))
    for membership, scope in constructs.of(nodes.In):
        value = types.of(membership.value, scope)
        for test in membership.tests:
            yield from _impossible_test(value, test, types, scope)


def _impossible_test(value: Type, test: Node, types: Types, scope: Scope) -> Iterator[Problem]:
    if isinstance(test, nodes.Interval):
        for bound in (test.low, test.high):
            other = types.of(bound, scope)
            if not _comparable(value, other, null_counts=False):
                yield Problem(bound.span, _never(value, other, is_order=True))
    elif isinstance(test, nodes.UnaryComparison):
        other = types.of(test.value, scope)
        if not _comparable(value, other, null_counts=False):
            yield Problem(test.span, _never(value, other, is_order=True))
    else:
        other = types.of(test, scope)
        # A list is searched, and a test that is true holds whatever the value is.
        if not (other.can_be("list") or other.can_be("boolean")) and not _comparable(value, other, null_counts=True):
            yield Problem(test.span, _never(value, other, is_order=False))


def _comparable(left: Type, right: Type, *, null_counts: bool) -> bool:
    """Whether two values may be of one type. Where `null_counts`, null can be compared with anything."""
    if left.kinds is None or right.kinds is None:
        return True
    if null_counts and "null" in left.kinds and "null" in right.kinds:
        return True
    firm_left, firm_right = left.kinds - {"null"}, right.kinds - {"null"}
    if not firm_left or not firm_right:
        return True
    return bool(firm_left & firm_right)


def _never(left: Type, right: Type, *, is_order: bool) -> str:
    verb = "compared with" if is_order else "equal to"
    return f"{with_article(str(left))} is never {verb} {with_article(str(right))}"


def _conversion(node: nodes.Comparison, left: Type, right: Type) -> Remedy | None:
    """A literal of the other side's type, where one of a number and a string is a literal."""
    for literal, other in ((node.right, left), (node.left, right)):
        if isinstance(literal, nodes.String) and other.known - {"null"} == {"number"} and _is_number(literal.value):
            return Remedy("compare with the number", Edit(literal.span, literal.value))
        if isinstance(literal, nodes.Number) and other.known - {"null"} == {"string"}:
            return Remedy("compare with the text", Edit(literal.span, f'"{literal.value:f}"'))
    return None


def _is_number(text: str) -> bool:
    whole, _, fraction = text.removeprefix("-").partition(".")
    return whole.isascii() and whole.isdigit() and (not fraction or (fraction.isascii() and fraction.isdigit()))


def zero_indexes(tree: Node | Constructs) -> Iterator[Problem]:
    """Indexes of 0. Run time: items are counted from 1, `[0]` is always null."""
    for node, _ in constructs_of(tree).of(nodes.Filter):
        index = _inner(node.condition)
        if isinstance(index, nodes.Negation):
            index = _inner(index.operand)
        if isinstance(index, nodes.Number) and int(index.value) == 0:
            span = node.condition.span
            yield Problem(span, "lists count from 1: an index of 0 gives null", Remedy("write 1", Edit(span, "1")))


def never_a_context(tree: Node, environment: Environment = NOTHING_KNOWN) -> Iterator[Problem]:
    """The results of an expression that are certainly no context: of each branch of an `if` at its root.

    Run time, for a result expression: null makes no variables, anything else but a context fails the job. So a
    null branch is fine and an expression that is never anything but null is not.
    """
    types = Types(environment)
    whole = types.of(tree)
    if whole.is_only("null"):
        yield Problem(tree.span, "this is always null; a context is expected")
        return
    for result in results(tree):
        found = types.of(result)
        if not found.can_be("context") and not found.is_only("null"):
            yield Problem(result.span, f"this is {with_article(str(found))}; a context is expected")


def never_an_error(tree: Node, environment: Environment = NOTHING_KNOWN) -> Iterator[Problem]:
    """The results of an error expression that are certainly neither null, an empty context nor an error."""
    types = Types(environment)
    for result in results(tree):
        found = types.of(result)
        if not found.can_be("context") and not found.is_only("null"):
            message = f"this is {with_article(str(found))}; null or an error (such as `bpmnError(...)`) is expected"
            yield Problem(result.span, message)
        elif isinstance(result, nodes.Context) and result.entries:
            problem = _no_error_type(result)
            if problem is not None:
                yield problem


def _no_error_type(node: nodes.Context) -> Problem | None:
    given = [entry for entry in node.entries if entry.key == "errorType"]
    listed = ", ".join(f'"{name}"' for name in ERROR_TYPES)
    if not given:
        return Problem(node.span, f"a context without `errorType` is no error; expected one of {listed}")
    value = given[-1].value
    if isinstance(value, nodes.String) and value.value not in ERROR_TYPES:
        return Problem(value.span, f"there is no error type `{value.value}`; expected one of {listed}")
    return None


def results(tree: Node) -> Iterator[Node]:
    """What an expression may give: the branches of the `if` at its root, of those in them, or itself."""
    waiting = [tree]
    while waiting:
        node = _inner(waiting.pop())
        if isinstance(node, nodes.If):
            waiting += (node.otherwise, node.then)
        elif not isinstance(node, nodes.Missing):
            yield node


def _inner(node: Node) -> Node:
    while isinstance(node, nodes.Parenthesised):
        node = node.inner
    return node
