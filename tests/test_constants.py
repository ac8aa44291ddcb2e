"""What can be told of a value without running the process."""

from __future__ import annotations

import pytest

from connlint.bpmn.model import ConnectorTask
from connlint.constants import constant_of, constants_of, text_of
from connlint.example import rest_task
from connlint.field_values import value_of
from connlint.request_method import method_of
from connlint.workspace import model_of


def task_with(inputs: dict[str, str | None]) -> ConnectorTask:
    (task,) = model_of(rest_task(inputs).text, "a.bpmn").tasks
    return task


@pytest.mark.parametrize(
    ("source", "kinds"),
    [
        ("plain", ["text"]),
        ("=", ["text"]),
        ('="a"', ["string"]),
        ('=("a" + "b")', ["string"]),
        ("=-1.50", ["number"]),
        ("=true", ["boolean"]),
        ("=null", ["null"]),
        ('=@"PT1S"', ["temporal"]),
        ("={a: b}", ["context"]),
        ("=[a]", ["list"]),
        ("=a", []),
        ('="a" + b', []),
        ("=1 + 2", []),
        ('=if a then "x" else if b then y else 1', ["string", "number"]),
        ("=if a then", []),
        (' ="a"', []),
        (None, []),
    ],
)
def test_the_kinds(source: str | None, kinds: list[str]) -> None:
    value = value_of(task_with({"body": source}), "body")
    assert [constant.kind for constant in constants_of(value)] == kinds
    one = constant_of(value)
    assert (one.kind if one is not None else None) == (kinds[0] if len(kinds) == 1 else None)


def test_a_field_is_read_from_a_context_that_is_given_whole() -> None:
    task = task_with({"authentication.type": None, "authentication": '={"type": "basic", "username": user}'})
    assert text_of(task, "authentication.type") == "basic"
    assert text_of(task, "authentication.username") is None
    assert value_of(task, "authentication.password") is None


def test_the_later_mapping_decides() -> None:
    assert text_of(task_with({"authentication": "=all"}), "authentication.type") is None
    nested = task_with({"authentication.type": None, "authentication": '={"type": "basic"}'})
    assert text_of(nested, "authentication.type") == "basic"
    assert value_of(task_with({"body": "=a", "body.b": "=b"}), "body") is None


def test_secrets_are_no_texts() -> None:
    assert text_of(task_with({"method": "{{secrets.METHOD}}"}), "method") is None


@pytest.mark.parametrize(
    ("source", "method"),
    [
        ("get", "GET"),
        (" Put ", "PUT"),
        ("0", "POST"),
        ("=1", "GET"),
        ('="delete"', "DELETE"),
        ("9", None),
        ("=verb", None),
    ],
)
def test_the_method(source: str, method: str | None) -> None:
    assert method_of(task_with({"method": source})) == method


def test_a_constant_says_where_its_characters_are() -> None:
    text = rest_task({"url": '="a&b"', "body": '="a\\tb"'}).text
    (task,) = model_of(text, "a.bpmn").tasks
    plain, escaped = (constant_of(value_of(task, field)) for field in ("url", "body"))
    assert plain is not None
    assert escaped is not None
    spot = plain.spot(1, 2)
    assert text[spot.start : spot.end] == "&#38;"
    assert escaped.spot(1, 2) == escaped.span
    assert plain.written('x"y') == "&#34;x\\&#34;y&#34;"
