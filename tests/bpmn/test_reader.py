"""The model of a file: by namespace, every flow node, what cannot be read left out."""

from __future__ import annotations

import pytest

from connlint.bpmn.model import ConnectorTask
from connlint.engine_version import EngineVersion, read_engine_version
from connlint.example import file, process, rest_task
from connlint.workspace import model_of
from shared_folder import SHARED, needs_shared


def only_task(text: str) -> ConnectorTask:
    (task,) = model_of(text, "a.bpmn").tasks
    return task


def test_a_rest_task_is_read_whole() -> None:
    task = only_task(rest_task({"body": "=x"}, {"errorExpression": "=null"}, outputs={"order": "=order"}).text)
    assert task.is_rest
    assert task.label == '"Fetch order"'
    assert task.template_id == "io.camunda.connectors.HttpJson.v2"
    assert task.template_version == "12"
    assert [mapping.name for mapping in task.node.inputs][-2:] == ["readTimeoutInSeconds", "body"]
    assert [mapping.name for mapping in task.node.outputs] == ["order"]
    assert task.node.definition is not None
    assert task.node.definition.retries is not None
    assert task.node.definition.retries.text == "3"
    assert task.error_expression is not None
    assert task.error_expression.feel is not None
    assert task.error_expression.feel.text == "null"


@pytest.mark.parametrize("prefix", ["bpmn", "bpmn2", "semantic", "x"])
def test_the_prefix_does_not_matter(prefix: str) -> None:
    assert only_task(rest_task(prefix=prefix).text).is_rest


def test_the_default_namespace_is_a_namespace() -> None:
    text = rest_task().text.replace("bpmn:", "").replace("xmlns:bpmn", "xmlns")
    assert only_task(text).is_rest


def test_another_namespace_is_not_bpmn() -> None:
    text = rest_task().text.replace("20100524/MODEL", "19990101/MODEL")
    assert model_of(text, "a.bpmn").tasks == ()


@pytest.mark.parametrize(
    "element",
    ["serviceTask", "sendTask", "businessRuleTask", "scriptTask", "userTask", "intermediateThrowEvent", "endEvent"],
)
def test_any_flow_node_can_be_a_connector_task(element: str) -> None:
    task = only_task(rest_task(element=element).text)
    assert task.is_rest
    assert task.node.kind == element


def test_the_hybrid_template_is_rest_whatever_its_job_type() -> None:
    assert only_task(rest_task(template="io.camunda.connectors.HttpJson.v2-hybrid", job_type="mine").text).is_rest
    assert not only_task(rest_task(template=None, job_type="mine").text).is_rest


def test_a_source_can_be_absent() -> None:
    text = rest_task().text.replace('source="GET" ', "")
    mapping = only_task(text).input("method")
    assert mapping is not None
    assert mapping.source is None
    assert mapping.text == ""


@pytest.mark.parametrize(
    ("source", "expected"),
    [("=x", "x"), ("= x", " x"), (" =x", None), ("=", None), ("", None), ("x", None), ("=\nx", "\nx"), ("==", "=")],
)
def test_feel_begins_with_the_very_first_character(source: str, expected: str | None) -> None:
    mapping = only_task(rest_task({"body": source}).text).input("body")
    assert mapping is not None
    assert (mapping.feel.text if mapping.feel is not None else None) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [("=x", "x"), (" = x ", " x"), ("x", "x"), ("  ", None), ("=", ""), ("\n{a: 1}\n", "{a: 1}")]
)
def test_a_result_expression_is_always_feel(value: str, expected: str | None) -> None:
    header = only_task(rest_task(headers={"resultExpression": value}).text).header("resultExpression")
    assert header is not None
    assert (header.feel.text if header.feel is not None else None) == expected


def test_a_feel_offset_is_a_stretch_of_the_file() -> None:
    text = rest_task({"queryParameters": '={\n\t"q": city & "<x>"\n}'}).text
    mapping = only_task(text).input("queryParameters")
    assert mapping is not None
    assert mapping.feel is not None
    start = mapping.feel.text.index("city")
    span = mapping.feel.span(start, start + 4)
    assert text[span.start : span.end] == "city"
    whole = mapping.feel.whole
    assert text[whole.start : whole.end].startswith("{&#10;&#9;&#34;q&#34;")


def test_nested_scopes_know_what_is_around_them() -> None:
    inner = '<bpmn:task id="inner" />'
    model = model_of(
        process(
            f'<bpmn:subProcess id="a"><bpmn:adHocSubProcess id="b">{inner}</bpmn:adHocSubProcess></bpmn:subProcess>'
        ).text,
        "a.bpmn",
    )
    nodes = {node.id: node for node in model.nodes()}
    assert [scope.id for scope in nodes["inner"].scopes()] == ["b", "a", "Process_1"]
    assert nodes["inner"].process is model.processes[0]


def test_boundary_events_name_their_errors() -> None:
    content = (
        '<bpmn:task id="t" /><bpmn:boundaryEvent id="b" attachedToRef="t">'
        '<bpmn:errorEventDefinition id="d" errorRef="Error_1" /></bpmn:boundaryEvent>'
    )
    model = model_of(process(content, definitions='<bpmn:error id="Error_1" errorCode="NO" />').text, "a.bpmn")
    boundary = next(node for node in model.nodes() if node.kind == "boundaryEvent")
    assert boundary.attached_to == "t"
    assert [(catch.kind, catch.reference) for catch in boundary.catches] == [("error", "Error_1")]
    code = model.errors["Error_1"].code
    assert code is not None
    assert code.text == "NO"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("8.8.0", (8, 8)), ("8.10.0-alpha4", (8, 10)), ("8.6", (8, 6)), ("", None), ("eight", None), ("8", None)],
)
def test_engine_versions(text: str, expected: tuple[int, int] | None) -> None:
    version = read_engine_version(text)
    assert version == (EngineVersion(*expected) if expected else None)


@pytest.mark.parametrize("text", ["", "no xml", "<a/>", "<a", "\x00"])
def test_what_is_no_model_has_no_tasks(text: str) -> None:
    assert model_of(file(text).text, "a.bpmn").tasks == ()


def test_deep_nesting_is_read_without_recursion() -> None:
    depth = 240
    content = '<bpmn:subProcess id="s">' * depth + '<bpmn:task id="deep" />' + "</bpmn:subProcess>" * depth
    nodes = list(model_of(process(content).text, "a.bpmn").nodes())
    assert nodes[-1].id == "deep"


@needs_shared
def test_the_real_models_have_their_tasks() -> None:
    index = (SHARED / "corpus" / "INDEX.tsv").read_text("utf-8").splitlines()[1:]
    for line in index:
        name, *_, expected = line.split("\t")
        model = model_of((SHARED / "corpus" / name).read_text("utf-8"), name)
        assert sum(task.job_type == "io.camunda:http-json:1" for task in model.tasks) == int(expected), name
