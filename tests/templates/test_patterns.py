"""JavaScript's patterns, judged by Python: the same answer, or none."""

from __future__ import annotations

from time import process_time

import pytest

from connlint.templates.patterns import is_too_costly, matches


@pytest.mark.parametrize(
    ("pattern", "text", "answer"),
    [
        (r"^\d+$", "20", True),
        (r"^\d+$", "20\n", False),  # Python's $ would match before the line end
        (r"^\d+$", "٢٠", False),  # JavaScript's digits are ASCII
        (r"\d", "abc1", True),  # some part is enough
        (r"^\w+$", "größe", False),
        (r"^\s$", "\ufeff", True),
        (r"^\s$", "\u2028", True),
        (r"^[\s]$", "\u00a0", True),
        (r"^\S$", "\u00a0", False),
        (r"^.$", "\u2028", False),
        (r"^.$", "\r", False),
        (r"^[^]$", "\n", True),
        (r"[]", "anything", False),
        (r"^[[]$", "[", True),
        (r"^[a&&b]$", "&", True),
        (r"^(?<year>\d{4})$", "2024", True),
        (r"^(?<a>x)\k<a>$", "xx", True),
        (r"(?<!x)y", "xy", False),
        (r"^\/api\/$", "/api/", True),
        (r"^\u00e4\x41$", "äA", True),
        (r"^\u{1F600}$", "😀", True),
        (r"^(a)\1$", "aa", True),
        (r"^(=|(http://|https://|secrets|\{\{).*$)", "https://x", True),
        (r"^(=|(http://|https://|secrets|\{\{).*$)", "ftp://x", False),
        (r"^$|^x$", "", True),
        (r"^[a-zA-Z0-9]+([-_][a-zA-Z0-9]+)*$", "a-b_c", True),
    ],
)
def test_the_same_answer_as_javascript(pattern, text, answer):
    assert matches(pattern, text) is answer


@pytest.mark.parametrize(
    "pattern",
    ["(", "[a", r"\p{L}", r"a**", r"\c", "(?<n", r"[\S]", r"\k", "a{2,1}", "x\\", "a++", "(?i)a", "(?>a)b", "a{1}+"],
)
def test_what_cannot_be_translated_has_no_answer(pattern):
    assert matches(pattern, "abc") is None


@pytest.mark.parametrize(
    "pattern", [r"^(a+)+$", r"^(a|a)*$", r"^(a*)*b", r"^(\w+\s?)*$", r"(x+x+)+y", r"^(.*)*(.*)*$!"]
)
def test_a_pattern_that_explodes_comes_back(pattern):
    assert matches(pattern, "a" * 40 + "x" * 40 + "!") in (None, False)


@pytest.mark.parametrize("pattern", [r"\1(a)", r"(a)?\1b", r"(?<x>a)|\k<x>b"])
def test_a_reference_to_what_took_no_part_has_no_answer(pattern):
    """JavaScript lets it match nothing, the other engines let it fail."""
    assert matches(pattern, "b") in (None, True)


@pytest.mark.parametrize("pattern", ["x" * 10_001, "(((a{1000}){1000}){1000})"])
def test_what_takes_too_much_room_is_given_up(pattern):
    assert matches(pattern, "abc") is None
    assert is_too_costly(pattern, "abc")


def test_what_takes_too_long_is_given_up_and_remembered():
    pattern, text = r"^(a|a)*$", "a" * 60 + "!"
    assert matches(pattern, text) is None
    started = process_time()
    assert is_too_costly(pattern, text)
    assert process_time() - started < 0.1
    assert not is_too_costly(pattern, "aaa")
    assert matches(pattern, "aaa") is True


def test_what_only_many_repetitions_make_slow_is_watched_too():
    started = process_time()
    assert matches("a*a*a*b", "a" * 15_000) in (None, False)
    assert process_time() - started < 2


def test_a_text_that_no_field_holds_is_not_judged():
    assert matches("^x+$", "x" * 100_000) is None
