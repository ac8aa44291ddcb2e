"""Reads a source tree into the model. By namespace, never by prefix; never raises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.bpmn.model import FlowNode, Model, Process
from connlint.bpmn.namespaces import BPMN, DEFINITIONS, ZEEBE, bpmn, modeler, zeebe
from connlint.bpmn.parts import (
    BpmnError,
    CalledProcess,
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

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint.bpmn.model import Scope
    from connlint.source.document import Document
    from connlint.source.tree import Element
    from connlint.source.value import SourceValue

ACTIVITIES = frozenset(
    [
        "task",
        "serviceTask",
        "sendTask",
        "receiveTask",
        "userTask",
        "manualTask",
        "businessRuleTask",
        "scriptTask",
        "callActivity",
    ]
)
SUB_PROCESSES = frozenset(["subProcess", "adHocSubProcess", "transaction"])
EVENTS = frozenset(["startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"])
GATEWAYS = frozenset(["exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway", "complexGateway"])
FLOW_NODES = ACTIVITIES | SUB_PROCESSES | EVENTS | GATEWAYS

_EVENT_DEFINITION = "EventDefinition"


def read_model(document: Document, path: str) -> Model:
    """The model of a document. One that is no BPMN, or broken, gives a model with what can be read."""
    root = document.root
    processes: list[Process] = []
    errors: dict[str, BpmnError] = {}
    engine_value: SourceValue | None = None
    if root is not None and root.tag == DEFINITIONS:
        engine_value = _attribute(root, modeler("executionPlatformVersion"))
        for child in root.children:
            if child.namespace != BPMN:
                continue
            if child.local == "process":
                processes.append(_process(child))
            elif child.local == "error":
                errors[_text(child, "id")] = BpmnError(_text(child, "id"), _attribute(child, "errorCode"))
    return Model(
        path=path,
        document=document,
        processes=tuple(processes),
        errors=errors,
        engine_value=engine_value,
    )


def _process(element: Element) -> Process:
    process = Process(
        element=element,
        id=_text(element, "id"),
        name=_text(element, "name"),
        is_executable=_text(element, "isExecutable") == "true",
    )
    process.forms = {_text(form, "id"): form for form in _extensions(element) if form.tag == zeebe("userTaskForm")}
    process.nodes = _nodes(element, process)
    return process


def _nodes(container: Element, scope: Scope) -> tuple[FlowNode, ...]:
    """The nodes of a process or sub-process, with those below them; no recursion, models may be deep."""
    first: list[FlowNode] = []
    pending: list[tuple[Element, Scope, list[FlowNode]]] = [(container, scope, first)]
    filled: list[tuple[FlowNode, list[FlowNode]]] = []
    while pending:
        element, around, nodes = pending.pop()
        for child in element.children:
            if child.namespace != BPMN or child.local not in FLOW_NODES:
                continue
            node = read_node(child, around)
            nodes.append(node)
            if child.local in SUB_PROCESSES:
                inner: list[FlowNode] = []
                node.is_scope = True
                filled.append((node, inner))
                pending.append((child, node, inner))
    for node, inner in filled:
        node.nodes = tuple(inner)
    return tuple(first)


def read_node(element: Element, scope: Scope) -> FlowNode:
    """One node without the nodes within it."""
    node = FlowNode(
        element=element,
        kind=element.local,
        id=_text(element, "id"),
        name=_text(element, "name"),
        scope=scope,
    )
    node.attached_to = _text(element, "attachedToRef") or None
    node.triggered_by_event = _text(element, "triggeredByEvent") == "true"
    template_id = _attribute(element, zeebe("modelerTemplate"))
    if template_id is not None and template_id.text:
        node.template = TemplateReference(template_id, _attribute(element, zeebe("modelerTemplateVersion")))
    for extension in _extensions(element):
        if extension.namespace == ZEEBE:
            _read_extension(node, extension)
    catches = []
    for child in element.children:
        if child.namespace != BPMN:
            continue
        if child.local == "multiInstanceLoopCharacteristics":
            node.loop = _multi_instance(child)
        elif child.local.endswith(_EVENT_DEFINITION):
            kind = child.local[: -len(_EVENT_DEFINITION)]
            catches.append(EventCatch(kind, child, _text(child, "errorRef") or None))
    node.catches = tuple(catches)
    return node


def _read_extension(node: FlowNode, extension: Element) -> None:
    match extension.local:
        case "taskDefinition":
            node.definition = TaskDefinition(extension, _attribute(extension, "type"), _attribute(extension, "retries"))
        case "ioMapping":
            inputs, outputs = [], []
            for child in _zeebe_children(extension):
                if child.local == "input":
                    inputs.append(InputMapping(child, _attribute(child, "target"), _attribute(child, "source")))
                elif child.local == "output":
                    outputs.append(OutputMapping(child, _attribute(child, "target"), _attribute(child, "source")))
            node.inputs += tuple(inputs)
            node.outputs += tuple(outputs)
        case "taskHeaders":
            node.headers += tuple(
                TaskHeader(child, _attribute(child, "key"), _attribute(child, "value"))
                for child in _zeebe_children(extension)
                if child.local == "header"
            )
        case "properties":
            node.properties += tuple(
                Property(child, _attribute(child, "name"), _attribute(child, "value"))
                for child in _zeebe_children(extension)
                if child.local == "property"
            )
        case "script" | "calledDecision":
            node.result_variable = _attribute(extension, "resultVariable")
        case "adHoc":
            node.output_collection = _attribute(extension, "outputCollection")
        case "calledElement":
            node.called = CalledProcess(
                process_id=_attribute(extension, "processId"),
                propagate_all_parent=_text(extension, "propagateAllParentVariables") != "false",
                propagate_all_child=_text(extension, "propagateAllChildVariables") != "false",
            )
        case "formDefinition":
            node.form = FormReference(_attribute(extension, "formId"), _attribute(extension, "formKey"))
        case _:
            pass


def _multi_instance(element: Element) -> MultiInstance:
    characteristics = next((child for child in _extensions(element) if child.tag == zeebe("loopCharacteristics")), None)

    def part(name: str) -> SourceValue | None:
        return _attribute(characteristics, name) if characteristics is not None else None

    return MultiInstance(
        element=element,
        input_collection=part("inputCollection"),
        input_element=part("inputElement"),
        output_collection=part("outputCollection"),
        output_element=part("outputElement"),
    )


def _extensions(element: Element) -> Iterator[Element]:
    for child in element.children:
        if child.tag == bpmn("extensionElements"):
            yield from child.children


def _zeebe_children(element: Element) -> Iterator[Element]:
    return (child for child in element.children if child.namespace == ZEEBE)


def _attribute(element: Element, name: str) -> SourceValue | None:
    attribute = element.get(name)
    return attribute.value if attribute is not None else None


def _text(element: Element, name: str) -> str:
    attribute = element.get(name)
    return attribute.value.text if attribute is not None else ""
