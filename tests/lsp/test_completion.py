from __future__ import annotations

import pytest
from lsprotocol import types as t

from connlint.example import rest_task
from connlint.source.document import parse
from lsp.editor import CURSOR, Editor

pytestmark = pytest.mark.asyncio(loop_scope="session")


def opened(editor: Editor, text: str) -> tuple[str, t.Position]:
    """Opens a text with a cursor in it."""
    offset = text.index(CURSOR)
    uri = editor.open(text.replace(CURSOR, ""))
    return uri, editor.position(editor.texts[uri], offset)


def task(inputs: dict | None = None, **settings) -> str:
    return rest_task(inputs, **settings).text


async def test_targets_that_the_task_still_lacks(editor: Editor) -> None:
    text = task({"authentication.type": "bearer", "x": "y"}).replace('target="x"', f'target="{CURSOR}"')
    uri, position = opened(editor, text)
    offers = await editor.completion(uri, position)
    assert "authentication.token" in offers
    assert "body" not in offers  # a GET has none
    assert "url" not in offers  # it is there already
    assert "authentication.password" not in offers  # another authentication's
    first = min(offers.values(), key=lambda item: item.sort_text)
    assert first.label == "authentication.token"
    changed = await editor.complete(uri, position, "authentication.token")
    assert 'target="authentication.token"' in changed


async def test_a_target_comes_with_its_page(editor: Editor) -> None:
    uri, position = opened(editor, task({"x": "y"}).replace('target="x"', f'target="{CURSOR}"'))
    item = (await editor.completion(uri, position))["headers"]
    if item.documentation is None:
        item = await editor.client.completion_item_resolve_async(item)
    assert "headers" in item.documentation.value
    markdown = "**" in item.documentation.value
    assert markdown == (editor.name != "minimal")


async def test_choices(editor: Editor) -> None:
    uri, position = opened(editor, task({"method": CURSOR}))
    assert {"GET", "POST", "PUT", "PATCH", "DELETE"} <= set(await editor.completion(uri, position))
    uri, position = opened(editor, task({"authentication.type": f"b{CURSOR}"}))
    offers = await editor.completion(uri, position)
    assert {"basic", "bearer", "noAuth", "apiKey"} <= set(offers)
    assert 'source="bearer"' in await editor.complete(uri, position, "bearer")


async def test_whole_inputs_between_tags(editor: Editor) -> None:
    text = task({"method": "POST"}).replace("</zeebe:ioMapping>", f"  {CURSOR}\n        </zeebe:ioMapping>")
    uri, position = opened(editor, text)
    changed = await editor.complete(uri, position, "body")
    assert '<zeebe:input source="" target="body" />' in changed
    assert parse(changed).problems == ()
    # The same behind a `<` that was typed already.
    uri, position = opened(editor, text.replace(CURSOR, f"<{CURSOR}"))
    changed = await editor.complete(uri, position, "body")
    assert '\n          <zeebe:input source="" target="body" />' in changed


async def test_task_headers(editor: Editor) -> None:
    text = task().replace("</zeebe:taskHeaders>", f'<zeebe:header key="{CURSOR}" value="" /></zeebe:taskHeaders>')
    uri, position = opened(editor, text)
    offers = await editor.completion(uri, position)
    assert {"resultVariable", "errorExpression", "retryBackoff"} <= set(offers)
    assert "resultExpression" not in offers


@pytest.mark.parametrize(
    ("engine", "source", "label", "written"),
    [
        ("8.8.0", f"{CURSOR}", "{{secrets.SHOP_KEY}}", 'source="{{secrets.SHOP_KEY}}" target="authentication.token"'),
        (
            "8.8.0",
            "{{secrets." + CURSOR,
            "{{secrets.SHOP_KEY}}",
            'source="{{secrets.SHOP_KEY}}" target="authentication.token"',
        ),
        ("8.8.0", f'="Bearer {{{{{CURSOR}"', "{{secrets.SHOP_KEY}}", "=&#34;Bearer {{secrets.SHOP_KEY}}&#34;"),
        ("8.8.0", f"={CURSOR}", '"{{secrets.SHOP_KEY}}"', 'source="=&#34;{{secrets.SHOP_KEY}}&#34;"'),
        ("8.10.0", f"={CURSOR}", "camunda.secrets.SHOP_KEY", 'source="=camunda.secrets.SHOP_KEY"'),
        ("8.10.0", f"{CURSOR}", "=camunda.secrets.SHOP_KEY", 'source="=camunda.secrets.SHOP_KEY"'),
    ],
)
async def test_secrets_in_the_form_of_the_engine(
    editor: Editor, engine: str, source: str, label: str, written: str
) -> None:
    text = task(
        {"authentication.type": "bearer", "authentication.token": source, "url": "{{secrets.SHOP_KEY}}"}, engine=engine
    )
    uri, position = opened(editor, text)
    assert label in await editor.completion(uri, position)
    assert written in await editor.complete(uri, position, label)


async def test_no_secrets_where_none_is_resolved(editor: Editor) -> None:
    uri, position = opened(editor, task({"url": "{{secrets.K}}"}, headers={"resultExpression": f"={{a: {CURSOR}}}"}))
    assert not [label for label in await editor.completion(uri, position) if "secrets" in label]


async def test_names_that_are_visible_here(editor: Editor) -> None:
    script = (
        '<bpmn:scriptTask id="S" name="Make"><bpmn:extensionElements><zeebe:script expression="=1" '
        'resultVariable="orderId" /></bpmn:extensionElements></bpmn:scriptTask>'
    )
    inputs = {"base": '={host: "a", port: 1}', "url": f"=for each in list return {CURSOR}", "later": "=1"}
    uri, position = opened(editor, task(only=inputs, beside=script, template=None))
    offers = await editor.completion(uri, position)
    assert {"orderId", "base", "each", "string length", "if"} <= set(offers)
    assert "later" not in offers
    assert "bpmnError" not in offers
    assert "script task" in offers["orderId"].detail


async def test_members(editor: Editor) -> None:
    inputs = {"base": '={host: "a", port: 1}', "url": f'="https://" + base.{CURSOR}'}
    uri, position = opened(editor, task(only=inputs, template=None))
    assert set(await editor.completion(uri, position)) == {"host", "port"}
    changed = await editor.complete(uri, position, "host")
    assert "base.host" in changed
    uri, position = opened(editor, task(headers={"resultExpression": f"={{a: response.{CURSOR}}}"}))
    assert set(await editor.completion(uri, position)) == {"status", "headers", "body", "reason", "document"}
    uri, position = opened(editor, task(headers={"errorExpression": f"=if error.co{CURSOR} then null else null"}))
    offers = await editor.completion(uri, position)
    assert {"code", "message", "variables"} <= set(offers)
    assert "error.code then" in await editor.complete(uri, position, "code")


async def test_functions_of_the_place(editor: Editor) -> None:
    uri, position = opened(editor, task(headers={"errorExpression": f"={CURSOR}"}, engine="8.8.0"))
    offers = await editor.completion(uri, position)
    assert "bpmnError" in offers
    assert "from json" not in offers  # from 8.9
    assert "fromAi" not in offers  # the engine's, not the connector runtime's
    assert "orderId" not in offers
    uri, position = opened(editor, task({"url": f"={CURSOR}"}, engine="8.9.0"))
    offers = await editor.completion(uri, position)
    assert "from json" in offers
    assert "bpmnError" not in offers


async def test_headers_and_media_types(editor: Editor) -> None:
    uri, position = opened(editor, task({"headers": f'={{"Con{CURSOR}": "x"}}'}))
    changed = await editor.complete(uri, position, "Content-Type")
    assert "&#34;Content-Type&#34;: &#34;x&#34;" in changed
    uri, position = opened(editor, task({"headers": f'={{"Content-Type": "{CURSOR}"}}'}))
    assert "application/json" in await editor.completion(uri, position)
    uri, position = opened(editor, task({"headers": f'={{"X": "{CURSOR}"}}'}))
    assert "application/json" not in await editor.completion(uri, position)


@pytest.mark.parametrize("reference", ["&#34;", "&quot;"])
async def test_quotes_are_written_as_the_file_writes_them(editor: Editor, reference: str) -> None:
    text = task({"headers": f'={{"Accept": "x", {CURSOR}}}'}).replace("&#34;", reference)
    uri, position = opened(editor, text)
    changed = await editor.complete(uri, position, "Content-Type")
    assert f"{reference}Content-Type{reference}: {reference}" in changed
    assert parse(changed).problems == ()


async def test_templates_and_their_versions(editor: Editor) -> None:
    text = task().replace('modelerTemplateVersion="12"', f'modelerTemplateVersion="{CURSOR}"')
    uri, position = opened(editor, text)
    assert {"8", "11", "12"} <= set(await editor.completion(uri, position))
    text = task().replace('modelerTemplate="io.camunda.connectors.HttpJson.v2"', f'modelerTemplate="{CURSOR}"')
    uri, position = opened(editor, text)
    assert "io.camunda.connectors.HttpJson.v2" in await editor.completion(uri, position)


async def test_nothing_in_comments_and_plain_names(editor: Editor) -> None:
    uri, position = opened(editor, task({"url": f'="a" /* {CURSOR} */'}))
    assert await editor.completion(uri, position) == {}
    text = task().replace('name="Fetch order"', f'name="Fetch {CURSOR}order"')
    uri, position = opened(editor, text)
    assert await editor.completion(uri, position) == {}


async def test_while_the_document_is_broken(editor: Editor) -> None:
    text = task(headers={"resultExpression": f"={{a: response.{CURSOR}}}"}) + '<bpmn:task id="'
    uri, position = opened(editor, text)
    assert "body" in await editor.completion(uri, position)
