"""Accepted and refused as Camunda's engine does, on the recorded cases."""

from __future__ import annotations

import json

import pytest

from connlint.feel import parse, parse_unary, print_expression
from feel.expressions import shape
from shared_folder import SHARED, needs_shared


def lines(path: str) -> list[dict]:
    return [json.loads(line) for line in (SHARED / path).read_text("utf-8").splitlines() if line.strip()]


@needs_shared
@pytest.mark.parametrize(("name", "least"), [("feel-camunda.jsonl", 0.998), ("feel-tck.jsonl", 0.998)])
def test_the_engine_and_we_refuse_the_same(name: str, least: float, capsys: pytest.CaptureFixture[str]) -> None:
    cases = lines(f"conformance/{name}")
    differing = []
    for case in cases:
        expected = case["expected"]
        refused = expected["t"] == "error" and expected.get("stage") == "parse"
        read = parse_unary if case.get("unary") else parse
        if bool(read(case["expression"]).errors) != refused:
            differing.append(case["id"])
    agreement = 1 - len(differing) / len(cases)
    with capsys.disabled():
        print(f"\n{name}: accept/reject {agreement:.2%} of {len(cases)}; differing: {differing}")
    assert agreement >= least


@needs_shared
def test_real_expressions_parse_but_the_one_that_is_wrong() -> None:
    refused = [case["expression"] for case in lines("conformance/feel-real.jsonl") if parse(case["expression"]).errors]
    assert all("==" in text for text in refused)
    assert len(refused) <= 1


@needs_shared
def test_probes() -> None:
    accidents = {"a orb", "iftrue then 1 else 2", "forx in [1] return x", "x instance ofnumber"}
    for probe in lines("reference/feel-probes.jsonl"):
        text = probe["expression"]
        refused = probe["feel_scala"]["status"] == "parse_error"
        assert bool(parse(text).errors) == (refused or text in accidents), text


@needs_shared
@pytest.mark.parametrize("name", ["feel-camunda.jsonl", "feel-tck.jsonl", "feel-real.jsonl"])
def test_recorded_expressions_survive_printing(name: str) -> None:
    for case in lines(f"conformance/{name}"):
        read = parse_unary if case.get("unary") else parse
        parsed = read(case["expression"])
        if not parsed.errors:
            again = read(print_expression(parsed.tree))
            assert (again.errors, shape(again.tree)) == ((), shape(parsed.tree)), case["expression"]
