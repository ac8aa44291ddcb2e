"""The Python of the documentation runs."""

from __future__ import annotations

import ast
import asyncio
import inspect

from connlint.bpmn.model import ConnectorTask
from connlint.finding import Severity
from connlint.rule import Context, Flag, rule
from connlint_server.engine import Completed
from documentation.blocks import ROOT, blocks
from documentation.conftest import KEY


def test_the_readme(place, capsys):
    (example,) = blocks("python", "README.md")
    (place / "order.bpmn").write_text((ROOT / "fixtures/mistakes/unquoted-secret.bpmn").read_text("utf-8"), "utf-8")
    exec(compile(example.text, "README.md", "exec"), {})
    assert "unquoted-secret" in capsys.readouterr().out


def test_a_run(place, service):
    (example,) = blocks("python", "docs/running.md")
    text = example.text.replace('"KEY": "..."', f'"OPEN_WEATHER_MAP_API_KEY": "{KEY}"')
    text = text.replace('{"city": "Berlin"}', f'{{"city": "Berlin", "weatherApi": "{service.base}"}}')
    names = {"text": (place / "fixtures/templates/weather.bpmn").read_text("utf-8")}
    code = compile(text, "running.md", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    made = eval(code, names)
    assert inspect.iscoroutine(made)
    asyncio.run(made)
    result = names["result"]
    assert isinstance(result.outcome, Completed)
    assert len(result.exchanges) == 1


def test_a_rule():
    (example,) = blocks("python", "docs/contributing.md")
    names = {
        "rule": rule,
        "Severity": Severity,
        "ConnectorTask": ConnectorTask,
        "Context": Context,
        "Flag": Flag,
        "Iterator": object,
    }
    exec(compile("from __future__ import annotations\n" + example.text, "contributing.md", "exec"), names)
    assert names["my_rule"].rule.name == "my-rule"
