"""What stands at a place of a model: the element, the attribute, the task, the expression. Completion and hover ask it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from connlint.bpmn.namespaces import ZEEBE
from connlint.bpmn.values import FeelText, header_feel, mapping_feel
from connlint.feel import Place
from connlint.rule import Context

if TYPE_CHECKING:
    from connlint.bpmn.model import ConnectorTask, FlowNode
    from connlint.bpmn.parts import InputMapping, TaskHeader
    from connlint.engine_version import EngineVersion
    from connlint.source.tree import Attribute, Element
    from connlint.source.value import SourceValue
    from connlint.span import Span
    from connlint_server.lsp.analysis import Analysis

EXPRESSION_HEADERS = {"resultExpression": Place.RESULT_EXPRESSION, "errorExpression": Place.ERROR_EXPRESSION}


@dataclass(frozen=True)
class FeelAt:
    """An expression with a place in it, in code points of the expression."""

    feel: FeelText
    offset: int
    place: Place


class Cursor:
    """A place in the model of an analysis. All offsets are the model's."""

    def __init__(self, analysis: Analysis, offset: int) -> None:
        self.analysis = analysis
        self.model = analysis.model
        self.offset = analysis.live.to_model(offset)

    def in_document(self, span: Span) -> Span:
        return self.analysis.live.to_document(span)

    @cached_property
    def context(self) -> Context:
        surroundings = self.analysis.surroundings
        return Context(self.model, surroundings.workspace, surroundings.config)

    @cached_property
    def element(self) -> Element | None:
        return self.model.document.element_at(self.offset)

    @cached_property
    def in_start_tag(self) -> bool:
        element = self.element
        return element is not None and element.start_tag.start < self.offset < element.start_tag.end

    @cached_property
    def attribute(self) -> Attribute | None:
        """The attribute whose value the place is in."""
        element = self.element
        if element is None or not self.in_start_tag:
            return None
        for attribute in element.attributes.values():
            if attribute.value.span.holds(self.offset):
                return attribute
        return None

    @property
    def value(self) -> SourceValue | None:
        attribute = self.attribute
        return attribute.value if attribute is not None else None

    @cached_property
    def before(self) -> str:
        """The value's decoded text before the place."""
        value = self.value
        return value.text[: value.decoded_offset(self.offset)] if value is not None else ""

    @cached_property
    def task(self) -> ConnectorTask | None:
        """The connector task that the place is in."""
        by_element = {id(task.node.element): task for task in self.model.tasks}
        element = self.element
        while element is not None:
            task = by_element.get(id(element))
            if task is not None:
                return task
            element = element.parent
        return None

    @cached_property
    def node(self) -> FlowNode | None:
        """The flow node that the place is in, a task or any other."""
        by_element = {id(node.element): node for node in self.model.nodes()}
        element = self.element
        while element is not None:
            node = by_element.get(id(element))
            if node is not None:
                return node
            element = element.parent
        return None

    @cached_property
    def mapping(self) -> InputMapping | None:
        """The input mapping, or the output mapping, that the place is in."""
        if self.node is None:
            return None
        mappings = (*self.node.inputs, *self.node.outputs)
        return next((mapping for mapping in mappings if mapping.element is self.element), None)

    @cached_property
    def header(self) -> TaskHeader | None:
        if self.node is None:
            return None
        return next((header for header in self.node.headers if header.element is self.element), None)

    @property
    def is_input(self) -> bool:
        return self.mapping is not None and self.mapping.element.local == "input"

    @property
    def attribute_name(self) -> str:
        """The attribute's local name, without its namespace."""
        return self.attribute.name.rpartition("}")[2] if self.attribute is not None else ""

    @cached_property
    def feel(self) -> FeelAt | None:
        """The expression that the place is in."""
        value = self.value
        if value is None or self.element is None:
            return None
        place: Place | None = None
        feel: FeelText | None = None
        name = self.attribute_name
        if self.mapping is not None and name == "source":
            place = Place.INPUT_MAPPING if self.is_input else Place.OUTPUT_MAPPING
            feel = self.mapping.feel or (_barely(value) if value.text.startswith("=") else None)
        elif self.header is not None and name == "value":
            place = EXPRESSION_HEADERS.get(self.header.name)
            if place is not None:
                feel = header_feel(value) or FeelText("", len(value.text), value)
        elif self.element.namespace == ZEEBE and value.text.startswith("="):
            place = Place.OTHER
            feel = mapping_feel(value) or _barely(value)
        if place is None or feel is None:
            return None
        offset = value.decoded_offset(self.offset) - feel.offset
        return FeelAt(feel, min(offset, len(feel.text)), place) if offset >= 0 else None

    @property
    def engine(self) -> EngineVersion | None:
        return self.context.engine


def _barely(value: SourceValue) -> FeelText:
    """A lone `=`, behind which an expression is about to be written."""
    return FeelText(value.text[1:], 1, value)
