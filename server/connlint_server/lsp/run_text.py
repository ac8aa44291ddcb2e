"""A run as a text for people: what was asked, what was sent, what came back, what the process gets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from connlint_server.engine.run_value import SHOWN_BODY
from connlint_server.engine.shown_json import beginning

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]
RULE = "─" * 72


def running_text(title: str) -> str:
    return f"{title}\n{RULE}\n\nrunning…\n"


def failure_text(title: str, message: str) -> str:
    return f"{title}\n{RULE}\n\n{message}\n"


def run_text(title: str, run: Json) -> str:
    """The whole of a finished run."""
    return "\n".join([*_run(title, run), ""])


def preview_text(title: str, prepared: Json) -> str:
    """What would be sent."""
    lines = [title, RULE, "", "Nothing has been sent.", ""]
    if prepared.get("tokenRequest"):
        lines += ["# first, a token", "", *_request(prepared["tokenRequest"]), ""]
    lines += [*_request(prepared["request"]), "", *_notices(prepared["notices"])]
    return "\n".join(lines)


def _run(title: str, run: Json) -> Iterator[str]:
    yield title
    yield RULE
    last = next((each for each in reversed(run["exchanges"]) if each["purpose"] == "request"), None)
    yield from ("", _headline(run, last), "")
    yield from _outcome(run["outcome"])
    yield from _notices(run["notices"])
    for exchange in run["exchanges"]:
        yield from _exchange(exchange)
    if not run["exchanges"]:
        yield from ("", "Nothing was sent.")


def _headline(run: Json, last: Json | None) -> str:
    parts = [f"{run['duration'] * 1000:.0f} ms"]
    if last is not None:
        status = f"{last['status']} {last['reason'] or ''}".strip() if last["status"] is not None else "no response"
        parts = [status, *parts, _size(last["decoded"])]
    return " · ".join(parts)


def _outcome(outcome: Json) -> Iterator[str]:
    yield "## The process gets"
    yield ""
    match outcome["kind"]:
        case "variables" | "ignored-error":
            if outcome.get("ignored"):
                yield f"the error is ignored: {outcome['ignored']}"
            yield from _json(outcome["variables"]) if outcome["variables"] else ("nothing: no variable is written",)
        case "bpmn-error":
            caught = outcome["caughtBy"]
            where = (
                f"caught by {caught['name'] or caught['id']} ({caught['id']})"
                if caught
                else "nothing catches it: an incident"
            )
            yield f"BPMN error {outcome['code']!r}: {outcome['message'] or 'no message'}"
            yield where
            if outcome["variables"]:
                yield from _json(outcome["variables"])
        case "job-failed":
            backoff = f", after {outcome['backoff']}" if outcome["backoff"] else ""
            yield f"the job fails: {outcome['message']}"
            yield f"retries left: {outcome['retries']}{backoff}"
            if outcome["variables"]:
                yield from _json(outcome["variables"])
        case "stopped":
            yield f"unknown, since the run was stopped: {outcome['message']}"
        case _:
            where = f" ({outcome['where']})" if outcome.get("where") else ""
            yield f"an incident{where}: {outcome['message']}"
    yield ""


def _notices(notices: list[Json]) -> Iterator[str]:
    for notice in notices:
        yield f"{notice['severity']}: {notice['message']}"
    if notices:
        yield ""


def _exchange(exchange: Json) -> Iterator[str]:
    titles = {"request": "Request", "token": "Request for a token", "document": "Request for a document"}
    yield f"## {titles[exchange['purpose']]}"
    yield ""
    yield f"{exchange['method']} {exchange['url']}"
    yield from (f"{name}: {value}" for name, value in exchange["requestHeaders"])
    yield from _body(exchange["requestBody"])
    yield ""
    if exchange["proxy"]:
        yield from (f"through the proxy {exchange['proxy']}", "")
    yield "## Response"
    yield ""
    if exchange["status"] is not None:
        yield f"{exchange['status']} {exchange['reason'] or ''}".rstrip()
        yield from (f"{name}: {value}" for name, value in exchange["responseHeaders"])
        yield from _body(exchange["responseBody"])
    if exchange["failure"]:
        yield f"failed: {exchange['failure']}"
    yield ""
    yield _timing(exchange["timing"])
    if exchange["followedBy"]:
        yield f"then: {exchange['followedBy']}"
    yield ""


def _request(request: Json) -> Iterator[str]:
    yield f"{request['method']} {request['url']}"
    yield from (f"{name}: {value}" for name, value in request["headers"])
    yield from _body(request["body"])


def _body(body: Json | None) -> Iterator[str]:
    if body is None or not body["bytes"]:
        return
    yield ""
    yield body["text"]
    if body["truncated"]:
        yield f"… ({_size(body['bytes'])} in all)"


def _timing(timing: Json) -> str:
    parts = [
        f"{name} {timing[name] * 1000:.0f} ms"
        for name in ("connect", "tls", "send", "wait", "receive")
        if timing.get(name) is not None
    ]
    return f"{timing['total'] * 1000:.0f} ms" + (f" ({', '.join(parts)})" if parts else "")


def _size(count: int) -> str:
    return f"{count} B" if count < 1024 else f"{count / 1024:.1f} KiB"


def _json(value: object) -> Iterator[str]:
    text, is_whole = beginning(value, SHOWN_BODY)
    yield from text.split("\n")
    if not is_whole:
        yield "…"
