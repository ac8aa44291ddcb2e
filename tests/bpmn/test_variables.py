"""Which tasks see a variable: Zeebe's propagation, told by small processes."""

from __future__ import annotations

import pytest

from connlint.bpmn.forms import read_form
from connlint.example import process
from connlint.workspace import Workspace, model_of

REST = (
    '<bpmn:serviceTask id="{id}" name="{id}"><bpmn:extensionElements>'
    '<zeebe:taskDefinition type="io.camunda:http-json:1" />{more}'
    "</bpmn:extensionElements>{loop}</bpmn:serviceTask>"
)
IO = "<zeebe:ioMapping>{}</zeebe:ioMapping>"
INPUT_X = IO.format('<zeebe:input source="=1" target="x" />')
OUTPUT_X = IO.format('<zeebe:output source="=y" target="x.deep" />')
OUTPUT_Z = IO.format('<zeebe:output source="=x" target="z" />')


def rest(id: str = "rest", more: str = "", loop: str = "") -> str:
    return REST.format(id=id, more=more, loop=loop)


def script(id: str = "script", variable: str = "x", more: str = "") -> str:
    return (
        f'<bpmn:scriptTask id="{id}"><bpmn:extensionElements>{more}'
        f'<zeebe:script expression="=1" resultVariable="{variable}" /></bpmn:extensionElements></bpmn:scriptTask>'
    )


def sub(content: str, more: str = "", kind: str = "subProcess", id: str = "sub") -> str:
    return f'<bpmn:{kind} id="{id}"><bpmn:extensionElements>{more}</bpmn:extensionElements>{content}</bpmn:{kind}>'


def headers(**values: str) -> str:
    lines = "".join(f'<zeebe:header key="{key}" value="{value}" />' for key, value in values.items())
    return f"<zeebe:taskHeaders>{lines}</zeebe:taskHeaders>"


def loop(**attributes: str) -> str:
    written = " ".join(f'{key}="{value}"' for key, value in attributes.items())
    return (
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>"
        f"<zeebe:loopCharacteristics {written} />"
        "</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>"
    )


def seen(content: str, name: str = "x", **forms: str) -> set[str]:
    """The ids of the REST tasks that see the variable."""
    model = model_of(process(content).text, "a.bpmn")
    workspace = Workspace({"a.bpmn": model}, {key: read_form(text, f"{key}.form") for key, text in forms.items()})
    return {task.node.id for task in model.http_tasks if any(workspace.variables.seen_as(task.node, name))}


CASES = {
    "a script's result is the process's": (rest() + script(), {"rest"}),
    "out of a sub-process too": (rest() + sub(script()), {"rest"}),
    "out of an ad-hoc sub-process too": (rest() + sub(script(), kind="adHocSubProcess"), {"rest"}),
    "unless the sub-process has one of that name": (rest() + sub(script() + rest("inner"), INPUT_X), {"inner"}),
    "a sub-process's input is seen inside, and deeper": (
        rest() + sub(rest("inner") + sub(rest("deep"), id="second"), INPUT_X),
        {"inner", "deep"},
    ),
    "another task's input is its own": (rest() + rest("other", INPUT_X), set()),
    "an output mapping writes upward": (rest() + sub(script(variable="y", more=OUTPUT_X)), {"rest"}),
    "an output mapping stops where the name lives": (rest() + sub(script("s", "y", OUTPUT_X), INPUT_X), set()),
    "with output mappings the result stays": (rest() + script(more=OUTPUT_Z), set()),
    "a result variable": (rest() + rest("other", headers(resultVariable="x")), {"rest", "other"}),
    "a result expression's keys": (
        rest() + rest("other", headers(resultExpression="={a: 1, &#34;x&#34;: 2}")),
        {"rest", "other"},
    ),
    "keys of both branches": (
        rest(more=headers(resultExpression="if status = 200 then {x: 1} else {y: 2}")),
        {"rest"},
    ),
    "not the keys of an inner context": (rest(more=headers(resultExpression="={a: {x: 1}}")), set()),
    "not what is only read": (rest(more=headers(resultExpression="={a: x}")), set()),
    "variables of a BPMN error": (
        rest()
        + rest("o", headers(errorExpression="if true then bpmnError(&#34;c&#34;, &#34;m&#34;, {x: 1}) else null")),
        {"rest", "o"},
    ),
    "variables of an ignored error": (rest(more=headers(errorExpression="=ignoreError({x: 1})")), {"rest"}),
    "a business rule task": (
        rest() + '<bpmn:businessRuleTask id="b"><bpmn:extensionElements><zeebe:calledDecision decisionId="d" '
        'resultVariable="x" /></bpmn:extensionElements></bpmn:businessRuleTask>',
        {"rest"},
    ),
    "a loop's element is the element's own": (
        rest() + rest("looped", loop=loop(inputCollection="=all", inputElement="x")),
        {"looped"},
    ),
    "a looped sub-process shows it inside": (
        rest()
        + '<bpmn:subProcess id="s">'
        + rest("inner")
        + loop(inputCollection="=all", inputElement="x")
        + "</bpmn:subProcess>",
        {"inner"},
    ),
    "a loop's collection goes up": (rest() + rest("l", loop=loop(outputCollection="x")), {"rest", "l"}),
    "an ad-hoc sub-process's collection": (
        rest() + sub(rest("inner"), '<zeebe:adHoc outputCollection="x" />', "adHocSubProcess"),
        {"rest", "inner"},
    ),
    "an inbound connector's result": (
        rest() + '<bpmn:startEvent id="e"><bpmn:extensionElements><zeebe:properties>'
        '<zeebe:property name="resultVariable" value="x" />'
        "</zeebe:properties></bpmn:extensionElements></bpmn:startEvent>",
        {"rest"},
    ),
    "an event's output mapping": (
        rest()
        + '<bpmn:intermediateCatchEvent id="e"><bpmn:extensionElements>'
        + OUTPUT_X
        + "</bpmn:extensionElements></bpmn:intermediateCatchEvent>",
        {"rest"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_variable_is_seen_where_the_engine_shows_it(name: str) -> None:
    content, expected = CASES[name]
    assert seen(content) == expected


FORM = '{"id": "f", "components": [{"type": "textfield", "key": "x"}, {"type": "text", "key": "y"}]}'
USER = '<bpmn:userTask id="u"><bpmn:extensionElements>{}</bpmn:extensionElements></bpmn:userTask>'


def test_a_linked_form_writes_its_fields() -> None:
    content = rest() + USER.format('<zeebe:formDefinition formId="f" />')
    assert seen(content, f=FORM) == {"rest"}
    assert seen(content, "y", f=FORM) == set()


def test_an_embedded_form_writes_its_fields_at_their_place() -> None:
    embedded = FORM.replace('"', "&#34;")
    content = (
        f'<bpmn:extensionElements><zeebe:userTaskForm id="form_1">{embedded}</zeebe:userTaskForm></bpmn:extensionElements>'
        + rest()
        + USER.format('<zeebe:formDefinition formKey="camunda-forms:bpmn:form_1" />')
    )
    text = process(content).text
    model = model_of(text, "a.bpmn")
    (presence,) = Workspace({"a.bpmn": model}).variables.seen_as(model.http_tasks[0].node, "x")
    assert presence.write.path == "a.bpmn"
    assert text[presence.write.span.start : presence.write.span.end] == "x"


def called(attributes: str = "", more: str = "") -> str:
    return (
        '<bpmn:callActivity id="call"><bpmn:extensionElements>'
        f'<zeebe:calledElement processId="Called" {attributes}/>{more}'
        "</bpmn:extensionElements></bpmn:callActivity>"
    )


def seen_across(caller: str, callee: str) -> set[str]:
    callee_text = process(callee).text.replace('id="Process_1"', 'id="Called"')
    models = {
        "caller.bpmn": model_of(process(caller).text, "caller.bpmn"),
        "called.bpmn": model_of(callee_text, "called.bpmn"),
    }
    variables = Workspace(models).variables
    return {
        task.node.id for model in models.values() for task in model.http_tasks if any(variables.seen_as(task.node, "x"))
    }


CALLS = {
    "all variables go down": (script() + called(), rest("below"), {"below"}),
    "and come back": (rest() + called(), script(), {"rest"}),
    "not down where that is off": (script() + called('propagateAllParentVariables="false" '), rest("below"), set()),
    "not back where that is off": (rest() + called('propagateAllChildVariables="false" '), script(), set()),
    "not back beside output mappings": (rest() + called(more=OUTPUT_Z), script(), set()),
    "an input mapping becomes the called process's": (rest() + called(more=INPUT_X), rest("below"), {"below"}),
    "an input mapping alone, where the rest is off": (
        script(variable="y") + called('propagateAllParentVariables="false" ', INPUT_X),
        rest("below"),
        {"below"},
    ),
    "what is mapped in does not come back": (rest() + called(more=INPUT_X), script(), set()),
}


@pytest.mark.parametrize("name", CALLS)
def test_variables_cross_call_activities(name: str) -> None:
    caller, callee, expected = CALLS[name]
    assert seen_across(caller, callee) == expected


def test_processes_that_call_each_other_end() -> None:
    assert seen_across(called() + rest(), called() + script() + rest("below")) == {"rest", "below"}
