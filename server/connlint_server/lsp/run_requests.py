"""The requests and commands of runs: what a client may ask, and how a client is asked that knows only commands."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from lsprotocol import types as t

from connlint.rule_page import page_text
from connlint.rules import load_rule, rule_names
from connlint_server.lsp.progress import Progress
from connlint_server.lsp.run_answers import refusal, refused
from connlint_server.lsp.run_params import order_of
from connlint_server.lsp.run_port import Missing, Refused
from connlint_server.paths import path_of, uri_of

if TYPE_CHECKING:
    from connlint_server.lsp.run_order import TaskOrder
    from connlint_server.lsp.server import ConnlintServer

Json = dict[str, Any]
RUN, PREVIEW, CURL, CANCEL = "run", "preview", "curl", "cancel"
AGREE = "Send"
FAILURE: Json = {"kind": "refused", "reason": "unavailable", "message": "connlint failed; its log says more."}


def register(server: ConnlintServer) -> None:
    server.answer("connlint/run", run, empty=FAILURE)
    server.answer("connlint/preview", preview, empty=FAILURE)
    server.answer("connlint/curl", curl, empty=FAILURE)
    server.answer("connlint/cancel", cancel, empty=False)
    server.answer("connlint/missing", missing, empty={"variables": [], "secrets": []})
    server.answer("connlint/environments", environments)
    server.answer("connlint/selectEnvironment", select_environment)
    server.answer("connlint/rule", rule_page)
    server.answer(t.WORKSPACE_TEXT_DOCUMENT_CONTENT, content)
    server.answer("connlint/runBody", run_body)

    async def command_run(params: Json) -> Any:
        return await run_for_user(server, params)

    async def command_preview(params: Json) -> Any:
        return await show_to_user(server, preview(server, params))

    async def command_curl(params: Json) -> Any:
        return await show_to_user(server, curl(server, params))

    server.offer("connlint.server.run", command_run)
    server.offer("connlint.server.preview", command_preview)
    server.offer("connlint.server.curl", command_curl)
    server.offer("connlint.server.cancel", lambda params: cancel(server, params))


def command(ls: ConnlintServer, what: str) -> str:
    """The command that a lens or an action names: the client's own where it has one."""
    own = f"connlint.{what}"
    return own if own in ls.session.client_commands else f"connlint.server.{what}"


async def run(ls: ConnlintServer, params: Any) -> Json:
    order = order_of(ls, params)
    if isinstance(order, Refused):
        return refused(order)
    confirmation = params.get("confirmation")
    return await _with_progress(ls, order, params, confirmation, show=params.get("show") is True)


async def _with_progress(
    ls: ConnlintServer, order: TaskOrder, params: Json, confirmation: str | None, *, show: bool
) -> Json:
    progress = await Progress.begin(ls, params.get("workDoneToken"), f"Running {order.title}")
    progress.when_cancelled(lambda: ls.runs.cancel(ls.runs.running(order.uri, order.element)))
    try:
        return await ls.runs.run(order, confirmation if isinstance(confirmation, str) else None, show=show)
    finally:
        progress.end()


def preview(ls: ConnlintServer, params: Any) -> Json:
    order = order_of(ls, params)
    return refused(order) if isinstance(order, Refused) else ls.runs.preview(order)


def curl(ls: ConnlintServer, params: Any) -> Json:
    order = order_of(ls, params)
    if isinstance(order, Refused):
        return refused(order)
    if ls.runs.port is None:
        return refused(Refused("unavailable", "This installation of connlint has no engine for runs."))
    if order.order.environment is not None and not ls.session.trusted:
        return refused(Refused("untrusted", "This workspace is not trusted, so its environments are not read."))
    made = ls.runs.port.curl(order.order)
    if isinstance(made, tuple):
        text, notes = made
        return {"kind": "command", "command": text, "notes": list(notes)}
    return refusal(order, made)


def cancel(ls: ConnlintServer, params: Any) -> bool:
    params = params if isinstance(params, dict) else {}
    if isinstance(params.get("run"), str):
        return ls.runs.cancel(ls.runs.by_id(params["run"]))
    document = params.get("textDocument")
    uri = document.get("uri") if isinstance(document, dict) else None
    return ls.runs.cancel(ls.runs.running(str(uri), str(params.get("element"))))


def missing(ls: ConnlintServer, params: Any) -> Json:
    order = order_of(ls, params)
    nothing: Json = {"variables": [], "secrets": []}
    if isinstance(order, Refused) or ls.runs.port is None or not ls.session.trusted:
        return nothing
    plan = ls.runs.port.plan(order.order)
    return order.lacks(plan) if isinstance(plan, Missing) else nothing


def content(ls: ConnlintServer, params: t.TextDocumentContentParams) -> t.TextDocumentContentResult:
    return t.TextDocumentContentResult(text=ls.runs.documents.get(params.uri))


def run_body(ls: ConnlintServer, params: Any) -> Json | None:
    given = params if isinstance(params, dict) else {}
    run, index = given.get("run"), given.get("exchange")
    if not isinstance(run, str) or not isinstance(index, int) or isinstance(index, bool):
        return None
    body = ls.runs.bodies.get(run, index)
    return None if body is None else {"base64": base64.b64encode(body[0]).decode("ascii"), "charset": body[1]}


def environments(ls: ConnlintServer, params: Any) -> Json:
    document = params.get("textDocument") if isinstance(params, dict) else None
    path = path_of(document["uri"]) if isinstance(document, dict) and isinstance(document.get("uri"), str) else None
    offered = ls.runs.environments(path)
    known = offered.known if offered is not None else ()
    return {
        "environments": [
            {
                "name": each.name,
                "protected": each.protected,
                "color": each.color,
                "description": each.description,
                "secrets": sorted(each.secrets) if each.secrets is not None else None,
                "problem": each.problem,
            }
            for each in known
        ],
        "default": offered.default if offered is not None else None,
        "selected": selected_environment(ls, offered.default if offered is not None else None),
        "configuration": uri_of(offered.configuration) if offered is not None and offered.configuration else None,
    }


def selected_environment(ls: ConnlintServer, default: str | None) -> str | None:
    return ls.session.environment if ls.session.environment_chosen else default


def select_environment(ls: ConnlintServer, params: Any) -> None:
    params = params if isinstance(params, dict) else {}
    environment = params.get("environment")
    ls.session.environment = environment if isinstance(environment, str) else None
    ls.session.environment_chosen = True
    names = params.get("secretNames")
    ls.session.secret_names = frozenset(map(str, names)) if isinstance(names, list) else frozenset()
    ls.runs.changed()


def rule_page(ls: ConnlintServer, params: Any) -> Json | None:
    name = params.get("rule") if isinstance(params, dict) else None
    return {"name": name, "markdown": page_text(load_rule(name))} if name in rule_names() else None


async def run_for_user(ls: ConnlintServer, params: Json) -> Json:
    """A run for a client that knows commands only: the server asks and shows."""
    order = order_of(ls, params)
    if isinstance(order, Refused):
        return await show_to_user(ls, refused(order))
    answer = await _with_progress(ls, order, params, None, show=True)
    if answer["kind"] == "confirmation-needed":
        confirmation = answer["confirmation"]
        chosen = await ls.window_show_message_request_async(
            t.ShowMessageRequestParams(
                t.MessageType.Warning,
                confirmation["message"],
                [t.MessageActionItem(AGREE), t.MessageActionItem("Do not send")],
            )
        )
        if chosen is None or chosen.title != AGREE:
            return {"kind": "cancelled", "document": None}
        # What the user saw may have been edited while the question stood there; the order is made anew.
        order = order_of(ls, params)
        if isinstance(order, Refused):
            return await show_to_user(ls, refused(order))
        answer = await _with_progress(ls, order, params, confirmation["token"], show=True)
    return await show_to_user(ls, answer)


async def show_to_user(ls: ConnlintServer, answer: Json) -> Json:
    """Shows what the client would not: why nothing came of a command, or where its document is."""
    kind = answer["kind"]
    document = answer["run"]["document"] if kind == "finished" else answer.get("document")
    if kind in ("refused", "failed"):
        _say(ls, t.MessageType.Warning, answer["message"])
    elif kind == "input-needed":
        names = ", ".join(each["name"] for each in (*answer["variables"], *answer["secrets"]))
        _say(
            ls, t.MessageType.Warning, f"Missing for this run: {names}. Put them into an environment of connlint.toml."
        )
    elif kind == "prepared":
        shown = await ls.runs.documents.show(answer["document"])
        if not shown:
            _say(ls, t.MessageType.Info, f"The request: {path_of(answer['document']) or answer['document']}")
    elif document is not None and not ls.client.shows_documents:
        _say(ls, t.MessageType.Info, f"The run: {path_of(document) or document}")
    return answer


def _say(ls: ConnlintServer, kind: t.MessageType, text: str) -> None:
    ls.window_show_message(t.ShowMessageParams(kind, text))
