"""The variables that an element writes, each with the place of its name."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from connlint.bpmn.forms import read_form

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from connlint.bpmn.forms import Form
    from connlint.bpmn.model import FlowNode, Model
    from connlint.bpmn.parts import TaskHeader
    from connlint.bpmn.values import FeelText
    from connlint.feel.nodes import ContextEntry, Node
    from connlint.source.value import SourceValue
    from connlint.span import Span


class WriteKind(Enum):
    """How a variable comes to be; the value says it in a message."""

    INPUT_MAPPING = "an input mapping"
    OUTPUT_MAPPING = "an output mapping"
    RESULT_VARIABLE = "a result variable"
    RESULT_EXPRESSION = "a result expression"
    SCRIPT_RESULT = "the result of a script task"
    DECISION_RESULT = "the result of a business rule task"
    LOOP_ELEMENT = "the input element of a multi-instance loop"
    LOOP_COLLECTION = "the output collection of a multi-instance loop"
    AD_HOC_COLLECTION = "the output collection of an ad-hoc sub-process"
    ERROR_VARIABLE = "a variable of a BPMN error"
    IGNORED_ERROR_VARIABLE = "a variable of an ignored error"
    FORM_FIELD = "a form field"


class Write(NamedTuple):
    """One place that writes a variable. `path` and `span` are where its name stands."""

    name: str
    kind: WriteKind
    span: Span
    path: str
    node: FlowNode
    field: str | None = None


def local_names(node: FlowNode) -> frozenset[str]:
    """The variables that are an element's own: input mappings' targets and its loop's variables."""
    names = {mapping.root for mapping in node.inputs}
    if node.loop is not None:
        names.update(value.text for value in (node.loop.input_element, node.loop.output_collection) if value)
    if node.output_collection is not None:
        names.add(node.output_collection.text)
    names.discard("")
    return frozenset(names)


def writes_of(node: FlowNode, model: Model, forms: Mapping[str, Form]) -> tuple[Write, ...]:
    """Everything that an element writes, whichever scope it then lives in. Read once, but for what a form writes."""
    if node.form is not None:
        return tuple(_writes(node, model, forms))
    if node.kept_writes is None:
        node.kept_writes = tuple(_writes(node, model, forms))
    return node.kept_writes


def _writes(node: FlowNode, model: Model, forms: Mapping[str, Form]) -> Iterator[Write]:
    path = model.path

    def plain(value: SourceValue | None, kind: WriteKind, field: str | None = None) -> Iterator[Write]:
        if value is not None and value.text.strip() and not value.text.startswith("="):
            root = value.text.split(".", 1)[0]
            yield Write(root, kind, value.source_span(0, len(root)), path, node, field)

    if node.is_scope or node.called is not None:
        for mapping in node.inputs:
            yield from plain(mapping.target, WriteKind.INPUT_MAPPING)
    for mapping in node.outputs:
        yield from plain(mapping.target, WriteKind.OUTPUT_MAPPING)
    if node.kind == "scriptTask":
        yield from plain(node.result_variable, WriteKind.SCRIPT_RESULT)
    else:
        yield from plain(node.result_variable, WriteKind.DECISION_RESULT)
    if node.loop is not None:
        yield from plain(node.loop.input_element, WriteKind.LOOP_ELEMENT)
        yield from plain(node.loop.output_collection, WriteKind.LOOP_COLLECTION)
    yield from plain(node.output_collection, WriteKind.AD_HOC_COLLECTION)
    for header in (*node.headers, *node.properties):
        yield from _from_header(header, node, path)
    yield from _from_form(node, model, forms)


def _from_header(header: TaskHeader, node: FlowNode, path: str) -> Iterator[Write]:
    if header.value is None:
        return
    if header.name == "resultVariable":
        # The name is taken as it is written, dots included (rest-connector §7.1).
        if header.text.strip():
            yield Write(header.text, WriteKind.RESULT_VARIABLE, header.value.span, path, node, header.name)
    elif header.name == "resultExpression":
        feel = _expression(header)
        if feel is not None:
            for entry in static_entries(feel.parsed.tree):
                yield _entry(entry, feel, WriteKind.RESULT_EXPRESSION, node, path, header.name)
    elif header.name == "errorExpression":
        feel = _expression(header)
        if feel is not None:
            for kind, entry in _error_entries(feel):
                yield _entry(entry, feel, kind, node, path, header.name)


def _expression(header: TaskHeader) -> FeelText | None:
    from connlint.bpmn.parts import TaskHeader
    from connlint.bpmn.values import header_feel

    # A header keeps its tree; a property's own reading is another one.
    return header.feel if type(header) is TaskHeader else header_feel(header.value)


def _entry(entry: ContextEntry, feel: FeelText, kind: WriteKind, node: FlowNode, path: str, field: str) -> Write:
    start, end = entry.key_span
    quotes = 1 if feel.text[start : start + 1] in ('"', "`") else 0
    return Write(entry.key, kind, feel.span(start + quotes, end - quotes), path, node, field)


def static_entries(tree: Node) -> Iterator[ContextEntry]:
    """The entries that an expression's context certainly or possibly has by its text.

    Read through parentheses, both branches of an `if`, and the contexts that a merge is given.
    """
    from connlint.feel.nodes import Call, Context, If, Parenthesised

    pending: list[Node] = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, Context):
            yield from node.entries
        elif isinstance(node, Parenthesised):
            pending.append(node.inner)
        elif isinstance(node, If):
            pending += [node.otherwise, node.then]
        elif isinstance(node, Call) and node.target is None and node.name in ("context merge", "put all"):
            pending += [argument.value for argument in reversed(node.arguments)]


def _error_entries(feel: FeelText) -> Iterator[tuple[WriteKind, ContextEntry]]:
    """The variables given to `bpmnError` (third) and `ignoreError` (first)."""
    from connlint.feel.nodes import Call

    for node, _ in feel.constructs.of(Call):
        if node.target is not None or node.name not in ("bpmnError", "ignoreError"):
            continue
        index = 2 if node.name == "bpmnError" else 0
        kind = WriteKind.ERROR_VARIABLE if node.name == "bpmnError" else WriteKind.IGNORED_ERROR_VARIABLE
        for position, argument in enumerate(node.arguments):
            if argument.name == "variables" or (argument.name is None and position == index):
                for entry in static_entries(argument.value):
                    yield kind, entry


def _from_form(node: FlowNode, model: Model, forms: Mapping[str, Form]) -> Iterator[Write]:
    if node.form is None:
        return
    form: Form | None = None
    if node.form.form_id is not None:
        form = forms.get(node.form.form_id.text)
    elif node.form.form_key is not None:
        embedded = node.process.forms.get(node.form.form_key.text.rpartition(":")[2])
        if embedded is not None and embedded.text is not None:
            form = read_form(embedded.text.text, model.path, embedded.text)
    if form is None:
        return
    for form_field in form.fields:
        yield Write(form_field.variable, WriteKind.FORM_FIELD, form.span(form_field), form.path, node)
