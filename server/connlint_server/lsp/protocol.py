"""pygls' protocol with the parts replaced that do harm here.

- Documents are kept by `documents`, so pygls keeps no copy of them.
- A command runs as a task of its own, so that `$/cancelRequest` reaches it; pygls leaves it running.
- `shutdown` waits for the server's own work to end and does not trip over what ends meanwhile.
- Parameters of requests that the protocol does not know stay plain dictionaries; pygls makes named tuples of them, in
  which a header's name is lost.
- Every request is answered, and no answer holds more than a sentence: pygls leaves a client waiting whose parameters it
  cannot read or who asks after `shutdown`, and sends it tracebacks.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import logging
from typing import TYPE_CHECKING, Any

from lsprotocol import converters
from lsprotocol import types as t
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams
from pygls.protocol import (
    JsonRPCNotification,
    JsonRPCRequestMessage,
    JsonRPCResponseMessage,
    LanguageServerProtocol,
    lsp_method,
)

from connlint_server.lsp.guard import tell

if TYPE_CHECKING:
    from collections.abc import Generator
    from concurrent.futures import Future

    from cattrs import Converter

logger = logging.getLogger("connlint_server")

INVALID_REQUEST, INVALID_PARAMS, INTERNAL_ERROR, PARSE_ERROR = -32600, -32602, -32603, -32700
NOT_INITIALIZED, CANCELLED = -32002, -32800
Id = str | int | None


def converter() -> Converter:
    """lsprotocol's converter, which leaves alone what it does not know."""
    made = converters.get_converter()
    for message in (JsonRPCNotification, JsonRPCRequestMessage, JsonRPCResponseMessage):
        made.register_structure_hook(message, _plainly)
    # The writer of JSON asks again for what it does not know, so plain results need no second look at every value.
    made.register_unstructure_hook(
        JsonRPCResponseMessage, lambda message: {"jsonrpc": "2.0", "id": message.id, "result": message.result}
    )
    return made


def _plainly(given: dict[str, Any], cls: type) -> Any:
    """A message that the protocol does not know. Parameters may be left out, and what else is in it is nobody's."""
    fields = {name: given.get(name) for name in ("id", "method", "params", "result") if name in cls.__annotations__}
    return cls(jsonrpc=given.get("jsonrpc"), **fields)


class ConnlintProtocol(LanguageServerProtocol):
    """See the module. The methods that begin with `lsp_` are found by their decorator."""

    experimental: Any = None
    """What the server tells of itself beyond the protocol; set while the client's `initialize` is answered."""
    ended_badly = False
    """The client said `exit` without `shutdown`: the process tells by its code."""

    @lsp_method(t.INITIALIZE)
    def lsp_initialize(self, params: t.InitializeParams) -> Generator[Any, Any, t.InitializeResult]:
        result = yield from super().lsp_initialize(params)
        result.capabilities.experimental = self.experimental
        return result

    @lsp_method(t.EXIT)
    def lsp_exit(self, *args: Any) -> Generator[Any, Any, None]:
        self.ended_badly = not self._shutdown
        yield from super().lsp_exit(*args)

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

    def structure_message(self, data: Any) -> Any:
        """As it is: pygls asks for every object within a message, and a model's values are not messages."""
        return data

    def handle_message(self, message: Any) -> None:
        if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
            self.refuse(None, INVALID_REQUEST, "This is no JSON-RPC 2.0 message.")
        elif "method" not in message:
            self._answered(message)
        elif "id" in message:
            self._asked(message)
        else:
            self._told(message)

    def refuse(self, msg_id: Id, code: int, message: str) -> None:
        """The answer to what cannot be answered; without an id to what cannot even be read."""
        self._send_data({"jsonrpc": "2.0", "id": msg_id, "error": {"code": code, "message": message}})

    def _asked(self, message: dict[str, Any]) -> None:
        msg_id, method = message["id"], message["method"]
        if not isinstance(msg_id, (str, int)) or isinstance(msg_id, bool) or not isinstance(method, str):
            self.refuse(None, INVALID_REQUEST, "A request has an id and the name of a method.")
        elif self._shutdown:
            self.refuse(msg_id, INVALID_REQUEST, "The server is shutting down.")
        elif (method == t.INITIALIZE) != (self._workspace is None):
            early = self._workspace is None
            text = "The first request is initialize." if early else "The server is initialized already."
            self.refuse(msg_id, NOT_INITIALIZED if early else INVALID_REQUEST, text)
        elif (read := self._read(message)) is None:
            self.refuse(msg_id, INVALID_PARAMS, f"The parameters of {method} are not those of the protocol.")
        else:
            super().handle_message(read)

    def _told(self, message: dict[str, Any]) -> None:
        method = message["method"]
        if not isinstance(method, str) or (self._workspace is None and method != t.EXIT):
            return
        read = self._read(message)
        if read is not None:
            super().handle_message(read)

    def _answered(self, message: dict[str, Any]) -> None:
        """To a request of the server's own. What cannot be read is a failure to whoever waits for it."""
        msg_id = message.get("id")
        if not isinstance(msg_id, (str, int)) or msg_id not in self._request_futures:
            return
        read = self._read(message)
        if read is not None:
            super().handle_message(read)
        else:
            self._request_futures.pop(msg_id).set_exception(JsonRpcInvalidParams("This is no answer of the protocol."))

    def _read(self, message: dict[str, Any]) -> Any:
        """The message as the protocol's value; None where it is none. What is wrong is not quoted: it may be a secret."""
        method = message.get("method")
        kind: Any
        if method is not None:
            kind = self.get_message_type(method)
            kind = kind or (JsonRPCRequestMessage if "id" in message else JsonRPCNotification)
        elif "error" in message:
            kind = t.ResponseErrorMessage
        else:
            kind = self._result_types.pop(message["id"], None) or JsonRPCResponseMessage
        try:
            return self._converter.structure(message, kind)
        except Exception as error:
            logger.info("%s: not as the protocol has it (%s)", method or "an answer", type(error).__name__)
            return None

    def _handle_cancel_notification(self, msg_id: Any) -> None:
        if isinstance(msg_id, (str, int)):
            super()._handle_cancel_notification(msg_id)

    def _send_handler_result(self, future: Future[Any], *, msg_id: str | int) -> None:
        self._request_futures.pop(msg_id, None)
        if future.cancelled():
            self.refuse(msg_id, CANCELLED, "The request was cancelled.")
            return
        error = future.exception()
        if error is None:
            self._send_response(msg_id, result=future.result())
        elif isinstance(error, JsonRpcException):
            self.refuse(msg_id, error.code, error.message)
        else:
            if isinstance(error, Exception):
                tell("a request", error)
            self.refuse(msg_id, INTERNAL_ERROR, "connlint failed; its log says more.")

    def _send_data(self, data: Any) -> None:
        if self.writer is None:
            return
        try:
            body = json.dumps(data, default=self._serialize_message, allow_nan=False)
        except (TypeError, ValueError, RecursionError) as error:
            tell("sending", error)
            if isinstance(data, dict) or not hasattr(data, "id") or hasattr(data, "method"):
                return
            body = json.dumps(
                {
                    "jsonrpc": "2.0",
                    "id": data.id,
                    "error": {"code": INTERNAL_ERROR, "message": "No JSON can hold this."},
                }
            )
        encoded = body.encode("utf-8")
        self.writer.write(b"Content-Length: %d\r\n\r\n%s" % (len(encoded), encoded))

    def _tell(self, method: str, params: object) -> None:
        handler = self.fm.features.get(method)
        if handler is not None:
            handler(params)
