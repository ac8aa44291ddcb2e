from __future__ import annotations

import pytest
from lsprotocol import types as t

from connlint.example import rest_task
from lsp.editor import Editor

pytestmark = pytest.mark.asyncio(loop_scope="session")

BEARER = {
    "authentication.type": "bearer",
    "authentication.token": "{{secrets.TOKEN}}",
    "url": '="https://shop.example/" + string(orderId)',
}


async def test_an_input(editor: Editor) -> None:
    uri = editor.open(rest_task(BEARER).text)
    page = await editor.hover(uri, editor.at(uri, 'target="authentication.token', 12))
    assert "authentication.token" in page
    assert "Mandatory: when authentication.type is" in page
    assert "Template: " in page
    assert ("**" in page) == (editor.name != "minimal")


async def test_an_input_without_a_template(editor: Editor) -> None:
    uri = editor.open(rest_task(template=None).text)
    page = await editor.hover(uri, editor.at(uri, 'target="connectionTimeoutInSeconds', 12))
    assert "Default at run time: 20" in page
    page = await editor.hover(uri, editor.at(uri, 'target="method', 12))
    assert "Mandatory: always" in page


async def test_a_secret_is_set_or_not_and_never_shown(editor: Editor) -> None:
    uri = editor.open(rest_task({**BEARER, "headers": '={"x": "{{secrets.OTHER}}"}'}).text)
    assert "It is set in the environment dev" in await editor.hover(uri, editor.at(uri, "{{secrets.TOK"))
    assert "It is not set in the environment dev" in await editor.hover(uri, editor.at(uri, "{{secrets.OTH"))


async def test_feel(editor: Editor) -> None:
    script = (
        '<bpmn:scriptTask id="S" name="Make it"><bpmn:extensionElements><zeebe:script expression="=1" '
        'resultVariable="orderId" /></bpmn:extensionElements></bpmn:scriptTask>'
    )
    uri = editor.open(rest_task({**BEARER, "x": "=order.id + gone"}, beside=script).text)
    assert "string(from: any): string" in await editor.hover(uri, editor.at(uri, "+ string", 4))
    page = await editor.hover(uri, editor.at(uri, "string(order"))
    assert "the result of a script task of" in page
    assert "In the environment dev" in page
    assert "17" in page
    page = await editor.hover(uri, editor.at(uri, "=order.i"))
    assert "A-1" in page
    assert "must come from where the process is started" in await editor.hover(uri, editor.at(uri, "+ go"))


async def test_what_a_response_has(editor: Editor) -> None:
    uri = editor.open(rest_task(headers={"resultExpression": "={a: response.status, b: bpmnErr()}"}).text)
    page = await editor.hover(uri, editor.at(uri, "response.sta"))
    assert "response.status" in page
    assert "Type: number" in page


async def test_the_page_of_a_finding(editor: Editor) -> None:
    uri = editor.open(rest_task({"queryParameters": "={a: {{secrets.KEY}}}"}).text)
    page = await editor.hover(uri, editor.at(uri, "{{secrets.K"))
    assert "unquoted-secret" in page
    assert "How to mend" in page
    assert "unquoted-secret.md" in page


async def test_a_task(editor: Editor) -> None:
    uri = editor.open(rest_task(BEARER, version="11").text)
    page = await editor.hover(uri, editor.at(uri, "<bpmn:serviceTask", 5))
    for part in ("Fetch order", "GET", "URL in the environment dev: ", "https://shop.example/17", "bearer", "12 fits"):
        assert part in page
    assert await editor.hover(uri, t.Position(0, 3)) == ""


async def test_symbols(editor: Editor) -> None:
    uri = editor.open(rest_task({"url": '="a\u2028😀"'}, headers={"resultVariable": "x"}).text)
    params = t.DocumentSymbolParams(t.TextDocumentIdentifier(uri))
    found = await editor.client.text_document_document_symbol_async(params)
    if editor.name == "minimal":
        assert [each.name for each in found][:3] == ["Process_1", "Fetch order", "authentication.type"]
        return
    (process,) = found
    (task,) = process.children
    assert (process.name, task.name) == ("Process_1", "Fetch order")
    assert editor.cut(uri, task.range).startswith("<bpmn:serviceTask")
    assert editor.cut(uri, task.selection_range) == "Fetch order"
    names = {child.name: editor.cut(uri, child.selection_range) for child in task.children}
    assert names["url"] == "=&#34;a\u2028😀&#34;"
    assert names["resultVariable"] == "x"


async def test_no_credential_in_the_outline(maximal: Editor) -> None:
    basic = {"authentication.type": "bearer", "authentication.token": "abcdefgh12345678"}
    uri = maximal.open(rest_task(basic).text)
    params = t.DocumentSymbolParams(t.TextDocumentIdentifier(uri))
    found = await maximal.client.text_document_document_symbol_async(params)
    assert "bearer" in str(found)
    assert "abcdefgh" not in str(found)


async def test_lenses(editor: Editor) -> None:
    uri = editor.open(rest_task().text)
    params = t.CodeLensParams(t.TextDocumentIdentifier(uri))
    lenses = await editor.client.text_document_code_lens_async(params)
    assert [lens.command.title for lens in lenses] == ["▶ Run", "Preview"]
    assert lenses[0].command.command == "connlint.server.run"
    at = lenses[0].range.start
    assert editor.texts[uri].split("\n")[at.line][at.character :].startswith("<bpmn:serviceTask")


async def test_lenses_of_a_client_with_commands_of_its_own() -> None:
    own = await Editor("maximal").start(trusted=True, clientCommands=["connlint.run"])
    uri = own.open(rest_task().text)
    params = t.CodeLensParams(t.TextDocumentIdentifier(uri))
    lenses = await own.client.text_document_code_lens_async(params)
    assert [lens.command.command for lens in lenses] == ["connlint.run", "connlint.server.preview"]
    own.client.protocol.notify("connlint/trustChanged", {"trusted": False})
    (lens,) = await own.client.text_document_code_lens_async(params)
    assert "Trust this workspace" in lens.command.title
    await own.stop()


async def test_a_lens_that_is_switched_off() -> None:
    quiet = await Editor("maximal").start(trusted=True, settings={"lens": False})
    uri = quiet.open(rest_task().text)
    params = t.CodeLensParams(t.TextDocumentIdentifier(uri))
    assert not await quiet.client.text_document_code_lens_async(params)
    await quiet.stop()
