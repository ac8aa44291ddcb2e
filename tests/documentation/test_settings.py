"""The settings that the documentation shows, beside those of `configuration.md`: they do what the page says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from connlint import check_text
from connlint.cli.main import main
from connlint.example import rest_task
from documentation.blocks import blocks

RUN = ("run", "fixtures/templates/weather.bpmn", "--var", "city=Berlin")
LOGIN = rest_task({"method": "POST", "body": '={"key": "{{secrets.KEY}}"}'}).text.replace(
    "Activity_1", "Activity_FetchToken"
)


def test_environments(place, monkeypatch):
    (settings, _) = blocks("toml", "docs/environments.md")
    text = settings.text.replace('keyring = "shop-dev"', "").replace("shop =", "weatherApi =")
    (place / "connlint.toml").write_text(text, "utf-8")
    (place / "dev.variables.json").write_text("{}", "utf-8")
    (place / ".env").write_text("", "utf-8")
    missing = CliRunner().invoke(main, [*RUN, "--dry-run"])
    assert (missing.exit_code, "OPEN_WEATHER_MAP_API_KEY" in missing.output) == (2, True)
    monkeypatch.setenv("CONNLINT_DEV_OPEN_WEATHER_MAP_API_KEY", "0f-key")
    shown = CliRunner().invoke(main, [*RUN, "--dry-run"])
    assert shown.exit_code == 0
    assert "GET http://localhost:8080/data" in shown.output
    assert CliRunner().invoke(main, [*RUN, "--dry-run", "--env", "prod"]).exit_code == 2


def test_the_users_own_rules(place, service):
    (_, rules) = blocks("toml", "docs/environments.md")
    own = Path(os.environ["XDG_CONFIG_HOME"], "connlint", "config.toml")
    own.parent.mkdir(parents=True)
    own.write_text(rules.text, "utf-8")
    refused = CliRunner().invoke(main, [*RUN, "--var", f"weatherApi={service.base}", "--secrets", ".env"])
    assert refused.exit_code == 3
    assert "among the allowed hosts" in refused.output
    assert not service.requests


def test_a_suppression_in_the_model():
    (comment,) = blocks("xml", "docs/suppressions.md")
    before, _, after = LOGIN.partition("<bpmn:serviceTask")
    written = comment.text.partition("<bpmn:")[0]
    assert [finding.rule for finding in check_text(LOGIN, path="login.bpmn")] == ["secret-in-body"]
    assert check_text(f"{before}{written}<bpmn:serviceTask{after}", path="login.bpmn") == []


def test_a_suppression_in_the_configuration(place):
    (settings,) = blocks("toml", "docs/suppressions.md")
    (place / "models").mkdir()
    (place / "models" / "login.bpmn").write_text(LOGIN, "utf-8")
    assert CliRunner().invoke(main, ["check", "models"]).exit_code == 1
    (place / "connlint.toml").write_text(settings.text, "utf-8")
    assert CliRunner().invoke(main, ["check", "models"]).exit_code == 0


def test_templates(place):
    (settings,) = blocks("toml", "docs/templates.md")
    for name in ("templates", "node_modules/@camunda/connectors-element-templates"):
        (place / name).mkdir(parents=True)
    (place / "connlint.toml").write_text(settings.text, "utf-8")
    assert CliRunner().invoke(main, ["check"]).exit_code == 0


@pytest.mark.parametrize("block", blocks("toml", "docs/configuration.md"), ids=lambda block: block.text[:20])
def test_configuration_is_shown_by_the_command(block, place):
    for name in ("shared.toml", "example.env"):
        (place / name).touch()
    for name in ("element-templates", "node_modules/@camunda/connectors-element-templates"):
        (place / name).mkdir(parents=True)
    name = "pyproject.toml" if "[tool.connlint" in block.text else "connlint.toml"
    (place / name).write_text(block.text, "utf-8")
    shown = CliRunner().invoke(main, ["config", "order.bpmn"])
    assert shown.exit_code == 0
    assert name in shown.output
