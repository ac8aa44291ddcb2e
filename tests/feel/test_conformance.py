"""The recorded answers of Camunda's engine: how many of them are ours, printed and held to the goals."""

from __future__ import annotations

import pytest

from connlint.feel import parse, parse_unary
from shared_folder import needs_shared

GOALS = {"feel-camunda.jsonl": (0.99, 0.998), "feel-tck.jsonl": (0.98, 0.998)}
"""For each file the least share of answers that are the engine's, and of texts that are taken or refused alike."""


@needs_shared
@pytest.mark.parametrize("name", GOALS)
def test_conformance(name, capsys):
    from feel.conformance import cases, failure

    all_cases = cases(name)
    failures = {case: reason for case in all_cases if (reason := failure(case)) is not None}
    misjudged = [case for case in all_cases if is_refused(case.data) != case.is_refused_text]
    agreement = 1 - len(failures) / len(all_cases)
    acceptance = 1 - len(misjudged) / len(all_cases)
    with capsys.disabled():
        print(
            f"\n{name}: {agreement:.2%} of {len(all_cases)} answers agree, {acceptance:.2%} of texts are judged alike"
        )
        for case, reason in failures.items():
            print(f"  {case}\n    {reason}")
    least_agreement, least_acceptance = GOALS[name]
    assert agreement >= least_agreement
    assert acceptance >= least_acceptance


@needs_shared
def test_the_warnings_are_the_engines():
    from feel.conformance import cases, failure

    with_warnings = [case for case in cases("feel-camunda.jsonl") if "warnings" in case.data]
    assert with_warnings
    assert [reason for case in with_warnings if (reason := failure(case)) is not None] == []


def is_refused(data):
    return bool((parse_unary if data.get("unary") else parse)(data["expression"]).errors)
