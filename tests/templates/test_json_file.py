"""Template files: any schema, broken ones told at their place, the rest loaded."""

from __future__ import annotations

import json

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from connlint.templates.json_file import load_templates
from connlint.templates.json_positions import span_at
from connlint.templates.model import (
    AllMatch,
    Binding,
    Choice,
    Constraints,
    Equals,
    IsActive,
    IsEmpty,
    OneOf,
    Pattern,
    Unreadable,
)

GOOD = {
    "$schema": "https://unpkg.com/@camunda/zeebe-element-templates-json-schema/resources/schema.json",
    "id": "com.example.fax",
    "name": "Send a fax",
    "version": 3,
    "engines": {"camunda": "^8.5"},
    "appliesTo": ["bpmn:Task"],
    "properties": [
        {"type": "Hidden", "value": "fax:1", "binding": {"type": "zeebe:taskDefinition", "property": "type"}},
        {
            "id": "number",
            "label": "Number",
            "type": "String",
            "feel": "optional",
            "binding": {"type": "zeebe:input", "name": "fax.number"},
            "constraints": {"notEmpty": True, "minLength": 3, "pattern": {"value": "^\\d+$", "message": "digits"}},
        },
    ],
}


def loaded(value):
    return load_templates(json.dumps(value), "fax.json")


def one_property(**rest):
    file = loaded({"id": "t", "name": "T", "properties": [{"binding": {"type": "zeebe:input", "name": "x"}, **rest}]})
    assert file.problems == ()
    return file.entries[0].template().contents[0].properties[0]


def test_a_single_template():
    file = loaded(GOOD)
    assert file.problems == ()
    (entry,) = file.entries
    assert (entry.id, entry.version, entry.name, entry.engines, entry.origin) == (
        "com.example.fax", "3", "Send a fax", "^8.5", "fax.json",
    )  # fmt: skip
    template = entry.template()
    assert template is entry.template()
    assert template.task_type == "fax:1"
    number = template.contents[0].by_id["number"][0]
    assert number.binding == Binding("input", "fax.number")
    assert number.constraints == Constraints(True, Pattern("^\\d+$", "digits"), 3, None)
    assert template.demanded == (number.binding,)


@pytest.mark.parametrize(
    ("written", "version"), [(1, "1"), (1714848983107, "1714848983107"), ("2", "2"), (None, None), (4.0, "4")]
)
def test_versions_are_texts(written, version):
    assert loaded({**GOOD, "version": written}).entries[0].version == version


def test_several_templates_in_a_list():
    file = loaded([GOOD, {**GOOD, "version": 4}])
    assert [each.version for each in file.entries] == ["3", "4"]


@pytest.mark.parametrize(
    ("written", "binding"),
    [
        ({"type": "zeebe:input", "name": "a.b"}, Binding("input", "a.b")),
        ({"type": "zeebe:output", "source": "=x"}, Binding("output", "=x")),
        ({"type": "zeebe:taskHeader", "key": "k"}, Binding("header", "k")),
        ({"type": "zeebe:taskDefinition", "property": "retries"}, Binding("definition", "retries")),
        ({"type": "zeebe:taskDefinition:type"}, Binding("definition", "type")),
        ({"type": "zeebe:property", "name": "p"}, Binding("property", "p")),
        ({"type": "property", "name": "name"}, Binding("attribute", "name")),
        ({"type": "bpmn:Message#property", "name": "name"}, Binding("message", "name")),
        ({"type": "bpmn:Message#zeebe:subscription#property", "name": "correlationKey"}, Binding("subscription", "correlationKey")),
        ({"type": "zeebe:linkedResource", "linkName": "l", "property": "resourceId"}, Binding("linked-resource", "l.resourceId")),
        ({"type": "zeebe:calledElement", "property": "processId"}, Binding("called-element", "processId")),
        ({"type": "camunda:inputParameter", "name": "old"}, Binding("unknown", "camunda:inputParameter old")),
        ({"type": "zeebe:hologram", "property": "hue", "depth": 3}, Binding("unknown", "zeebe:hologram hue")),
    ],
)  # fmt: skip
def test_bindings(written, binding):
    assert one_property(binding=written).binding == binding


@pytest.mark.parametrize(
    ("written", "condition"),
    [
        ({"property": "a", "equals": "x"}, Equals("a", "x")),
        ({"property": "a", "equals": True, "type": "simple"}, Equals("a", True)),
        ({"property": "a", "oneOf": ["x", 2]}, OneOf("a", ("x", 2))),
        ({"property": "a", "isActive": False}, IsActive("a", False)),
        ({"property": "a", "isEmpty": True}, IsEmpty("a", True)),
        (
            {"allMatch": [{"property": "a", "equals": "x"}, {"property": "b", "isActive": True}]},
            AllMatch((Equals("a", "x"), IsActive("b", True))),
        ),
        ({"property": "a", "matches": "^x"}, Unreadable("an operator of another schema")),
        ({"anyMatch": []}, Unreadable("names no property")),
    ],
)
def test_conditions(written, condition):
    assert one_property(condition=written).condition == condition


def test_what_may_be_left_out_and_what_is_new():
    bare = one_property()
    assert (bare.type, bare.feel, bare.constraints, bare.condition, bare.label) == (
        "String",
        "none",
        Constraints(),
        None,
        "x",
    )
    new = one_property(type="Colour", feel="maybe", value={"r": 1}, constraints={"pattern": "^a", "prime": True}, hue=3)
    assert (new.type, new.feel, new.default) == ("Unknown", "optional", None)
    assert new.constraints.pattern == Pattern("^a")
    assert one_property(type="Dropdown", choices=[{"name": "A", "value": "a"}]).choices == (Choice("a", "A"),)


def without(key):
    return {name: value for name, value in GOOD.items() if name != key}


@pytest.mark.parametrize(
    ("broken", "path", "marked", "said"),
    [
        (without("id"), "$", "{", "`id`"),
        ({**GOOD, "id": 7}, "$.id", "7", "string"),
        ({**GOOD, "properties": {}}, "$.properties", "{", "array"),
        ({**GOOD, "version": [1]}, "$.version", "[", "number"),
        ({**GOOD, "properties": [{"label": "x"}]}, "$.properties[0]", "{", "`binding`"),
        ({**GOOD, "properties": [*GOOD["properties"], {"binding": 5}]}, "$.properties[2].binding", "5", "object"),
        ({**GOOD, "properties": [{"binding": {"type": "zeebe:input"}}]}, "$.properties[0].binding", "{", "name"),
        (
            {**GOOD, "properties": [{"binding": {"type": "zeebe:input", "name": "x"}, "constraints": {"notEmpty": "ja"}}]},
            "$.properties[0].constraints.notEmpty",
            '"ja"',
            "bool",
        ),
        ("just a text", "$", '"just a text"', "object"),
        (17, "$", "17", "object"),
    ],
)  # fmt: skip
def test_a_broken_template_is_told_at_its_place(broken, path, marked, said):
    for indent in (None, 2):
        text = json.dumps(broken, indent=indent)
        file = load_templates(text, "f.json")
        assert file.entries == ()
        (problem,) = file.problems
        assert (problem.origin, problem.path) == ("f.json", path)
        assert text[problem.span.start : problem.span.end] == marked
        assert said in problem.message
        assert path in problem.message


def test_a_broken_template_does_not_stop_the_others():
    text = json.dumps([GOOD, {**GOOD, "name": None}, {**GOOD, "version": 4}, 5])
    file = load_templates(text, "f.json")
    assert [each.version for each in file.entries] == ["3", "4"]
    assert [each.path for each in file.problems] == ["$[1].name", "$[3]"]
    assert [text[each.span.start : each.span.end] for each in file.problems] == ["null", "5"]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("", 0),
        ("   ", 3),
        ("{", 1),
        ('{"id": "ä😀" "name": 1}', 12),
        ("[{]", 2),
        ('{"id": tru}', 7),
        ("<html>", 0),
        ('{"id": "t"} x', 12),
    ],
)
def test_what_is_no_json_is_told_at_its_place(text, start):
    file = load_templates(text, "f.json")
    assert file.entries == ()
    (problem,) = file.problems
    assert problem.span.start == start
    assert problem.span.end <= len(text)
    assert "not JSON" in problem.message


@pytest.mark.parametrize("break_at", [0, 1, 2])
def test_a_list_that_is_no_json_still_gives_the_templates_that_are_whole(break_at):
    parts = [json.dumps({**GOOD, "version": each}) for each in range(3)]
    parts[break_at] = parts[break_at].replace('"version":', '"version"')
    text = f"[{', '.join(parts)}]"
    file = load_templates(text, "f.json")
    assert [each.version for each in file.entries] == [str(each) for each in range(3) if each != break_at]
    (problem,) = file.problems
    assert problem.is_syntax
    assert text[: problem.span.start].endswith('"version" ')


def test_a_byte_order_mark_moves_nothing():
    text = "\ufeff" + json.dumps({**GOOD, "id": 7})
    (problem,) = load_templates(text, "f.json").problems
    assert text[problem.span.start : problem.span.end] == "7"
    assert load_templates("\ufeff" + json.dumps(GOOD), "f.json").entries


def test_nesting_without_end_is_refused():
    deep = '{"id":"a","name":"b","properties":[{"binding":{"type":"x"},"condition":' + '{"allMatch":[' * 5000
    (problem,) = load_templates(deep, "f.json").problems
    assert problem.message


def test_conditions_nested_absurdly_deep_have_no_answer():
    deep = {"property": "a", "equals": "x"}
    for _ in range(150):
        deep = {"allMatch": [deep]}
    condition = one_property(condition=deep).condition
    while isinstance(condition, AllMatch):
        (condition,) = condition.conditions
    assert isinstance(condition, Unreadable)


def test_a_lone_surrogate_is_refused_or_read_but_never_raised():
    load_templates('{"id": "\ud800"}', "f.json")
    load_templates('{"id": "\\ud800"}', "f.json")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=12,
)


def paths(value, prefix=()):
    yield prefix, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths(inner, (*prefix, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from paths(inner, (*prefix, index))


@settings(max_examples=100)
@for_all(value=_JSON, indent=st.sampled_from([None, 0, 3]), ascii_only=st.booleans())
def test_the_span_of_every_path_is_the_text_of_its_value(value, indent, ascii_only):
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    for path, inner in paths(value):
        span = span_at(text, path)
        marked = text[span.start : span.end]
        if isinstance(inner, dict | list):
            assert marked == ("{" if isinstance(inner, dict) else "[")
            assert json.JSONDecoder().raw_decode(text, span.start)[0] == inner
        else:
            assert json.loads(marked) == inner


@settings(max_examples=150)
@for_all(cut=st.integers(0, 700), junk=st.text(max_size=3))
def test_no_text_raises(cut, junk):
    text = json.dumps([GOOD, GOOD])
    file = load_templates(text[:cut] + junk + text[cut + 1 :], "f.json")
    assert all(0 <= each.span.start <= each.span.end <= len(text) + 3 for each in file.problems)
    for each in file.entries:
        each.template()
