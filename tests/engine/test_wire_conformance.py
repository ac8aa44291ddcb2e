"""The exchanges recorded from the real connector, run in place through `execute_job`."""

from __future__ import annotations

import asyncio
import base64
import json
import re
from contextlib import AsyncExitStack

from connlint_server.engine import ConnectorError, ProxySettings, RunOptions, TokenCache, execute_job
from engine.raw_server import Answer, RawServer, Request, closed_port
from shared_folder import SHARED, needs_shared

CASES = SHARED / "conformance" / "wire.jsonl"
LEFT_OUT = {"host", "connection", "user-agent", "accept-encoding", "content-length", "transfer-encoding"}
VALIDATION = "jakarta.validation.ValidationException: "


async def no_wait(_seconds: float) -> None:
    await asyncio.sleep(0)


@needs_shared
async def test_the_recorded_cases_come_out_alike():
    cases = [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]
    gate = asyncio.Semaphore(16)

    async def checked(case):
        async with gate:
            return case["id"], await difference(case)

    results = await asyncio.gather(*map(checked, cases))
    wrong = {name: reason for name, reason in results if reason}
    share = 1 - len(wrong) / len(cases)
    print(f"\nwire conformance: {len(cases) - len(wrong)} of {len(cases)} ({share:.2%})")
    for name, reason in wrong.items():
        print(f"  {name}: {reason}")
    assert share >= 0.98


async def difference(case) -> str | None:
    """What differs between the recording and our run, `None` where nothing does."""
    async with RawServer([scripted(step) for step in case["server"]]) as server, AsyncExitStack() as kept:
        names = {
            "{base}": server.base,
            "{host}": f"localhost:{server.port}",
            "{alt}": server.alt,
            "{alt_host}": f"127.0.0.1:{server.port}",
            "{port}": str(server.port),
            "{closed}": f"http://localhost:{kept.enter_context(closed_port())}",
        }
        fill = filler(names)
        for step in server.answers:
            step.pieces = [fill(piece.decode("iso-8859-1")).encode("iso-8859-1") for piece in step.pieces]
        options = RunOptions(sleep=no_wait, proxies=ProxySettings())
        cache = TokenCache()
        outcomes = []
        for job in [case, *case.get("then", [])]:
            text = job.get("variables_text")
            if text is None:
                text = json.dumps(job["variables"], ensure_ascii=False, separators=(",", ":"))
            secrets = {name: fill(value) for name, value in case["secrets"].items()}
            outcomes.append(await outcome(fill(text), secrets, cache, options))
        expected = case.get("outcomes") or [case["outcome"]]
        expected = [json.loads(fill(json.dumps(item, ensure_ascii=False))) for item in expected]
        requests = json.loads(fill(json.dumps(case["requests"], ensure_ascii=False)))
        return requests_differ(requests, server.requests, case) or outcomes_differ(expected, outcomes)


async def outcome(text, secrets, cache, options):
    try:
        return {"result": await execute_job(text, secrets=secrets, token_cache=cache, options=options)}
    except ConnectorError as error:
        return {
            "error": {
                "code": error.code,
                "message": error.message,
                "variables": error.variables,
                "input_error": error.input_error,
            }
        }


def filler(names):
    pattern = re.compile("|".join(map(re.escape, names)))
    return lambda text: pattern.sub(lambda match: names[match[0]], text)


def scripted(step) -> Answer:
    if step.get("close_without_response"):
        return Answer([], close=True)
    if "raw" in step:
        return Answer([step["raw"].encode()], close=True)
    reason = "" if step["reason"] is None else f" {step['reason']}"
    lines = [f"HTTP/1.1 {step['status']}{reason}", *(f"{name}: {value}" for name, value in step["headers"])]
    body = base64.b64decode(step["body_base64"]) if "body_base64" in step else step["body"].encode()
    names = {name.lower() for name, _ in step["headers"]}
    framed = "content-length" in names or "transfer-encoding" in names or step["status"] in {204, 304}
    head = ("\r\n".join(lines) + "\r\n\r\n").encode("iso-8859-1")
    return Answer([head, body], delay=step.get("delay_ms", 0) / 1000, close=not framed)


def requests_differ(expected, arrived: list[Request], case) -> str | None:
    if len(expected) != len(arrived):
        return f"{len(arrived)} requests instead of {len(expected)}: {[request.line for request in arrived]}"
    compared = {name.lower() for name in case.get("also_compare", [])}
    for want, got in zip(expected, arrived, strict=True):
        if (want["method"], want["target"]) != (got.method, got.target):
            return f"{got.line} instead of {want['method']} {want['target']}"
        body = base64.b64decode(want["body_base64"]) if "body_base64" in want else want["body"].encode()
        boundary = boundary_of(got)
        headers = [
            (name, value.replace(boundary, "BOUNDARY") if boundary else value)
            for name, value in got.headers
            if name.lower() not in LEFT_OUT or name.lower() in compared
        ]
        if alike(headers) != alike([tuple(pair) for pair in want["headers"]]):
            return f"headers {headers} instead of {want['headers']}"
        got_body = got.body.replace(boundary.encode(), b"BOUNDARY") if boundary else got.body
        if not same_body(body, got_body, want.get("body_compare")):
            return f"body {got_body!r} instead of {body!r}"
    return None


def alike(headers):
    grouped = {}
    for name, value in headers:
        grouped.setdefault(name.lower(), []).append((name, value))
    return grouped


def boundary_of(request: Request) -> str | None:
    for value in request.values("Content-Type"):
        if match := re.search(r"boundary=\"?([^\";]+)", value):
            return match[1]
    match = re.match(rb"--(httpclient_boundary_[^\r]+?)(?:--)?\r\n", request.body)
    return match[1].decode() if match else None


def same_body(want: bytes, got: bytes, compare) -> bool:
    if compare == "json":
        return json.loads(want.decode("utf-8")) == json.loads(got.decode("utf-8"))
    if compare == "form":
        return sorted(want.split(b"&")) == sorted(got.split(b"&"))
    if compare == "multipart":
        return sorted(want.split(b"--BOUNDARY")) == sorted(got.split(b"--BOUNDARY")) and named_order(
            want
        ) == named_order(got)
    return want == got


def named_order(body: bytes):
    grouped = {}
    for part in body.split(b"--BOUNDARY"):
        name = re.search(rb'name="([^"]*)"', part)
        grouped.setdefault(name[1] if name else b"", []).append(part)
    return grouped


def outcomes_differ(expected, got) -> str | None:
    for want, have in zip(expected, got, strict=True):
        if ("error" in want) != ("error" in have):
            return f"{have} instead of {want}"
        if "error" in want:
            reason = errors_differ(want["error"], have["error"])
        else:
            reason = results_differ(want["result"], have["result"])
        if reason:
            return reason
    return None


def errors_differ(want, have) -> str | None:
    for name in ("code", "variables", "input_error"):
        if not same(want[name], have[name]):
            return f"{name} {have[name]!r} instead of {want[name]!r}"
    wanted, message = want["message"], have["message"]
    if "message_prefix" in want:
        equal = message.startswith(want["message_prefix"])
    elif want.get("message_compare") == "lines-unordered":
        equal = set(wanted.removeprefix(VALIDATION).split("\n")) == set(message.removeprefix(VALIDATION).split("\n"))
    else:
        equal = wanted.removeprefix(VALIDATION) == message.removeprefix(VALIDATION)
    return None if equal else f"message {message!r} instead of {wanted!r}"


def results_differ(want, have) -> str | None:
    if isinstance(want, dict) and isinstance(have, dict) and isinstance(want.get("document"), dict):
        document, found = want.pop("document"), have.pop("document")
        if set(document) != set(found or {}) or document["camunda.document.type"] != found["camunda.document.type"]:
            return f"document {found} instead of {document}"
        if not document["metadata"].items() <= found["metadata"].items():
            return f"metadata {found['metadata']} instead of {document['metadata']}"
    return None if same(want, have) else f"result {have!r} instead of {want!r}"


def same(left, right) -> bool:
    """Equal in value and type: 1, 1.0 and true are three things."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[name], right[name]) for name in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return type(left) is type(right) and left == right
