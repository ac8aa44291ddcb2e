"""What lacks is named all at once, with the places that need it."""

from __future__ import annotations

import pytest

from connlint_server.engine import MissingInputsError, run_task
from connlint_server.engine.job_variables import job_variables
from connlint_server.engine.needs import missing_secrets, missing_variables, needed_secrets
from run.models import loop_xml, model, rest_task, sub_process, task_xml


def names(needs):
    return {need.name: need.needed_by for need in needs}


def test_variables_with_their_places():
    task = rest_task(
        {
            "base": "=host",
            "url": '=base + "/" + city',
            "body": "={a: city, b: for item in items return item.price, c: items[price > 3]}",
            "headers": '={"X": "static {{secrets.A}}"}',
        }
    )
    needs = missing_variables(task, {})
    assert names(needs) == {"host": ("base",), "city": ("url", "body"), "items": ("body",)}
    text = task.model.document.text
    assert [text[need.span.start : need.span.end] for need in needs] == ["host", "city", "items"]
    assert names(missing_variables(task, {"city": None, "host": ""})) == {"items": ("body",)}


def test_names_that_are_only_tested_may_be_absent():
    task = rest_task({"body": "={a: is defined(x), b: get or else(y, 1), c: z}"})
    assert names(missing_variables(task, {})) == {"z": ("body",)}


def test_scopes_loops_and_retries():
    inner = task_xml({"url": "=base + item"}, loop=loop_xml("=items", "item"), retries="=tries")
    task = model(sub_process(inner, {"base": "=host"})).http_tasks[0]
    assert set(names(missing_variables(task, {}))) == {"host", "items", "tries"}
    assert set(names(missing_variables(task, {"base": "b", "item": "i"}))) == {"tries"}


def test_secrets_of_the_model_and_of_the_job():
    task = rest_task(
        {
            "url": "https://h.example/{{secrets.PATH}}",
            "body": '=if x then "{{secrets.A}}" else "{{secrets.B}}"',
            "headers": "=given",
            "authentication.token": "=camunda.secrets.TOKEN",
        },
        engine="8.10.0",
    )
    assert needed_secrets(task) == {"PATH", "A", "B", "TOKEN"}
    assert set(names(missing_secrets(task, None, {"A": "a"}))) == {"PATH", "B", "TOKEN"}
    job = job_variables(task, {"x": True, "given": {"X": "secrets.FROM.DATA"}})
    assert names(missing_secrets(task, job, {})) == {
        "PATH": ("url",),
        "A": ("body",),
        "FROM.DATA": ("headers",),
        "TOKEN": ("authentication.token",),
    }


def test_code_is_no_reference():
    task = rest_task({"url": "=secrets.X", "body": "=camunda.secrets.Y.z"}, engine="8.9")
    assert "X" not in needed_secrets(task)


async def test_both_at_once_before_anything_is_sent():
    task = rest_task({"url": '=host + "/{{secrets.A}}"', "method": "GET"})
    with pytest.raises(MissingInputsError) as missing:
        await run_task(task)
    assert names(missing.value.variables) == {"host": ("url",)}
    assert names(missing.value.secrets) == {"A": ("url",)}
    assert "host" in str(missing.value)
    assert "needed by url" in str(missing.value)


def test_secrets_in_code_are_no_variable():
    assert missing_variables(rest_task({"url": "=secrets.X", "body": "=camunda.secrets.Y"}), {}) == ()
