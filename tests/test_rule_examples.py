"""Every rule's own examples: they are its tests, its page and what the editor shows."""

from __future__ import annotations

import pytest

from connlint.fixing import apply_edits, fix_text
from connlint.rule_page import findings_in, good_and_bad
from connlint.rules import all_rules
from decoding import decoded

RULES = all_rules()
CASES = [(name, number) for name, rule in RULES.items() for number in range(len(good_and_bad(rule)[1]))]
GOOD = [(name, number) for name, rule in RULES.items() for number in range(len(good_and_bad(rule)[0]))]


@pytest.mark.parametrize(("name", "number"), CASES)
def test_bad_example_is_found_at_its_characters(name: str, number: int) -> None:
    case = good_and_bad(RULES[name])[1][number]
    findings = findings_in(case.example, name)
    texts = {"example.bpmn": case.example.text, **case.example.templates}
    assert [decoded(texts[finding.path], finding.span) for finding in findings] == list(case.expected)
    if case.says is not None:
        assert case.says in findings[0].message


@pytest.mark.parametrize(("name", "number"), CASES)
def test_bad_example_is_mended_as_shown(name: str, number: int) -> None:
    case = good_and_bad(RULES[name])[1][number]
    text = case.example.text
    fixed = fix_text(text, lambda changed: findings_in(case.example, name, changed), unsafe=True)
    assert fixed.text == (case.fixed.text if case.fixed is not None else text)
    if case.fixed is not None:
        assert findings_in(case.example, name, fixed.text) == []


@pytest.mark.parametrize(("name", "number"), GOOD)
def test_good_example_is_silent(name: str, number: int) -> None:
    example = good_and_bad(RULES[name])[0][number]
    assert findings_in(example, name) == []


@pytest.mark.parametrize("name", RULES)
def test_a_rule_is_documented(name: str) -> None:
    rule = RULES[name]
    good, bad = good_and_bad(rule)
    assert len(good) >= 3
    assert len(bad) >= 3
    assert rule.summary.endswith(".")
    assert "## Why" in rule.documentation
    assert "## How to mend" in rule.documentation
    assert ("## Fix" in rule.documentation) == any(case.fixed is not None for case in bad)


def test_edits_leave_the_rest_alone() -> None:
    from connlint.finding import Edit
    from connlint.span import Span

    assert apply_edits("abcdef", [Edit(Span(4, 5), "E"), Edit(Span(1, 1), "-")]) == "a-bcdEf"
