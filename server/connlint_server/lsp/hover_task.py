"""Hover over a task: what it asks, where, as whom, and what is known of its state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.masking import masked, masked_value
from connlint_server.lsp import markup
from connlint_server.lsp.task_list import newer_version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint.bpmn.model import ConnectorTask
    from connlint.bpmn.parts import InputMapping
    from connlint_server.lsp.cursor import Cursor
    from connlint_server.lsp.server import ConnlintServer


def task_page(ls: ConnlintServer, cursor: Cursor, task: ConnectorTask) -> str:
    return "\n\n".join(
        [f"**{markup.literal(task.node.name) or markup.literal(task.node.id)}**", "\n".join(_facts(ls, cursor, task))]
    )


def _facts(ls: ConnlintServer, cursor: Cursor, task: ConnectorTask) -> Iterator[str]:
    if task.is_http:
        method, url = task.field("method"), task.field("url")
        yield f"- Request: {_inline(method)} {_inline(url)}"
        resolved = _resolved_url(ls, cursor, task)
        if resolved is not None:
            yield f"- URL in the environment {markup.literal(resolved[0])}: {markup.inline(masked('', resolved[1]))}"
        chosen = task.input("authentication.type")
        yield f"- Authentication: {_inline(chosen) if chosen is not None else 'none'}"
    else:
        yield f"- Job type: {markup.inline(task.job_type)}"
    if task.template_id is not None:
        template = cursor.context.template(task)
        name = template.name if template is not None else task.template_id
        newer = newer_version(task, cursor.context)
        upgrade = f", {newer} fits this engine" if newer is not None else ""
        version = task.template_version or "without a version"
        yield f"- Template: {markup.literal(f'{name} {version}{upgrade}')}"
    findings = [
        each for each in cursor.analysis.findings() if each.element is not None and each.element.id == task.node.id
    ]
    yield f"- Findings: {len(findings) or 'none'}"
    last = ls.runs.last(cursor.analysis.document.uri, task.node.id)
    if last is not None:
        status = f", status {last.status}" if last.status is not None else ""
        yield f"- Last run: number {last.number}, {last.outcome}{status}"


def _inline(mapping: InputMapping | None) -> str:
    return markup.inline(masked_value(mapping) if mapping is not None else "")


def _resolved_url(ls: ConnlintServer, cursor: Cursor, task: ConnectorTask) -> tuple[str, str] | None:
    """The URL with the chosen environment's variables; secrets stay references."""
    mapping = task.field("url")
    variables = ls.environment_variables(cursor.analysis.live.path)
    if mapping is None or mapping.feel is None or variables is None:
        return None
    # The evaluator is half as much as all the rest to load, and few hovers need it.
    from connlint.feel import FeelError, evaluate, from_json

    name, values = variables
    try:
        context = {key: from_json(value) for key, value in values.items()}
        for earlier in task.node.inputs:
            if earlier is mapping:
                break
            if "." not in earlier.name and earlier.name:
                context[earlier.name] = evaluate(earlier.feel.text, context).value if earlier.feel else earlier.text
        result = evaluate(mapping.feel.text, context).value
    except FeelError:
        return None
    return (name, result) if isinstance(result, str) else None
