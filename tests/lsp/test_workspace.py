"""More than one file: models that belong together, folders, settings, what changes on disk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from lsprotocol import types as t

from connlint.example import rest_task
from lsp.editor import REAL, Editor
from lsp.models import caller

pytestmark = pytest.mark.asyncio(loop_scope="session")

BAD = rest_task({"queryParameters": "={a: {{secrets.SHOP_KEY}}}"}).text
CALLED = rest_task(template=None).text.replace("Process_1", "Called")


@pytest_asyncio.fixture(loop_scope="session")
async def project(tmp_path: Path) -> AsyncIterator[tuple[Editor, Path]]:
    (tmp_path / "bad.bpmn").write_text(BAD, "utf-8")
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "good.bpmn").write_text(rest_task().text, "utf-8")
    (tmp_path / "pom.bpmn").write_text("<project/>", "utf-8")
    editor = await Editor("maximal").start(folder=tmp_path, trusted=True)
    yield editor, tmp_path
    await editor.stop()
    assert "ERROR" not in editor.log


def shown(editor: Editor, path: Path) -> list[str] | None:
    found = [each for each in editor.client.published if each.uri == path.as_uri()]
    return [each.code for each in found[-1].diagnostics] if found else None


async def test_the_whole_workspace_on_request(project: tuple[Editor, Path]) -> None:
    editor, folder = project
    summary = await editor.ask("connlint/checkWorkspace", {})
    assert summary == {"files": 2, "connectors": 2, "errors": 1, "warnings": 0, "infos": 0, "unreadable": []}
    bad = folder / "bad.bpmn"
    assert shown(editor, bad) == ["unquoted-secret"]
    reports = [report for each in editor.client.progress_reports.values() for report in each]
    assert reports[0].kind == "begin"
    assert reports[-1].kind == "end"
    # An open document speaks for its file.
    uri = editor.open(BAD.replace("{{secrets.SHOP_KEY}}", "1"), bad.as_uri())
    assert await editor.diagnostics(uri) == []
    editor.close(uri)
    await editor.until(lambda: shown(editor, bad) == ["unquoted-secret"])
    # And what changes on disk is checked again.
    bad.write_text(rest_task().text, "utf-8")
    changed = t.DidChangeWatchedFilesParams([t.FileEvent(bad.as_uri(), t.FileChangeType.Changed)])
    editor.client.workspace_did_change_watched_files(changed)
    await editor.until(lambda: shown(editor, bad) == [])
    bad.unlink()
    editor.client.workspace_did_change_watched_files(
        t.DidChangeWatchedFilesParams([t.FileEvent(bad.as_uri(), t.FileChangeType.Deleted)])
    )
    left: list[str] = []
    while left != [(folder / "inner" / "good.bpmn").as_uri()]:
        left = [each["uri"] for each in (await editor.ask("connlint/tasks", {}))["files"]]


async def test_the_same_by_command(project: tuple[Editor, Path]) -> None:
    editor, _ = project
    assert (await editor.execute("connlint.server.checkWorkspace", {}))["files"] == 2


async def test_files_are_watched(project: tuple[Editor, Path]) -> None:
    editor, _ = project
    await editor.until(lambda: len(editor.client.registrations) >= 3)
    methods = {each.method for each in editor.client.registrations}
    assert {
        "workspace/didChangeWatchedFiles",
        "workspace/didChangeConfiguration",
        "workspace/textDocumentContent",
    } == methods


async def test_secrets_of_other_files_are_offered(project: tuple[Editor, Path]) -> None:
    editor, folder = project
    text = rest_task({"authentication.type": "bearer", "authentication.token": ""}).text
    uri = editor.open(text, (folder / "new.bpmn").as_uri())
    position = editor.at(uri, 'source="" target="authentication.token"', len('source="'))
    offers: dict = {}
    while "{{secrets.SHOP_KEY}}" not in offers:
        offers = await editor.completion(uri, position)
    assert offers["{{secrets.SHOP_KEY}}"].detail == "secret, used in this workspace"


async def test_a_variable_of_a_calling_process(project: tuple[Editor, Path]) -> None:
    editor, folder = project
    caller_uri = editor.open(caller("orderBody"), (folder / "caller.bpmn").as_uri())
    (folder / "caller.bpmn").write_text(caller("orderBody"), "utf-8")
    called = folder / "called.bpmn"
    called.write_text(CALLED, "utf-8")
    uri = editor.open(CALLED, called.as_uri())
    assert await editor.diagnostics(caller_uri) == []
    editor.replace(caller_uri, 0, len(editor.texts[caller_uri]), caller("body"))
    (found,) = await editor.settled(caller_uri, ["reserved-variable"])
    (related,) = found.related_information
    assert related.location.uri == called.as_uri()
    assert editor.cut(uri, related.location.range) == "Fetch order"


async def test_settings_change(project: tuple[Editor, Path]) -> None:
    editor, folder = project
    uri = editor.open(rest_task(version="11").text, (folder / "old.bpmn").as_uri())
    assert await editor.diagnostics(uri) == []
    for settings, codes in (({"persona": "pedantic"}, ["outdated-template"]), ({"enable": False}, [])):
        editor.client.set_configuration({"connlint": {"delay": 0, **settings}})
        editor.client.workspace_did_change_configuration(t.DidChangeConfigurationParams(settings=None))
        await editor.settled(uri, codes)


async def test_settings_of_a_folder(tmp_path: Path) -> None:
    for name in ("strict", "plain"):
        (tmp_path / name).mkdir()
    editor = Editor("maximal")
    editor.client.set_configuration({"connlint": {"persona": "pedantic"}}, scope_uri=(tmp_path / "strict").as_uri())
    await editor.start(folder=tmp_path / "plain")
    event = t.WorkspaceFoldersChangeEvent(
        added=[t.WorkspaceFolder((tmp_path / "strict").as_uri(), "strict")], removed=[]
    )
    editor.client.workspace_did_change_workspace_folders(t.DidChangeWorkspaceFoldersParams(event))
    text = rest_task(version="11").text
    strict = editor.open(text, (tmp_path / "strict" / "a.bpmn").as_uri())
    plain = editor.open(text, (tmp_path / "plain" / "a.bpmn").as_uri())
    await editor.until(lambda: shown(editor, tmp_path / "strict" / "a.bpmn") == ["outdated-template"])
    assert strict
    assert await editor.diagnostics(plain) == []
    await editor.stop()


async def test_pushed_settings() -> None:
    editor = await Editor("minimal").start()
    uri = editor.open(rest_task(version="11").text)
    assert await editor.diagnostics(uri) == []
    editor.client.workspace_did_change_configuration(
        t.DidChangeConfigurationParams(settings={"connlint": {"persona": "pedantic", "delay": "nonsense"}})
    )
    await editor.until(lambda: bool(editor.client.diagnostics.get(uri)))
    # What says nothing of connlint changes nothing.
    for settings in (None, {"connlint": None}, {"yaml": {"validate": True}}, [], "pedantic"):
        editor.client.workspace_did_change_configuration(t.DidChangeConfigurationParams(settings))
    editor.type(uri, "Fetch order", "!")
    assert [each.code for each in await editor.diagnostics(uri)] == ["outdated-template"]
    editor.client.workspace_did_change_configuration(t.DidChangeConfigurationParams({"connlint": {}}))
    await editor.until(lambda: not editor.client.diagnostics[uri])
    await editor.stop()


async def test_lenses_are_asked_for_again_when_settings_change(project: tuple[Editor, Path]) -> None:
    editor, _ = project
    await editor.ask("connlint/checkWorkspace", {})

    def change(settings: dict[str, object]) -> None:
        editor.client.set_configuration({"connlint": {"delay": 0, **settings}})
        editor.client.workspace_did_change_configuration(t.DidChangeConfigurationParams(settings=None))

    def asked() -> int:
        return editor.client.refreshed.get(t.WORKSPACE_CODE_LENS_REFRESH, 0)

    async def read() -> None:
        """Until the server has asked for the settings and has done with the answer."""
        for _ in range(5):
            await editor.ask("connlint/tasks", {})

    change({"lens": False})
    await editor.until(lambda: asked() == 1)
    for _ in range(3):
        change({"lens": False})  # which is nothing new
        await read()
    change({"lens": True})
    await editor.until(lambda: asked() >= 2)
    await read()
    assert asked() == 2


ANOTHER_SPELLING = ("%20", " "), ("bad", "b%61d"), ("file:///", "FILE://localhost/")


@pytest.mark.parametrize(("written", "other"), ANOTHER_SPELLING)
async def test_one_file_under_two_uris(tmp_path: Path, written: str, other: str) -> None:
    folder = tmp_path / "my shop"
    folder.mkdir()
    bad = folder / "bad.bpmn"
    bad.write_text(BAD, "utf-8")
    editor = Editor("maximal")
    # The folder is written in another way than the document, and so are its settings.
    editor.client.set_configuration({"connlint": {"delay": 0, "persona": "pedantic"}}, scope_uri=folder.as_uri())
    await editor.start(folder=folder)
    await editor.ask("connlint/checkWorkspace", {})
    assert shown(editor, bad) == ["unquoted-secret"]
    uri = editor.open(rest_task(version="11").text, bad.as_uri().replace(written, other))
    assert [each.code for each in await editor.diagnostics(uri)] == ["outdated-template"]
    assert shown(editor, bad) == []
    (file,) = (await editor.ask("connlint/tasks", {}))["files"]
    assert file["uri"] == uri
    for asked in (uri, bad.as_uri()):
        (file,) = (await editor.ask("connlint/tasks", {"textDocument": {"uri": asked}}))["files"]
        assert (file["uri"], file["version"]) == (uri, 1)
    # A check of the workspace sees what is open.
    assert (await editor.ask("connlint/checkWorkspace", {}))["errors"] == 0
    assert shown(editor, bad) == []
    editor.close(uri)
    await editor.until(lambda: shown(editor, bad) == ["unquoted-secret"])
    # The client itself may write one document in two ways.
    uri = editor.open(BAD, uri)
    editor.texts[bad.as_uri()], editor.versions[bad.as_uri()] = editor.texts[uri], 1
    editor.replace(bad.as_uri(), 0, len(BAD), rest_task(version="11").text)
    await editor.until(lambda: [each.code for each in editor.client.diagnostics[uri]] == ["outdated-template"])
    event = t.WorkspaceFoldersChangeEvent([], [t.WorkspaceFolder(folder.as_uri().replace(written, other), "x")])
    editor.client.workspace_did_change_workspace_folders(t.DidChangeWorkspaceFoldersParams(event))
    await editor.until(lambda: not editor.client.diagnostics[uri])
    await editor.stop()


async def test_an_excluded_file_loses_its_findings(project: tuple[Editor, Path]) -> None:
    editor, folder = project
    bad = folder / "bad.bpmn"
    await editor.ask("connlint/checkWorkspace", {})
    assert shown(editor, bad) == ["unquoted-secret"]
    file = folder / "connlint.toml"
    watched = t.DidChangeWatchedFilesParams([t.FileEvent(file.as_uri(), t.FileChangeType.Changed)])
    for text, codes in (
        ('exclude = ["bad.bpmn"]\n', []),
        ("", ["unquoted-secret"]),
        ('ignore = ["unquoted-secret"]', []),
    ):
        file.write_text(text, "utf-8")
        editor.client.workspace_did_change_watched_files(watched)
        await editor.until(lambda codes=codes: shown(editor, bad) == codes)
    file.write_text('exclude = ["bad.bpmn"]\n', "utf-8")
    editor.client.workspace_did_change_watched_files(watched)
    left: list[str] = []
    while left != [(folder / "inner" / "good.bpmn").as_uri()]:
        left = [each["uri"] for each in (await editor.ask("connlint/tasks", {}))["files"]]


async def test_a_folder_that_is_removed(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    bad = tmp_path / "two" / "bad.bpmn"
    bad.write_text(BAD, "utf-8")
    editor = await Editor("maximal").start(folder=tmp_path / "one")
    two = t.WorkspaceFolder((tmp_path / "two").as_uri(), "two")

    def change(added: list[t.WorkspaceFolder], removed: list[t.WorkspaceFolder]) -> None:
        event = t.WorkspaceFoldersChangeEvent(added, removed)
        editor.client.workspace_did_change_workspace_folders(t.DidChangeWorkspaceFoldersParams(event))

    uri = editor.open(
        rest_task({"authentication.type": "bearer", "authentication.token": ""}).text,
        (tmp_path / "one" / "a.bpmn").as_uri(),
    )
    position = editor.at(uri, 'source="" target="authentication.token"', len('source="'))

    async def known() -> tuple[bool, bool]:
        symbols = await editor.client.workspace_symbol_async(t.WorkspaceSymbolParams("fetch order"))
        offered = "{{secrets.SHOP_KEY}}" in await editor.completion(uri, position)
        return bad.as_uri() in {each.location.uri for each in symbols or ()}, offered

    assert await known() == (False, False)
    change([two], [])
    while await known() != (True, True):
        await asyncio.sleep(0.01)
    await editor.ask("connlint/checkWorkspace", {})
    assert shown(editor, bad) == ["unquoted-secret"]
    change([], [two])
    await editor.until(lambda: shown(editor, bad) == [])
    assert await known() == (False, False)
    await editor.stop()


@pytest.mark.parametrize("where", ["by itself", "of the folder"])
async def test_a_relative_path_of_a_configuration_counts_from_the_folder(tmp_path: Path, where: str) -> None:
    folder = tmp_path / "shop"
    (folder / "inner").mkdir(parents=True)
    (folder / "rules.toml").write_text('persona = "pedantic"\n[environments.dev]\n', "utf-8")
    settings = {"configuration": "rules.toml"}
    editor = Editor("maximal")
    if where == "of the folder":
        editor.client.set_configuration({"connlint": {"delay": 0, **settings}}, scope_uri=folder.as_uri())
    await editor.start(folder=folder, command=REAL, settings=settings if where == "by itself" else None)
    uri = editor.open(rest_task(version="11").text, (folder / "inner" / "a.bpmn").as_uri())
    await editor.settled(uri, ["outdated-template"])
    offered = await editor.ask("connlint/environments", {"textDocument": {"uri": uri}})
    assert offered["configuration"] == (folder / "rules.toml").as_uri()
    assert [each["name"] for each in offered["environments"]] == ["dev"]
    assert not editor.client.messages
    await editor.stop()


async def test_the_pause_before_a_check() -> None:
    editor = await Editor("maximal").start(settings={"delay": 60})
    uri = editor.open(BAD)
    await editor.diagnostics(uri)
    for letter in "abcdef":
        editor.type(uri, "Fetch order", letter)
    await editor.diagnostics(uri)
    versions = [each.version for each in editor.client.published if each.uri == uri]
    assert versions[-1] == 7
    assert len(versions) < 7
    await editor.stop()


TEMPLATE = """{
  "name": "Shop order", "id": "com.example.Order", "version": 3, "appliesTo": ["bpmn:ServiceTask"],
  "properties": [
    {"type": "Hidden", "value": "io.camunda:http-json:1", "binding": {"type": "zeebe:taskDefinition", "property": "type"}},
    {"type": "Hidden", "value": "GET", "binding": {"type": "zeebe:input", "name": "method"}},
    {"type": "String", "label": "The shop", "binding": {"type": "zeebe:input", "name": "shopName"}, "constraints": {"notEmpty": true}}
  ]
}"""


async def test_element_templates_beside_a_model(project: tuple[Editor, Path]) -> None:
    editor, folder = project
    folder_of_templates = folder / ".camunda" / "element-templates"
    folder_of_templates.mkdir(parents=True)
    path = folder_of_templates / "order.json"
    text = rest_task(template="com.example.Order", version="3").text
    uri = editor.open(text, (folder / "order.bpmn").as_uri())
    assert await editor.diagnostics(uri) == []
    path.write_text(TEMPLATE, "utf-8")
    changed = t.DidChangeWatchedFilesParams([t.FileEvent(path.as_uri(), t.FileChangeType.Created)])
    editor.client.workspace_did_change_watched_files(changed)
    await editor.until(lambda: shown(editor, folder / "order.bpmn") == ["missing-input"])
    position = editor.at(uri, "<zeebe:ioMapping>")
    assert (await editor.completion(uri, position))["shopName"].detail == "The shop"
    action = next(each for each in await editor.actions(uri, position, ["refactor"]) if "shopName" in each.title)
    assert 'target="shopName"' in await editor.edited(uri, action)
    assert "com.example.Order" in await editor.completion(uri, editor.at(uri, 'modelerTemplate="'))


async def test_the_configuration_file_beside_a_model(project: tuple[Editor, Path]) -> None:
    editor, folder = project
    path = folder / "order.bpmn"
    uri = editor.open(rest_task(version="11").text, path.as_uri())
    assert await editor.diagnostics(uri) == []
    file = folder / "connlint.toml"
    watched = t.DidChangeWatchedFilesParams([t.FileEvent(file.as_uri(), t.FileChangeType.Changed)])
    for text, codes in (
        ('persona = "pedantic"\n', ["outdated-template"]),
        ('exclude = ["*.bpmn"]\n', []),
        ("persona =", []),
    ):
        file.write_text(text, "utf-8")
        editor.client.workspace_did_change_watched_files(watched)
        await editor.until(lambda codes=codes: shown(editor, path) == codes)
    await editor.until(lambda: any("connlint.toml" in each.message for each in editor.client.messages))


async def test_what_a_called_process_said_is_forgotten_with_it() -> None:
    """Of what called it before and does not any more, be it closed or called another name."""
    for end in ("closed", "renamed"):
        editor = await Editor("minimal").start()
        called = editor.open(CALLED)
        calling = editor.open(caller("body"))
        await editor.settled(calling, ["reserved-variable"])
        if end == "closed":
            editor.close(called)
        else:
            editor.replace(called, 0, len(CALLED), CALLED.replace('"Called"', '"Other"'))
            # A question about the other document in between.
            await editor.hover(calling, t.Position(4, 4))
        await editor.settled(calling, [])
        if end == "renamed":
            editor.replace(called, 0, len(editor.texts[called]), CALLED)
            await editor.settled(calling, ["reserved-variable"])
        await editor.stop()
