"""All known templates: official ones and those of files."""

from __future__ import annotations

import json

from connlint.templates import input_binding, known_names, official
from connlint.templates.json_file import load_templates
from connlint.templates.template_set import TemplateSet

V2 = "io.camunda.connectors.HttpJson.v2"


def file_with(name, *templates):
    written = [
        {
            "id": template_id,
            "name": "Loaded",
            "version": version,
            "engines": {"camunda": engines} if engines else None,
            "properties": [
                {"binding": {"type": "zeebe:input", "name": each}, "constraints": {"notEmpty": True}} for each in inputs
            ],
        }
        for template_id, version, engines, inputs in templates
    ]
    return load_templates(json.dumps(written), name)


def test_official_templates_are_always_there():
    empty = TemplateSet()
    assert empty.find(V2, "17") is official(V2, "17")
    assert empty.find("com.example.fax", "1") is None
    assert empty.knows(V2)
    assert not empty.knows("com.example.fax")


def test_loaded_ones_are_found_by_id_and_version():
    known = TemplateSet([file_with("a.json", ("com.example.fax", 1, "^8.3", ["number"]), ("com.example.fax", 10, "^8.9", ["to"]), ("com.example.fax", 2, None, ["n"]))])  # fmt: skip
    assert known_names(known.find("com.example.fax", "1")) == {"number"}
    assert known.find("com.example.fax", None) is None
    assert known.find("com.example.fax", "3") is None
    assert known.versions("com.example.fax") == ("1", "2", "10")
    assert known.latest("com.example.fax", "8.9.0").version == "10"
    assert known.latest("com.example.fax", "8.3.0").version == "2"
    assert known.latest("com.example.fax", None).version == "10"
    assert known.latest("com.example.other", "8.3.0") is None


def test_two_sources_of_one_version_allow_what_either_allows():
    known = TemplateSet(
        [file_with("a.json", ("t", 1, None, ["both", "first"])), file_with("b.json", ("t", 1, None, ["both"]))]
    )
    template = known.find("t", "1")
    assert known_names(template) == {"both", "first"}
    assert template.demanded == (input_binding("both"),)
    assert template.origin == "a.json, b.json"


def test_a_copy_is_not_another_content():
    one = ("t", 1, None, ["a"])
    assert len(TemplateSet([file_with("a.json", one), file_with("b.json", one)]).find("t", "1").contents) == 1


def test_a_file_adds_to_an_official_version():
    known = TemplateSet([file_with("a.json", (V2, 17, "^8.10", ["url", "extra"]), (V2, 99, None, ["url"]))])
    assert known_names(known.find(V2, "17")) == known_names(official(V2, "17")) | {"extra"}
    assert known.find(V2, "17").demanded == (input_binding("url"),)
    assert known.versions(V2)[-1] == "99"
    assert known.find(V2, "17") is known.find(V2, "17")


def test_what_is_known_and_from_where():
    known = TemplateSet([file_with("a.json", ("com.example.fax", 1, None, ["x"]))])
    lines = known.known()
    assert ("com.example.fax", "1", "Loaded", "a.json") in lines
    assert (V2, "17", "Send REST Request", "connlint") in lines
    assert list(lines) == sorted(lines, key=lambda each: each.id)


def test_problems_of_all_files():
    known = TemplateSet([load_templates("{", "a.json"), load_templates("[3]", "b.json")])
    assert [each.origin for each in known.problems] == ["a.json", "b.json"]
