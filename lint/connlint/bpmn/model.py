"""The model: processes, flow nodes, their connector parts, and what belongs to them.

Built once by `connlint.bpmn.reader` and not changed afterwards. Everything keeps the element or the value
that it was read from, so that each can say where it stands.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from connlint.bpmn.values import FeelText, header_feel, mapping_feel
from connlint.finding import ElementReference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from connlint.engine_version import EngineVersion
    from connlint.source.document import Document
    from connlint.source.tree import Element
    from connlint.source.value import SourceValue
    from connlint.span import Span

REST_JOB_TYPE = "io.camunda:http-json:1"
GRAPHQL_JOB_TYPE = "io.camunda:connector-graphql:1"


@dataclass(frozen=True, eq=False)
class InputMapping:
    """`zeebe:input`. `source` is None where the attribute is absent, which the engine reads as null."""

    element: Element
    target: SourceValue | None
    source: SourceValue | None

    @property
    def name(self) -> str:
        """The target as written, such as `authentication.type`."""
        return self.target.text if self.target is not None else ""

    @property
    def root(self) -> str:
        """The variable that the target belongs to: its first segment."""
        return self.name.split(".", 1)[0]

    @property
    def text(self) -> str:
        return self.source.text if self.source is not None else ""

    @cached_property
    def feel(self) -> FeelText | None:
        return mapping_feel(self.source)

    @property
    def span(self) -> Span:
        """Where to point: the value, or the whole tag where there is none."""
        return self.source.span if self.source is not None else self.element.start_tag


class OutputMapping(InputMapping):
    """`zeebe:output`."""


@dataclass(frozen=True, eq=False)
class TaskHeader:
    """`zeebe:header`: a static text for the engine."""

    element: Element
    key: SourceValue | None
    value: SourceValue | None

    @property
    def name(self) -> str:
        return self.key.text if self.key is not None else ""

    @property
    def text(self) -> str:
        return self.value.text if self.value is not None else ""

    @property
    def span(self) -> Span:
        return self.value.span if self.value is not None else self.element.start_tag

    @cached_property
    def feel(self) -> FeelText | None:
        """The header read as an expression; meant for `resultExpression` and `errorExpression`."""
        return header_feel(self.value)


class Property(TaskHeader):
    """`zeebe:property`, read as name and value: what inbound connectors are configured by."""

    @cached_property
    def feel(self) -> FeelText | None:
        return mapping_feel(self.value)


@dataclass(frozen=True, eq=False)
class TaskDefinition:
    """`zeebe:taskDefinition`."""

    element: Element
    type: SourceValue | None
    retries: SourceValue | None


@dataclass(frozen=True, eq=False)
class TemplateReference:
    """The element template that a modeler applied. Versions are texts: some have 13 digits."""

    id: SourceValue
    version: SourceValue | None


@dataclass(frozen=True, eq=False)
class MultiInstance:
    """The loop of an activity; each part is None where it is not given."""

    element: Element
    input_collection: SourceValue | None
    input_element: SourceValue | None
    output_collection: SourceValue | None
    output_element: SourceValue | None


@dataclass(frozen=True, eq=False)
class CalledProcess:
    """`zeebe:calledElement`. Run time: all variables are passed both ways unless an attribute says no."""

    process_id: SourceValue | None
    propagate_all_parent: bool
    propagate_all_child: bool


@dataclass(frozen=True, eq=False)
class FormReference:
    """The form of a user task or start event: linked by id, or embedded (`key` = `camunda-forms:bpmn:ID`)."""

    form_id: SourceValue | None
    form_key: SourceValue | None


@dataclass(eq=False)
class FlowNode:
    """One node of a process. A sub-process is a node that has nodes of its own."""

    element: Element
    kind: str
    id: str
    name: str
    scope: Scope
    definition: TaskDefinition | None = None
    template: TemplateReference | None = None
    inputs: tuple[InputMapping, ...] = ()
    outputs: tuple[OutputMapping, ...] = ()
    headers: tuple[TaskHeader, ...] = ()
    properties: tuple[Property, ...] = ()
    loop: MultiInstance | None = None
    result_variable: SourceValue | None = None
    """Of a script task or a business rule task."""
    output_collection: SourceValue | None = None
    """Of an ad-hoc sub-process."""
    called: CalledProcess | None = None
    form: FormReference | None = None
    attached_to: str | None = None
    """Of a boundary event: the id of its activity."""
    catches: tuple[EventCatch, ...] = ()
    triggered_by_event: bool = False
    is_scope: bool = False
    nodes: tuple[FlowNode, ...] = ()

    @property
    def label(self) -> str:
        """How a message calls the node: its name, else its id."""
        return f'"{" ".join(self.name.split())}"' if self.name.strip() else f"{self.id or self.kind}"

    @property
    def reference(self) -> ElementReference:
        return ElementReference(self.id, self.name, self.kind)

    @property
    def span(self) -> Span:
        """Where to point when the node itself is meant: the text of its name, else the name of its tag."""
        name = self.element.get("name")
        return name.value.span if name is not None and name.value.text.strip() else self.element.name_span

    def scopes(self) -> Iterator[Scope]:
        """The scopes around the node, the nearest first, the process last."""
        scope: Scope = self.scope
        while True:
            yield scope
            if isinstance(scope, Process):
                return
            scope = scope.scope

    @property
    def process(self) -> Process:
        *_, last = self.scopes()
        assert isinstance(last, Process)
        return last


@dataclass(frozen=True, eq=False)
class EventCatch:
    """An event definition of a catching event: `kind` is `error`, `escalation`, `message`, ...

    For an error, `reference` names the `bpmn:error` of the model; None catches every code.
    """

    kind: str
    element: Element
    reference: str | None


@dataclass(frozen=True, eq=False)
class BpmnError:
    """`bpmn:error` of the definitions; `code` is None where it has none."""

    id: str
    code: SourceValue | None


@dataclass(eq=False)
class Process:
    """One process. `forms` holds its embedded forms by id, as the element with the JSON text."""

    element: Element
    id: str
    name: str
    is_executable: bool
    nodes: tuple[FlowNode, ...] = ()
    forms: Mapping[str, Element] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return f'"{self.name}"' if self.name.strip() else self.id

    @property
    def reference(self) -> ElementReference:
        return ElementReference(self.id, self.name, "process")


Scope = Process | FlowNode


class ConnectorTask:
    """A flow node with a job type: the view on it that the rules take."""

    def __init__(self, node: FlowNode, model: Model) -> None:
        self.node = node
        self.model = model

    @property
    def label(self) -> str:
        return self.node.label

    @property
    def job_type(self) -> str:
        definition = self.node.definition
        return definition.type.text if definition is not None and definition.type is not None else ""

    @property
    def template_id(self) -> str | None:
        return self.node.template.id.text if self.node.template is not None else None

    @property
    def template_version(self) -> str | None:
        template = self.node.template
        return template.version.text if template is not None and template.version is not None else None

    @cached_property
    def is_rest(self) -> bool:
        """By the job type, else by a REST template (the hybrid template's job type is free)."""
        if self.job_type == REST_JOB_TYPE:
            return True
        from connlint.templates import is_rest_template

        return self.template_id is not None and is_rest_template(self.template_id)

    @cached_property
    def is_graphql(self) -> bool:
        if self.job_type == GRAPHQL_JOB_TYPE:
            return True
        from connlint.templates import is_graphql_template

        return self.template_id is not None and is_graphql_template(self.template_id)

    @property
    def is_http(self) -> bool:
        """A REST or GraphQL task: the same rules hold for both."""
        return self.is_rest or self.is_graphql

    @property
    def request_prefix(self) -> str:
        """What stands before the names of the request's fields: GraphQL keeps them under `graphql.`."""
        return "graphql." if self.is_graphql and not self.is_rest else ""

    @cached_property
    def _inputs(self) -> dict[str, InputMapping]:
        return {mapping.name: mapping for mapping in self.node.inputs}

    def input(self, target: str) -> InputMapping | None:
        """The mapping of that target; the last one where there are several, since the last one wins."""
        return self._inputs.get(target)

    def field(self, name: str) -> InputMapping | None:
        """The mapping of a field of the request, wherever this connector keeps it."""
        return self._inputs.get(self.request_prefix + name)

    @cached_property
    def _headers(self) -> dict[str, TaskHeader]:
        return {header.name: header for header in self.node.headers}

    def header(self, key: str) -> TaskHeader | None:
        return self._headers.get(key)

    @property
    def result_variable(self) -> TaskHeader | None:
        header = self._headers.get("resultVariable")
        return header if header is not None and header.text.strip() else None

    @property
    def result_expression(self) -> TaskHeader | None:
        header = self._headers.get("resultExpression")
        return header if header is not None and header.feel is not None else None

    @property
    def error_expression(self) -> TaskHeader | None:
        header = self._headers.get("errorExpression")
        return header if header is not None and header.feel is not None else None

    @property
    def span(self) -> Span:
        """Where to point when the task as a connector is meant: the tag of its task definition, else the node."""
        definition = self.node.definition
        return definition.element.start_tag if definition is not None else self.node.span


@dataclass(eq=False)
class Model:
    """One BPMN file. `engine` is the version that the modeler wrote for it, None where it wrote none."""

    path: str
    document: Document
    processes: tuple[Process, ...]
    errors: Mapping[str, BpmnError]
    engine: EngineVersion | None
    engine_value: SourceValue | None

    def nodes(self) -> Iterator[FlowNode]:
        """Every flow node in document order, those of sub-processes included."""
        stack: list[FlowNode] = [node for process in reversed(self.processes) for node in reversed(process.nodes)]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.nodes))

    @cached_property
    def tasks(self) -> tuple[ConnectorTask, ...]:
        """Every flow node that has a job type or an element template of a REST connector."""
        return tuple(
            task
            for node in self.nodes()
            if node.definition is not None or node.template is not None
            for task in (ConnectorTask(node, self),)
            if node.definition is not None or task.is_http
        )

    @cached_property
    def http_tasks(self) -> tuple[ConnectorTask, ...]:
        return tuple(task for task in self.tasks if task.is_http)
