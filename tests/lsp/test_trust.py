"""What a workspace may say and what it may not: its files and settings come with a repository that nobody has looked at."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from connlint.example import rest_task
from lsp.editor import REAL, Editor
from lsp.test_workspace import TEMPLATE

pytestmark = pytest.mark.asyncio(loop_scope="session")

PACKAGE = json.loads((Path(__file__).parents[2] / "vscode-client" / "package.json").read_text("utf-8"))
MODEL = rest_task(
    {"authentication.type": "bearer", "authentication.token": "{{secrets.}}", "url": "http://api.example/"}
)


def opened(editor: Editor, folder: Path) -> dict[str, Any]:
    uri = editor.open(MODEL.text.replace("{{secrets.}}", "x"), (folder / f"model-{len(editor.texts)}.bpmn").as_uri())
    return {"textDocument": {"uri": uri}, "element": "Activity_1"}


async def asked(editor: Editor, params: dict[str, Any]) -> list[str]:
    return (await editor.ask("connlint/run", params))["confirmation"]["why"]


async def test_settings_of_a_folder_decide_nothing_of_a_run(tmp_path: Path) -> None:
    editor = Editor("maximal")
    wide = {"allowedHosts": ["*"], "insecure": True, "allowLinkLocal": True, "timeout": 1, "maxBody": 1}
    editor.client.set_configuration({"connlint": {"persona": "pedantic", "run": wide}}, scope_uri=tmp_path.as_uri())
    await editor.start(folder=tmp_path, command=REAL, trusted=True, settings={"run": {"confirmAlways": True}})
    old = editor.open(rest_task(version="11").text, (tmp_path / "old.bpmn").as_uri())
    await editor.settled(old, ["outdated-template"])  # the folder's settings have arrived
    params = opened(editor, tmp_path)
    assert await asked(editor, params) == ["host", "always"]
    await editor.stop()


@pytest.mark.parametrize(
    "text",
    [
        'allowed-hosts = ["*"]',
        '[run]\nallowed-hosts = ["*"]\nallow-link-local = true',
        '[environments.dev]\nallowed-hosts = ["*"]',
        "[environments.dev]\nallow-link-local = true",
        "[connlint]\nrun = { allowedHosts = ['*'] }",
    ],
)
async def test_a_configuration_file_allows_no_host(tmp_path: Path, text: str) -> None:
    (tmp_path / "connlint.toml").write_text(text, "utf-8")
    editor = await Editor("maximal").start(folder=tmp_path, command=REAL, trusted=True)
    answer = await editor.ask("connlint/run", opened(editor, tmp_path))
    assert answer["kind"] in ("confirmation-needed", "refused")
    if answer["kind"] == "confirmation-needed":
        assert answer["confirmation"]["unknownHosts"] == ["api.example"]
    await editor.stop()


@pytest.mark.parametrize("name", ["../outside.env", "{outside}", "linked.env"])
async def test_an_environment_reads_no_file_outside_of_its_folder(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    outside = tmp_path / "outside.env"
    outside.write_text("TOKEN=s3cr3t-outside\n", "utf-8")
    (folder / "linked.env").symlink_to(outside)
    named = name.format(outside=outside)
    text = f'default-environment = "dev"\n[environments.dev]\nsecrets-file = "{named}"\n'
    (folder / "connlint.toml").write_text(text, "utf-8")
    editor = await Editor("maximal").start(folder=folder, command=REAL, trusted=True)
    params = opened(editor, folder)
    answer = await editor.ask("connlint/run", params)
    assert (answer["kind"], answer["reason"]) == ("refused", "environment")
    (environment,) = (await editor.ask("connlint/environments", params))["environments"]
    assert environment["secrets"] is None
    assert "outside the folder" in environment["problem"]
    assert "s3cr3t-outside" not in editor.log
    await editor.stop()


def _secrets(folder: Path, named: str) -> str:
    return f'secrets-file = "{named}"'


def _extended(folder: Path, named: str) -> str:
    return f'extend = "{named}"'


def _templates(folder: Path, named: str) -> str:
    return f'templates = ["{named}"]'


def _responses(folder: Path, named: str) -> str:
    return f'[responses]\nActivity_1 = "{named}"'


OUTSIDE = {
    _secrets: "FAR=1\n",
    _extended: 'secrets = ["FAR"]\n',
    _templates: TEMPLATE.replace("com.example.Order", "FAR"),
    _responses: '{"status": 200, "body": {"FAR": 1}}',
}


@pytest.mark.parametrize("way", ["../outside", "{outside}", "linked"])
@pytest.mark.parametrize("said", OUTSIDE)
async def test_without_trust_a_configuration_names_no_file_outside_of_the_workspace(
    tmp_path: Path, said: Callable[[Path, str], str], way: str
) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    outside = tmp_path / "outside"
    outside.write_text(OUTSIDE[said], "utf-8")
    (folder / "linked").symlink_to(outside)
    (folder / "connlint.toml").write_text(said(folder, way.format(outside=outside)), "utf-8")
    editor = await Editor("maximal").start(folder=folder)
    task = rest_task(
        {"authentication.type": "bearer", "authentication.token": "{{secrets.}}"},
        headers={"resultExpression": "={a: response.body.}"},
    )
    uri = editor.open(task.text, (folder / "model.bpmn").as_uri())

    async def offered() -> str:
        places = ("{{secrets.", "response.body.", 'modelerTemplate="')
        return str([list(await editor.completion(uri, editor.at(uri, place))) for place in places])

    assert "FAR" not in await offered()
    await editor.until(lambda: any("not trusted" in each.message for each in editor.client.messages))
    editor.client.protocol.notify("connlint/trustChanged", {"trusted": True})
    assert "FAR" in await offered()
    editor.client.protocol.notify("connlint/trustChanged", {"trusted": False})
    assert "FAR" not in await offered()
    await editor.stop()


async def test_without_trust_what_lies_in_the_workspace_counts(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "example.env").write_text("NEAR=1\n", "utf-8")
    (tmp_path / "a" / "b" / "connlint.toml").write_text('secrets-file = "../../example.env"', "utf-8")
    editor = await Editor("maximal").start(folder=tmp_path)
    uri = editor.open(MODEL.text, (tmp_path / "a" / "b" / "model.bpmn").as_uri())
    assert "{{secrets.NEAR}}" in await editor.completion(uri, editor.at(uri, "{{secrets."))
    assert not editor.client.messages
    await editor.stop()


async def test_the_extension_takes_no_rule_of_a_run_and_no_executable_from_a_workspace() -> None:
    settings = PACKAGE["contributes"]["configuration"]
    sections = settings if isinstance(settings, list) else [settings]
    found = {name: each for section in sections for name, each in section["properties"].items()}
    page = (Path(__file__).parents[2] / "docs" / "server-protocol.md").read_text("utf-8")
    of_the_user = re.findall(r"^ +(\w+)\?: .*// user\.", page, re.MULTILINE)
    assert len(of_the_user) == 7
    guarded = [f"connlint.run.{name}" for name in of_the_user]
    guarded += [name for name in found if name.startswith("connlint.server.")]
    assert len(guarded) > 7
    restricted = PACKAGE["capabilities"]["untrustedWorkspaces"]["restrictedConfigurations"]
    for name in guarded:
        assert found[name]["scope"] in ("machine", "application"), name
        assert name in restricted
    assert "connlint.configuration" in restricted
