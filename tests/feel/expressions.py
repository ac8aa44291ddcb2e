"""Random FEEL: valid expressions for round trips, and garbage."""

from __future__ import annotations

import dataclasses
from typing import Any

from hypothesis import strategies as st

from connlint.feel.nodes import Node

NAMES = st.sampled_from(["a", "b", "item", "order", "if", "between", "`a b`", "`if`", "date", "ünï"])
WORDS = st.sampled_from(["string length", "date and time", "get or else", "sum", "and", "`f g`", "a.b.f"])
LITERALS = st.sampled_from(
    ["null", "true", "1", "1.50", ".5", '"x"', '"\\\\d\\""', '"a\\nb"', '@"2024-01-01"', "[]", "{}", "?", '"\\\\\\"q"']
)
KEYS = st.sampled_from(["a", "a-b", "a b", "null", '"x y"', '"q\\"q"', "`t`", "ключ", "a\\", ""])
OPERATORS = st.sampled_from(["+", "-", "*", "/", "**"])
COMPARISONS = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])


def _operand(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    key = KEYS.map(lambda key: key or '""')
    ranges = st.tuples(st.sampled_from("[]("), NAMES, NAMES, st.sampled_from("])[")).map(
        lambda parts: f"{parts[0]}`{parts[1].strip('`')}`..{parts[2]}{parts[3]}"
    )
    return st.one_of(
        inner.map(lambda e: f"({e})"),
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(st.tuples(key, inner), max_size=3).map(
            lambda entries: "{" + ", ".join(f"{name}: {value}" for name, value in entries) + "}"
        ),
        st.tuples(WORDS, st.lists(inner, max_size=3)).map(lambda call: f"{call[0]}({', '.join(call[1])})"),
        st.tuples(inner, NAMES).map(lambda p: f"({p[0]}).{p[1]}"),
        st.tuples(NAMES, inner).map(lambda p: f"`{p[0].strip('`')}`[{p[1]}]"),
        st.tuples(inner, inner).map(lambda p: f"f(start position: {p[0]}, `x y`: {p[1]})"),
        st.tuples(NAMES, ranges).map(lambda p: f"(`{p[0].strip('`')}` in {p[1]})"),
        inner.map(lambda e: f"-({e})"),
    )


def _expression(operand: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        operand,
        st.tuples(operand, OPERATORS, operand, OPERATORS, operand).map(" ".join),
        st.tuples(operand, COMPARISONS, operand, st.sampled_from(["and", "or"]), operand).map(" ".join),
        st.tuples(operand, operand, operand).map(lambda p: f"if {p[0]} then {p[1]} else {p[2]}"),
        st.tuples(operand, operand).map(lambda p: f"for x in ({p[0]}), y in 1..2 return {p[1]}"),
        st.tuples(operand, operand).map(lambda p: f"some x in ({p[0]}) satisfies {p[1]}"),
        st.tuples(operand, operand, operand).map(lambda p: f"({p[0]}) between {p[1]} and {p[2]}"),
        st.tuples(operand, operand).map(lambda p: f"({p[0]}) in ({p[1]}, < 5)"),
        operand.map(lambda e: f"({e}) instance of date and time"),
        operand.map(lambda e: f"function(a, b c) {e}"),
    )


LEAVES = st.one_of(LITERALS, NAMES.map(lambda name: f"`{name.strip('`')}`"))
EXPRESSIONS = st.recursive(LEAVES, lambda inner: _expression(_operand(inner)), max_leaves=12)

PIECES = st.one_of(
    st.sampled_from(
        ["(", ")", "[", "]", "{", "}", ",", ":", ".", "..", "+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "==", "&&", "||", "!", ";", "?", "@", "'", '"', "`", "//", "/*", "*/", "\\", "#", "null", "true", "function", "in", "return", "then", "else", "satisfies", "and", "or", "if", "for", "some", "every", "between", "instance", "of", "not", "external", "item", "a", "b1", "1", "2.5", ".5", '"s"', "'q'", "“t”", "`n", "m`", "$", "{a:", "list<number>", "time\\", "offset", "date\\", "and\\", "time("]
    ),
    st.text(max_size=2),
)
GARBAGE = st.lists(st.tuples(PIECES, st.sampled_from(["", " ", "\n"])), max_size=25).map(
    lambda pieces: "".join(text + gap for text, gap in pieces)
)


def shape(value: Any) -> Any:
    """A tree without its spans, to compare."""
    if isinstance(value, Node):
        kept = [field.name for field in dataclasses.fields(value)]
        kept = [name for name in kept if name not in ("start", "end") and not name.endswith("_span")]
        return (type(value).__name__, *(shape(getattr(value, name)) for name in kept))
    return tuple(map(shape, value)) if isinstance(value, tuple) else value
