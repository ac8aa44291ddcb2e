"""The documents of runs: read-only, there from a run's start to its end, made by the server.

Clients that show documents of a server's own scheme get `connlint-run:` URIs; the others get files in a private folder.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from collections import OrderedDict
from typing import TYPE_CHECKING
from urllib.parse import quote

from lsprotocol import types as t

from connlint_server.paths import path_of, uri_of

if TYPE_CHECKING:
    from connlint_server.lsp.core import ServerCore

SCHEME = "connlint-run"
KEPT = 20


class RunDocuments:
    """The texts of the last runs, by URI."""

    def __init__(self, ls: ServerCore) -> None:
        self._ls = ls
        self._texts: OrderedDict[str, str] = OrderedDict()
        self._folder: str | None = None

    def registration(self) -> t.Registration | None:
        """What a client that can show them must be told; pygls has no way to state it up front."""
        if not self._ls.client.takes_document_contents:
            return None
        options = t.TextDocumentContentRegistrationOptions(schemes=[SCHEME], id="connlint-run")
        return t.Registration("connlint-run", t.WORKSPACE_TEXT_DOCUMENT_CONTENT, options)

    def uri(self, element: str, number: int, kind: str) -> str:
        """The URI of the next document: `kind` is `run` or `preview`."""
        name = re.sub(r"[^\w.-]", "_", element) or "task"
        if self._ls.client.takes_document_contents:
            return f"{SCHEME}:/{quote(name)}/{kind}-{number}.http"
        if self._folder is None:
            self._folder = tempfile.mkdtemp(prefix="connlint-runs-")
        return uri_of(os.path.join(self._folder, f"{name[:80]}-{kind}-{number}.http"))

    def put(self, uri: str, text: str) -> None:
        """Sets a document's text, and tells a client that shows it."""
        known = uri in self._texts
        self._texts[uri] = text
        self._texts.move_to_end(uri)
        while len(self._texts) > KEPT:
            old, _ = self._texts.popitem(last=False)
            self._delete(old)
        if not uri.startswith(f"{SCHEME}:"):
            self._write(uri, text)
        elif known:
            self._ls.workspace_text_document_content_refresh(t.TextDocumentContentRefreshParams(uri))

    def get(self, uri: str) -> str:
        return self._texts.get(uri, "This run is no longer kept.\n")

    async def show(self, uri: str) -> bool:
        """Opens a document in the editor, where the client can."""
        if not self._ls.client.shows_documents:
            return False
        shown = await self._ls.window_show_document_async(t.ShowDocumentParams(uri, external=False, take_focus=False))
        return bool(shown and shown.success)

    def close(self) -> None:
        """Deletes what was written to disk."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _write(self, uri: str, text: str) -> None:
        path = path_of(uri)
        if path is not None:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)

    def _delete(self, uri: str) -> None:
        path = path_of(uri)
        if path is not None:
            with contextlib.suppress(OSError):
                os.unlink(path)
