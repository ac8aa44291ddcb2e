"""Everything that an editor asks about a document, and whether a server is still well after it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from connlint.example import rest_task
from hostile.raw_client import Json, RawClient

MODEL = rest_task(
    {"authentication.type": "bearer", "authentication.token": "{{secrets.TOKEN}}", "body": '={a: "😀", b: x}'},
).text
URI = "file:///nowhere/model.bpmn"
NO_PARAMS, NO_METHOD = -32602, -32601
_AT_POSITION = (
    "completion",
    "hover",
    "signatureHelp",
    "definition",
    "references",
    "documentHighlight",
    "prepareRename",
    "rename",
    "selectionRange",
)
_IN_RANGE = ("codeAction", "semanticTokens/range", "inlayHint")
_OF_DOCUMENT = ("documentSymbol", "codeLens", "documentLink", "foldingRange", "semanticTokens/full", "diagnostic")
_CONTEXTS = {"references": {"includeDeclaration": True}, "codeAction": {"diagnostics": []}}
_OWN = ("run", "preview", "curl", "missing", "cancel", "tasks", "environments", "history")


def position(line: float, character: float) -> Json:
    return {"line": line, "character": character}


def stretch(*ends: float) -> Json:
    return {"start": position(*ends[:2]), "end": position(*ends[2:])}


def place_of(text: str, inside: str) -> Json:
    """The position of a text that stands in ASCII."""
    before = text[: text.index(inside)]
    return position(before.count("\n"), len(before) - before.rfind("\n") - 1)


def everything(uri: str, at: Json, to: Json | None = None) -> Iterator[tuple[str, Json]]:
    """All requests about a document, at a position, or from there to another one."""
    document = {"textDocument": {"uri": uri}}
    whole = {**document, "position": at, "positions": [at, at], "range": {"start": at, "end": to or at}}
    for name in (*_AT_POSITION, *_IN_RANGE, *_OF_DOCUMENT):
        yield f"textDocument/{name}", {**whole, "newName": "RENAMED", "context": _CONTEXTS.get(name)}
    for name in _OWN:
        yield (
            f"connlint/{name}",
            {**document, "element": "Activity_1", "variables": {"x": 1}, "secrets": {"TOKEN": "t"}},
        )
    yield "workspace/symbol", {"query": "fetch"}


def ask_everything(client: RawClient, uri: str, at: Json, to: Json | None = None) -> dict[str, Json]:
    """The answers, of which none may be a failure of the server's."""
    answers = {method: client.ask(method, params) for method, params in everything(uri, at, to)}
    for method, answer in answers.items():
        error = answer.get("error")
        assert error is None or error["code"] in (NO_PARAMS, NO_METHOD), (method, answer)
        assert error is None or len(json.dumps(error)) < 400, (method, answer)
    return answers


def is_refused(answer: Json) -> bool:
    return bool(answer.get("error", {}).get("code") == NO_PARAMS)


def assert_well(client: RawClient) -> None:
    """It still answers a hover in the model that is open from the start, and nobody was shown a failure."""
    hover = client.ask("textDocument/hover", {"textDocument": {"uri": URI}, "position": place_of(MODEL, "TOKEN}}")})
    assert "TOKEN" in json.dumps(hover["result"])
    for word in ("Traceback", " ERROR "):
        assert word not in client.log, client.log
    shown = [each["params"] for each in client.messages if each.get("method") == "window/showMessage"]
    assert not [each for each in shown if each["type"] == 1], shown


def findings(diagnostics: list[Json]) -> list[Any]:
    return sorted((each["code"], each["message"]) for each in diagnostics)
