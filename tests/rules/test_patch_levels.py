"""Ranges of engine versions that name a patch level, against models and settings that do or do not."""

from __future__ import annotations

import json

import pytest

from connlint.check import check_model
from connlint.config import Config
from connlint.engine_version import read_engine_version
from connlint.example import rest_task
from connlint.finding import Persona
from connlint.template_files import GivenTemplates
from connlint.workspace import Workspace, model_of


def rules(engines: str, engine: str, configured: str | None = None, newer: str | None = None) -> list[str]:
    template = {"id": "a.B", "name": "B", "version": 1, "properties": [], "engines": {"camunda": engines}}
    later = {**template, "version": 2, "engines": {"camunda": newer}}
    text = json.dumps([template, *([later] if newer is not None else [])])
    model = model_of(rest_task(only={}, template="a.B", version="1", job_type="a:1", engine=engine).text, "a.bpmn")
    workspace = Workspace({model.path: model}, templates=GivenTemplates({"b.json": text}))
    version = read_engine_version(configured) if configured is not None else None
    config = Config(persona=Persona.PEDANTIC, engine_version=version)
    config = config._replace(select=frozenset({"template-engine", "outdated-template"}))
    return [f"{finding.rule}: {finding.message}" for finding in check_model(model, workspace, config)]


@pytest.mark.parametrize(
    ("engines", "engine", "fits"),
    [
        ("^8.5.3", "8.5.4", True),
        ("^8.5.3", "8.5.3", True),
        ("^8.5.3", "8.5.2", False),
        ("^8.5.3", "8.6.0", True),
        ("^8.5.3", "9.0.0", False),
        ("^8.5.3", "8.5", True),
        ("^8.5.3", "8.5.3-alpha1", True),
        ("^8.5.3", "8.4.9", False),
        (">=8.5.1 <8.7", "8.5.1", True),
        (">=8.5.1 <8.7", "8.5.0", False),
        (">=8.5.1 <8.7", "8.6.12", True),
        (">=8.5.1 <8.7", "8.7.0", False),
        (">=8.5.1 <8.7", "8.5", True),
        ("<8.5.2", "8.5.1", True),
        ("<8.5.2", "8.5.2", False),
        ("<8.5.2", "8.5", True),
        ("~8.5.2", "8.5.9", True),
        ("=8.5.1", "8.5.1", True),
        ("=8.5.1", "8.5.2", False),
    ],
)
def test_the_patch_level_of_the_model_counts_where_it_has_one(engines: str, engine: str, fits: bool) -> None:
    assert (rules(engines, engine) == []) is fits


def test_a_setting_without_a_patch_level_stands_for_all_of_them() -> None:
    assert rules("^8.5.3", "8.4.0", configured="8.5") == []
    assert rules("<8.5.2", "8.8.0", configured="8.5") == []
    (message,) = rules("^8.5.3", "8.8.0", configured="8.4")
    assert "made for Camunda ^8.5.3, and the model for 8.4;" in message


def test_the_message_names_the_version_that_decided() -> None:
    (message,) = rules("^8.5.3", "8.5.2")
    assert "made for Camunda ^8.5.3, and the model for 8.5.2;" in message


def test_a_newer_version_is_told_of_where_it_fits_the_patch_level() -> None:
    assert rules("^8.5", "8.5.2", newer="^8.5.3") == []
    (message,) = rules("^8.5", "8.5.3", newer="^8.5.3")
    assert message.startswith("outdated-template")
