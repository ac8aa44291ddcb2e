from __future__ import annotations

import pytest
from lsprotocol import types as t

from connlint.check import check_text
from connlint.example import rest_task
from lsp.editor import Editor

pytestmark = pytest.mark.asyncio(loop_scope="session")

UNQUOTED = rest_task({"queryParameters": '={"key": {{secrets.KEY}}}'}).text


async def test_a_mistake_is_shown_at_its_characters(editor: Editor) -> None:
    uri = editor.open(UNQUOTED)
    (found,) = await editor.diagnostics(uri)
    assert found.code == "unquoted-secret"
    assert found.source == "connlint"
    assert found.severity == t.DiagnosticSeverity.Error
    assert editor.cut(uri, found.range) == "{{secrets.KEY}}"
    described = editor.capabilities.text_document and editor.name in ("maximal", "vscode")
    assert (found.code_description is not None) == bool(described)


async def test_what_is_mended_is_gone(editor: Editor) -> None:
    uri = editor.open(UNQUOTED)
    assert await editor.diagnostics(uri)
    editor.type(uri, "{{secrets.KEY", "}}&#34;")
    at = editor.texts[uri].index("{{secrets.KEY")
    editor.replace(uri, at, at, "&#34;")
    text = editor.texts[uri].replace("}}&#34;}}", "}}&#34;")
    editor.replace(uri, 0, len(editor.texts[uri]), text)
    assert await editor.diagnostics(uri) == []


async def test_columns_count_as_the_client_counts(editor: Editor) -> None:
    uri = editor.open(rest_task({"queryParameters": '={"😀\u2028é": {{secrets.KEY}}}'}).text)
    (found,) = await editor.diagnostics(uri)
    assert editor.cut(uri, found.range) == "{{secrets.KEY}}"


async def test_a_broken_document_keeps_the_findings_of_what_can_be_read(editor: Editor) -> None:
    two = UNQUOTED.replace("</bpmn:process>", '<bpmn:task id="T" name="a"></bpmn:process>')
    uri = editor.open(two)
    codes = {found.code for found in await editor.diagnostics(uri)}
    assert codes == {"unquoted-secret", "xml-syntax"}


async def test_what_is_no_bpmn_is_left_alone(editor: Editor) -> None:
    uri = editor.open("<project><broken></project>", "file:///nowhere/pom.xml")
    assert await editor.diagnostics(uri) == []


async def test_an_untitled_document_is_checked(editor: Editor) -> None:
    uri = editor.open(UNQUOTED, "untitled:Untitled-1")
    assert [found.code for found in await editor.diagnostics(uri)] == ["unquoted-secret"]


async def test_closing_clears(editor: Editor) -> None:
    uri = editor.open(UNQUOTED)
    assert await editor.diagnostics(uri)
    editor.close(uri)
    if not editor.pulls:
        await editor.until(lambda: not editor.client.diagnostics.get(uri))


async def test_never_pushed_and_pulled(editor: Editor) -> None:
    uri = editor.open(UNQUOTED)
    await editor.diagnostics(uri)
    pushed = [each for each in editor.client.published if each.uri == uri]
    assert bool(pushed) != editor.pulls
    assert editor.pulls == (editor.name in ("vscode", "neovim-0.11"))
    if editor.pulls:
        assert not editor.result.capabilities.diagnostic_provider.workspace_diagnostics


async def test_an_unchanged_document_is_told_so(editor: Editor) -> None:
    if not editor.pulls:
        return
    uri = editor.open(UNQUOTED)
    identifier = t.TextDocumentIdentifier(uri)
    first = await editor.client.text_document_diagnostic_async(t.DocumentDiagnosticParams(identifier))
    again = await editor.client.text_document_diagnostic_async(
        t.DocumentDiagnosticParams(identifier, previous_result_id=first.result_id)
    )
    assert again.kind == "unchanged"
    assert again.result_id == first.result_id


async def test_related_places_and_tags(editor: Editor) -> None:
    basic = {"authentication.type": "bearer"}
    uri = editor.open(rest_task(basic, engine="8.7").text)
    (found,) = await editor.diagnostics(uri)
    if editor.name == "minimal":
        assert found.related_information is None
    elif editor.name in ("vscode", "maximal", "neovim-0.7"):
        (related,) = found.related_information
        assert editor.cut(uri, related.location.range) == "bearer"


async def test_the_same_as_the_command_says(editor: Editor) -> None:
    text = rest_task({"url": "", "method": "GTE", "connectionTimeoutInSeconds": "abc"}).text
    uri = editor.open(text)
    shown = [(found.code, found.message, editor.cut(uri, found.range)) for found in await editor.diagnostics(uri)]
    assert shown == [(each.rule, each.message, text[slice(*each.span)]) for each in check_text(text)]
