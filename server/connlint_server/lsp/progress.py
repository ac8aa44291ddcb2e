"""Progress bars of the client's."""

from __future__ import annotations

import asyncio
import uuid
from typing import TYPE_CHECKING, Any

from lsprotocol import types as t

if TYPE_CHECKING:
    from connlint_server.lsp.core import ServerCore


class Progress:
    """A progress bar of the client's, where it has one."""

    def __init__(self, ls: ServerCore, token: str | int | None) -> None:
        self._ls = ls
        self.token = token

    @classmethod
    async def begin(cls, ls: ServerCore, given: str | int | None, title: str, *, cancellable: bool = True) -> Progress:
        """With the token that the request brought, else with one of our own. A token is never used twice."""
        token = given if isinstance(given, (str, int)) else None
        if token is None and ls.client.has_progress:
            token = str(uuid.uuid4())
            try:
                await asyncio.wait_for(ls.work_done_progress.create_async(token), 5)
            except Exception:
                token = None
        progress = cls(ls, token)
        if token is not None:
            ls.work_done_progress.begin(token, t.WorkDoneProgressBegin(title=title, cancellable=cancellable))
        return progress

    @property
    def cancelled(self) -> bool:
        future = self._ls.work_done_progress.tokens.get(self.token) if self.token is not None else None
        return future is not None and future.cancelled()

    def when_cancelled(self, call: Any) -> None:
        """Calls back, in the server's loop, when the user cancels."""
        future = self._ls.work_done_progress.tokens.get(self.token) if self.token is not None else None
        if future is not None:
            loop = asyncio.get_running_loop()
            future.add_done_callback(lambda done: loop.call_soon_threadsafe(call) if done.cancelled() else None)

    def report(self, done: int, of: int, message: str) -> None:
        if self.token is not None:
            percentage = int(100 * done / of) if of else 100
            self._ls.work_done_progress.report(
                self.token, t.WorkDoneProgressReport(message=message, percentage=percentage)
            )

    def end(self, message: str | None = None) -> None:
        if self.token is not None:
            self._ls.work_done_progress.end(self.token, t.WorkDoneProgressEnd(message=message))
            self._ls.work_done_progress.tokens.pop(self.token, None)
            self.token = None
