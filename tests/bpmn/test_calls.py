"""Which models calls connect, and that a mended file is checked beside those and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

import connlint.bpmn.variables
from connlint.bpmn.calls import Calls
from connlint.check_files import Mending, check_files
from connlint.config import Config
from connlint.example import rest_task
from connlint.input_files import find_files
from connlint.workspace import Workspace, model_of

CALL = '<bpmn:callActivity id="Call"><bpmn:extensionElements><zeebe:calledElement processId="{}" /></bpmn:extensionElements></bpmn:callActivity>'
TEXT = rest_task({"headers": '={"X-Key": {{secrets.KEY}}}'}).text
OWN = TEXT.split('<bpmn:process id="')[1].split('"')[0]


def text_of(process: str, *called: str) -> str:
    calls = "".join(map(CALL.format, called))
    return TEXT.replace(f'"{OWN}"', f'"{process}"').replace("</bpmn:process>", f"{calls}</bpmn:process>")


def model(path: str, *called: str):
    return model_of(text_of(path.upper(), *called), path)


def test_calls_connect_in_both_directions_and_by_way_of_others():
    models = [model("a", "B"), model("b"), model("c", "B"), model("d", "E"), model("e", "D"), model("f", "NOBODY")]
    connected = Calls(models).connected
    by_path = {each.path: each for each in models}
    assert connected(by_path["a"]) == connected(by_path["b"]) == connected(by_path["c"]) == {"a", "b", "c"}
    assert connected(by_path["d"]) == {"d", "e"}
    assert connected(by_path["f"]) == {"f"}
    assert connected(by_path["a"], by_path["f"]) == {"a", "b", "c", "f"}


def test_another_text_of_a_file_keeps_its_connections_and_brings_new_ones():
    models = {each.path: each for each in (model("c"), model("a", "B"), model("b"), model("d"))}
    workspace = Workspace(models).with_model(changed := model("a", "C"))
    assert list(workspace.models) == ["c", "a", "b"]
    assert workspace.models["a"] is changed
    assert list(Workspace(models).with_model(model("new", "D")).models) == ["d", "new"]


@pytest.mark.parametrize("count", [10, 60])
def test_what_a_mended_file_costs_does_not_grow_with_the_others(tmp_path: Path, monkeypatch, count: int):
    for number in range(count):
        (tmp_path / f"{number}.bpmn").write_text(text_of(f"P{number}"), "utf-8")
    asked = []
    real = connlint.bpmn.variables.writes_of
    monkeypatch.setattr(connlint.bpmn.variables, "writes_of", lambda *given: asked.append(given) or real(*given))
    checked = check_files(find_files([str(tmp_path)]), Config(), mending=Mending())
    assert len(checked.mended) == count
    assert checked.findings == ()
    nodes = sum(1 for _ in model_of(TEXT, "x").nodes())
    assert len(asked) <= 4 * count * nodes
