"""What a fix makes: clean of what it mended, the same when made again, and byte for byte the rest as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connlint.check import check_text
from connlint.config import Config
from connlint.example import rest_task
from connlint.finding import Finding, Persona
from connlint.fixing import apply_edits, fix_text
from connlint.rule_page import good_and_bad
from connlint.rules import all_rules

ROOT = Path(__file__).resolve().parents[1]
AUDITOR = Config(persona=Persona.AUDITOR)
TEXTS = {
    **{
        f"{name}-{number}": case.example.text
        for name, rule in all_rules().items()
        for number, case in enumerate(good_and_bad(rule)[1])
        if case.fixed is not None
    },
    **{
        path.name: path.read_bytes().decode("utf-8-sig")
        for path in sorted((ROOT / "fixtures" / "mistakes").glob("*.bpmn"))
    },
}


def identity(finding: Finding) -> tuple[str, str, str | None, str]:
    """What a finding is about, wherever it has moved to."""
    return finding.rule, finding.element.id if finding.element else "", finding.field, finding.message


@pytest.mark.parametrize("name", TEXTS)
def test_each_fix_mends_its_finding_and_touches_nothing_else(name: str) -> None:
    text = TEXTS[name]
    for finding in check_text(text, "a.bpmn", AUDITOR):
        if finding.fix is None:
            continue
        changed = apply_edits(text, finding.fix.edits)
        before = [identity(each) for each in check_text(text, "a.bpmn", AUDITOR)]
        after = [identity(each) for each in check_text(changed, "a.bpmn", AUDITOR)]
        assert after.count(identity(finding)) < before.count(identity(finding)), finding
        first = min(edit.span.start for edit in finding.fix.edits)
        last = max(edit.span.end for edit in finding.fix.edits)
        assert changed.startswith(text[:first])
        assert changed.endswith(text[last:])


@pytest.mark.parametrize("name", TEXTS)
def test_fixing_twice_is_fixing_once(name: str) -> None:
    def check(text: str) -> list[Finding]:
        return check_text(text, "a.bpmn", AUDITOR)

    once = fix_text(TEXTS[name], check, unsafe=True).text
    assert fix_text(once, check, unsafe=True).text == once
    assert all(finding.fix is None or not finding.fix.edits for finding in check(once)) or once != TEXTS[name]


PIECES = [*"={}[]()\"'`\\$,.:;+-*/<>&| \n\tabsecrets019", "{{secrets.A}}", "secrets.", "if ", "==", "\u2028", "😀"]
VALUES = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@settings(max_examples=120, deadline=None)
@given(url=VALUES, body=VALUES, headers=VALUES, result=VALUES, error=VALUES, retries=VALUES)
def test_any_values_are_fixed_to_an_end(
    url: str, body: str, headers: str, result: str, error: str, retries: str
) -> None:
    text = rest_task(
        {"method": "POST", "url": url, "body": body, "headers": f"={headers}"},
        {"resultExpression": result, "errorExpression": error},
        retries=retries,
    ).text

    def check(changed: str) -> list[Finding]:
        findings = check_text(changed, "a.bpmn", AUDITOR)
        for finding in findings:
            assert 0 <= finding.span.start <= finding.span.end <= len(changed)
        return findings

    once = fix_text(text, check, unsafe=True).text
    assert fix_text(once, check, unsafe=True).text == once


@pytest.mark.parametrize(
    "text",
    [
        rest_task(headers={"resultExpression": "={&e: response.body}"}).text.replace("response", "respon\x0bse"),
        rest_task({"url": "http://a b.example/xx y"}).text.replace("xx", "x\x0bx"),
        rest_task({"url": "HTTPS://xx"}).text.replace("xx", "x\x0bx"),
    ],
)
def test_what_a_broken_file_holds_crashes_no_fix(text: str) -> None:
    """Only a broken file has such a character; its findings are told all the same."""
    checked = check_text(text, "a.bpmn")
    assert "xml-syntax" in {each.rule for each in checked}
    assert len(checked) > 1
