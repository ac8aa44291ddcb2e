"""JavaScript's patterns, judged by Python: the same answer, or none."""

from __future__ import annotations

import pytest

from connlint.templates.patterns import matches


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


@pytest.mark.parametrize("pattern", ["(", "[a", r"\p{L}", r"a**", r"\c", "(?<n", r"[\S]", r"\k", "a{2,1}", "x\\"])
def test_what_cannot_be_translated_has_no_answer(pattern):
    assert matches(pattern, "abc") is None


@pytest.mark.parametrize(
    "pattern", [r"^(a+)+$", r"^(a|a)*$", r"^(a*)*b", r"^(\w+\s?)*$", r"(x+x+)+y", r"^(.*)*(.*)*$!"]
)
def test_a_pattern_that_explodes_comes_back(pattern):
    assert matches(pattern, "a" * 40 + "x" * 40 + "!") in (None, False)


def test_a_text_that_no_field_holds_is_not_judged():
    assert matches("^x+$", "x" * 100_000) is None
