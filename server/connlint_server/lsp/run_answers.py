"""What comes of an order, in the protocol's words, in a person's, and as it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types as t

from connlint_server.lsp.run_port import Failed, Missing, Refused

if TYPE_CHECKING:
    from connlint_server.lsp.run_order import TaskOrder

Json = dict[str, Any]


def refusal(order: TaskOrder, answer: Missing | Failed | Refused) -> Json:
    """Why nothing came of an order, as the protocol says it."""
    if isinstance(answer, Missing):
        return {"kind": "input-needed", **order.lacks(answer)}
    if isinstance(answer, Failed):
        return {"kind": "failed", "message": answer.message, "notices": [order.place(each) for each in answer.notices]}
    return refused(answer)


def refused(answer: Refused) -> Json:
    """The same where there is no order to speak of."""
    value: Json = {"kind": "refused", "reason": answer.reason, "message": answer.message}
    return value if answer.host is None else {**value, "host": answer.host}


def words(answer: Missing | Failed | Refused) -> str:
    """The same for a person."""
    if isinstance(answer, Missing):
        variables = ", ".join(lack.name for lack in answer.variables)
        names = ", ".join(lack.name for lack in answer.secrets)
        parts = [f"the variables {variables}" if variables else "", f"the secrets {names}" if names else ""]
        return "Missing: " + " and ".join(filter(None, parts))
    return answer.message


def kept(value: Json) -> Json:
    """A run without what only this server knows, as it goes over the wire."""
    return {name: _plain(each) for name, each in value.items() if name not in ("id", "number", "document")}


def _plain(value: Any) -> Any:
    """The same with the places that are the protocol's values written out."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, t.Range):
        return {"start": _plain(value.start), "end": _plain(value.end)}
    return {"line": value.line, "character": value.character} if isinstance(value, t.Position) else value
