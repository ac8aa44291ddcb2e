"""`invalid-input`, `invalid-choice` and `unknown-input` with a template of somebody else's."""

from __future__ import annotations

import pytest

from connlint.check import run_rule
from connlint.config import Config
from connlint.example import rest_task
from connlint.finding import Finding
from connlint.rule import Context
from connlint.rules import load_rule
from connlint.templates import Binding, Choice, Constraints, Content, Pattern, Property, Template, input_binding
from connlint.templates.model import Equals
from connlint.workspace import Workspace, model_of
from decoding import decoded

ORDERS = Template(
    "com.example.Orders",
    "3",
    "Orders",
    (
        Content(
            (
                Property("number", input_binding("number"), "String", constraints=Constraints(pattern=Pattern(r"^\d+$", "digits"))),
                Property("note", input_binding("note"), "Text", constraints=Constraints(min_length=2, max_length=4)),
                Property("lines", input_binding("lines"), "Text", "required"),
                Property("count", input_binding("count"), "Number", "static"),
                Property("kind", input_binding("kind"), "Dropdown", choices=(Choice("express", ""), Choice("slow", ""))),
                Property(
                    "cost",
                    input_binding("cost"),
                    "String",
                    constraints=Constraints(pattern=Pattern(r"^\d+$")),
                    condition=Equals("kind", "express"),
                ),
                Property("key", input_binding("key"), "String", constraints=Constraints(max_length=3), secret=True),
                Property("category", Binding("header", "category"), "String", constraints=Constraints(pattern=Pattern("^[ab]$"))),
            )
        ),
    ),
)  # fmt: skip


class WithOrders(Context):
    """A context in which the template is known."""

    def template(self, task: object) -> Template:
        return ORDERS


def found(
    rule: str, inputs: dict[str, str], headers: dict[str, str] | None = None, job_type: str = "orders"
) -> list[str]:
    text = rest_task(only=inputs, headers=headers, template=ORDERS.id, version="3", job_type=job_type).text
    model = model_of(text, "a.bpmn")
    context = WithOrders(model, Workspace({"a.bpmn": model}), Config())
    findings: list[Finding] = list(run_rule(load_rule(rule), model, context))
    return [f"{finding.field}: {decoded(text, finding.span)}" for finding in findings]


@pytest.mark.parametrize("job_type", ["orders", "io.camunda:http-json:1"])
def test_constraints(job_type: str) -> None:
    wrong = {"number": "12a", "note": "a long note", "lines": "[1]", "count": "many", "key": "abcdef"}
    assert found("invalid-input", wrong, {"category": "c"}, job_type) == [
        "number: 12a",
        "note: a long note",
        "lines: [1]",
        "count: many",
        "key: abcdef",
        "category: c",
    ]
    right = {"number": "12", "note": "abc", "lines": "=[1]", "count": "=5", "key": "{{secrets.KEY}}"}
    assert found("invalid-input", right, {"category": "a"}, job_type) == []
    assert found("invalid-input", {"number": "=order", "note": "={a: 1}", "count": "=n", "key": "=key"}) == []


def test_a_value_that_may_be_a_credential_is_not_shown() -> None:
    text = rest_task(only={"key": "abcdef"}, template=ORDERS.id, version="3", job_type="orders").text
    model = model_of(text, "a.bpmn")
    (finding,) = run_rule(load_rule("invalid-input"), model, WithOrders(model, Workspace({"a.bpmn": model}), Config()))
    assert "abcdef" not in finding.message


def test_conditions_decide() -> None:
    assert found("invalid-input", {"kind": "slow", "cost": "x"}) == []
    assert found("invalid-input", {"kind": "express", "cost": "x"}) == ["cost: x"]
    assert found("invalid-input", {"kind": "=kind", "cost": "x"}) == []


def test_choices() -> None:
    assert found("invalid-choice", {"kind": "expres"}) == ["kind: expres"]
    assert found("invalid-choice", {"kind": '=if urgent then "fast" else "slow"'}) == ['kind: "fast"']
    assert found("invalid-choice", {"kind": "express"}) == []
    assert found("invalid-choice", {"kind": "=kind"}) == []


def test_unknown_inputs() -> None:
    assert found("unknown-input", {"numbr": "1", "lines.first": "=1", "helper": "=2", "note": "=helper"}) == [
        "numbr: numbr"
    ]
