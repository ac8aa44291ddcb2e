"""One file has many URIs."""

from __future__ import annotations

import os

import pytest

from connlint_server.paths import folder_around, path_of, uri_of


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///a/b%20c.bpmn", "/a/b c.bpmn"),
        ("file:///a/b c.bpmn", "/a/b c.bpmn"),
        ("file:///a/%62.bpmn", "/a/b.bpmn"),
        ("FILE:///a/./x/../b.bpmn", "/a/b.bpmn"),
        ("file://localhost/a/b.bpmn", "/a/b.bpmn"),
        ("file:////a/b.bpmn", "/a/b.bpmn"),
        ("file:///a;x/b;y.bpmn", "/a;x/b;y.bpmn"),
        ("file:///a/b%3Fc%23d.bpmn", "/a/b?c#d.bpmn"),
        ("file:///a/b?c", None),
        ("file:///a/b#c", None),
        ("file:///a/%00b", None),
        ("file:", None),
        ("file:a.bpmn", None),
        ("file://[x/a.bpmn", None),
        ("untitled:Untitled-1", None),
        ("git:/a/b.bpmn?%7B%7D", None),
        ("", None),
    ],
)
def test_path_of(uri: str, path: str | None) -> None:
    assert path_of(uri) == path


@pytest.mark.parametrize("path", ["/a/b c.bpmn", "/a;x/ü?#%20.bpmn", "/a/\udcff.bpmn", "/"])
def test_there_and_back(path: str) -> None:
    assert path_of(uri_of(path)) == path


def test_the_letter_of_a_drive(monkeypatch: pytest.MonkeyPatch) -> None:
    same = {path_of(uri) for uri in ("file:///c:/a/b.bpmn", "file:///C:/a/b.bpmn", "file:///c%3A/a/b.bpmn")}
    assert len(same) == 1
    monkeypatch.setattr(os.path, "abspath", str)
    assert uri_of("C:/a/b c.bpmn") == "file:///c:/a/b%20c.bpmn"


def test_the_innermost_folder() -> None:
    folders = ["/a", "/a/b", "/a/bc"]
    assert folder_around("/a/b/c.bpmn", folders) == "/a/b"
    assert folder_around("/a/bcd/c.bpmn", folders) == "/a"
    assert folder_around("/ab/c.bpmn", folders) is None
    assert folder_around("/ab/c.bpmn", ["/"]) == "/"
