"""Hostile expressions end in a FeelError, and nothing that an expression can hold ends in another exception."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connlint.feel import (
    FeelError,
    FeelLimitError,
    Result,
    evaluate,
    evaluate_unary,
    functions,
    numbers,
    operands,
    parse,
    to_json,
)
from connlint.feel.comparison import compare
from connlint.feel.limits import Limits

DOUBLED = "(for i in 1..60 return if i = 1 then [1] else [partial[-1], partial[-1]])[-1]"
NESTED = "(for i in 1..3000 return if i = 1 then [] else [partial[-1]])[-1]"

SMALL = Limits(steps=50_000, memory=5_000_000, seconds=30)
"""Limits on what is counted, so that the outcome does not depend on the machine."""


@pytest.mark.parametrize(
    ("expression", "limit"),
    [
        ("for a in 1..1000, b in 1..1000, c in 1..1000 return a", "MiB"),
        ("for a in 1..100000000 return \"x\"", "steps"),
        ("some a in 1..100000000 satisfies a < 0", "steps"),
        ("for a in 1..100000000 return a", "MiB"),
        ("for i in 1..99 return if i = 1 then \"aaaaaaaa\" else partial[-1] + partial[-1]", "MiB"),
        ("for i in 1..99 return if i = 1 then [1] else concatenate(partial[-1], partial[-1])", "MiB"),
        ("for i in 1..9999 return partial", "MiB"),
        ("string join(for i in 1..9000 return \"aaaa\", \"" + "b" * 1000 + "\")", "MiB"),
        (f"string({DOUBLED})", "characters"),
        (f"to json({DOUBLED})", "characters"),
        (f"1 + {DOUBLED}", "characters"),
        (f"{DOUBLED} = {DOUBLED}", "steps"),
        (f"list contains([{DOUBLED}], {DOUBLED})", "steps"),
        (f"flatten({DOUBLED})", "steps"),
        (f"{DOUBLED}.a", "MiB"),
        ("distinct values(for i in 1..5000 return i)", "steps"),
        ("duplicate values(for i in 1..5000 return i)", "steps"),
        ("sort(for i in 1..20000 return -i, function(a, b) a < b)", "steps"),
        ("{a: function(x) x + 1, b: function(x) a(a(a(a(a(a(x)))))), c: function(x) b(b(b(b(b(b(x)))))), "
         "d: function(x) c(c(c(c(c(c(x)))))), e: function(x) d(d(d(d(d(d(x)))))), r: e(e(e(e(e(e(e(e(e(1)))))))))}", "steps"),
        ("for i in 1..9000 return contains(\"" + "a" * 5000 + "\", \"b\")", "steps"),
        ("{" + ", ".join(f"f{i}: function() {i}" for i in range(1000)) + "}", "MiB"),
        ("for i in 1..9999 return function() partial", "MiB"),
        ("decimal(1, 99999999)", "digits"),
        ("decimal(2 ** 99999999, 0)", "digits"),
        ("2 ** 99999999999", "exponent"),
        ("99999 ** 999999999", "number"),
    ],
)  # fmt: skip
def test_a_limit_ends_it(expression, limit):
    with pytest.raises(FeelError, match=limit):
        evaluate(expression, limits=SMALL)


LONG = "1." + "1" * 19_990
TEXTS = '{s: string join(for i in 1..9000 return "aaaaaaaaaaaaaaaaaaaaaaaaaa%s"), t: s + "a", u: s + "b", r: %s}'


@pytest.mark.parametrize(
    ("expression", "limit"),
    [
        ("for i in 1..99999 return decimal(1/3, 19000)", "MiB"),
        ("1" * 20_001 + " * 2", "more than 20,000 digits"),
        ('number("' + "9" * 30_000 + '")', "digits"),
        (f"{{a: {LONG}, r: for i in 1..99999 return a * a}}", "steps|MiB"),
        (f"{{a: {LONG}, r: for i in 1..99999 return a ** 999999999}}", "steps"),
        (f"{{a: {LONG}, r: for i in 1..99999 return modulo(a, 3)}}", "steps|MiB"),
        (TEXTS % ("", "for i in 1..99999 return t = u"), "steps"),
        (TEXTS % ("", "for i in 1..99999 return t < u"), "steps"),
        (TEXTS % ("😀", "min(for i in 1..2000 return if even(i) then t else u)"), "steps|MiB"),
        ('from json("' + "[" * 9_000 + '")', "nested"),
        ("[" * 200 + "]" * 200, "levels deep"),
        ("[" + "1," * 125_001 + "1]", "tokens"),
    ],
    ids=range(12),
)  # fmt: skip
def test_a_limit_is_told_by_its_type(expression, limit):
    with pytest.raises(FeelLimitError, match=limit):
        evaluate(expression, limits=SMALL)


def test_what_the_engine_refuses_is_no_limit():
    for expression in ("1 +", "assert(1, false)", "2 ** 99999999999"):
        with pytest.raises(FeelError) as caught:
            evaluate(expression)
        assert not isinstance(caught.value, FeelLimitError)


def test_literals_and_values_have_as_many_digits():
    assert operands.MAX_DIGITS == numbers.MAX_DIGITS


@given(
    st.text(st.sampled_from("ab\uffff\ue000\ud83d\ude00😀😁"), max_size=5),
    st.text(st.sampled_from("ab\uffff\ue000\ud83d\ude00😀😁"), max_size=5),
)
def test_texts_are_in_the_order_of_their_utf_16_units(left, right):
    first, second = (text.encode("utf-16-be", "surrogatepass") for text in (left, right))
    assert compare(left, right) == (first > second) - (first < second)


@pytest.mark.parametrize(
    "expression",
    [
        'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a|aa)+$")',
        'matches("a", "' + "(?:" * 60 + "a+" + ")+" * 60 + '")',
        f"string({NESTED})",
        f"{NESTED} = {NESTED}",
        "x" + "[1]" * 3000,
        "(" * 3000 + "1" + ")" * 3000,
    ],
    ids=[
        "slow pattern",
        "pattern that doubles",
        "deep text",
        "deep comparison",
        "long path",
        "deep text of an expression",
    ],
)
def test_what_goes_too_deep_or_on_too_long_ends(expression):
    with pytest.raises(FeelError):
        evaluate(expression, {"x": []}, limits=Limits(seconds=0.3))


@pytest.mark.parametrize("separator", [" + ", " and ", " or ", ".a + x.", " * "])
def test_length_is_no_depth(separator):
    evaluate(separator.join(["x"] * 5000), {"x": 1}, limits=Limits(seconds=30))


def test_numbers_beyond_all_bounds_have_no_effect_on_lists():
    assert evaluate('[1, 2][number("1e99999999")]').value is None
    assert evaluate('sublist([1, 2], number("1e99999999"))').warnings


def test_a_large_loop_is_within_the_limits():
    assert evaluate("count(for x in 1..100000 return x)", limits=Limits(seconds=30)).value == 100_000


def outcome(text: str, unary: bool) -> Result | FeelError:
    variables = {"a": 1, "b": "x", "c": [1, "y", None], "d": {"a": [True], "b": 2.5}, "e": None}
    try:
        if unary:
            return evaluate_unary(text, 1, variables, limits=SMALL)
        return evaluate(text, variables, limits=SMALL)
    except FeelError as error:
        return error


ATOMS = st.sampled_from(
    [
        *("1", "0", "-2.5", "null", "true", '"x"', "[]", "[1, 2]", "{}", "{a: 1}", "a", "b", "c", "d", "e", "d.a", "?"),
        *('@"2024-02-29"', '@"10:00:00"', '@"10:00:00Z"', '@"2024-02-29T10:00:00@Europe/Berlin"', '@"P1D"', '@"-P1Y"'),
        *("[1..3]", '(@"P1D"..@"P2D")', "function(x) x", "function(x, y) x < y", "partial", "item", "9" * 40, "1e"),
    ]
)


def combined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    names = st.sampled_from(sorted(functions()))
    operators = st.sampled_from(["+", "-", "*", "/", "**", "=", "!=", "<", ">=", "and", "or", "in"])
    return st.one_of(
        st.tuples(parts, operators, parts).map(" ".join),
        st.tuples(parts, operators, parts).map(lambda pieces: f"({' '.join(pieces)})"),
        st.tuples(names, st.lists(parts, max_size=4)).map(lambda call: f"{call[0]}({', '.join(call[1])})"),
        st.tuples(parts, parts).map(lambda pair: f"{pair[0]}[{pair[1]}]"),
        st.tuples(parts, st.sampled_from(["a", "f", "year", "time offset"])).map(".".join),
        st.lists(parts, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.tuples(parts, parts).map(lambda pair: f"{{a: {pair[0]}, f: {pair[1]}, r: f(a)}}"),
        st.tuples(parts, parts).map(lambda pair: f"for x in {pair[0]} return {pair[1]}"),
        st.tuples(parts, parts).map(lambda pair: f"some x in {pair[0]} satisfies {pair[1]}"),
        st.tuples(parts, parts, parts).map(lambda triple: "if {} then {} else {}".format(*triple)),
        st.tuples(parts, parts, parts).map(lambda triple: "({} between {} and {})".format(*triple)),
    )


EXPRESSIONS = st.recursive(ATOMS, combined, max_leaves=8)


@given(text=EXPRESSIONS, unary=st.booleans())
@settings(max_examples=300, deadline=None)
def test_an_evaluation_ends_in_a_value_or_a_feel_error(text, unary):
    result = outcome(text, unary)
    if isinstance(result, FeelError):
        assert 0 <= result.span.start <= result.span.end <= len(text)
    else:
        to_json(result.value)
        assert all(0 <= warning.span.start <= warning.span.end <= len(text) for warning in result.warnings)


@given(text=st.text(max_size=40))
@settings(max_examples=100, deadline=None)
def test_any_text_is_refused_or_evaluated(text):
    result = outcome(text, unary=False)
    assert isinstance(result, FeelError) or not parse(text).errors
