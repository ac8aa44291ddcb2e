"""pygls' protocol with the parts replaced that do harm here.

- Documents are kept by `documents`, so pygls keeps no copy of them.
- A command runs as a task of its own, so that `$/cancelRequest` reaches it; pygls leaves it running.
- `shutdown` waits for the server's own work to end and does not trip over what ends meanwhile.
- Parameters of requests that the protocol does not know stay plain dictionaries; pygls makes named tuples of them, in
  which a header's name is lost.
"""

from __future__ import annotations

import asyncio
import inspect
from typing import TYPE_CHECKING, Any

from lsprotocol import converters
from lsprotocol import types as t
from pygls.exceptions import JsonRpcInvalidParams
from pygls.protocol import (
    JsonRPCNotification,
    JsonRPCRequestMessage,
    JsonRPCResponseMessage,
    LanguageServerProtocol,
    lsp_method,
)

if TYPE_CHECKING:
    from collections.abc import Generator

    from cattrs import Converter


def converter() -> Converter:
    """lsprotocol's converter, which leaves alone what it does not know."""
    made = converters.get_converter()
    for message in (JsonRPCNotification, JsonRPCRequestMessage, JsonRPCResponseMessage):
        made.register_structure_hook(message, lambda given, cls: cls(**given))
    # The writer of JSON asks again for what it does not know, so plain results need no second look at every value.
    made.register_unstructure_hook(
        JsonRPCResponseMessage, lambda message: {"jsonrpc": "2.0", "id": message.id, "result": message.result}
    )
    return made


class ConnlintProtocol(LanguageServerProtocol):
    """See the module. The methods that begin with `lsp_` are found by their decorator."""

    experimental: Any = None
    """What the server tells of itself beyond the protocol; set while the client's `initialize` is answered."""

    @lsp_method(t.INITIALIZE)
    def lsp_initialize(self, params: t.InitializeParams) -> Generator[Any, Any, t.InitializeResult]:
        result = yield from super().lsp_initialize(params)
        result.capabilities.experimental = self.experimental
        return result

    @lsp_method(t.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: t.DidOpenTextDocumentParams) -> None:
        self._tell(t.TEXT_DOCUMENT_DID_OPEN, params)

    @lsp_method(t.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: t.DidChangeTextDocumentParams) -> None:
        self._tell(t.TEXT_DOCUMENT_DID_CHANGE, params)

    @lsp_method(t.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: t.DidCloseTextDocumentParams) -> None:
        self._tell(t.TEXT_DOCUMENT_DID_CLOSE, params)

    @lsp_method(t.WORKSPACE_EXECUTE_COMMAND)
    async def lsp_workspace__execute_command(self, params: t.ExecuteCommandParams) -> Any:  # type: ignore[override]
        handler = self.fm.commands.get(params.command)
        if handler is None:
            raise JsonRpcInvalidParams.of(ValueError(f"there is no command {params.command!r}"))
        arguments = params.arguments or []
        if len(arguments) > 1:
            raise JsonRpcInvalidParams.of(ValueError(f"{params.command} takes one argument, an object"))
        given = arguments[0] if arguments else {}
        if not isinstance(given, dict):
            raise JsonRpcInvalidParams.of(ValueError(f"the argument of {params.command} must be an object"))
        result = handler(given)
        return await result if inspect.isawaitable(result) else result

    @lsp_method(t.SHUTDOWN)
    async def lsp_shutdown(self, *args: Any) -> None:  # type: ignore[override]
        handler = self.fm.features.get(t.SHUTDOWN)
        if handler is not None:
            await handler(*args)
        for message, future in list(self._request_futures.items()):
            if message != self.msg_id and not future.done():
                future.cancel()
        await asyncio.sleep(0)
        self._shutdown = True

    def _tell(self, method: str, params: object) -> None:
        handler = self.fm.features.get(method)
        if handler is not None:
            handler(params)
