"""Real models of other people: nothing crashes, and every finding stands on what it speaks of."""

from __future__ import annotations

from pathlib import Path

import pytest

from connlint.check import check_model
from connlint.config import Config
from connlint.finding import Persona
from connlint.workspace import Workspace, model_of
from decoding import decoded
from shared_folder import SHARED, needs_shared

FILES = sorted((SHARED / "corpus").rglob("*.bpmn")) if (SHARED / "corpus").is_dir() else []


@needs_shared
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_findings_stand_on_what_they_speak_of(path: Path) -> None:
    text = path.read_text("utf-8")
    model = model_of(text, str(path))
    fields = {
        (node.id, place.name): place.element
        for node in model.nodes()
        for place in (*node.inputs, *node.headers, *node.properties)
    }
    nodes = {node.id: node.element for node in model.nodes()}
    for finding in check_model(model, Workspace({str(path): model}), Config(persona=Persona.AUDITOR)):
        assert 0 <= finding.span.start <= finding.span.end <= len(text)
        if finding.element is None:
            continue
        around = nodes[finding.element.id].span
        assert around.start <= finding.span.start <= finding.span.end <= around.end
        place = fields.get((finding.element.id, finding.field or ""))
        if place is not None:
            assert place.start_tag.start <= finding.span.start <= finding.span.end <= place.start_tag.end, finding
        if finding.fix is not None:
            for edit in finding.fix.edits:
                assert around.start <= edit.span.start <= edit.span.end <= around.end
        for related in finding.related:
            assert 0 <= related.span.start <= related.span.end <= len(text)


@needs_shared
def test_secret_findings_stand_on_references() -> None:
    for path in FILES:
        text = path.read_text("utf-8")
        model = model_of(text, str(path))
        config = Config(select=frozenset({"secret-in-body", "unquoted-secret"}))
        for finding in check_model(model, Workspace({str(path): model}), config):
            assert "secrets." in decoded(text, finding.span)
