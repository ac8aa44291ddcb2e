"""The parts of a flow node: its mappings, headers and properties, its job type, template, loop, form, what it catches."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from connlint.bpmn.values import FeelText, header_feel, mapping_feel

if TYPE_CHECKING:
    from connlint.source.tree import Element
    from connlint.source.value import SourceValue
    from connlint.span import Span


class InputMapping:
    """`zeebe:input`. `source` is None where the attribute is absent, which the engine reads as null."""

    __slots__ = ("_feel", "element", "name", "source", "target")

    def __init__(self, element: Element, target: SourceValue | None, source: SourceValue | None) -> None:
        self.element = element
        self.target = target
        self.source = source
        self.name = target.text if target is not None else ""
        """The target as written, such as `authentication.type`."""
        self._feel: FeelText | None = mapping_feel(source)

    @property
    def root(self) -> str:
        """The variable that the target belongs to: its first segment."""
        return self.name.split(".", 1)[0]

    @property
    def text(self) -> str:
        return self.source.text if self.source is not None else ""

    @property
    def feel(self) -> FeelText | None:
        """The source as FEEL, None where it is text."""
        return self._feel

    @property
    def span(self) -> Span:
        """Where to point: the value, or the whole tag where there is none."""
        return self.source.span if self.source is not None else self.element.start_tag


class OutputMapping(InputMapping):
    """`zeebe:output`."""

    __slots__ = ()


class TaskHeader:
    """`zeebe:header`: a static text for the engine."""

    __slots__ = ("_feel", "element", "key", "name", "value")

    def __init__(self, element: Element, key: SourceValue | None, value: SourceValue | None) -> None:
        self.element = element
        self.key = key
        self.value = value
        self.name = key.text if key is not None else ""
        self._feel: FeelText | None = self._read_feel()

    def _read_feel(self) -> FeelText | None:
        return header_feel(self.value)

    @property
    def text(self) -> str:
        return self.value.text if self.value is not None else ""

    @property
    def span(self) -> Span:
        return self.value.span if self.value is not None else self.element.start_tag

    @property
    def feel(self) -> FeelText | None:
        """The header read as an expression; meant for `resultExpression` and `errorExpression`."""
        return self._feel


class Property(TaskHeader):
    """`zeebe:property`, read as name and value: what inbound connectors are configured by."""

    __slots__ = ()

    def _read_feel(self) -> FeelText | None:
        return mapping_feel(self.value)

    @property
    def source(self) -> SourceValue | None:
        """The value, by the name that it has in an input mapping."""
        return self.value


ConnectorValue = InputMapping | Property
"""What a connector is given: an input of an outbound one, a property of an inbound one."""


class TaskDefinition(NamedTuple):
    """`zeebe:taskDefinition`."""

    element: Element
    type: SourceValue | None
    retries: SourceValue | None


class TemplateReference(NamedTuple):
    """The element template that a modeler applied. Versions are texts: some have 13 digits."""

    id: SourceValue
    version: SourceValue | None


class MultiInstance(NamedTuple):
    """The loop of an activity; each part is None where it is not given."""

    element: Element
    input_collection: SourceValue | None
    input_element: SourceValue | None
    output_collection: SourceValue | None
    output_element: SourceValue | None


class CalledProcess(NamedTuple):
    """`zeebe:calledElement`. Run time: all variables are passed both ways unless an attribute says no."""

    process_id: SourceValue | None
    propagate_all_parent: bool
    propagate_all_child: bool


class FormReference(NamedTuple):
    """The form of a user task or start event: linked by id, or embedded (`key` = `camunda-forms:bpmn:ID`)."""

    form_id: SourceValue | None
    form_key: SourceValue | None


class EventCatch(NamedTuple):
    """An event definition of a catching event: `kind` is `error`, `escalation`, `message`, ...

    For an error, `reference` names the `bpmn:error` of the model; None catches every code.
    """

    kind: str
    element: Element
    reference: str | None


class BpmnError(NamedTuple):
    """`bpmn:error` of the definitions; `code` is None where it has none."""

    id: str
    code: SourceValue | None
