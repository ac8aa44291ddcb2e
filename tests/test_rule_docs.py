"""The documentation's pages are the rules' own."""

from __future__ import annotations

from pathlib import Path

from connlint.rule_page import index_text, page_text
from connlint.rules import all_rules

DOCS = Path(__file__).resolve().parents[1] / "docs" / "rules"


def test_the_pages_are_fresh() -> None:
    expected = {f"{name}.md": page_text(rule) for name, rule in all_rules().items()}
    expected["README.md"] = index_text(all_rules().values())
    found = {path.name: path.read_text("utf-8") for path in DOCS.glob("*.md")}
    stale = sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))
    assert stale == [], "run: connlint rule --all --write-docs docs/rules"
