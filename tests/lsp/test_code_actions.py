from __future__ import annotations

import pytest
from lsprotocol import types as t

from connlint.check import check_text
from connlint.example import rest_task
from connlint.source.document import parse
from connlint.workspace import model_of
from lsp.editor import Editor

pytestmark = pytest.mark.asyncio(loop_scope="session")

UNQUOTED = rest_task({"queryParameters": '={"key": {{secrets.KEY}}, "b": secrets.B}'}).text


def literal(actions: list) -> list[t.CodeAction]:
    return [action for action in actions if isinstance(action, t.CodeAction)]


async def titled(editor: Editor, uri: str, where: t.Position, title: str) -> t.CodeAction | None:
    found = [each for each in literal(await editor.actions(uri, where)) if each.title.startswith(title)]
    return found[0] if found else None


async def test_a_fix_at_the_cursor(editor: Editor) -> None:
    uri = editor.open(UNQUOTED)
    actions = await editor.actions(uri, editor.at(uri, "{{secrets.KEY", 4), ["quickfix"])
    if editor.name == "minimal":
        assert actions == []
        return
    action, suppress = actions
    assert suppress.title == "Suppress unquoted-secret in Activity_1"
    assert action.kind == "quickfix"
    assert action.diagnostics[0].code == "unquoted-secret"
    assert (action.is_preferred is True) == (editor.name != "neovim-0.7")
    assert (action.edit is None) == (editor.name != "minimal")
    changed = await editor.edited(uri, action)
    assert "&#34;key&#34;: &#34;{{secrets.KEY}}&#34;" in changed
    assert len(check_text(changed)) == len(check_text(UNQUOTED)) - 1


async def test_an_edit_comes_from_the_text_as_it_is_now(editor: Editor) -> None:
    if editor.name == "minimal":
        return
    uri = editor.open(UNQUOTED)
    action, _ = await editor.actions(uri, editor.at(uri, "{{secrets.KEY", 4), ["quickfix"])
    at = editor.texts[uri].index("<bpmn:process")
    editor.replace(uri, at, at, "\n\n  ")
    if action.edit is None:
        assert "&#34;key&#34;: &#34;{{secrets.KEY}}&#34;" in await editor.edited(uri, action)


async def test_a_finding_is_suppressed_with_a_comment(capable: Editor) -> None:
    uri = capable.open(UNQUOTED)
    action = await titled(capable, uri, capable.at(uri, "{{secrets.KEY", 4), "Suppress unquoted-secret")
    assert action is not None
    changed = await capable.edited(uri, action)
    assert "    <!-- connlint: ignore[unquoted-secret] (reason) -->\n    <bpmn:serviceTask" in changed
    assert check_text(changed) == []


async def test_all_safe_fixes_at_once(editor: Editor) -> None:
    uri = editor.open(UNQUOTED)
    everything = t.Range(t.Position(0, 0), t.Position(0, 0))
    actions = await editor.actions(uri, everything, ["source.fixAll"])
    if editor.name == "minimal":
        assert actions == []
        return
    (action,) = actions
    assert action.kind == "source.fixAll.connlint"
    assert check_text(await editor.edited(uri, action)) == []
    assert await editor.actions(uri, everything, ["source.organizeImports"]) == []
    assert not [each for each in literal(await editor.actions(uri, everything)) if each.kind == action.kind]


async def test_turn_a_literal_into_a_secret(capable: Editor) -> None:
    basic = {"authentication.type": "bearer", "authentication.token": "abcdefgh12345678"}
    uri = capable.open(rest_task(basic).text)
    action = await titled(capable, uri, capable.at(uri, "abcdefgh"), "Use the secret FETCH_ORDER_TOKEN")
    changed = await capable.edited(uri, action)
    assert 'source="{{secrets.FETCH_ORDER_TOKEN}}"' in changed
    uri = capable.open(rest_task(basic, engine="8.10.0", version="17").text)
    action = await titled(capable, uri, capable.at(uri, "abcdefgh"), "Use the secret")
    assert 'source="=camunda.secrets.FETCH_ORDER_TOKEN"' in await capable.edited(uri, action)
    headers = {"headers": '={"X-Token": "abcdefgh12345678"}'}
    uri = capable.open(rest_task(headers).text)
    action = await titled(capable, uri, capable.at(uri, "abcdefgh"), "Use the secret")
    assert "&#34;{{secrets.FETCH_ORDER_HEADERS}}&#34;" in await capable.edited(uri, action)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
async def test_add_the_missing_inputs_of_this_authentication(capable: Editor, ending: str) -> None:
    oauth = {"authentication.type": "oauth-client-credentials-flow"}
    text = rest_task(oauth).text.replace("\n", ending)
    uri = capable.open(text)
    action = await titled(
        capable, uri, capable.at(uri, "oauth-client"), "Add the missing inputs of this authentication"
    )
    changed = await capable.edited(uri, action)
    assert parse(changed).problems == ()
    for name in ("oauthTokenEndpoint", "clientId", "clientSecret"):
        assert f'target="authentication.{name}"' in changed
    line = next(line for line in changed.split(ending) if "clientSecret" in line)
    assert line.startswith("          <zeebe:input ")


async def test_to_feel_and_back(capable: Editor) -> None:
    uri = capable.open(rest_task({"url": "https://a.example/\u00e9"}).text)
    action = await titled(capable, uri, capable.at(uri, "https://a.ex"), "Convert to FEEL")
    changed = await capable.edited(uri, action)
    assert 'source="=&#34;https://a.example/é&#34;"' in changed
    uri = capable.open(changed)
    action = await titled(capable, uri, capable.at(uri, "https://a.ex"), "Convert to text")
    assert 'source="https://a.example/é"' in await capable.edited(uri, action)


@pytest.mark.parametrize(
    ("text", "feel"),
    [
        ('a "quoted" text', '"a \\"quoted\\" text"'),
        ("a\\nb", '"a\\nb"'),
        ("C:\\\\x", '"C:\\\\x"'),
        ("\\d+", '"\\\\d+"'),
        ("a\nb", '"a\\nb"'),
    ],
)
async def test_to_feel_keeps_what_the_engine_makes_of_a_text(capable: Editor, text: str, feel: str) -> None:
    """The engine puts a static text into a string as it is, quotes aside: its escapes are those of FEEL already."""
    uri = capable.open(rest_task({"method": "POST", "body": text}).text)
    action = await titled(capable, uri, capable.at(uri, 'target="body"', -3), "Convert to FEEL")
    model = model_of(await capable.edited(uri, action), "a.bpmn")
    assert model.tasks[0].input("body").text == f"={feel}"


async def test_a_text_that_the_engine_refuses_is_not_converted(capable: Editor) -> None:
    uri = capable.open(rest_task({"method": "POST", "body": "C:\\new\\"}).text)
    actions = await capable.actions(uri, capable.at(uri, 'target="body"', -3))
    assert "Convert to FEEL" not in {each.title for each in actions}


async def test_upgrade_a_template(capable: Editor) -> None:
    uri = capable.open(rest_task(version="11", engine="8.8.0").text)
    action = await titled(capable, uri, capable.at(uri, "<bpmn:serviceTask", 3), "Upgrade the template from 11 to")
    changed = await capable.edited(uri, action)
    assert 'modelerTemplateVersion="11"' not in changed
    assert check_text(changed) == []


async def test_runs_of_the_task_at_the_cursor(editor: Editor) -> None:
    uri = editor.open(rest_task().text)
    actions = await editor.actions(uri, editor.at(uri, "noAuth"))
    commands = [each.command if isinstance(each, t.CodeAction) else each for each in actions]
    names = {each.command for each in commands if each is not None}
    assert {"connlint.server.run", "connlint.server.preview", "connlint.server.curl"} <= names
    run = next(each for each in commands if each is not None and each.command == "connlint.server.run")
    assert list(run.arguments) == [{"textDocument": {"uri": uri}, "element": "Activity_1"}]
    assert not list(await editor.actions(uri, t.Position(0, 0)))


async def test_why_a_task_may_not_run() -> None:
    untrusted = await Editor("maximal").start()
    uri = untrusted.open(rest_task().text)
    actions = await untrusted.actions(uri, untrusted.at(uri, "noAuth"), ["source.connlint"])
    disabled = {each.kind: each.disabled for each in actions}
    assert disabled["source.connlint.run"].reason == "Trust this workspace to run requests"
    await untrusted.stop()
