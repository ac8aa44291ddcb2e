"""What the server's port to the engine remembers."""

from __future__ import annotations

from pathlib import Path

import pytest

from connlint_server.lsp.run_engine import EnginePort
from connlint_server.lsp.run_port import Order, Plan
from run.models import get, rest_task

CONFIGURATION = "[environments.dev]\nsecrets-file = 'dev.env'\n[environments.live]\nsecrets-file = 'live.env'\n"


@pytest.fixture
def order(tmp_path):
    (tmp_path / "connlint.toml").write_text(CONFIGURATION, "utf-8")
    for name in ("dev", "live"):
        (tmp_path / f"{name}.env").write_text(f"TOKEN=the-{name}-token\n", "utf-8")
    task = rest_task({**get("http://h.example/"), "headers": '={"X": "{{secrets.TOKEN}}"}'})

    def make(environment, secrets=None):
        path = str(Path(tmp_path, "a.bpmn"))
        return Order(path, task, None, environment, {}, secrets or {})

    return make


def test_secrets_of_the_same_name_in_two_environments_are_all_masked(order):
    port = EnginePort()
    assert isinstance(port.plan(order("live")), Plan)
    assert isinstance(port.plan(order("dev")), Plan)
    assert isinstance(port.plan(order("dev", {"TOKEN": "what-the-client-brought"})), Plan)
    mask = port.redact(["of-the-log"])
    shown = mask("the-live-token the-dev-token what-the-client-brought of-the-log")
    assert shown == "*** *** *** ***"
