"""Small models with a connector task, written as Camunda Modeler writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from connlint.workspace import model_of

if TYPE_CHECKING:
    from connlint.bpmn.model import ConnectorTask, Model

REST = "io.camunda:http-json:1"
GRAPHQL = "io.camunda:connector-graphql:1"
NAMESPACES = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:modeler="http://camunda.org/schema/modeler/1.0"'
)
Mappings = dict[str, str | None] | list[tuple[str, str | None]]


def mappings(kind: str, given: Mappings) -> str:
    pairs = given.items() if isinstance(given, dict) else given
    parts = []
    for target, source in pairs:
        written = "" if source is None else f" source={attribute(source)}"
        parts.append(f"<zeebe:{kind}{written} target={attribute(target)} />")
    return "".join(parts)


def attribute(text: str) -> str:
    return quoteattr(text, {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})


def task_xml(
    inputs: Mappings,
    *,
    headers: dict[str, str] | None = None,
    outputs: Mappings | None = None,
    retries: str | None = None,
    job_type: str = REST,
    id: str = "Activity_1",
    name: str = "Call",
    loop: str = "",
) -> str:
    written_retries = "" if retries is None else f" retries={attribute(retries)}"
    written_headers = "".join(
        f"<zeebe:header key={attribute(key)} value={attribute(value)} />" for key, value in (headers or {}).items()
    )
    return (
        f'<bpmn:serviceTask id="{id}" name={attribute(name)}><bpmn:extensionElements>'
        f'<zeebe:taskDefinition type="{job_type}"{written_retries} />'
        f"<zeebe:ioMapping>{mappings('input', inputs)}{mappings('output', outputs or {})}</zeebe:ioMapping>"
        f"<zeebe:taskHeaders>{written_headers}</zeebe:taskHeaders></bpmn:extensionElements>{loop}</bpmn:serviceTask>"
    )


def loop_xml(collection: str, element: str) -> str:
    return (
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>"
        f"<zeebe:loopCharacteristics inputCollection={attribute(collection)} inputElement={attribute(element)} />"
        "</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>"
    )


def sub_process(
    content: str, inputs: Mappings | None = None, id: str = "Sub_1", attributes: str = "", loop: str = ""
) -> str:
    return (
        f'<bpmn:subProcess id="{id}"{attributes}><bpmn:extensionElements><zeebe:ioMapping>'
        f"{mappings('input', inputs or {})}</zeebe:ioMapping></bpmn:extensionElements>{content}{loop}</bpmn:subProcess>"
    )


def boundary(attached_to: str, error: str | None, id: str) -> str:
    reference = f' errorRef="{error}"' if error is not None else ""
    return (
        f'<bpmn:boundaryEvent id="{id}" name="Caught" attachedToRef="{attached_to}">'
        f'<bpmn:errorEventDefinition id="{id}_definition"{reference} /></bpmn:boundaryEvent>'
    )


def event_sub_process(error: str | None, id: str) -> str:
    reference = f' errorRef="{error}"' if error is not None else ""
    return (
        f'<bpmn:subProcess id="{id}" triggeredByEvent="true"><bpmn:startEvent id="{id}_start">'
        f'<bpmn:errorEventDefinition id="{id}_definition"{reference} /></bpmn:startEvent></bpmn:subProcess>'
    )


def model_text(content: str, *, errors: dict[str, str] | None = None, engine: str = "8.9.0") -> str:
    definitions = "".join(f'<bpmn:error id="{id}" errorCode="{code}" />' for id, code in (errors or {}).items())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<bpmn:definitions {NAMESPACES} id="D" '
        f'modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="{engine}">\n'
        f'<bpmn:process id="Process_1" isExecutable="true">\n{content}\n</bpmn:process>{definitions}</bpmn:definitions>\n'
    )


def model(content: str, **options: object) -> Model:
    return model_of(model_text(content, **options), "model.bpmn")  # type: ignore[arg-type]


def rest_task(inputs: Mappings, *, engine: str = "8.9.0", **options: object) -> ConnectorTask:
    """The only task of a model with these input mappings."""
    return model(task_xml(inputs, **options), engine=engine).http_tasks[0]  # type: ignore[arg-type]


def get(url: str, **more: str) -> dict[str, str | None]:
    return {"method": "GET", "url": url, **more}
