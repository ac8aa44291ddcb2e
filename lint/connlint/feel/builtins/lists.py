"""Lists: searching, changing, sorting, joining them, and the figures of lists of numbers."""

from __future__ import annotations

from decimal import Decimal
from functools import cmp_to_key, reduce
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias, cast

from connlint.feel import numbers
from connlint.feel.builtins.registry import ANY, NULL, builtin, builtin_with_run
from connlint.feel.comparison import compare, same
from connlint.feel.failures import JavaFailure, Refusal
from connlint.feel.kinds import has_order
from connlint.feel.limits import steps_of
from connlint.feel.numbers import to_int32
from connlint.feel.printing import display
from connlint.feel.values import Function, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from connlint.feel.evaluator.run import Run

_TWO = Decimal(2)

Values = list[Value]


@builtin("count", list)
def count(items: Values) -> Decimal:
    return Decimal(len(items))


@builtin("is empty", list)
def is_empty(items: Values) -> bool:
    return not items


@builtin_with_run("list contains", list, ANY)
def list_contains(run: Run, items: Values, element: Value) -> bool:
    return any(same(item, element, run) for item in _counted(items, run))


@builtin_with_run("index of", list, ANY)
def index_of(run: Run, items: Values, match: Value) -> Values:
    return [Decimal(position) for position, item in enumerate(_counted(items, run), 1) if same(item, match, run)]


def _counted(items: Values, run: Run) -> Iterator[Value]:
    """The items, each of which takes a step, and a long number more."""
    for item in items:
        run.take_steps(1 + steps_of(item) if type(item) is Decimal else 1)
        yield item


@builtin_with_run("min", list)
def minimum(run: Run, items: Values) -> Value:
    return _extreme(items, lambda item, best: compare(item, best, run) < 0)


@builtin_with_run("max", list)
def maximum(run: Run, items: Values) -> Value:
    return _extreme(items, lambda item, best: compare(item, best, run) > 0)


def _extreme(items: Values, is_better: Callable[[Value, Value], bool]) -> Value:
    if not items:
        return None
    if not has_order(items):
        raise Refusal(f"{display(items)} is not comparable")
    return reduce(lambda best, item: item if is_better(item, best) else best, items)


def _numbers(items: Values) -> list[Decimal]:
    for item in items:
        if not isinstance(item, Decimal):
            raise Refusal(f"expected number but found '{display(item)}'")
    return items


Figure: TypeAlias = "Callable[[Run, list[Decimal]], Decimal]"


def _of_numbers(name: str) -> Callable[[Figure], Figure]:
    """Registers a figure of a list of numbers, which an empty list has not."""

    def register(figure: Figure) -> Figure:
        @builtin_with_run(name, list)
        def checked(run: Run, items: Values) -> Value:
            return figure(run, _numbers(items)) if items else None

        return figure

    return register


@_of_numbers("sum")
def total(run: Run, items: list[Decimal]) -> Decimal:
    return reduce(numbers.add, _counted(items, run), Decimal(0))


@_of_numbers("product")
def product(run: Run, items: list[Decimal]) -> Decimal:
    return reduce(numbers.multiply, _counted(items, run), Decimal(1))


@_of_numbers("mean")
def mean(run: Run, items: list[Decimal]) -> Decimal:
    return numbers.divide(total(run, items), Decimal(len(items)))


@_of_numbers("median")
def median(run: Run, items: list[Decimal]) -> Decimal:
    ordered = sorted(items)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return numbers.divide(numbers.add(ordered[middle - 1], ordered[middle]), _TWO)


@_of_numbers("stddev")
def standard_deviation(run: Run, items: list[Decimal]) -> Decimal:
    if len(items) == 1:
        message = "a single number has no standard deviation"
        raise JavaFailure(message, "java.lang.ArithmeticException: Division undefined")
    middle = mean(run, items)
    squares = [numbers.power(numbers.subtract(item, middle), _TWO) for item in _counted(items, run)]
    variance = numbers.divide(total(run, squares), Decimal(len(items) - 1))
    return cast(Decimal, numbers.square_root(variance))


@builtin("mode", list)
def mode(items: Values) -> Values:
    counts: dict[Decimal, int] = {}
    for item in _numbers(items):
        counts[item] = counts.get(item, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(item for item, times in counts.items() if times == most)


def all_true(items: Values) -> bool | None:
    return _fold(items, deciding=False)


def any_true(items: Values) -> bool | None:
    return _fold(items, deciding=True)


def _fold(items: Values, *, deciding: bool) -> bool | None:
    if any(item is deciding for item in items):
        return deciding
    return (not deciding) if all(isinstance(item, bool) for item in items) else None


builtin("all", list)(all_true)
builtin("and", list)(all_true)
builtin("any", list)(any_true)
builtin("or", list)(any_true)


def _start(items: Values, position: Decimal, what: str) -> int:
    """The index of a position, which counts from 1, or from -1 backwards."""
    index = to_int32(position)
    if index == 0:
        raise Refusal(f"{what} must be a non-zero number")
    return index - 1 if index > 0 else len(items) + index


def _slice(items: Values, start: int, end: int) -> Values:
    """A part of a list; what lies outside of it is left out."""
    return items[max(start, 0) : max(end, 0)]


@builtin("sublist", list, Decimal)
def sublist(items: Values, position: Decimal) -> Values:
    return _slice(items, _start(items, position, "start position"), len(items))


@builtin("sublist", list, Decimal, Decimal)
def sublist_of_length(items: Values, position: Decimal, length: Decimal) -> Values:
    start = _start(items, position, "start position")
    return _slice(items, start, start + to_int32(length))


@builtin("insert before", list, Decimal, ANY)
def insert_before(items: Values, position: Decimal, item: Value) -> Values:
    start = max(_start(items, position, "position"), 0)
    return [*items[:start], item, *items[start:]]


@builtin("remove", list, Decimal)
def remove(items: Values, position: Decimal) -> Values:
    start = _start(items, position, "position")
    return [*items[: max(start, 0)], *items[max(start + 1, 0) :]]


@builtin("append", list, list)
def append(items: Values, more: Values) -> Values:
    return items + more


@builtin("concatenate", list)
def concatenate(lists: Values) -> Values:
    return list(chain.from_iterable(item if isinstance(item, list) else [item] for item in lists))


@builtin("reverse", list)
def reverse(items: Values) -> Values:
    return items[::-1]


@builtin_with_run("union", list)
def union(run: Run, lists: Values) -> Values:
    return distinct_values(run, concatenate(lists))


@builtin_with_run("distinct values", list)
def distinct_values(run: Run, items: Values) -> Values:
    distinct: Values = []
    for item in items:
        run.take_steps(len(distinct) // 4)
        if not list_contains(run, distinct, item):
            distinct.append(item)
    return distinct


@builtin_with_run("duplicate values", list)
def duplicate_values(run: Run, items: Values) -> Values:
    duplicates: Values = []
    for item in distinct_values(run, items):
        run.take_steps(len(items) // 4)
        if sum(same(item, other, run) for other in items) > 1:
            duplicates.append(item)
    return duplicates


@builtin_with_run("flatten", list)
def flatten(run: Run, items: Values) -> Values:
    flat: Values = []
    run.take_steps(len(items))
    for item in items:
        if isinstance(item, list):
            flat.extend(flatten(run, item))
        else:
            flat.append(item)
    run.take_value(flat)
    return flat


@builtin("sort", list, Function)
def sort(items: Values, precedes: Function) -> Values:
    if len(precedes.parameters) != 2:
        raise Refusal(f"expect boolean function with 2 arguments, but found '{len(precedes.parameters)}'")

    def is_before(first: Value, second: Value) -> bool:
        outcome = precedes.invoke((first, second))
        if not isinstance(outcome, bool):
            text = f"expected boolean but found '{display(outcome)}'"
            raise Refusal(f"fail to sort list by given precedes function: {text}")
        return outcome

    def order(first: Value, second: Value) -> int:
        return -1 if is_before(first, second) else int(is_before(second, first))

    return sorted(items, key=cmp_to_key(order))


_OPTIONAL = (str, NULL)


@builtin_with_run("string join", list)
def string_join(run: Run, items: Values) -> str:
    return _joined(run, items, "", "", "")


@builtin_with_run("string join", list, _OPTIONAL)
def string_join_with_delimiter(run: Run, items: Values, delimiter: str | None) -> str:
    return _joined(run, items, delimiter or "", "", "")


@builtin_with_run("string join", list, _OPTIONAL, str, str)
def string_join_with_prefix(run: Run, items: Values, delimiter: str | None, prefix: str, suffix: str) -> str:
    return _joined(run, items, delimiter or "", prefix, suffix)


@builtin_with_run("string join", list, _OPTIONAL, NULL, NULL)
def string_join_without_prefix(run: Run, items: Values, delimiter: str | None, prefix: None, suffix: None) -> str:
    return _joined(run, items, delimiter or "", "", "")


def _joined(run: Run, items: Values, delimiter: str, prefix: str, suffix: str) -> str:
    if not all(item is None or isinstance(item, str) for item in items):
        shown = display(items)[1:-1]
        raise Refusal(f"expected a list of strings but found 'Vector({shown})'")
    texts = [item for item in items if item is not None]
    run.take_memory(sum(map(len, texts)) + len(delimiter) * len(texts))
    return prefix + delimiter.join(texts) + suffix


@builtin("partition", list, Decimal)
def partition(items: Values, size: Decimal) -> Values:
    length = to_int32(size)
    if length <= 0:
        raise Refusal(f"'size' should be greater than zero but was '{size}'")
    return [items[start : start + length] for start in range(0, len(items), length)]
