"""`connlint/tasks`: every connector task with its state, for a view beside the text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from connlint.masking import masked_value
from connlint.rule import Context
from connlint.source.value import SourceValue
from connlint_server.lsp.positions import to_range
from connlint_server.paths import name_of, uri_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from connlint.bpmn.model import ConnectorTask, Model
    from connlint.bpmn.parts import InputMapping
    from connlint.finding import Finding
    from connlint.span import Span
    from connlint_server.lsp.server import ConnlintServer

Json = dict[str, Any]


def register(server: ConnlintServer) -> None:
    server.answer("connlint/tasks", tasks, empty={"files": []})


async def tasks(ls: ConnlintServer, params: Any) -> Json:
    document = params.get("textDocument") if isinstance(params, dict) else None
    uri = document.get("uri") if isinstance(document, dict) else None
    wanted = name_of(uri) if isinstance(uri, str) else None
    files = []
    for open_document in ls.documents:
        analysis = await ls.worked_out(open_document.uri) if wanted in (None, open_document.path) else None
        if analysis is None:
            continue
        surroundings = analysis.surroundings
        context = Context(analysis.model, surroundings.workspace, surroundings.config)

        def place(span: Span, analysis: Any = analysis) -> Any:
            return to_range(analysis.document.lines, analysis.live.to_document(span), ls.encoding)

        files.append(_file(ls, open_document.uri, open_document.version, context, analysis.findings(), place))
    for path, model in list(ls.workspace_check.models.items()):
        if wanted not in (None, path) or ls.documents.at(path) is not None:
            continue
        surroundings = ls.surroundings(model)
        context = Context(model, surroundings.workspace, surroundings.config)

        def place_on_disk(span: Span, model: Model = model) -> Any:
            return to_range(model.document.lines, span, ls.encoding)

        files.append(_file(ls, uri_of(path), None, context, ls.workspace_check.findings[path], place_on_disk))
    return {"files": files}


def _file(
    ls: ConnlintServer,
    uri: str,
    version: int | None,
    context: Context,
    findings: Iterable[Finding],
    place: Callable[[Span], Any],
) -> Json:
    counts: Counter[tuple[str, str]] = Counter(
        (finding.element.id, finding.severity.value) for finding in findings if finding.element is not None
    )
    return {
        "uri": uri,
        "version": version,
        "tasks": [_task(ls, uri, task, context, counts, place) for task in context.model.tasks],
    }


def _task(
    ls: ConnlintServer,
    uri: str,
    task: ConnectorTask,
    context: Context,
    counts: Counter[tuple[str, str]],
    place: Callable[[Span], Any],
) -> Json:
    node = task.node
    process = node.process
    running = ls.runs.running(uri, node.id)
    last = ls.runs.last(uri, node.id)
    why_not = ls.runs.why_not(task)
    return {
        "element": node.reference._asdict(),
        "process": {"id": process.id, "name": process.name},
        "range": place(node.element.start_tag),
        "connector": "rest" if task.is_rest else "graphql" if task.is_graphql else None,
        "jobType": task.job_type,
        "method": _static(task.field("method")),
        "url": _written(task.field("url")),
        "authentication": _static(task.input("authentication.type")),
        "template": template_of(task, context),
        "findings": {severity: counts[node.id, severity] for severity in ("error", "warning", "info")},
        "canRun": why_not is None,
        "whyNot": why_not,
        "running": running.id if running is not None else None,
        "lastRun": None
        if last is None
        else {
            "id": last.id,
            "number": last.number,
            "startedAt": last.started_at,
            "outcome": last.outcome,
            "status": last.status,
            "document": last.document,
        },
    }


def template_of(task: ConnectorTask, context: Context) -> Json | None:
    """The task's template, and the newer version of it that the engine takes, if there is one."""
    if task.template_id is None:
        return None
    template = context.template(task)
    newer = newer_version(task, context)
    return {
        "id": task.template_id,
        "version": task.template_version,
        "name": template.name if template is not None else None,
        "latest": newer,
    }


def newer_version(task: ConnectorTask, context: Context) -> str | None:
    """A version of the task's template that is newer than the one applied and fits the engine."""
    if task.template_id is None:
        return None
    templates = context.templates
    known = templates.versions(task.template_id)
    if task.template_version not in known:
        return None
    newest = templates.latest(task.template_id, context.whole_engine)
    if newest is None or known.index(newest.version) <= known.index(task.template_version):
        return None
    return newest.version


def _static(mapping: InputMapping | None) -> str | None:
    return masked_value(mapping).strip() if mapping is not None and mapping.feel is None and mapping.source else None


def _written(mapping: InputMapping | None) -> str | None:
    return masked_value(mapping).strip() if mapping is not None and isinstance(mapping.source, SourceValue) else None
