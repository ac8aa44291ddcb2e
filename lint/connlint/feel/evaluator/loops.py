"""`for`, `some`, `every` and filters: what evaluates one part of an expression for many items."""

from __future__ import annotations

from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from itertools import product
from typing import TYPE_CHECKING

from connlint.feel import nodes
from connlint.feel.evaluator.dispatch import evaluate_node, evaluates
from connlint.feel.evaluator.scope import ChangingScope, Partial, Scope, context_scope
from connlint.feel.evaluator.truth import fold
from connlint.feel.failures import NoInputValue, Refusal
from connlint.feel.limits import REFERENCE_SIZE, shallow_size
from connlint.feel.numbers import PRECISION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from connlint.feel.evaluator.run import Run
    from connlint.feel.values import Value

_ONE = Decimal(1)
_SHARED_TYPES = frozenset({str, bool, type(None)})
"""Results of these types are mostly there already, or were counted where they were made."""

_COUNTING = Context(prec=PRECISION, Emin=MIN_EMIN, Emax=MAX_EMAX)


@evaluates(nodes.For)
def evaluate_for(node: nodes.For, scope: Scope, run: Run) -> Value:
    results: list[Value] = []
    partial = Partial(results)
    variables: dict[str, Value] = {}
    inner = ChangingScope(variables, None, scope)
    try:
        for _ in _iterations(node.iterators, variables, scope, run):
            variables["partial"] = partial
            value = evaluate_node(node.result, inner, run)
            results.append(value)
            run.take_memory(REFERENCE_SIZE if type(value) in _SHARED_TYPES else shallow_size(value))
    except Refusal:
        return None
    return results


@evaluates(nodes.Quantified)
def evaluate_quantified(node: nodes.Quantified, scope: Scope, run: Run) -> Value:
    variables: dict[str, Value] = {}
    inner = ChangingScope(variables, None, scope)
    conditions = ((node.condition, inner) for _ in _iterations(node.iterators, variables, scope, run))
    try:
        return fold(node.quantifier == "some", conditions, run)
    except Refusal:
        return None


def _iterations(
    iterators: tuple[nodes.Iterator, ...], variables: dict[str, Value], scope: Scope, run: Run
) -> Iterator[None]:
    """Sets the variables of one iteration after the other, the last iterator the fastest.

    Run time: each iterator is evaluated in the scope around all of them; of two with one name the first counts.
    Raises Refusal where one has no list.
    """
    domains = [_domain(iterator.domain, scope, run) for iterator in iterators]
    names = [iterator.name for iterator in iterators]
    if len(domains) == 1:
        name = names[0]
        for value in domains[0]:
            variables[name] = value
            yield
    else:
        lists = [domain if isinstance(domain, list) else list(_taken(domain, run)) for domain in domains]
        for values in product(*lists):
            variables.update(zip(reversed(names), reversed(values), strict=True))
            yield


def _taken(items: Iterable[Value], run: Run) -> Iterator[Value]:
    for item in items:
        run.take_memory(REFERENCE_SIZE + shallow_size(item))
        yield item


def _domain(node: nodes.Node, scope: Scope, run: Run) -> Iterable[Value]:
    if isinstance(node, nodes.IterationRange):
        low = evaluate_node(node.low, scope, run)
        high = evaluate_node(node.high, scope, run)
        for value, end in ((low, node.low), (high, node.high)):
            if type(value) is not Decimal:
                run.warn_of_type("number", value, end.span)
                raise Refusal("Expected number")
        return _numbers(low, high)
    value = evaluate_node(node, scope, run)
    if not isinstance(value, list):
        run.warn_of_type("list", value, node.span)
        raise Refusal("Expected list")
    return value


def _numbers(low: Decimal, high: Decimal) -> Iterator[Decimal]:
    """From one number to another by steps of one, up or down."""
    number = low
    if low < high:
        while number <= high:
            yield number
            number = _COUNTING.add(number, _ONE)
    else:
        while number >= high:
            yield number
            number = _COUNTING.subtract(number, _ONE)


@evaluates(nodes.Filter)
def evaluate_filter(node: nodes.Filter, scope: Scope, run: Run) -> Value:
    try:
        items = evaluate_node(node.base, scope, run)
        if not isinstance(items, list):
            run.warn_of_type("list", items, node.base.span)
            return None
        condition = node.condition
        while type(condition) is nodes.Parenthesised:
            condition = condition.inner
        index = _constant_index(condition)
        if index is None and not _is_asked_for_each_item(condition):
            index = _outer_index(condition, scope, run)
        if index is not None:
            return item_at(items, index)
        return _filtered(items, condition, scope, run)
    except Refusal:
        return None


def _constant_index(condition: nodes.Node) -> Decimal | None:
    if type(condition) is nodes.Number:
        return condition.value
    if type(condition) is nodes.Negation and type(condition.operand) is nodes.Number:
        return condition.operand.value.copy_negate()
    return None


def _is_asked_for_each_item(condition: nodes.Node) -> bool:
    """Run time: a comparison or a call is evaluated with the items only; anything else first without."""
    if isinstance(condition, nodes.Comparison):
        return condition.operator != "!="
    return isinstance(condition, nodes.Call)


def _outer_index(condition: nodes.Node, scope: Scope, run: Run) -> Decimal | None:
    try:
        value = evaluate_node(condition, scope, run)
    except (Refusal, NoInputValue):
        return None
    return value if type(value) is Decimal else None


def _filtered(items: list[Value], condition: nodes.Node, scope: Scope, run: Run) -> Value:
    """The items for which the condition is true, or the one at the index that it gives for the first item."""
    kept = []
    variables: dict[str, Value] = {}
    inner = ChangingScope(variables, None, scope)
    for position, item in enumerate(items):
        variables["item"] = item
        # The entries of an item that is a context stand above the item: an entry `item` hides it.
        item_scope = context_scope(item, inner) if isinstance(item, dict) else inner
        value = evaluate_node(condition, item_scope, run)
        if value is True:
            kept.append(item)
        elif position == 0 and type(value) is Decimal:
            return item_at(items, value)
    run.take_value(kept)
    return kept


def item_at(items: list[Value], index: Decimal) -> Value:
    """The item at a position from 1, or from -1 backwards; the fraction of a position is cut off."""
    if index.copy_abs() > len(items) + 1:
        return None
    position = index - 1 if index > 0 else len(items) + index
    return items[int(position)] if 0 <= position < len(items) else None
