"""The outline of a model: processes, their elements, and what a connector task is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types as t

from connlint.span import Span
from connlint_server.lsp.positions import to_range

if TYPE_CHECKING:
    from connlint.bpmn.model import ConnectorTask, FlowNode, InputMapping, Process, TaskHeader
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


def document_symbols(
    ls: ConnlintServer, params: t.DocumentSymbolParams
) -> list[t.DocumentSymbol] | list[t.SymbolInformation]:
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

    def process(self, process: Process) -> t.DocumentSymbol:
        children = [self.node(node) for node in process.nodes]
        name = process.name.strip() or process.id or "process"
        return self._symbol(
            name, process.id, t.SymbolKind.Module, process.element.span, process.element.name_span, children
        )

    def node(self, node: FlowNode) -> t.DocumentSymbol:
        task = self._tasks.get(id(node))
        children = [self.node(each) for each in node.nodes]
        if task is not None:
            children += [self.mapping(mapping) for mapping in node.inputs if mapping.name]
            children += [self.header(header) for header in node.headers if header.name]
        kind = t.SymbolKind.Function if task is not None else _KINDS.get(node.kind, t.SymbolKind.Object)
        name = " ".join(node.name.split()) or node.id or node.kind
        return self._symbol(name, _detail(node, task), kind, node.element.span, node.span, children)

    def mapping(self, mapping: InputMapping) -> t.DocumentSymbol:
        return self._symbol(mapping.name, mapping.text, t.SymbolKind.Field, mapping.element.span, mapping.span, [])

    def header(self, header: TaskHeader) -> t.DocumentSymbol:
        return self._symbol(header.name, header.text, t.SymbolKind.Property, header.element.span, header.span, [])

    def _symbol(
        self, name: str, detail: str, kind: t.SymbolKind, whole: Span, selection: Span, children: list[t.DocumentSymbol]
    ) -> t.DocumentSymbol:
        # The protocol wants the selection inside of the whole.
        selection = Span(max(selection.start, whole.start), min(selection.end, whole.end))
        return t.DocumentSymbol(
            name=name,
            kind=kind,
            range=self._range(whole),
            selection_range=self._range(selection),
            detail=" ".join(detail.split())[:_LONGEST_DETAIL],
            children=children or None,
        )

    def _range(self, span: Span) -> t.Range:
        return to_range(self._analysis.document.lines, self._analysis.live.to_document(span), self._encoding)


def _detail(node: FlowNode, task: ConnectorTask | None) -> str:
    if task is None or not task.is_http:
        return node.id
    method, url = task.field("method"), task.field("url")
    return " ".join(mapping.text.strip() for mapping in (method, url) if mapping is not None) or node.id


def _flat(symbols: list[t.DocumentSymbol], uri: str, container: str | None) -> list[t.SymbolInformation]:
    flat = []
    for symbol in symbols:
        place = t.Location(uri, symbol.range)
        flat.append(t.SymbolInformation(location=place, name=symbol.name, kind=symbol.kind, container_name=container))
        flat += _flat(list(symbol.children or ()), uri, symbol.name)
    return flat
