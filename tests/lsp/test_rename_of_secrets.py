"""Rename of a secret: what is left must be right for `connlint check` and `connlint secrets`, configuration included."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from lsprotocol import types as t
from pygls.exceptions import JsonRpcException

from checkout import CONNLINT
from connlint.example import inbound_event, rest_task
from lsp.editor import PATIENCE, Editor

pytestmark = pytest.mark.asyncio(loop_scope="session")

VALUE = "s3cr3t-SHOP_KEY-value"
STATIC = rest_task({"authentication.type": "bearer", "authentication.token": "{{secrets.SHOP_KEY}}"}).text
IN_STRING = (
    rest_task({"authentication.type": "bearer", "authentication.token": "TOKEN"})
    .text.replace('"TOKEN"', '\'="{{ secrets.SHOP&#95;KEY }}" + "{{secrets.OTHER}}"\'')
    .replace("Process_1", "Process_2")
)
"""In single quotes, with a letter as a reference."""
INBOUND = inbound_event({"hmacSecret": "{{secrets.SHOP_KEY}}"}).text
BY_ENGINE = (
    rest_task({"authentication.type": "bearer", "authentication.token": "=camunda.secrets.SHOP_KEY"}, engine="8.10.0")
    .text.replace('"=camunda', '"&#61;camunda')
    .replace("Process_1", "Process_3")
)
BASE = """\
# SHOP_KEY is the shop's
secrets = [
  'SHOP_KEY',  # 'SHOP_KEY' is what the shop gave us
  "OTHER",
]
"""
CONFIGURATION = """\
extend = "base/base.toml"
secrets-file = "shop.env"
default-environment = "dev"

[[overrides]]
paths = ["*.bpmn"]
secrets = ["SHOP_\\u004BEY", "NOT_SHOP_KEY"]

[environments.dev]
secrets-file = "dev.env"
variables = { SHOP_KEY = "a variable" }

[environments.prod]
secrets-file = "prod.env"
"""
ENV = f"""\
# SHOP_KEY=old
export SHOP_KEY = "{VALUE}" # SHOP_KEY
OTHER=SHOP_KEY
NOT_SHOP_KEY='SHOP_KEY
SHOP_KEY=still a value'
'SHOP_KEY'={VALUE}
"""


@pytest_asyncio.fixture(loop_scope="session")
async def shop(tmp_path: Path) -> AsyncIterator[tuple[Editor, Path]]:
    (tmp_path / "base").mkdir()
    for name, text in {
        "static.bpmn": STATIC,
        "string.bpmn": IN_STRING,
        "inbound.bpmn": INBOUND,
        "connlint.toml": CONFIGURATION,
        "base/base.toml": BASE,
        "shop.env": ENV,
        "dev.env": f"SHOP_KEY={VALUE}\r\nOTHER=1\r\n",
        "prod.env": f"\ufeffSHOP_KEY={VALUE}\nOTHER=1",
    }.items():
        (tmp_path / name).write_bytes(text.encode("utf-8"))
    editor = await Editor("maximal").start(folder=tmp_path, trusted=True)
    yield editor, tmp_path
    await editor.stop()
    assert VALUE not in editor.log


def opened(editor: Editor, path: Path) -> str:
    return editor.open(path.read_bytes().decode("utf-8-sig"), path.as_uri())


async def rename(editor: Editor, uri: str, new: str, inside: str = "SHOP_KEY") -> t.WorkspaceEdit:
    params = t.RenameParams(t.TextDocumentIdentifier(uri), editor.at(uri, inside, 2), new)
    return await editor.client.text_document_rename_async(params)


async def complete(editor: Editor, uri: str, new: str, files: int, inside: str = "SHOP_KEY") -> t.WorkspaceEdit:
    """The rename, once the workspace has been looked through."""
    async with asyncio.timeout(PATIENCE):
        while True:
            edit = await rename(editor, uri, new, inside)
            if len(edit.document_changes or edit.changes or ()) >= files:
                return edit


def applied(editor: Editor, edit: t.WorkspaceEdit) -> set[str]:
    """Makes the edits in the files as an editor does that saves them. The names of the files."""
    if edit.document_changes is not None:
        versions = {each.text_document.uri: each.text_document.version for each in edit.document_changes}
        assert versions == {uri: editor.versions.get(uri) if uri in editor.texts else None for uri in versions}
        changes: dict[str, Any] = {each.text_document.uri: each.edits for each in edit.document_changes}
        assert len(changes) == len(edit.document_changes)
    else:
        changes = dict(edit.changes)
    for uri, edits in changes.items():
        path = Path(uri.removeprefix("file://"))
        data = path.read_bytes()
        mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
        shown = uri in editor.texts
        if not shown:
            editor.texts[uri] = data.removeprefix(mark).decode("utf-8")
        path.write_bytes(mark + editor.applied(uri, edits).encode("utf-8"))
        if not shown:
            del editor.texts[uri]
    return {uri.rpartition("/")[2] for uri in changes}


def command(folder: Path, *arguments: str) -> str:
    """What a command says; fails unless it finds everything right."""
    done = subprocess.run([*CONNLINT, *arguments, "."], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


ALL = {"static.bpmn", "string.bpmn", "inbound.bpmn", "connlint.toml", "base.toml", "shop.env", "dev.env", "prod.env"}


async def test_the_configuration_and_the_env_files_go_along(shop: tuple[Editor, Path]) -> None:
    editor, folder = shop
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    command(folder, "check")
    command(folder, "secrets")
    uri = opened(editor, folder / "static.bpmn")
    edit = await complete(editor, uri, "MARKT_TOKEN", 8)
    assert VALUE not in str(edit)
    assert applied(editor, edit) == ALL
    command(folder, "check")
    told = command(folder, "secrets")
    assert "MARKT_TOKEN" in told
    assert "SHOP_KEY" not in told
    # Nothing but the name was touched.
    after = {path: path.read_bytes() for path in before}
    env = f"""\
# SHOP_KEY=old
export MARKT_TOKEN = "{VALUE}" # SHOP_KEY
OTHER=SHOP_KEY
NOT_SHOP_KEY='SHOP_KEY
SHOP_KEY=still a value'
'MARKT_TOKEN'={VALUE}
"""
    assert after[folder / "shop.env"].decode() == env
    assert after[folder / "dev.env"].decode() == f"MARKT_TOKEN={VALUE}\r\nOTHER=1\r\n"
    assert after[folder / "prod.env"].decode() == f"\ufeffMARKT_TOKEN={VALUE}\nOTHER=1"
    assert after[folder / "base" / "base.toml"].decode() == BASE.replace("'SHOP_KEY',", "'MARKT_TOKEN',")
    assert after[folder / "connlint.toml"].decode() == CONFIGURATION.replace("SHOP_\\u004BEY", "MARKT_TOKEN")
    assert after[folder / "string.bpmn"].decode() == IN_STRING.replace("SHOP&#95;KEY", "MARKT_TOKEN")
    # And back again.
    editor.close(uri)
    uri = opened(editor, folder / "static.bpmn")
    assert applied(editor, await complete(editor, uri, "SHOP_KEY", 8, "MARKT_TOKEN")) == ALL
    assert (folder / "dev.env").read_bytes() == before[folder / "dev.env"]


async def test_a_client_that_takes_no_versions(tmp_path: Path, shop: tuple[Editor, Path]) -> None:
    _, folder = shop
    editor = await Editor("minimal").start(folder=folder, trusted=True)
    uri = opened(editor, folder / "inbound.bpmn")
    edit = await complete(editor, uri, "MARKT_TOKEN", 8)
    assert edit.document_changes is None
    assert applied(editor, edit) == ALL
    command(folder, "check")
    command(folder, "secrets")
    await editor.stop()


async def test_every_form_of_a_reference(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.connlint]\nsecrets = ["SHOP_KEY"]\n[project]\nname = "x"\n', "utf-8"
    )
    (tmp_path / "engine.bpmn").write_text(BY_ENGINE, "utf-8")
    editor = await Editor("maximal").start(folder=tmp_path, trusted=True)
    uri = opened(editor, tmp_path / "engine.bpmn")
    command(tmp_path, "check")
    for bad in ("A-B", "A.B", "1A/", ""):
        with pytest.raises(JsonRpcException, match="no name of a secret"):
            await rename(editor, uri, bad)
    assert applied(editor, await rename(editor, uri, "MARKT")) == {"engine.bpmn", "pyproject.toml"}
    command(tmp_path, "check")
    await editor.stop()


async def test_names_that_a_bare_reference_cannot_have(capable: Editor) -> None:
    uri = capable.open(STATIC.replace("{{secrets.SHOP_KEY}}", "secrets.SHOP_KEY"))
    for bad in ("A_", "A__B", "Ü"):
        with pytest.raises(JsonRpcException, match="no name of a secret that is written secrets"):
            await rename(capable, uri, bad)
    assert await rename(capable, uri, "A-B/c.D_9") is not None


async def test_two_secrets_do_not_become_one(shop: tuple[Editor, Path]) -> None:
    editor, folder = shop
    uri = opened(editor, folder / "static.bpmn")
    await complete(editor, uri, "NEW", 8)
    for other, why in (("OTHER", r"base\.toml has another"), ("NOT_SHOP_KEY", r"connlint\.toml has another")):
        with pytest.raises(JsonRpcException, match=why):
            await rename(editor, uri, other)
    # A name that nobody declares was a mistake: the declared one may be put in its place, though others use it.
    editor.replace(uri, 0, len(editor.texts[uri]), STATIC.replace("SHOP_KEY", "SHOP_KEI"))
    edit = await rename(editor, uri, "SHOP_KEY", "SHOP_KEI")
    assert [each.text_document.uri for each in edit.document_changes] == [uri]


async def test_two_undeclared_secrets_do_not_become_one(tmp_path: Path) -> None:
    for name, text in (("static.bpmn", STATIC), ("string.bpmn", IN_STRING)):
        (tmp_path / name).write_text(text, "utf-8")
    editor = await Editor("maximal").start(folder=tmp_path, trusted=True)
    uri = opened(editor, tmp_path / "string.bpmn")
    await complete(editor, uri, "NEW", 2, "SHOP&#95;KEY")
    with pytest.raises(JsonRpcException, match="Another secret"):
        await rename(editor, uri, "SHOP_KEY", "OTHER}}")
    await editor.stop()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("connlint.toml", "secrets = ["),
        ("connlint.toml", 'secrets-file = "missing.env"\nextend = "missing.toml"'),
        ("connlint.toml", '[environments.dev]\nsecrets-file = "../outside.env"'),
        ("dev.env", b"SHOP_KEY=\xff"),
    ],
)
async def test_what_cannot_be_read_is_no_reason_to_forget_it(
    shop: tuple[Editor, Path], name: str, text: str | bytes
) -> None:
    editor, folder = shop
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    uri = opened(editor, folder / "static.bpmn")
    changed = t.DidChangeWatchedFilesParams([t.FileEvent((folder / name).as_uri(), t.FileChangeType.Changed)])
    editor.client.workspace_did_change_watched_files(changed)
    with pytest.raises(JsonRpcException, match=f"not known where else.*{name}"):
        await rename(editor, uri, "NEW")


async def test_a_configuration_that_the_editor_shows_counts_as_it_is_shown(shop: tuple[Editor, Path]) -> None:
    editor, folder = shop
    uri = opened(editor, folder / "static.bpmn")
    shown = opened(editor, folder / "base" / "base.toml")
    editor.replace(shown, 0, 0, "# a line of its own\n")
    env = opened(editor, folder / "dev.env")
    editor.replace(env, 0, 0, "# another\n")
    edit = await complete(editor, uri, "NEW", 8)
    for document, text in ((shown, "'NEW',  # 'SHOP_KEY' is"), (env, f"another\nNEW={VALUE}")):
        (changes,) = (each for each in edit.document_changes if each.text_document.uri == document)
        assert changes.text_document.version == 2
        assert text in editor.applied(document, list(changes.edits))


@pytest.mark.parametrize("mark", ["", "\ufeff"])
async def test_files_with_the_line_ends_of_windows(tmp_path: Path, mark: str) -> None:
    files = {
        "connlint.toml": 'secrets-file = "shop.env"\n\n[[overrides]]\n# SHOP_KEY\npaths = ["*.bpmn"]\n'
        'secrets = [\n  "OTHER",\n  "SHOP_KEY",\n]\n\n[environments.dev]\nvariables = { a = """\nx\n""" }\n',
        "shop.env": f"# SHOP_KEY\n\nOTHER='\n'\nexport SHOP_KEY={VALUE}\n",
        "static.bpmn": STATIC,
    }
    for name, text in files.items():
        (tmp_path / name).write_bytes((mark + text).replace("\n", "\r\n").encode("utf-8"))
    editor = await Editor("maximal").start(folder=tmp_path, trusted=True)
    uri = opened(editor, tmp_path / "static.bpmn")
    assert applied(editor, await complete(editor, uri, "MARKT", 3)) == set(files)
    for name, text in files.items():
        renamed = text.replace('"SHOP_KEY"', '"MARKT"').replace("export SHOP_KEY", "export MARKT")
        renamed = renamed.replace("{{secrets.SHOP_KEY", "{{secrets.MARKT")
        assert (tmp_path / name).read_bytes() == (mark + renamed).replace("\n", "\r\n").encode("utf-8"), name
    command(tmp_path, "check")
    await editor.stop()
