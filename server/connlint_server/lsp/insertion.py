"""New input mappings and headers: where they go in a task, written as the file writes its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.bpmn.namespaces import ZEEBE, bpmn, zeebe
from connlint.finding import Edit
from connlint.source.escapes import Place, escape
from connlint.span import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connlint.bpmn.model import ConnectorTask
    from connlint.source.tree import Element


def inputs_edit(task: ConnectorTask, inputs: Sequence[tuple[str, str]]) -> Edit | None:
    """An edit that adds input mappings (target, source) to a task, behind those of the same kind.

    None where the task has no place for them that can be read.
    """
    text = task.model.document.text
    extensions = _child(task.node.element, bpmn("extensionElements"))
    if extensions is None or not inputs:
        return None
    holder = _child(extensions, zeebe("ioMapping"))
    prefix = _prefix(text, extensions)
    tags = [mapping_tag(prefix, text, target, source) for target, source in inputs]
    if holder is None:
        return _holder_edit(text, extensions, prefix, tags)
    existing = [child for child in holder.children if child.tag == zeebe("input")]
    group = inputs[0][0].partition(".")[0]
    same = [child for child in existing if _target(child).partition(".")[0] == group]
    if existing:
        before = (same or existing)[-1]
        at = before.span.end
        return Edit(Span(at, at), "".join(f"{_break(text, before.span.start)}{tag}" for tag in tags))
    inner = _break(text, holder.start_tag.start)
    lines = "".join(f"{inner}  {tag}" for tag in tags)
    if holder.self_closing:
        name = text[holder.name_span.start : holder.name_span.end]
        return Edit(holder.span, f"<{name}>{lines}{inner}</{name}>")
    at = holder.start_tag.end
    return Edit(Span(at, at), lines)


def mapping_tag(prefix: str, text: str, target: str, source: str) -> str:
    """`<zeebe:input source="..." target="..." />` with the references that the file uses."""
    return f'<{prefix}input source="{written(text, source)}" target="{written(text, target)}" />'


def written(text: str, value: str) -> str:
    """A value as it is written in a double-quoted attribute of the file."""
    return escape(value, Place.DOUBLE_QUOTED, "", text)


def prefix_of(task: ConnectorTask) -> str:
    """The prefix of Zeebe's elements in the task, with its colon."""
    extensions = _child(task.node.element, bpmn("extensionElements"))
    return _prefix(task.model.document.text, extensions if extensions is not None else task.node.element)


def _holder_edit(text: str, extensions: Element, prefix: str, tags: list[str]) -> Edit | None:
    if not extensions.children:
        return None
    before = next((child for child in extensions.children if child.tag == zeebe("taskDefinition")), None)
    before = before or extensions.children[-1]
    inner = _break(text, before.span.start)
    lines = "".join(f"{inner}  {tag}" for tag in tags)
    at = before.span.end
    return Edit(Span(at, at), f"{inner}<{prefix}ioMapping>{lines}{inner}</{prefix}ioMapping>")


def _break(text: str, start: int) -> str:
    """The line break and the blanks before a tag, to be repeated before its sibling; nothing where it stands in a line."""
    line = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start))
    indentation = text[line + 1 : start]
    if line < 0 or indentation.strip(" \t"):
        return ""
    ending = "\r\n" if text[line - 1 : line + 1] == "\r\n" else text[line]
    return ending + indentation


def _prefix(text: str, element: Element) -> str:
    for child in element.iter():
        if child.namespace == ZEEBE:
            name = text[child.name_span.start : child.name_span.end]
            return name[: name.index(":") + 1] if ":" in name else ""
    for prefix, namespace in element.prefixes.items():
        if namespace == ZEEBE:
            return f"{prefix}:" if prefix else ""
    return "zeebe:"


def _child(element: Element, tag: str) -> Element | None:
    return next((child for child in element.children if child.tag == tag), None)


def _target(element: Element) -> str:
    attribute = element.get("target")
    return attribute.value.text if attribute is not None else ""
