"""The pipelines of the documentation: hooks, inputs and options that exist, and commands that run."""

from __future__ import annotations

import shlex

import pytest
import yaml
from click.testing import CliRunner

from connlint.cli.main import main
from connlint.version import __version__
from documentation.blocks import ROOT, blocks

PIPELINES = [(block.page, yaml.safe_load(block.text)) for block in blocks("yaml")]
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))


def steps(pipeline):
    """The steps of a GitHub workflow, whole or in part."""
    if isinstance(pipeline, list):
        return pipeline
    jobs = pipeline.get("jobs", {})
    return [step for job in jobs.values() for step in job["steps"]]


def test_each_kind_is_shown():
    assert any("repos" in pipeline for _, pipeline in PIPELINES)
    assert any(step.get("uses", "").startswith("connlint/connlint@") for _, each in PIPELINES for step in steps(each))
    assert any("connlint" in pipeline for _, pipeline in PIPELINES if isinstance(pipeline, dict))


@pytest.mark.parametrize(("page", "pipeline"), PIPELINES)
def test_hooks(page, pipeline, place):
    for repository in pipeline.get("repos", []) if isinstance(pipeline, dict) else []:
        assert repository["rev"] == f"v{__version__}"
        for hook in repository["hooks"]:
            command = [*shlex.split(HOOKS[hook["id"]]["entry"])[1:], *hook.get("args", [])]
            (place / "connlint-baseline.json").write_text('{"version": 1, "findings": []}', "utf-8")
            result = CliRunner().invoke(main, [*command, "order.bpmn"])
            assert result.exit_code == 0, result.output


@pytest.mark.parametrize(("page", "pipeline"), PIPELINES)
def test_actions(page, pipeline, place):
    for step in steps(pipeline):
        name, _, version = step.get("uses", "").partition("@")
        if name == "connlint/connlint":
            assert version == f"v{__version__}"
            assert set(step.get("with", {})) <= set(ACTION["inputs"])
            arguments = shlex.split(step.get("with", {}).get("args", ""))
            assert CliRunner().invoke(main, ["check", "--exit-zero", *arguments]).exit_code == 0


@pytest.mark.parametrize(("page", "pipeline"), PIPELINES)
def test_scripts(page, pipeline, place):
    jobs = [job for job in pipeline.values() if isinstance(job, dict)] if isinstance(pipeline, dict) else []
    for job in jobs:
        for command in job.get("script", []):
            if command.startswith("connlint "):
                assert CliRunner().invoke(main, shlex.split(command)[1:]).exit_code == 0
        for report in job.get("artifacts", {}).get("reports", {}).values():
            assert (place / report).is_file()
