"""What rules and editor ask: what is known, what a value may be, what it breaks."""

from __future__ import annotations

import pytest

from connlint.templates import (
    UNKNOWN,
    Binding,
    Choice,
    Constraints,
    Content,
    Pattern,
    Property,
    Template,
    choices,
    connector_of,
    feel_mode,
    from_source,
    input_binding,
    knows_target,
    mandatory,
    missing_inputs,
    official,
    property_for,
    violations,
)
from connlint.templates.model import Equals
from templates.given_values import Values

V2 = "io.camunda.connectors.HttpJson.v2"
REST = connector_of("io.camunda:http-json:1")


def template(*contents):
    return Template("com.example.t", "1", "T", tuple(Content(tuple(each)) for each in contents))


def prop(name="x", type="String", **rest):
    return Property(id=rest.pop("id", name), binding=input_binding(name), type=type, **rest)


def kinds(found):
    return [each.kind for each in found]


def broken(a_template, name, source, values=None):
    return kinds(violations(a_template, input_binding(name), from_source(source), values or Values({name: source})))


@pytest.mark.parametrize(
    ("target", "known"),
    [
        ("url", True),
        ("authentication", True),
        ("authentication.type", True),
        ("authentication.typo", False),
        ("headers.Accept", True),
        ("body.a.b", True),
        ("head", False),
        ("urls", False),
        ("baseUrl", False),
    ],
)
def test_targets(target, known):
    assert knows_target(official(V2, "17"), target) is known


def test_choices_are_those_of_all_contents():
    found = [each.value for each in choices(official(V2, None), input_binding("authentication.type"))]
    assert found == ["noAuth", "basic", "bearer", "oauth-client-credentials-flow"]
    assert [each.value for each in choices(official(V2, "1"), input_binding("method"))] == [
        "get", "post", "patch", "put", "delete",
    ]  # fmt: skip
    assert choices(official(V2, "17"), input_binding("url")) == ()
    assert choices(official(V2, "17"), input_binding("nothing")) == ()


def test_one_content_that_takes_any_text_takes_any_text():
    closed, open_ = prop(type="Dropdown", choices=(Choice("a", "A"),)), prop()
    assert [each.value for each in choices(template([closed]), input_binding("x"))] == ["a"]
    assert choices(template([closed], [open_]), input_binding("x")) == ()


def test_choices_of_properties_that_are_not_active_are_left_out():
    kind = prop("kind")
    first = prop(id="1", type="Dropdown", choices=(Choice("a", "A"),), condition=Equals("kind", "1"))
    second = prop(id="2", type="Dropdown", choices=(Choice("b", "B"),), condition=Equals("kind", "2"))
    both = template([kind, first, second])
    assert [each.value for each in choices(both, input_binding("x"), Values({"kind": "2"}))] == ["b"]
    assert [each.value for each in choices(both, input_binding("x"), Values({"kind": "=k"}))] == ["a", "b"]


@pytest.mark.parametrize(
    ("modes", "together"),
    [
        (["none"], "none"),
        (["required"], "required"),
        (["required", "none"], "optional"),
        (["static", "required"], "optional"),
        (["static", "none"], "static"),
        (["optional", "required"], "optional"),
    ],
)
def test_feel_modes(modes, together):
    assert feel_mode(template(*[[prop(feel=each)] for each in modes]), input_binding("x")) == together


def test_the_feel_mode_of_what_is_not_known():
    assert feel_mode(template([prop()]), input_binding("y")) is None


def test_patterns_lengths_and_modes():
    strict = template(
        [prop(constraints=Constraints(pattern=Pattern("^a", "begins with a"), min_length=2, max_length=3))]
    )
    assert broken(strict, "x", "ab") == []
    assert broken(strict, "x", "b") == ["pattern", "too-short"]
    assert broken(strict, "x", "abcd") == ["too-long"]
    assert broken(strict, "x", "") == []
    assert broken(strict, "x", "=b") == []
    (found,) = violations(strict, input_binding("x"), from_source("bb"), Values())
    assert found.expected == "begins with a"
    assert broken(template([prop(feel="required")]), "x", "text") == ["feel-required"]
    assert broken(template([prop(feel="required")]), "x", "=text") == []


def test_the_sign_of_feel_is_optional_in_headers_and_in_what_a_template_writes_itself():
    newest, header = official(V2, "17"), Binding("header", "resultExpression")
    assert violations(newest, header, from_source("{a: response.body}"), Values()) == ()
    prompt = template([prop(feel="required", default='"You are"')])
    assert broken(prompt, "x", '"You are"') == []
    assert broken(prompt, "x", '"You are not"') == ["feel-required"]


@pytest.mark.parametrize(
    ("type", "source", "found"),
    [
        ("Number", "20", []),
        ("Number", "=20", []),
        ("Number", "=2.5", []),
        ("Number", "abc", ["number"]),
        ("Number", "=abc", []),
        ("Number", "nan", ["number"]),
        ("Number", "1_000", ["number"]),
        ("Boolean", "true", []),
        ("Boolean", "=false", []),
        ("Boolean", "yes", ["boolean"]),
        ("Boolean", "=flag", []),
    ],
)
def test_types(type, source, found):
    assert broken(template([prop(type=type)]), "x", source) == found


def test_digits_are_judged_without_the_sign_of_feel():
    timeouts = official(V2, "10")
    assert broken(timeouts, "connectionTimeoutInSeconds", "=20") == []
    assert broken(timeouts, "connectionTimeoutInSeconds", "=limit") == []


def test_broken_only_where_every_content_says_so():
    digits = prop(constraints=Constraints(pattern=Pattern(r"^\d+$", "digits")))
    assert broken(template([digits], [prop()]), "x", "abc") == []
    assert broken(template([digits], [digits]), "x", "abc") == ["pattern"]
    assert broken(template([digits], [prop("y")]), "x", "abc") == ["pattern"]


def test_a_property_that_is_not_active_judges_nothing():
    conditional = template([prop("kind"), prop(feel="required", condition=Equals("kind", "1"))])
    assert broken(conditional, "x", "text", Values({"kind": "1"})) == ["feel-required"]
    assert broken(conditional, "x", "text", Values({"kind": "2"})) == []
    assert broken(conditional, "x", "text", Values({"kind": "=k"})) == []
    assert broken(conditional, "x", "text", Values({"kind": UNKNOWN})) == []


def test_a_pattern_that_cannot_be_evaluated_breaks_nothing():
    odd = template([prop(constraints=Constraints(pattern=Pattern(r"^\p{L}+$", "letters")))])
    assert broken(odd, "x", "123") == []


def test_the_crossed_patterns_of_version_8_do_not_count():
    assert broken(official(V2, "8"), "url", "https://example.com") == []
    assert broken(official(V2, "8"), "url", "ftp://example.com") == ["pattern"]


def test_static_headers():
    assert broken(official(V2, "17"), "headers", "Accept: text/plain") == ["feel-required"]


def test_the_property_that_describes_a_value_is_an_active_one():
    token_endpoint = input_binding("authentication.clientSecret")
    refresh = Values({"authentication.type": "oauth-refresh-token"})
    credentials = Values({"authentication.type": "oauth-client-credentials-flow"})
    assert property_for(official(V2, "17"), token_endpoint, refresh).optional
    assert not property_for(official(V2, "17"), token_endpoint, credentials).optional
    assert property_for(official(V2, "17"), input_binding("nothing"), refresh) is None
    assert property_for(official(V2, "17"), Binding("header", "jobTimeout"), refresh).label == "Job timeout"


def test_inputs_that_may_still_be_given_begin_with_the_demanded_ones():
    values = Values({"method": "GET", "authentication.type": "bearer"})
    found = [each.binding.name for each in missing_inputs(official(V2, "17"), values)]
    assert found[:2] == ["url", "authentication.token"]
    assert "headers" in found
    assert "method" not in found
    assert "body" not in found
    assert "authentication.username" not in found
    assert "skipEncoding" not in found
    assert len(found) == len(set(found))


def test_an_empty_field_of_another_connector_is_missing_if_its_template_says_so():
    demanded = prop("topic", constraints=Constraints(not_empty=True), label="Topic")
    timeout = prop("connectionTimeoutInSeconds", constraints=Constraints(not_empty=True))
    kafka = template([demanded, timeout])
    assert [each.binding.name for each in mandatory(kafka, Values())] == ["topic", "connectionTimeoutInSeconds"]
    assert [each.binding.name for each in mandatory(kafka, Values({"topic": "=t"}))] == ["connectionTimeoutInSeconds"]


@pytest.mark.parametrize(
    ("name", "text", "admitted"),
    [
        ("method", "get", True),
        ("method", " Post ", True),
        ("method", "4", True),
        ("method", "5", False),
        ("method", "HEAD", False),
        ("method", "", False),
        ("authentication.type", "bearer", True),
        ("authentication.type", "Bearer", False),
        ("authentication.type", " bearer", False),
        ("authentication.apiKeyLocation", "HEADERS", True),
        ("authentication.apiKeyLocation", "cookie", False),
        ("authentication.clientAuthentication", "credentialsbody", False),
        ("documentReturnFormat.choice", "json", False),
        ("documentReturnFormat.choice", "JSON", True),
        ("url", "anything", True),
    ],
)
def test_choices_of_the_run_time(name, text, admitted):
    assert REST.inputs[name].admits(text) is admitted


def test_what_reaches_the_connector():
    graphql = connector_of("io.camunda:connector-graphql:1")
    assert "graphql" in graphql.fetched
    assert "url" not in graphql.fetched
    assert connector_of("io.camunda:connector-kafka:1") is None
    assert REST.fetched == {
        "url", "method", "authentication", "clientTls", "headers", "queryParameters", "skipEncoding",
        "connectionTimeoutInSeconds", "readTimeoutInSeconds", "body", "storeResponse", "documentReturnFormat",
        "groupSetCookieHeaders", "ignoreNullValues", "followRedirects", "authenticationConfiguration",
    }  # fmt: skip
