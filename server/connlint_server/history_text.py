"""Runs of the history as texts: a line each for a list, and without times and durations for a comparison of two."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from connlint_server.engine.run_value import SHOWN_BODY
from connlint_server.engine.shown_json import beginning
from connlint_server.lsp.run_text import run_text

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]


def title(run: Json) -> str:
    """Which run it is, in one line."""
    element = run["element"]
    name = " ".join(str(element.get("name") or element.get("id") or "task").split())
    return f"{name} · {run['environment'] or 'no environment'} · {run['startedAt']}"


def status(run: Json) -> int | None:
    """The status of the last answer to the request itself."""
    last = next((each for each in reversed(run["exchanges"]) if each["purpose"] == "request"), None)
    return last["status"] if last is not None else None


def whole_text(run: Json) -> str:
    return run_text(f"# {title(run)}", run)


def comparable(run: Json) -> str:
    """What was asked, sent and answered, without what differs from run to run anyway."""
    return "\n".join([*_comparable(run), ""])


def difference(before: Json, after: Json) -> str:
    """Two runs compared, as `diff -u` does; empty where they are the same."""
    lines = difflib.unified_diff(
        comparable(before).split("\n"), comparable(after).split("\n"), before["id"], after["id"], lineterm=""
    )
    return "\n".join(lines)


def _comparable(run: Json) -> Iterator[str]:
    yield f"environment: {run['environment'] or 'none'}"
    yield from ("", "## Inputs", "")
    for given in run["inputs"]:
        yield from f"{given['target']} = {_json(given['value'])}".split("\n")
    for exchange in run["exchanges"]:
        yield from ("", f"## {exchange['method']} {exchange['url']}", "")
        yield from _message(exchange["requestHeaders"], exchange["requestBody"])
        answer = "no response" if exchange["status"] is None else f"{exchange['status']} {exchange['reason'] or ''}"
        yield from ("", f"## {answer.strip()}", "")
        yield from _message(exchange["responseHeaders"], exchange["responseBody"])
        if exchange["failure"]:
            yield f"failed: {exchange['failure']}"
    yield from ("", "## The process gets", "")
    yield from _json({name: value for name, value in run["outcome"].items() if name != "caughtBy"}).split("\n")


def _message(headers: list[list[str]], body: Json | None) -> Iterator[str]:
    yield from (f"{name}: {value}" for name, value in headers if name.lower() != "date")
    if body is not None:
        yield ""
        yield from body["text"].splitlines()
        if body["truncated"]:
            yield "…"


def _json(value: object) -> str:
    return beginning(value, SHOWN_BODY)[0]
