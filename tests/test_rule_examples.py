"""Every rule's own examples: they are its tests, its page and what the editor shows."""

from __future__ import annotations

import pytest

from connlint.check import check_text
from connlint.config import Config
from connlint.finding import Persona
from connlint.fixing import apply_edits, fix_text
from connlint.rule_page import good_and_bad
from connlint.rules import all_rules
from decoding import decoded

RULES = all_rules()
CASES = [(name, number) for name, rule in RULES.items() for number in range(len(good_and_bad(rule)[1]))]
GOOD = [(name, number) for name, rule in RULES.items() for number in range(len(good_and_bad(rule)[0]))]


def config_for(name: str, settings: dict) -> Config:
    return Config(select=frozenset({name}), persona=Persona.AUDITOR, **settings)


@pytest.mark.parametrize(("name", "number"), CASES)
def test_bad_example_is_found_at_its_characters(name: str, number: int) -> None:
    case = good_and_bad(RULES[name])[1][number]
    text = case.example.text
    findings = check_text(text, "example.bpmn", config_for(name, dict(case.example.settings)))
    assert [decoded(text, finding.span) for finding in findings] == list(case.expected)
    if case.says is not None:
        assert case.says in findings[0].message


@pytest.mark.parametrize(("name", "number"), CASES)
def test_bad_example_is_mended_as_shown(name: str, number: int) -> None:
    case = good_and_bad(RULES[name])[1][number]
    text = case.example.text
    config = config_for(name, dict(case.example.settings))
    fixed = fix_text(text, lambda changed: check_text(changed, "example.bpmn", config), unsafe=True)
    assert fixed.text == (case.fixed.text if case.fixed is not None else text)
    if case.fixed is not None:
        assert check_text(fixed.text, "example.bpmn", config) == []


@pytest.mark.parametrize(("name", "number"), GOOD)
def test_good_example_is_silent(name: str, number: int) -> None:
    example = good_and_bad(RULES[name])[0][number]
    findings = check_text(example.text, "example.bpmn", config_for(name, dict(example.settings)))
    assert findings == []


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
