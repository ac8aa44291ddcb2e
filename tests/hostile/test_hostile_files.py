"""Pipes and devices where files are looked for: whoever opens one of them waits for ever, so nobody does."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from checkout import CONNLINT
from hostile.asking import MODEL, URI, ask_everything, assert_well, place_of
from hostile.raw_client import RawClient

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes that are files")

LINKED = (
    '<bpmn:userTask id="Form_1"><bpmn:extensionElements><zeebe:formDefinition formId="F" /></bpmn:extensionElements>'
    '</bpmn:userTask><bpmn:callActivity id="Call_1"><bpmn:extensionElements><zeebe:calledElement processId="Other" />'
    "</bpmn:extensionElements></bpmn:callActivity><bpmn:serviceTask"
)
TEXT = MODEL.replace("<bpmn:serviceTask", LINKED, 1)
CONFIGURATION = """\
extend = "extended.toml"
secrets-file = "shop.env"
templates = ["templates/any.json"]
responses = { Activity_1 = "response.json" }

[environments.dev]
secrets-file = "dev.env"
"""
FILES = {
    "a.bpmn": TEXT,
    "connlint.toml": CONFIGURATION,
    "extended.toml": "",
    "shop.env": "TOKEN=1\n",
    "dev.env": "TOKEN=1\n",
    "templates/any.json": "[]",
    "response.json": "{}",
}
NAMES = [
    "other.bpmn",
    "f.form",
    "pyproject.toml",
    ".gitignore",
    ".camunda/element-templates/x.json",
    *(name for name in FILES if name != "a.bpmn"),
]


def pipe(path: Path) -> None:
    os.mkfifo(path)


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.fixture(params=[pipe, endless])
def make(request: pytest.FixtureRequest) -> Callable[[Path], None]:
    made: Callable[[Path], None] = request.param
    return made


@pytest.fixture(params=NAMES)
def folder(request: pytest.FixtureRequest, tmp_path: Path, make: Callable[[Path], None]) -> Path:
    name = request.param
    for each, text in FILES.items():
        # Beside a connlint.toml nobody looks for a pyproject.toml.
        if each != name and not (name == "pyproject.toml" and each == "connlint.toml"):
            (tmp_path / each).parent.mkdir(exist_ok=True)
            (tmp_path / each).write_text(text, "utf-8")
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    make(tmp_path / name)
    return tmp_path


def test_commands_end(folder: Path) -> None:
    odd = [str(each.relative_to(folder)) for each in folder.rglob("*") if each.exists() and not each.is_file()]
    for arguments in (["check", ".", *odd], ["secrets", "."]):
        done = subprocess.run(
            [*CONNLINT, *arguments], cwd=folder, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL
        )
        assert done.returncode in (0, 1, 2, 3), arguments
        assert "Traceback" not in done.stderr


def test_the_server_answers(folder: Path) -> None:
    uri = (folder / "a.bpmn").as_uri()
    with RawClient() as client:
        options = {"trusted": True, "settings": {"delay": 0}}
        client.initialize(
            initializationOptions=options, workspaceFolders=[{"uri": folder.as_uri(), "name": "workspace"}]
        )
        client.open(URI, MODEL)
        client.open(uri, TEXT)
        client.diagnostics(uri, 1)
        answers = ask_everything(client, uri, place_of(TEXT, "TOKEN}}"))
        assert answers["textDocument/hover"]["result"] is not None
        assert client.ask("connlint/checkWorkspace", {})["result"]["files"] == 1
        for each in folder.rglob("*"):
            document = {"textDocument": {"uri": each.as_uri()}}
            client.open(each.as_uri(), MODEL, 9)
            client.tell("textDocument/didSave", document)
            client.tell("textDocument/didClose", document)
            client.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": each.as_uri(), "type": 2}]})
        ask_everything(client, uri, place_of(TEXT, "TOKEN}}"))
        assert_well(client)
        assert client.stop() == 0


@pytest.mark.parametrize("name", ["named.toml", "folder.toml"])
def test_a_setting_that_names_what_is_no_file(tmp_path: Path, make: Callable[[Path], None], name: str) -> None:
    (tmp_path / "a.bpmn").write_text(TEXT, "utf-8")
    make(tmp_path / "named.toml")
    (tmp_path / "folder.toml").mkdir()
    uri = (tmp_path / "a.bpmn").as_uri()
    with RawClient() as client:
        settings = {"delay": 0, "configuration": name}
        client.initialize(
            initializationOptions={"trusted": True, "settings": settings},
            workspaceFolders=[{"uri": tmp_path.as_uri(), "name": "workspace"}],
        )
        client.open(URI, MODEL)
        client.open(uri, TEXT)
        client.diagnostics(uri, 1)
        ask_everything(client, uri, place_of(TEXT, "TOKEN}}"))
        told = [each["params"]["message"] for each in client.messages if each.get("method") == "window/showMessage"]
        assert any(name in each for each in told)
        assert_well(client)
