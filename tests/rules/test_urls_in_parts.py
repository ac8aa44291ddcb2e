"""URLs that are put together: judged as far as they are certain, with what a secret brings left open."""

from __future__ import annotations

import pytest

from connlint.check import check_text
from connlint.config import Config
from connlint.example import rest_task


def messages(url: str) -> list[str]:
    text = rest_task({"url": url}).text
    return [finding.message for finding in check_text(text, config=Config(select=frozenset({"invalid-url"})))]


@pytest.mark.parametrize(
    "url",
    [
        '="secrets.BASE/"+id',
        '="{{secrets.BASE}}/"+id',
        '="{{secrets.BASE}}" + "/orders/" + id',
        '="https://secrets.HOST/"+id',
        '="https" + "://a.example/" + id',
        '=if test then "https://a.example/" + id else base',
    ],
)
def test_what_can_be_right_is_silent(url: str) -> None:
    assert messages(url) == []


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ('="ftp://secrets.BASE/"+id', "begins with ftp://"),
        ('="api/{{secrets.BASE}}/"+id', "does not begin with http"),
        ('="api/secrets.BASE/"+id', "does not begin with http"),
        ('=if test then "ftp://a.example/" + id else base', "begins with ftp://"),
        ('=if test then "https://a.example/" + id + "/5%" else base', "malformed escape"),
    ],
)
def test_what_can_never_be_right_is_found(url: str, says: str) -> None:
    (message,) = messages(url)
    assert says in message
