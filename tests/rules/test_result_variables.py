"""A result variable is right exactly where FEEL can read it without backticks."""

from __future__ import annotations

import pytest

from connlint.check import check_text
from connlint.config import Config
from connlint.example import rest_task
from connlint.feel import parse
from connlint.feel.nodes import Name

NAMES = ["order", "größe_2", "$order", "a$b", "a\u0301", "a٣", "‿", "List", "for", "null", "true", "and", "1x", "x-1"]
NAMES += ["a b", "a.b", "😀", "a😀", "=a", "٣", "ⅷ", "a\u200bb", "_"]


@pytest.mark.parametrize("name", NAMES)
def test_the_rule_and_the_parser_agree(name: str) -> None:
    text = rest_task(headers={"resultVariable": name, "resultExpression": None}).text
    found = check_text(text, config=Config(select=frozenset({"invalid-result-variable"})))
    parsed = parse(name)
    reads = not parsed.errors and isinstance(parsed.tree, Name) and parsed.tree.name == name
    assert (found == []) is reads


def test_a_long_value_is_cut_in_the_message() -> None:
    (finding,) = check_text(rest_task(headers={"resultVariable": "my order " * 1000, "resultExpression": None}).text)
    assert len(finding.message) < 300
    assert finding.fix is None
