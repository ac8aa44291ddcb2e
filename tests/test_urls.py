"""What keeps a URL from being requested, by its text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connlint.urls import SCHEMES, escape_problem, scheme_problem, url_problem


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "http://a",
        "https://a.example",
        "https://a.example:8443/x?y=1#z",
        "https://a.example/a b/{c}|d",
        "https://a.example?q=a@b",
        "https://a.example/x@y",
        "http://[2001:db8::1]/x",
        "http://[2001:db8::1]:80/x",
        "https://a.example/%2F%25%aF",
        "https://müller.example/ü",
        "https://a.example:/x",
        "https://my_host/x",
        "https://a.example/x ",
    ],
)
def test_what_can_be_requested(text: str) -> None:
    assert url_problem(text) is None


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        ("a.example", "a.example", "does not begin with"),
        ("localhost:8080/x", "localhost:8080/x", "does not begin with"),
        ("//a.example", "//a.example", "does not begin with"),
        ("ftp://a.example", "ftp://a.example", "begins with ftp://"),
        ("HTTP://a.example", "HTTP://a.example", "lower case"),
        (" http://a.example", " ", "blank"),
        ("\nhttps://a.example", "\n", "blank"),
        ("https://a.example\n", "\n", "line break"),
        ("https://a.\nexample/x", "\n", "line break"),
        ("https://", "https://", "no host"),
        ("https:///x", "https:///x", "no host"),
        ("https://?x", "https://?x", "no host"),
        ("https://:80/x", "https://:80/x", "no host"),
        ("https://me:word@a.example/x", "me:word@", "user name"),
        ("https://me@a.example", "me@", "user name"),
        ("http://0000::1/x", "0000::1", "cannot be read"),
        ("https://a.example:8o/x", "8o", "no number"),
        ("https://a b.example/x", " ", "in its host"),
        ("https://{host}/x", "{", "in its host"),
        ("https://a.example/5%", "%", "malformed escape"),
        ("https://a.example/%zz", "%zz", "malformed escape"),
        ("https://a.example/?q=100%&r=1", "%&r", "malformed escape"),
    ],
)
def test_what_cannot(text: str, at: str, says: str) -> None:
    problem = url_problem(text)
    assert problem is not None
    assert text[problem.span.start : problem.span.end] == at
    assert says in problem.message


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("https://a.example/a b", " "),
        ("https://a.example/{a}", "{"),
        ("https://a.example/[1]?b=[2]", "["),
        ("https://a.example/?a=b|c", "|"),
    ],
)
def test_without_encoding_a_uri_must_be_one(text: str, at: str) -> None:
    problem = url_problem(text, skip_encoding=True)
    assert problem is not None
    assert text[problem.span.start : problem.span.end] == at
    assert url_problem(text) is None


@pytest.mark.parametrize("text", ["https://a.example/?a=[1]", "https://a.example/ü", "https://[::1]/a%20b"])
def test_without_encoding_a_uri_may_hold_more_than_one_thinks(text: str) -> None:
    assert url_problem(text, skip_encoding=True) is None


def test_an_open_end_is_given_the_benefit_of_the_doubt() -> None:
    assert scheme_problem("htt", open_end=True) is None
    assert scheme_problem("", open_end=True) is None
    assert scheme_problem("https:/", open_end=True) is None
    assert scheme_problem("ftp", open_end=True) is not None
    assert escape_problem("https://a.example/%4", open_end=True) is None
    assert escape_problem("https://a.example/%", open_end=True) is None
    assert escape_problem("https://a.example/%g", open_end=True) is not None


def test_a_password_is_marked() -> None:
    with_password = url_problem("https://me:word@a.example")
    assert with_password is not None
    assert with_password.confidential


@given(st.text(alphabet="htps:/a.%@[]?# \n2F\\{é", max_size=30), st.booleans())
def test_a_problem_lies_within_the_text_and_its_replacement_mends_it(text: str, skip_encoding: bool) -> None:
    for candidate in (text, SCHEMES[1] + text):
        problem = url_problem(candidate, skip_encoding=skip_encoding)
        if problem is None:
            continue
        assert 0 <= problem.span.start <= problem.span.end <= len(candidate)
        if problem.replacement is not None:
            mended = candidate[: problem.span.start] + problem.replacement + candidate[problem.span.end :]
            assert mended != candidate
            after = url_problem(mended, skip_encoding=skip_encoding)
            assert after is None or after.message != problem.message
