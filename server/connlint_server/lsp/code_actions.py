"""Code actions: a finding's fix, all safe fixes at once, rewrites of what stands at the cursor, and runs of the task there.

The client's diagnostics only say what it shows. What an edit changes comes from a fresh analysis: some clients send
back columns in other units than they were given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types as t

from connlint.check import check_model
from connlint.finding import Edit
from connlint.fixing import fix_text
from connlint.suppress import comment_edit
from connlint.workspace import model_of
from connlint_server.lsp.cursor import Cursor
from connlint_server.lsp.diagnostic_values import to_diagnostic
from connlint_server.lsp.edits import between, workspace_edit
from connlint_server.lsp.positions import to_offset, to_span
from connlint_server.lsp.rewrites import rewrites_at
from connlint_server.lsp.run_requests import CANCEL, CURL, PREVIEW, RUN, command

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from connlint.finding import Finding
    from connlint.span import Span
    from connlint_server.lsp.analysis import Analysis
    from connlint_server.lsp.server import ConnlintServer

FIX_ALL = "source.fixAll.connlint"
RUN_KINDS = {RUN: "source.connlint.run", PREVIEW: "source.connlint.preview", CURL: "source.connlint.curl"}
_RUN_TITLES = {RUN: "Run request", PREVIEW: "Preview request", CURL: "Copy as cURL"}
_KINDS = [t.CodeActionKind.QuickFix, t.CodeActionKind.RefactorRewrite, FIX_ALL, *RUN_KINDS.values()]

NOT_SUPPRESSED = ("xml-syntax", "unused-suppression", "unknown-rule")
"""What is wrong with the file or with a suppression is mended, not accepted."""

SUPPRESSION_REASON = "(reason)"


def register(server: ConnlintServer) -> None:
    options = t.CodeActionOptions(code_action_kinds=_KINDS, resolve_provider=True)
    server.answer(t.TEXT_DOCUMENT_CODE_ACTION, code_actions, empty=[], options=options)
    server.answer(t.CODE_ACTION_RESOLVE, resolve)


async def code_actions(ls: ConnlintServer, params: t.CodeActionParams) -> list[t.CodeAction | t.Command]:
    analysis = await ls.worked_out(params.text_document.uri)
    if analysis is None:
        return []
    only = params.context.only
    span = to_span(analysis.document.lines, params.range, ls.encoding)
    actions: list[t.CodeAction] = []
    if _wanted(t.CodeActionKind.QuickFix.value, only):
        actions += _fixes(ls, analysis, span, params.context.diagnostics)
        actions += _suppressions(ls, analysis, span)
    if _wanted(t.CodeActionKind.RefactorRewrite.value, only):
        actions += _rewrites(ls, analysis, params.range)
    if only and _wanted(FIX_ALL, only):
        actions += _fix_all(ls, analysis)
    actions += _runs(ls, analysis, params.range, only)
    if ls.client.takes_action_literals:
        return list(actions)
    # A client of the protocol's first version takes commands only; an edit cannot be one without a detour.
    return [action.command for action in actions if action.command is not None]


def resolve(ls: ConnlintServer, action: t.CodeAction) -> t.CodeAction:
    """Fills in the edit of an action that was offered without one, from the text as it is now."""
    data: Any = action.data
    analysis = ls.analysis(data.get("uri", "")) if isinstance(data, dict) else None
    if analysis is None or action.edit is not None:
        return action
    edits: Sequence[Edit] | None = None
    if data.get("kind") == "fix":
        finding = next((each for each in analysis.findings() if _key(each, analysis) == data.get("key")), None)
        edits = finding.fix.edits if finding is not None and finding.fix is not None else None
    elif data.get("kind") == "suppress":
        finding = next((each for each in analysis.findings() if _key(each, analysis) == data.get("key")), None)
        edits = _suppression(finding, analysis) if finding is not None else None
    elif data.get("kind") == "rewrite":
        cursor = Cursor(analysis, int(data.get("offset", 0)))
        rewrite = next((each for each in rewrites_at(cursor) if each.title == action.title), None)
        edits = _in_document(rewrite.edits, analysis) if rewrite is not None else None
    if edits is not None:
        action.edit = workspace_edit(ls, analysis.document, edits)
    return action


def _fixes(ls: ConnlintServer, analysis: Analysis, span: Span, shown: Sequence[t.Diagnostic]) -> Iterator[t.CodeAction]:
    document = analysis.document
    for finding in analysis.findings():
        fix = finding.fix
        if fix is None or not fix.edits or finding.path != analysis.live.path:
            continue
        if finding.span.end < span.start or span.end < finding.span.start:
            continue
        mine = [each for each in shown if each.code == finding.rule and each.message == finding.message]
        action = t.CodeAction(
            title=fix.title,
            kind=t.CodeActionKind.QuickFix,
            diagnostics=mine or [to_diagnostic(ls, document.uri, document.lines, finding)],
            is_preferred=(fix.safety == "safe") if ls.client.prefers_actions else None,
        )
        if ls.client.resolves_action_edits:
            action.data = {"kind": "fix", "uri": document.uri, "key": _key(finding, analysis)}
        else:
            action.edit = workspace_edit(ls, document, fix.edits)
        yield action


def _suppressions(ls: ConnlintServer, analysis: Analysis, span: Span) -> Iterator[t.CodeAction]:
    """For each finding at the place: a comment before its element that accepts it. The reason is for the user to write."""
    for finding in analysis.findings():
        if finding.span.end < span.start or span.end < finding.span.start or finding.rule in NOT_SUPPRESSED:
            continue
        edits = _suppression(finding, analysis)
        if edits is None:
            continue
        where = finding.element.id if finding.element is not None else ""
        action = t.CodeAction(title=f"Suppress {finding.rule} in {where}", kind=t.CodeActionKind.QuickFix)
        if ls.client.resolves_action_edits:
            action.data = {"kind": "suppress", "uri": analysis.document.uri, "key": _key(finding, analysis)}
        else:
            action.edit = workspace_edit(ls, analysis.document, edits)
        yield action


def _suppression(finding: Finding, analysis: Analysis) -> list[Edit] | None:
    if finding.element is None or finding.path != analysis.live.path:
        return None
    node = next((each for each in analysis.model.nodes() if each.id == finding.element.id), None)
    if node is None:
        return None
    span, text = comment_edit(analysis.model, node.element, [finding.rule], SUPPRESSION_REASON)
    return _in_document([Edit(span, text)], analysis)


def _key(finding: Finding, analysis: Analysis) -> list[object]:
    """What tells a finding from the others of a document, whatever is typed elsewhere in the meantime."""
    same = [
        each
        for each in analysis.findings()
        if (each.rule, each.element, each.field, each.message)
        == (finding.rule, finding.element, finding.field, finding.message)
    ]
    element = finding.element.id if finding.element is not None else None
    return [finding.rule, element, finding.field, finding.message, same.index(finding)]


def _rewrites(ls: ConnlintServer, analysis: Analysis, where: t.Range) -> Iterator[t.CodeAction]:
    offset = to_offset(analysis.document.lines, where.start, ls.encoding)
    for rewrite in rewrites_at(Cursor(analysis, offset)):
        action = t.CodeAction(title=rewrite.title, kind=t.CodeActionKind.RefactorRewrite)
        if ls.client.resolves_action_edits:
            action.data = {"kind": "rewrite", "uri": analysis.document.uri, "offset": offset}
        else:
            action.edit = workspace_edit(ls, analysis.document, _in_document(rewrite.edits, analysis))
        yield action


def _in_document(edits: Sequence[Edit], analysis: Analysis) -> list[Edit]:
    return [edit._replace(span=analysis.live.to_document(edit.span)) for edit in edits]


def _fix_all(ls: ConnlintServer, analysis: Analysis) -> Iterator[t.CodeAction]:
    document = analysis.document
    if not any(finding.fix is not None and finding.fix.safety == "safe" for finding in analysis.findings()):
        return
    surroundings = analysis.surroundings
    path = analysis.live.path

    def check(text: str) -> list[Finding]:
        model = model_of(text, path)
        found = check_model(model, surroundings.workspace.with_model(model), surroundings.config, [])
        return [finding for finding in found if finding.path == path]

    fixed = fix_text(document.text, check)
    if fixed.mended:
        edit = workspace_edit(ls, document, between(document.text, fixed.text))
        yield t.CodeAction(title="Make all safe fixes", kind=FIX_ALL, edit=edit)


def _runs(ls: ConnlintServer, analysis: Analysis, where: t.Range, only: Sequence[str] | None) -> Iterator[t.CodeAction]:
    """Runs of the task that the cursor is in. Where one may not run, the action says why."""
    offset = to_offset(analysis.document.lines, where.start, ls.encoding)
    task = Cursor(analysis, offset).task
    if task is None or not task.is_http or not ls.runs.is_available:
        return
    uri = analysis.document.uri
    why_not = ls.runs.why_not(task)
    running = ls.runs.running(uri, task.node.id)
    argument = {"textDocument": {"uri": uri}, "element": task.node.id}
    for what, kind in RUN_KINDS.items():
        if not _wanted(kind, only):
            continue
        title = f"{_RUN_TITLES[what]}: {' '.join(task.node.name.split()) or task.node.id}"
        if running is not None and what == RUN:
            cancel = t.Command("Cancel request", command(ls, CANCEL), arguments=[{"run": running.id}])
            yield t.CodeAction(title="Cancel request", kind=kind, command=cancel)
        elif why_not is None or what == CURL:
            yield t.CodeAction(
                title=title, kind=kind, command=t.Command(title, command(ls, what), arguments=[argument])
            )
        elif ls.client.shows_disabled_actions:
            yield t.CodeAction(title=title, kind=kind, disabled=t.CodeActionDisabled(why_not))


def _wanted(kind: str, only: Sequence[Any] | None) -> bool:
    """Whether the client asks for a kind: for everything, for the kind itself, or for one that holds it."""
    if not only:
        return True
    asked = [str(getattr(each, "value", each)) for each in only]
    return any(each == "" or kind == each or kind.startswith(each + ".") for each in asked)
