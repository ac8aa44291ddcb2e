"""Highlights, definition, references and rename; symbols of the workspace."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from lsprotocol import types as t
from pygls.exceptions import JsonRpcException

from checkout import CONNLINT
from connlint.example import rest_task
from lsp.editor import Editor
from lsp.models import caller

pytestmark = pytest.mark.asyncio(loop_scope="session")

WORKSPACE = Path(__file__).parents[2] / "fixtures" / "workspace"


@pytest_asyncio.fixture(loop_scope="session")
async def shop(tmp_path: Path) -> AsyncIterator[tuple[Editor, Path]]:
    shutil.copytree(WORKSPACE, tmp_path / "shop")
    editor = await Editor("maximal").start(folder=tmp_path / "shop", trusted=True)
    yield editor, tmp_path / "shop"
    await editor.stop()
    # What is refused is logged by pygls; nothing of ours may fail.
    assert "ERROR connlint" not in editor.log


def opened(editor: Editor, path: Path) -> str:
    return editor.open(path.read_bytes().decode("utf-8"), path.as_uri())


async def places(editor: Editor, method: str, uri: str, position: t.Position) -> list[str]:
    """Each place as `file: text`."""
    identifier = t.TextDocumentIdentifier(uri)
    if method == "references":
        params = t.ReferenceParams(t.ReferenceContext(True), identifier, position)
        found = await editor.client.text_document_references_async(params)
    else:
        found = await editor.client.text_document_definition_async(t.DefinitionParams(identifier, position))
    return sorted(f"{each.uri.rpartition('/')[2]}: {text_at(editor, each)}" for each in found)


def text_at(editor: Editor, place: t.Location) -> str:
    uri = place.uri
    if uri in editor.texts:
        return editor.cut(uri, place.range)
    editor.texts[uri] = Path(uri.removeprefix("file://")).read_bytes().decode("utf-8")
    try:
        return editor.cut(uri, place.range)
    finally:
        del editor.texts[uri]


async def rename(editor: Editor, uri: str, position: t.Position, new: str) -> dict[str, list]:
    params = t.RenameParams(t.TextDocumentIdentifier(uri), position, new)
    edit = await editor.client.text_document_rename_async(params)
    if edit.document_changes is not None:
        return {each.text_document.uri: list(each.edits) for each in edit.document_changes}
    return {each: list(edits) for each, edits in edit.changes.items()}


def written(editor: Editor, edits: dict[str, list]) -> None:
    """Makes the edits in the files, as an editor does that saves them."""
    for uri, each in edits.items():
        path = Path(uri.removeprefix("file://"))
        if uri not in editor.texts:
            editor.texts[uri] = path.read_bytes().decode("utf-8")
        path.write_bytes(editor.applied(uri, each).encode("utf-8"))


async def test_highlights(editor: Editor) -> None:
    task = rest_task(
        {"url": '="https://a😀/" + orderId', "body": "=for orderId in [1] return orderId"},
        headers={"resultExpression": "={order: body, other: response.body.order.id}"},
        outputs={"orderId": "=order.orderId"},
    )
    uri = editor.open(task.text)

    async def at(position: t.Position) -> list[tuple[int, str, bool]]:
        params = t.DocumentHighlightParams(t.TextDocumentIdentifier(uri), position)
        found = await editor.client.text_document_document_highlight_async(params)
        return [
            (each.range.start.line, editor.cut(uri, each.range), each.kind == t.DocumentHighlightKind.Write)
            for each in found
        ]

    found = await at(editor.at(uri, "+ order"))
    assert [each[1:] for each in found] == [("orderId", False), ("orderId", True)]
    assert await at(editor.at(uri, 'target="orderI')) == found
    found = await at(editor.at(uri, "={orde"))
    assert sorted(each[1:] for each in found) == [("order", False), ("order", True)]
    assert await at(t.Position(0, 0)) == []
    assert await at(editor.at(uri, 'id="Process_')) == []


async def test_references_over_files(shop: tuple[Editor, Path]) -> None:
    editor, folder = shop
    uri = opened(editor, folder / "order-handling.bpmn")
    position = editor.at(uri, "order: orderNum")
    found = await places(editor, "references", uri, position)
    assert "order-entry.form: orderNumber" in found
    assert {each.partition(": ")[2] for each in found} == {"orderNumber"}
    assert await places(editor, "definition", uri, position) == ["order-entry.form: orderNumber"]
    # The called process has a variable of that name too; another one where it is passed by a mapping.
    passed = await places(editor, "references", uri, editor.at(uri, 'target="orderNum'))
    assert any(each.startswith("parcel-shipping") for each in passed)


@pytest.mark.parametrize("is_open", [True, False])
@pytest.mark.parametrize("new", ["bestellNummer", "shopName"])
async def test_rename_of_a_variable_over_three_files(shop: tuple[Editor, Path], is_open: bool, new: str) -> None:
    editor, folder = shop
    path = folder / "order-handling.bpmn"
    # Everything is passed to the called process, so that its variable is the same one; a letter is a reference.
    text = path.read_text("utf-8").replace(
        'propagateAllParentVariables="false"', 'propagateAllParentVariables="true"', 1
    )
    text = text.replace('          <zeebe:input source="=orderNumber" target="orderNumber" />\n', "", 1)
    path.write_text(text.replace("order: orderNumber", "order: order&#78;umber"), "utf-8")
    shown = editor.open(path.read_text("utf-8").replace("Order handling", "Order 😀"), path.as_uri())
    editor.replace(shown, 0, len(editor.texts[shown]), path.read_text("utf-8"))
    if is_open:
        opened(editor, folder / "parcel-shipping.bpmn")
    position = editor.at(shown, "order: order&#7")
    prepared = await editor.client.text_document_prepare_rename_async(
        t.PrepareRenameParams(t.TextDocumentIdentifier(shown), position)
    )
    assert (editor.cut(shown, prepared.range), prepared.placeholder) == ("order&#78;umber", "orderNumber")
    edits = await rename(editor, shown, position, new)
    assert {each.rpartition("/")[2] for each in edits} == {
        "order-entry.form",
        "order-handling.bpmn",
        "parcel-shipping.bpmn",
    }
    written(editor, edits)
    assert check(folder) == []
    assert f"order: {new}" in path.read_text("utf-8")
    assert f'"key": "{new}"' in (folder / "order-entry.form").read_text("utf-8")


async def test_rename_of_a_secret_over_three_files(shop: tuple[Editor, Path]) -> None:
    editor, folder = shop
    uri = opened(editor, folder / "order-handling.bpmn")
    edits: dict = {}
    while len(edits) < 3:
        edits = await rename(editor, uri, editor.at(uri, "{{secrets.SHOP_API"), "SHOP_TOKEN")
    assert {each.rpartition("/")[2] for each in edits} == {path.name for path in folder.glob("*.bpmn")}
    written(editor, edits)
    assert check(folder) == []
    for path in folder.glob("*.bpmn"):
        assert "SHOP_API_TOKEN" not in path.read_text("utf-8")
        assert "{{secrets.SHOP_TOKEN}}" in path.read_text("utf-8")


def check(folder: Path) -> list[object]:
    done = subprocess.run([*CONNLINT, "check", "--isolated", str(folder)], capture_output=True)
    return [] if done.returncode == 0 else [done.stdout, done.stderr]


async def test_what_cannot_be_renamed(shop: tuple[Editor, Path]) -> None:
    editor, folder = shop
    uri = opened(editor, folder / "order-handling.bpmn")
    position = editor.at(uri, "order: orderNum")
    for bad in ("then", "a b", "", "1a", "quantity"):
        with pytest.raises(JsonRpcException, match="variable"):
            await rename(editor, uri, position, bad)
    secret = editor.at(uri, "{{secrets.SHOP_API")
    with pytest.raises(JsonRpcException, match="no name of a secret"):
        await rename(editor, uri, secret, "a}} b")
    with pytest.raises(JsonRpcException, match="no process variable"):
        await rename(editor, uri, t.Position(0, 0), "x")
    job = editor.open(rest_task({"count": "=1", "body": "=count + 1"}).text)
    with pytest.raises(JsonRpcException, match="by this name"):
        await rename(editor, job, editor.at(job, "=coun"), "x")


async def test_workspace_symbols(shop: tuple[Editor, Path]) -> None:
    editor, folder = shop
    uri = opened(editor, folder / "order-handling.bpmn")
    editor.type(uri, 'name="Check stock', "😀")
    names: list = []
    while len({each.location.uri for each in names}) < 3:
        names = await editor.client.workspace_symbol_async(t.WorkspaceSymbolParams(""))
    (found,) = await editor.client.workspace_symbol_async(t.WorkspaceSymbolParams("STOCK check"))
    assert found.name == "Check stock😀"
    assert found.container_name == "Order handling, order-handling.bpmn"
    assert editor.cut(uri, found.location.range) == "Check stock😀"
    assert not await editor.client.workspace_symbol_async(t.WorkspaceSymbolParams("nothing of that"))


async def test_a_secret_that_only_the_editor_shows_is_renamed(shop: tuple[Editor, Path]) -> None:
    editor, folder = shop
    uri = editor.open(bearer("{{secrets.NEW_ONE}}"), (folder / "own.bpmn").as_uri())
    edited = opened(editor, folder / "parcel-shipping.bpmn")
    editor.type(edited, "{{secrets.SHOP_API_TOKEN}}", " {{secrets.NEW_ONE}}")
    unsaved = editor.open(bearer("secrets.NEW_ONE"), (folder / "unsaved.bpmn").as_uri())
    untitled = editor.open(bearer("{{secrets.NEW_ONE}}"), "untitled:Untitled-1")
    elsewhere = editor.open(bearer("{{secrets.NEW_ONE}}").replace("bpmn:definitions", "definitions"), "untitled:pom")
    edits = await rename(editor, uri, editor.at(uri, "{{secrets.NEW"), "OLD_ONE")
    assert set(edits) == {uri, edited, unsaved, untitled}
    assert "{{secrets.SHOP_API_TOKEN}} {{secrets.OLD_ONE}}" in editor.applied(edited, edits[edited])
    # What is not shown any more counts no longer, on disk or not.
    editor.replace(edited, 0, len(editor.texts[edited]), bearer("nothing"))
    editor.close(unsaved)
    editor.close(elsewhere)
    assert set(await rename(editor, uri, editor.at(uri, "{{secrets.NEW"), "OLD_ONE")) == {uri, untitled}


@pytest.mark.parametrize("name", ["A__B-C", "A.B/C_", "Ünï", "A_&#66;"])
async def test_every_name_of_a_secret_is_found_in_other_files(shop: tuple[Editor, Path], name: str) -> None:
    editor, folder = shop
    (folder / "other.bpmn").write_text(bearer(f"{{{{secrets.{name}}}}}"), "utf-8")
    uri = editor.open(bearer(f"{{{{secrets.{name}}}}}"), (folder / "own.bpmn").as_uri())
    edits = await rename(editor, uri, editor.at(uri, "{{secrets.", len("{{secrets.") + 1), "PLAIN")
    assert {each.rpartition("/")[2] for each in edits} == {"own.bpmn", "other.bpmn"}


async def test_a_call_that_only_the_editor_shows(shop: tuple[Editor, Path]) -> None:
    editor, folder = shop
    called = editor.open(
        rest_task({"body": "=orderCode"}).text.replace("Process_1", "Called"), (folder / "called.bpmn").as_uri()
    )
    calling = editor.open(caller("orderCode"), (folder / "caller.bpmn").as_uri())
    found = await places(editor, "references", called, editor.at(called, "=orderCo"))
    assert found == ["called.bpmn: orderCode", "caller.bpmn: orderCode"]
    editor.replace(calling, 0, len(editor.texts[calling]), caller("other"))
    found = await places(editor, "references", called, editor.at(called, "=orderCo"))
    assert found == ["called.bpmn: orderCode"]


def bearer(token: str) -> str:
    return rest_task({"authentication.type": "bearer", "authentication.token": token}).text
