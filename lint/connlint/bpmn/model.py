"""The model: processes, flow nodes, their connector parts, and what belongs to them.

Built once by `connlint.bpmn.reader` and not changed afterwards. Everything keeps the element or the value
that it was read from, so that each can say where it stands.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast

from connlint.bpmn.namespaces import DEFINITIONS, ZEEBE, bpmn, zeebe
from connlint.engine_version import read_engine_version
from connlint.finding import ElementReference
from connlint.job_types import GRAPHQL_JOB_TYPE, REST_JOB_TYPE, is_camundas

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from connlint.bpmn.parts import (
        BpmnError,
        CalledProcess,
        ConnectorValue,
        EventCatch,
        FormReference,
        InputMapping,
        MultiInstance,
        OutputMapping,
        Property,
        TaskDefinition,
        TaskHeader,
        TemplateReference,
    )
    from connlint.engine_version import EngineVersion
    from connlint.source.document import Document
    from connlint.source.tree import Element
    from connlint.source.value import SourceValue
    from connlint.span import Span

T = TypeVar("T")

INBOUND_TYPE = "inbound.type"
"""The property by which the connector runtime knows an inbound connector."""


class FlowNode:
    """One node of a process. A sub-process is a node that has nodes of its own.

    `result_variable` is a script or business rule task's, `output_collection` an ad-hoc sub-process's, `attached_to`
    the id of a boundary event's activity. `kept_writes` are the variables that it writes, once `written` has read them.
    """

    __slots__ = (
        "attached_to",
        "called",
        "catches",
        "definition",
        "element",
        "form",
        "headers",
        "id",
        "inputs",
        "is_scope",
        "kept_writes",
        "kind",
        "loop",
        "name",
        "nodes",
        "output_collection",
        "outputs",
        "properties",
        "result_variable",
        "scope",
        "template",
        "triggered_by_event",
    )

    def __init__(self, element: Element, kind: str, id: str, name: str, scope: Scope) -> None:
        self.element = element
        self.kind = kind
        self.id = id
        self.name = name
        self.scope = scope
        self.definition: TaskDefinition | None = None
        self.template: TemplateReference | None = None
        self.inputs: tuple[InputMapping, ...] = ()
        self.outputs: tuple[OutputMapping, ...] = ()
        self.headers: tuple[TaskHeader, ...] = ()
        self.properties: tuple[Property, ...] = ()
        self.loop: MultiInstance | None = None
        self.result_variable: SourceValue | None = None
        self.output_collection: SourceValue | None = None
        self.called: CalledProcess | None = None
        self.form: FormReference | None = None
        self.attached_to: str | None = None
        self.catches: tuple[EventCatch, ...] = ()
        self.triggered_by_event = False
        self.is_scope = False
        self.nodes: tuple[FlowNode, ...] = ()
        self.kept_writes: tuple[Any, ...] | None = None

    @property
    def label(self) -> str:
        """How a message calls the node: its name, else its id."""
        return f'"{" ".join(self.name.split())}"' if self.name.strip() else f"{self.id or self.kind}"

    @property
    def reference(self) -> ElementReference:
        return ElementReference(self.id, self.name, self.kind)

    @property
    def is_inbound(self) -> bool:
        """Whether it is an inbound connector: an event or receive task that its properties configure."""
        return self.definition is None and any(each.name == INBOUND_TYPE for each in self.properties)

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


class Process:
    """One process. `forms` holds its embedded forms by id, as the element with the JSON text."""

    __slots__ = ("element", "forms", "id", "is_executable", "name", "nodes")

    def __init__(self, element: Element, id: str, name: str, is_executable: bool) -> None:
        self.element = element
        self.id = id
        self.name = name
        self.is_executable = is_executable
        self.nodes: tuple[FlowNode, ...] = ()
        self.forms: Mapping[str, Element] = {}

    @property
    def label(self) -> str:
        return f'"{self.name}"' if self.name.strip() else self.id

    @property
    def reference(self) -> ElementReference:
        return ElementReference(self.id, self.name, "process")


Scope = Process | FlowNode


class ConnectorTask:
    """A flow node with a job type, a template, or an inbound connector: the view on it that the rules take."""

    def __init__(self, node: FlowNode, model: Model) -> None:
        self.node = node
        self.model = model
        self._once: dict[object, object] = {}

    def once(self, work_out: Callable[[ConnectorTask], T]) -> T:
        """What the function gives for this task, worked out at the first call: for what many rules ask."""
        if work_out not in self._once:
            self._once[work_out] = work_out(self)
        return cast("T", self._once[work_out])

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
    def is_camundas(self) -> bool:
        """Whether one of Camunda's own connectors runs it."""
        return self.is_http or is_camundas(self.job_type)

    @property
    def is_outbound(self) -> bool:
        """Whether a connector runs it as a job."""
        return self.node.definition is not None or self.is_http

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

    @property
    def connector_values(self) -> tuple[ConnectorValue, ...]:
        """What the connector is given, and replaces secrets in. Nothing where the node is no connector: properties of
        a task with a job type, or of an event without an inbound connector, are notes that nothing reads.
        """
        if self.node.is_inbound:
            return self.node.properties
        return self.node.inputs if self.is_outbound else ()

    @cached_property
    def message(self) -> Element | None:
        """The `bpmn:message` that the node waits for; None where it names none, or one that the model does not have."""
        for element in (self.node.element, *(each.element for each in self.node.catches if each.kind == "message")):
            reference = element.get("messageRef")
            if reference is not None:
                return self.model.messages.get(reference.value.text)
        return None

    @property
    def subscription(self) -> Element | None:
        """The `zeebe:subscription` of the message."""
        found = (each for part in (self.message.children if self.message is not None else ()) for each in part.children)
        return next((each for each in found if each.tag == zeebe("subscription")), None)

    @cached_property
    def _groups(self) -> frozenset[str]:
        """The contexts that the targets build: for `authentication.type`, `authentication`."""
        return frozenset(name[:at] for name in self._inputs for at, character in enumerate(name) if character == ".")

    def gives(self, field: str) -> bool:
        """Whether an input touches the field: its own, one of its parts, or a context that it is a part of."""
        if field in self._inputs or field in self._groups:
            return True
        at = field.find(".")
        while at >= 0:
            if field[:at] in self._inputs:
                return True
            at = field.find(".", at + 1)
        return False

    def only_input(self, field: str) -> InputMapping | None:
        """The mapping of the field, where no other input touches a part of it or a context that it is a part of."""
        return self._inputs.get(field) if field not in self._groups and "." not in field else None

    def field(self, name: str) -> InputMapping | None:
        """The mapping of a field of the request, wherever this connector keeps it."""
        return self._inputs.get(self.request_prefix + name)

    @cached_property
    def _properties(self) -> dict[str, Property]:
        return {each.name: each for each in self.node.properties}

    def property_named(self, name: str) -> Property | None:
        """The `zeebe:property` of that name, the last one where there are several."""
        return self._properties.get(name)

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


class Model:
    """One BPMN file. `engine` is the version that the modeler wrote for it, None where it wrote none."""

    def __init__(
        self,
        path: str,
        document: Document,
        processes: tuple[Process, ...],
        errors: Mapping[str, BpmnError],
        engine_value: SourceValue | None,
    ) -> None:
        self.path = path
        self.document = document
        self.processes = processes
        self.errors = errors
        self.engine_value = engine_value
        self.engine: EngineVersion | None = read_engine_version(engine_value.text) if engine_value is not None else None

    @property
    def is_bpmn(self) -> bool:
        """Whether the root is a BPMN model's. A text without any root can still become one."""
        root = self.document.root
        return root is None or root.tag == DEFINITIONS

    def nodes(self) -> Iterator[FlowNode]:
        """Every flow node in document order, those of sub-processes included."""
        stack: list[FlowNode] = [node for process in reversed(self.processes) for node in reversed(process.nodes)]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.nodes))

    def place_at(self, offset: int) -> tuple[FlowNode | None, str | None]:
        """The innermost flow node around an offset of the file, and the input or header that the offset lies in."""
        element = self.document.element_at(offset)
        nodes = {id(node.element): node for node in self.nodes()}
        field: str | None = None
        while element is not None:
            if element.namespace == ZEEBE and element.local in ("input", "header"):
                name = element.get("target" if element.local == "input" else "key")
                field = name.value.text if name is not None else None
            node = nodes.get(id(element))
            if node is not None:
                return node, field
            element = element.parent
        return None, field

    @cached_property
    def tasks(self) -> tuple[ConnectorTask, ...]:
        """Every flow node that has a job type or an element template of a REST connector."""
        return tuple(
            task
            for node in self.nodes()
            if node.definition is not None or node.template is not None
            for task in (ConnectorTask(node, self),)
            if task.is_outbound
        )

    @cached_property
    def messages(self) -> Mapping[str, Element]:
        """The messages of the definitions, by id."""
        children = self.document.root.children if self.document.root is not None else ()
        found = ((child.get("id"), child) for child in children if child.tag == bpmn("message"))
        return {name.value.text: child for name, child in found if name is not None}

    @cached_property
    def templated(self) -> tuple[ConnectorTask, ...]:
        """The connector tasks, and every other flow node with an element template or an inbound connector."""
        tasks = {id(task.node): task for task in self.tasks}
        return tuple(
            tasks.get(id(node)) or ConnectorTask(node, self)
            for node in self.nodes()
            if node.template is not None or id(node) in tasks or node.is_inbound
        )

    @cached_property
    def http_tasks(self) -> tuple[ConnectorTask, ...]:
        return tuple(task for task in self.tasks if task.is_http)
