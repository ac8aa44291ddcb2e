"""The official templates as data: what was published under each version number."""

from __future__ import annotations

import ast
import json
import subprocess
import sys

import pytest

from connlint.templates import (
    Binding,
    admits,
    input_binding,
    is_graphql_template,
    is_rest_template,
    known_names,
    official,
    official_ids,
    versions,
)
from connlint.templates.template_set import TemplateSet
from plain_environment import plain_environment
from shared_folder import SHARED, needs_shared

V2 = "io.camunda.connectors.HttpJson.v2"
GRAPHQL = "io.camunda.connectors.GraphQL.v1"
VARIANTS = SHARED / "reference" / "template-variants.json"
# Published after the list of variants was made: a saved authentication takes the place of the inputs.
NEWER_THAN_THE_LIST = {(V2, "18"): 1}

ALL = [(template_id, version) for template_id in official_ids() for version in versions(template_id)]


def published():
    """Id, version, and the contents that were published under them."""
    if not VARIANTS.is_file():
        return []
    found = json.loads(VARIANTS.read_text(encoding="utf-8"))
    split = ((*key.split("@"), list(contents.values())) for key, contents in found.items())
    return [(i, None if v == "-" else v, contents) for i, v, contents in split if is_rest_template(i)]


def theirs(content):
    """Inputs of a published content: name -> what it says."""
    inputs = {}
    for name, prop in content["inputs"].items():
        pattern = None if prop["pat"] == "None" else tuple(ast.literal_eval(prop["pat"]).values())
        feel = {None: "none", "staticFeel": "static"}.get(prop["feel"], prop["feel"])
        inputs[name] = (prop["type"], feel, tuple(prop["choices"]), prop["cond"], bool(prop["ne"]), pattern)
    return inputs, (content["engines"] or {}).get("camunda")


def ours(content):
    """The same of one of our contents; an input may have several properties."""
    inputs = {}
    for prop in content.properties:
        if prop.binding.kind == "input":
            pattern = tuple(prop.constraints.pattern) if prop.constraints.pattern else None
            choices = tuple(sorted(each.value for each in prop.choices))
            seen = (prop.type, prop.feel, choices, prop.condition is not None, prop.constraints.not_empty, pattern)
            inputs.setdefault(prop.binding.name, set()).add(seen)
    return inputs, content.engines


def same(mine, published_content):
    inputs, engines = mine
    their_inputs, their_engines = published_content
    return (
        engines == their_engines
        and inputs.keys() == their_inputs.keys()
        and all(their_inputs[name] in inputs[name] for name in inputs)
    )


@needs_shared
@pytest.mark.parametrize(("template_id", "version", "contents"), published(), ids=lambda each: str(each)[-20:])
def test_every_published_content_is_one_of_ours_and_the_reverse(template_id, version, contents):
    template = official(template_id, version)
    mine = [ours(each) for each in template.contents]
    their = [theirs(each) for each in contents]
    assert all(any(same(one, other) for one in mine) for other in their)
    extra = [one for one in mine if not any(same(one, other) for other in their)]
    assert len(extra) == NEWER_THAN_THE_LIST.get((template_id, version), 0)


@needs_shared
def test_every_published_version_is_known():
    assert {(template_id, version) for template_id, version, _ in published()} <= set(ALL)


def test_ids():
    assert is_rest_template(V2)
    assert is_rest_template("io.camunda.connectors.HttpJson.v1.basicAuth")
    assert not is_rest_template("io.camunda.connectors.HttpJson.UIPath.v1")
    assert not is_rest_template(None)
    assert is_graphql_template(GRAPHQL)
    assert not is_graphql_template(V2)


@pytest.mark.parametrize("version", ["19", "0", "1714848983107", "10.0", "latest", " 10"])
def test_an_unknown_version_is_unknown(version):
    assert official(V2, version) is None


def test_an_unknown_id_is_unknown():
    assert official("com.example.mine", "1") is None
    assert TemplateSet().latest("com.example.mine", "8.8") is None
    assert versions("com.example.mine") == ()


def test_no_version_and_an_empty_one_are_the_same():
    assert official(V2, "") is official(V2, None)


@pytest.mark.parametrize(("template_id", "version"), ALL)
def test_every_content_is_whole(template_id, version):
    template = official(template_id, version)
    assert template.name
    assert template.task_type in ("io.camunda:http-json:1", "io.camunda:connector-graphql:1")
    for content in template.contents:
        ids = [each.id for each in content.properties]
        assert len(ids) == len(set(ids))
        for each in content.properties:
            assert each.label, each.id
            assert each.doc, each.id
            assert each.group, each.id
            assert not (each.optional and each.constraints.not_empty), each.id
            assert (each.type == "Dropdown") == bool(each.choices), each.id
            default_is_a_choice = each.default in {choice.value for choice in each.choices}
            assert not each.choices or each.default is None or default_is_a_choice, each.id


@pytest.mark.parametrize(("template_id", "version"), ALL)
def test_conditions_name_properties_that_are_there(template_id, version):
    def named(condition):
        if hasattr(condition, "conditions"):
            return [name for each in condition.conditions for name in named(each)]
        return [condition.property] if hasattr(condition, "property") else []

    for content in official(template_id, version).contents:
        for each in content.properties:
            assert set(named(each.condition)) <= set(content.by_id), each.id


@pytest.mark.parametrize(
    ("version", "engine", "fits"),
    [
        (None, "8.0.0", True),
        ("5", "8.3.0", True),  # an early content of 5 went out without a range
        ("14", "8.9.0", False),
        ("14", "8.10.0", True),
        ("14", "8.10.0-alpha2", True),
        ("12", "8.2.0", False),
        ("12", "8.3.0", True),
        ("13", "8.8.1", True),  # one of its contents says ^8.3
        ("17", None, True),
        ("17", "unknown", True),
        ("17", "9.0.0", False),
    ],
)
def test_engines(version, engine, fits):
    assert admits(official(V2, version), engine) is fits


@pytest.mark.parametrize(
    ("engine", "version"),
    [
        ("8.10.0", "18"),
        ("8.9.0", "13"),
        ("8.8.2", "12"),
        ("8.3.0", "12"),
        ("8.2.0", "4"),
        ("8.0.0", None),
        (None, "18"),
    ],
)
def test_the_newest_for_an_engine(engine, version):
    assert TemplateSet().latest(V2, engine).version == version


def test_versions_are_in_order():
    assert versions(V2) == (None, *map(str, range(1, 19)))
    assert versions(GRAPHQL) == ("1", "2", "3", "4", *map(str, range(6, 14)))


def test_inputs_of_a_version_are_those_of_all_its_contents():
    assert "ignoreNullValues" in known_names(official(V2, "10"))
    assert "groupSetCookieHeaders" in known_names(official(V2, "8"))
    assert "writeTimeoutInSeconds" in known_names(official(V2, "6"))
    assert "writeTimeoutInSeconds" not in known_names(official(V2, "8"))
    assert "storeResponse" not in known_names(official(V2, "17"))
    assert "authentication.type" not in known_names(official("io.camunda.connectors.HttpJson.v1.noAuth", None))
    assert "jobTimeout" in known_names(official(V2, "17"), "header")


def test_a_version_names_itself_in_its_header():
    for version in ("11", "18"):
        (use, *_) = official(V2, version).uses[Binding("header", "elementTemplateVersion")]
        assert use.property.default == version


def test_the_hybrid_is_the_plain_template_with_a_free_job_type():
    for version in versions(V2 + "-hybrid"):
        hybrid, plain = official(V2 + "-hybrid", version), official(V2, version)
        assert hybrid.uses.keys() == plain.uses.keys()
        assert hybrid.demanded == plain.demanded
        assert len(hybrid.contents) == len(plain.contents)
        assert hybrid.name == f"Hybrid {plain.name}"
    assert versions(V2 + "-hybrid") == tuple(map(str, range(11, 18)))


def test_the_hybrid_s_job_type_is_a_field():
    (use,) = official(V2 + "-hybrid", "17").uses[Binding("definition", "type")]
    assert use.property.type == "String"
    (use,) = official(V2, "17").uses[Binding("definition", "type")]
    assert use.property.type == "Hidden"


def test_secret_marks():
    uses = official(V2, "17").uses
    marked = {binding.name for binding, found in uses.items() if any(each.property.secret for each in found)}
    assert marked == {
        f"authentication.{name}" for name in ("value", "password", "token", "clientSecret", "refreshToken")
    }
    assert not any(each.property.secret for each in official(V2, "15").uses[input_binding("authentication.token")])


def test_importing_builds_nothing_and_loads_nothing_heavy():
    program = (
        "import sys, connlint.templates\n"
        "heavy = {'msgspec', 'regex', 'json', 'httpx', 'click'} & set(sys.modules)\n"
        "data = {name for name in sys.modules if name.startswith('connlint.templates.rest_v')}\n"
        "print(sorted(heavy | data))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=plain_environment()
    )
    assert done.stdout.strip() == "[]"
