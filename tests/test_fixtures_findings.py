"""The fixtures' findings: each mistake where `expected.json` says, and nothing anywhere else."""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from dotenv import dotenv_values

from connlint.beside_files import beside, read_forms
from connlint.check import check_model
from connlint.config import Config
from connlint.finding import Finding, Persona
from connlint.rules import rule_names
from connlint.source.text import decode
from connlint.workspace import Workspace, model_of
from decoding import decoded

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
MISTAKES = FIXTURES / "mistakes"
EXPECTED: dict[str, list[dict[str, Any]]] = json.loads((MISTAKES / "expected.json").read_text("utf-8"))
EXISTING = [name for name in EXPECTED if name in rule_names()]
SUPPRESSING = frozenset() if find_spec("connlint.suppress") else frozenset({"unknown-rule"})
"""Fixtures that are right by a suppression alone: judged once suppressions are there."""

RIGHT = sorted(
    path
    for folder in ("mended", "templates", "authentication", "workspace")
    for path in FIXTURES.glob(f"{folder}/*.bpmn")
    if path.stem not in SUPPRESSING
)


@cache
def text_of(path: Path) -> str:
    return decode(path.read_bytes()).text


def findings_of(path: Path, config: Config) -> list[Finding]:
    """What `connlint check` finds in one file: with the forms beside it, and in `workspace` with the other models."""
    together = sorted(path.parent.glob("*.bpmn")) if path.parent.name == "workspace" else [path]
    models = {str(each): model_of(text_of(each), str(each)) for each in together}
    workspace = Workspace(models, read_forms(beside(models, ()).forms))
    return check_model(models[str(path)], workspace, config)


def config_for(path: Path, persona: Persona, *selected: str) -> Config:
    declared = path.with_suffix(".env")
    secrets = frozenset(dotenv_values(declared)) if declared.exists() else None
    recorded = path.with_suffix(".response.json")
    responses = {"Activity_ReadWeather": json.loads(recorded.read_text("utf-8"))} if recorded.exists() else {}
    return Config(select=frozenset(selected), persona=persona, secrets=secrets, responses=responses)


def place_of(finding: Finding, *, whole: bool = True) -> tuple[str | None, ...]:
    """The element, the field, and the text with its offset; the latter two only where a text is expected."""
    element = finding.element.id if finding.element is not None else None
    if not whole:
        return element, finding.field
    return element, finding.field, decoded(text_of(Path(finding.path)), finding.span), str(finding.span.start)


def expected_place(place: dict[str, Any]) -> tuple[str | None, ...]:
    if place["text"] is None:
        return place["element"], place["field"]
    return place["element"], place["field"], place["text"], str(place["start"]["offset"])


@pytest.mark.parametrize("name", EXISTING)
def test_the_mistakes_are_found_at_their_characters(name: str) -> None:
    path = MISTAKES / f"{name}.bpmn"
    places = [place for place in EXPECTED[name] if place["rule"] == name]
    found = findings_of(path, config_for(path, Persona.AUDITOR, name))
    assert len(found) == len(places)
    order = sorted(range(len(places)), key=lambda index: expected_place(places[index])[:2])
    found = sorted(found, key=lambda finding: place_of(finding, whole=False))
    for index, finding in zip(order, found, strict=True):
        whole = places[index]["text"] is not None
        assert place_of(finding, whole=whole) == expected_place(places[index])
        assert Path(finding.path).name == places[index]["path"]


@pytest.mark.parametrize("name", sorted(EXPECTED.keys() - SUPPRESSING))
def test_nothing_stands_beside_the_mistakes(name: str) -> None:
    path = MISTAKES / f"{name}.bpmn"
    may = {(place["rule"], place["element"], place["field"]) for place in EXPECTED[name]}
    found = findings_of(path, config_for(path, Persona.REGULAR))
    beside = [
        (finding.rule, finding.element.id if finding.element is not None else None, finding.field, finding.message)
        for finding in found
    ]
    assert [each for each in beside if each[:3] not in may] == []


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_is_right_is_silent(path: Path) -> None:
    mistake = MISTAKES / path.name
    config = config_for(mistake if path.parent.name == "mended" else path, Persona.REGULAR)
    assert [(finding.rule, finding.field, finding.message) for finding in findings_of(path, config)] == []


@pytest.mark.parametrize("name", EXISTING)
def test_the_twin_is_without_the_mistake(name: str) -> None:
    config = config_for(MISTAKES / f"{name}.bpmn", Persona.PEDANTIC, name)
    found = findings_of(FIXTURES / "mended" / f"{name}.bpmn", config)
    assert [(finding.field, finding.message) for finding in found] == []
