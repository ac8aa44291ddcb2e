"""The runs of before, for clients: a list, one of them, two compared, the same again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from connlint_server import history_text
from connlint_server.lsp import run_requests

if TYPE_CHECKING:
    from connlint_server.lsp.server import ConnlintServer

Json = dict[str, Any]
MOST = 200


def register(server: ConnlintServer) -> None:
    server.answer("connlint/history", history, empty={"runs": []})
    server.answer("connlint/historyRun", history_run)
    server.answer("connlint/historyDiff", history_diff)
    server.answer("connlint/historyRerun", rerun, empty=run_requests.FAILURE)
    server.answer("connlint/historyClear", clear, empty=0)


def history(ls: ConnlintServer, params: Any) -> Json:
    """The runs of a document, of one of its elements, or all; the newest first."""
    given = params if isinstance(params, dict) else {}
    document = given.get("textDocument")
    uri = document.get("uri") if isinstance(document, dict) else None
    limit = given.get("limit")
    most = min(limit, MOST) if isinstance(limit, int) and not isinstance(limit, bool) and limit > 0 else MOST
    element = given.get("element")
    found = ls.runs.history.runs(
        uri=uri if isinstance(uri, str) else None, element=element if isinstance(element, str) else None, most=most
    )
    return {"runs": [_item(run) for run in found]}


def history_run(ls: ConnlintServer, params: Any) -> Json | None:
    run = _run(ls, params, "id")
    if run is None:
        return None
    return {"run": run, "title": history_text.title(run), "text": history_text.whole_text(run)}


def history_diff(ls: ConnlintServer, params: Any) -> Json | None:
    before, after = _run(ls, params, "before"), _run(ls, params, "after")
    if before is None or after is None:
        return None
    return {
        "before": {"title": history_text.title(before), "text": history_text.comparable(before)},
        "after": {"title": history_text.title(after), "text": history_text.comparable(after)},
        "diff": history_text.difference(before, after),
    }


async def rerun(ls: ConnlintServer, params: Any) -> Json:
    """The task of a run once more, as it stands now; everything that holds for a run holds for this one."""
    run = _run(ls, params, "id")
    if run is None:
        return {"kind": "refused", "reason": "no-task", "message": "This run is not kept any more."}
    given = {name: value for name, value in params.items() if name != "id"}
    task = {"textDocument": {"uri": run["textDocument"]["uri"]}, "element": run["element"]["id"]}
    return await run_requests.run(ls, {"environment": run["environment"], **given, **task})


def clear(ls: ConnlintServer, params: Any) -> int:
    ids = params.get("ids") if isinstance(params, dict) else None
    if ids is None:
        return ls.runs.history.clear()
    # What is no list names nothing: it must not delete everything.
    return ls.runs.history.clear({each for each in ids if isinstance(each, str)} if isinstance(ids, list) else ())


def _run(ls: ConnlintServer, params: Any, name: str) -> Json | None:
    run_id = params.get(name) if isinstance(params, dict) else None
    return ls.runs.history.load(run_id) if isinstance(run_id, str) else None


def _item(run: Json) -> Json:
    return {
        "id": run["id"],
        "startedAt": run["startedAt"],
        "duration": run["duration"],
        "textDocument": {"uri": run["textDocument"]["uri"]},
        "element": run["element"],
        "environment": run["environment"],
        "outcome": run["outcome"].get("kind"),
        "status": history_text.status(run),
        "title": history_text.title(run),
    }
