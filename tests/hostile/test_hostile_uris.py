"""URIs of every kind and of none: as documents, as workspace folders, as files that have changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hostile.asking import MODEL, URI, ask_everything, assert_well, place_of, position
from hostile.raw_client import RawClient

URIS = [
    "untitled:Untitled-1",
    "untitled:",
    "untitled:/proc/self/fd/0",
    "git:/a/x.bpmn?%7B%22path%22%3A%22/a/x.bpmn%22%7D",
    "vscode-notebook-cell:/a/b.ipynb#W0sZmlsZQ%3D%3D",
    "connlint-run:/Activity_1/run-1.http",
    "memfs:/x.bpmn",
    "file://host/share/x.bpmn",
    "file://host",
    "file:///a%2Fb%2F..%2Fc.bpmn",
    "file:///a%252Fb.bpmn",
    "file:///a/%FF%FE.bpmn",
    "file:///a/%ED%A0%80.bpmn",
    "file:///a/\ud800.bpmn",
    "file:///%00.bpmn",
    "file:///%zz.bpmn",
    "file:///\u202e.bpmn",
    "file:///a b\n.bpmn",
    "file:",
    "file:/",
    "file://",
    "file:///",
    "file:relative.bpmn",
    "file:////a//b.bpmn",
    "file:///../../x.bpmn",
    "FILE:///C:/x.bpmn",
    "file:///c%3A/x.bpmn",
    "file:///a/b.bpmn?x=1",
    "file:///a/b.bpmn#f",
    "file://[::1/x.bpmn",
    "http://[::1/x.bpmn",
    "/abs/path.bpmn",
    "x",
    "::",
    "",
    "file:///a/" + "%F0%9F%98%80" * 2000 + ".bpmn",
    "file:///a/" + "d/" * 4000 + "x.bpmn",
]
FOLDERS = [
    uri for uri in URIS if uri.strip("/.").lower() not in ("file:", "file:////a//b.bpmn", "file:///../../x.bpmn")
]
"""Not the root of the file system, which would be searched."""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RawClient]:
    folder: Path = tmp_path_factory.mktemp("workspace")
    (folder / "a.bpmn").write_text(MODEL, "utf-8")
    folders = [{"uri": uri, "name": "x"} for uri in (*FOLDERS, folder.as_uri())]
    with RawClient() as client:
        client.initialize(initializationOptions={"trusted": True, "settings": {"delay": 0}}, workspaceFolders=folders)
        client.open(URI, MODEL)
        yield client
        assert client.stop() == 0


@pytest.mark.parametrize("uri", URIS, ids=range(len(URIS)))
def test_a_document_of_any_uri(client: RawClient, uri: str) -> None:
    document = {"textDocument": {"uri": uri}}
    ask_everything(client, uri, position(3, 3))
    client.open(uri, MODEL, 100)
    assert [each["code"] for each in client.diagnostics(uri, 100)] == ["ignored-input"]
    hover = ask_everything(client, uri, place_of(MODEL, "TOKEN}}"), position(99, 0))["textDocument/hover"]
    assert hover["result"] is not None
    renamed = ask_everything(client, uri, place_of(MODEL, "TOKEN}}"))["textDocument/rename"]["result"]
    assert uri in renamed["changes"]
    client.change(uri, 101, {"text": MODEL + "<"})
    assert [each["code"] for each in client.diagnostics(uri, 101)] == ["ignored-input", "xml-syntax"]
    client.tell("textDocument/didSave", document)
    for kind in (1, 2, 3):
        client.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri, "type": kind}]})
    client.tell("textDocument/didClose", document)
    assert client.ask("textDocument/hover", {**document, "position": position(3, 3)})["result"] is None
    assert_well(client)


def test_a_workspace_of_such_folders_is_checked(client: RawClient) -> None:
    told = client.ask("connlint/checkWorkspace", {}, 60)["result"]
    assert told["files"] == 1
    assert told["connectors"] == 1
    removed = [{"uri": uri, "name": "x"} for uri in FOLDERS]
    client.tell("workspace/didChangeWorkspaceFolders", {"event": {"added": removed, "removed": removed}})
    assert client.ask("connlint/checkWorkspace", {}, 60)["result"]["files"] == 1
    client.tell("workspace/didChangeWorkspaceFolders", {"event": {"added": [], "removed": removed}})
    assert client.ask("connlint/checkWorkspace", {}, 60)["result"]["unreadable"] == []
    assert_well(client)
