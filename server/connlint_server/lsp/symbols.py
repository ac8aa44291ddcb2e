"""The outline of a model: processes, their elements, and what a connector task is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types as t

from connlint.masking import masked, masked_value
from connlint.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint.bpmn.model import ConnectorTask, FlowNode, Process
    from connlint.bpmn.parts import InputMapping, TaskHeader
    from connlint_server.lsp.analysis import Analysis
    from connlint_server.lsp.server import ConnlintServer

_KINDS = {
    "startEvent": t.SymbolKind.Event,
    "endEvent": t.SymbolKind.Event,
    "boundaryEvent": t.SymbolKind.Event,
    "intermediateCatchEvent": t.SymbolKind.Event,
    "intermediateThrowEvent": t.SymbolKind.Event,
    "subProcess": t.SymbolKind.Namespace,
    "adHocSubProcess": t.SymbolKind.Namespace,
    "transaction": t.SymbolKind.Namespace,
    "callActivity": t.SymbolKind.Interface,
}
_LONGEST_DETAIL = 80


def register(server: ConnlintServer) -> None:
    server.answer(t.TEXT_DOCUMENT_DOCUMENT_SYMBOL, document_symbols, empty=[])


Json = dict[str, Any]
"""A symbol as it goes over the wire: a large model has thousands, and lsprotocol's types cost more than all the rest."""


def document_symbols(ls: ConnlintServer, params: t.DocumentSymbolParams) -> list[Json]:
    analysis = ls.analysis(params.text_document.uri)
    if analysis is None:
        return []
    outline = _Outline(ls, analysis)
    symbols = [outline.process(process) for process in analysis.model.processes]
    return symbols if ls.client.nests_symbols else list(_flat(symbols, params.text_document.uri, None))


class _Outline:
    def __init__(self, ls: ConnlintServer, analysis: Analysis) -> None:
        self._analysis = analysis
        self._encoding = ls.encoding
        self._tasks = {id(task.node): task for task in analysis.model.tasks}

    def process(self, process: Process) -> Json:
        children = [self.node(node) for node in process.nodes]
        name = process.name.strip() or process.id or "process"
        return self._symbol(
            name, process.id, t.SymbolKind.Module, process.element.span, process.element.name_span, children
        )

    def node(self, node: FlowNode) -> Json:
        task = self._tasks.get(id(node))
        children = [self.node(each) for each in node.nodes]
        if task is not None:
            children += [self.mapping(mapping) for mapping in node.inputs if mapping.name]
            children += [self.header(header) for header in node.headers if header.name]
        kind = t.SymbolKind.Function if task is not None else _KINDS.get(node.kind, t.SymbolKind.Object)
        name = " ".join(node.name.split()) or node.id or node.kind
        return self._symbol(name, _detail(node, task), kind, node.element.span, node.span, children)

    def mapping(self, mapping: InputMapping) -> Json:
        # What may be a credential belongs on no list, not even on one of what stands in the text.
        shown = not mapping.name.startswith("authentication.") or _is_choice(mapping.name)
        detail = masked_value(mapping) if shown else ""
        return self._symbol(mapping.name, detail, t.SymbolKind.Field, mapping.element.span, mapping.span, [])

    def header(self, header: TaskHeader) -> Json:
        detail = masked(header.name, header.text)
        return self._symbol(header.name, detail, t.SymbolKind.Property, header.element.span, header.span, [])

    def _symbol(
        self, name: str, detail: str, kind: t.SymbolKind, whole: Span, selection: Span, children: list[Json]
    ) -> Json:
        # The protocol wants the selection inside of the whole.
        selection = Span(max(selection.start, whole.start), min(selection.end, whole.end))
        symbol: Json = {
            "name": name,
            "kind": kind.value,
            "range": self._range(whole),
            "selectionRange": self._range(selection),
            "detail": " ".join(detail.split())[:_LONGEST_DETAIL],
        }
        if children:
            symbol["children"] = children
        return symbol

    def _range(self, span: Span) -> Json:
        start, end = self._analysis.live.to_document(span)
        lines = self._analysis.document.lines
        return {
            "start": _place(*lines.position(start, self._encoding)),
            "end": _place(*lines.position(end, self._encoding)),
        }


def _place(line: int, character: int) -> Json:
    return {"line": line, "character": character}


def _is_choice(name: str) -> bool:
    return name in ("authentication.type", "authentication.apiKeyLocation", "authentication.clientAuthentication")


def _detail(node: FlowNode, task: ConnectorTask | None) -> str:
    if task is None or not task.is_http:
        return node.id
    method, url = task.field("method"), task.field("url")
    return " ".join(masked_value(mapping).strip() for mapping in (method, url) if mapping is not None) or node.id


def _flat(symbols: list[Json], uri: str, container: str | None) -> Iterator[Json]:
    """For clients that cannot show one symbol in another."""
    for symbol in symbols:
        place = {"uri": uri, "range": symbol["range"]}
        yield {"name": symbol["name"], "kind": symbol["kind"], "location": place, "containerName": container or ""}
        yield from _flat(symbol.get("children", []), uri, symbol["name"])
