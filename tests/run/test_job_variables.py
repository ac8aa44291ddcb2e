"""Mappings to job variables: what the engine makes of a model before the connector gets its job."""

from __future__ import annotations

import json

import pytest

from connlint_server.engine.job_variables import job_variables
from connlint_server.engine.mapping import MappingError
from run.models import loop_xml, model, rest_task, sub_process, task_xml


def fetched(inputs, variables=None, **options):
    return job_variables(rest_task(inputs, **options), variables or {}).fetched


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("20", "20"),
        ("true", "true"),
        ("", ""),
        ("=", "="),
        (" =1 + 1", " =1 + 1"),
        (None, None),
        ("=20", 20),
        ("=1 + 1.5", 2.5),
        ("=100.0", 100),
        ("=0.1 + 0.2", 0.3),
        ("=null", None),
        ("=unknown", None),
        ('=date("2026-03-01")', "2026-03-01"),
        ('=@"P1DT2H"', "P1DT2H"),
        ('={d: @"2026-03-01", l: [1, "a", null]}', {"d": "2026-03-01", "l": [1, "a", None]}),
        ("=function(x) x", None),
        ('say "hi"', 'say "hi"'),
        (r"C:\new\x", "C:\new\\x"),
    ],
)
def test_a_source_is_text_or_feel(source, expected):
    inputs = {"body": source}
    assert fetched(inputs) == {"body": expected}
    assert type(fetched(inputs)["body"]) is type(expected)


@pytest.mark.parametrize("text", ["C:\\", r"a\"b"])
def test_backslashes_that_break_the_string_are_refused(text):
    # The engine escapes the quote once more, so a backslash before it ends the string early.
    with pytest.raises(MappingError, match="body"):
        fetched({"body": text})


def test_nested_targets_make_one_object():
    inputs = {
        "authentication.type": "bearer",
        "url": "u",
        "authentication.token": "=token",
        "body.customer.name": "=name",
        "body.customer.id": "=7",
    }
    assert fetched(inputs, {"token": "t", "name": "Ada"}) == {
        "authentication": {"type": "bearer", "token": "t"},
        "url": "u",
        "body": {"customer": {"name": "Ada", "id": 7}},
    }


def test_a_target_of_many_names_makes_as_many_objects():
    deep = fetched({".".join(["body"] + ["a"] * 300): "=1"})
    levels = 0
    while isinstance(deep, dict):
        (deep,) = deep.values()
        levels += 1
    assert (levels, deep) == (301, 1)


@pytest.mark.parametrize("names", [990, 50_000])
def test_a_target_of_too_many_names_is_told(names):
    with pytest.raises(MappingError, match="nested too deeply"):
        fetched({".".join(["body"] + ["a"] * names): "=1"})


def test_what_a_nested_target_adds_to_stays_as_it_was():
    order = {"items": {"count": 1}}
    assert fetched({"body": "=order", "body.items.price": "=2"}, {"order": order}) == {
        "body": {"items": {"count": 1, "price": 2}}
    }
    assert order == {"items": {"count": 1}}


def test_later_sources_see_earlier_targets_and_shadow_the_process():
    inputs = [("baseUrl", "https://a.example"), ("url", '=baseUrl + "/" + path'), ("path", "late"), ("body", "=path")]
    assert fetched(inputs, {"path": "early"}) == {"url": "https://a.example/early", "body": "late"}


def test_the_last_of_two_targets_wins():
    assert fetched([("url", "a"), ("body", "=url"), ("url", "b")]) == {"url": "b", "body": "a"}
    assert fetched([("body", "plain"), ("body.a", "=1")]) == {"body": {"a": 1}}
    assert fetched([("body.a", "=1"), ("body", "plain")]) == {"body": "plain"}
    # A nested target begins a new context, whatever the process has under that name.
    assert fetched({"body.a": "=1"}, {"body": {"b": 2}}) == {"body": {"a": 1}}


def test_dates_stay_dates_between_mappings():
    assert fetched([("day", '=date("2026-03-01")'), ("body", "=day.year")]) == {"body": 2026}


def test_unmapped_names_fall_back_to_process_variables():
    variables = {"body": {"a": 1.5}, "headers": {"X": "1"}, "orderId": 7}
    job = job_variables(rest_task({"method": "GET", "url": "u"}), variables)
    assert job.fetched == {"method": "GET", "url": "u", "body": {"a": 1.5}, "headers": {"X": "1"}}
    assert {each.target: each.origin for each in job.inputs} == {
        "method": "mapping",
        "url": "mapping",
        "body": "process variable",
        "headers": "process variable",
    }
    assert [notice.field for notice in job.notices] == ["body", "headers"]


def test_graphql_fetches_its_own_names():
    job = job_variables(
        rest_task({"graphql.query": "{a}", "graphql.url": "u", "url": "x"}, job_type="io.camunda:connector-graphql:1"),
        {"body": 1},
    )
    assert job.fetched == {"graphql": {"query": "{a}", "url": "u"}}


def test_the_text_is_compact_json_with_javas_numbers():
    job = job_variables(rest_task({"body": '={a: "ü", b: 1.50, c: 100000000.5}'}), {})
    assert job.text == '{"body":{"a":"ü","b":1.5,"c":1.000000005E8}}'
    assert json.loads(job.text)["body"]["c"] == 100000000.5


def test_the_scopes_around_the_task_give_their_variables():
    inner = task_xml({"url": "=base + path", "method": "GET"})
    text = sub_process(
        sub_process(inner, {"path": '="/" + area'}, id="Inner"), {"base": "=host", "area": "x"}, id="Outer"
    )
    task = model(text).http_tasks[0]
    assert job_variables(task, {"host": "http://h"}).fetched["url"] == "http://h/x"
    # What the user gives by that name stands for what the scope would make.
    assert job_variables(task, {"base": "http://given"}).fetched["url"] == "http://given/x"


def test_a_loop_runs_its_first_item():
    task = model(task_xml({"url": "=item.url", "body": "=loopCounter"}, loop=loop_xml("=items", "item"))).http_tasks[0]
    job = job_variables(task, {"items": [{"url": "a"}, {"url": "b"}]})
    assert job.fetched == {"url": "a", "body": 1}
    assert any("2 items" in notice.message for notice in job.notices)
    assert job_variables(task, {"item": {"url": "mine"}, "items": []}).fetched["url"] == "mine"
    with pytest.raises(MappingError, match="empty"):
        job_variables(task, {"items": []})
    with pytest.raises(MappingError, match="no list"):
        job_variables(task, {"items": 3})


def test_failures_say_where_they_stand():
    task = rest_task({"url": "=1 +", "method": "GET"})
    with pytest.raises(MappingError) as failed:
        job_variables(task, {})
    assert failed.value.field == "url"
    assert failed.value.span.start > 0
    with pytest.raises(MappingError, match="target"):
        fetched({"a..b": "x"})
    with pytest.raises(MappingError, match="too few"):
        fetched({"body": '=assert(x, x > 5, "too few")'}, {"x": 4})


def test_nulls_on_the_way_are_noticed():
    job = job_variables(rest_task({"url": '="a" + number'}), {"number": 1})
    assert job.fetched == {"url": None}
    (notice,) = job.notices
    assert notice.severity == "warning"
    assert notice.field == "url"
    assert notice.span is not None


def test_the_engine_resolves_its_own_secrets_from_8_10():
    inputs = {"authentication.token": '="Bearer " + camunda.secrets.TOKEN', "url": "=camunda.secrets.URL"}
    assert fetched(inputs, engine="8.10.0") == {
        "authentication": {"token": "Bearer {{secrets.TOKEN}}"},
        "url": "{{secrets.URL}}",
    }
    assert fetched(inputs, engine="8.9.0") == {"authentication": {"token": None}, "url": None}
