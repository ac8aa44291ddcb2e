"""What is missing from a task: by the run time, and by the version of its template."""

from __future__ import annotations

import pytest

from connlint.templates import UNKNOWN, connector_of, mandatory, official, refused, requirements
from templates.given_values import Values

REST = connector_of("io.camunda:http-json:1")
GRAPHQL = connector_of("io.camunda:connector-graphql:1")
V2 = "io.camunda.connectors.HttpJson.v2"
V1 = "io.camunda.connectors.HttpJson.v1."
REQUEST = {"url": "https://api.example.com", "method": "GET"}


def names(found):
    return [each.binding.name for each in found]


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, ["url", "method"]),
        (REQUEST, []),
        ({**REQUEST, "url": None}, ["url"]),
        ({**REQUEST, "url": "  "}, ["url"]),
        ({**REQUEST, "url": "="}, ["url"]),
        ({**REQUEST, "url": '=""'}, ["url"]),
        ({**REQUEST, "url": '= " "'}, ["url"]),
        ({**REQUEST, "url": "= null"}, ["url"]),
        ({**REQUEST, "url": "=baseUrl"}, []),
        ({**REQUEST, "url": UNKNOWN}, []),
        ({**REQUEST, "authentication.type": "noAuth"}, []),
        ({**REQUEST, "authentication.type": "basic"}, ["authentication.username"]),
        ({**REQUEST, "authentication.type": "bearer", "authentication.token": "{{secrets.T}}"}, []),
        ({**REQUEST, "authentication.type": "bearer", "authentication.token": ""}, ["authentication.token"]),
        (
            {**REQUEST, "authentication.type": "apiKey"},
            ["authentication.apiKeyLocation", "authentication.name", "authentication.value"],
        ),
        (
            {**REQUEST, "authentication.type": "oauth-client-credentials-flow"},
            [
                "authentication.oauthTokenEndpoint",
                "authentication.clientId",
                "authentication.clientSecret",
                "authentication.clientAuthentication",
            ],
        ),
        (
            {**REQUEST, "authentication.type": "oauth-refresh-token"},
            ["authentication.oauthTokenEndpoint", "authentication.clientId", "authentication.refreshToken"],
        ),
        ({**REQUEST, "authentication.type": '=if x then "basic" else "bearer"'}, []),
        ({**REQUEST, "authentication.type": "Bearer"}, []),
        ({**REQUEST, "authentication.token": "t"}, ["authentication.type"]),
        ({**REQUEST, "authentication.type": ""}, ["authentication.type"]),
        ({**REQUEST, "authentication.type": None, "authentication.token": "t"}, ["authentication.type"]),
        ({**REQUEST, "authentication": "={}"}, ["authentication.type"]),
        (
            {**REQUEST, "authentication": "=auth", "authentication.type": UNKNOWN, "authentication.token": UNKNOWN},
            [],
        ),
        ({"method": "GET", "authenticationConfiguration": "=config"}, []),
    ],
)
def test_what_the_connector_refuses(given, missing):
    found = refused(REST, Values(given))
    assert names(found) == missing
    assert all(each.refused for each in found)


def test_an_authentication_s_needs_name_the_type_as_their_reason():
    (found,) = refused(REST, Values({**REQUEST, "authentication.type": "basic"}))
    assert found.because.name == "authentication.type"


def test_a_type_is_demanded_because_of_what_is_there():
    (found,) = refused(REST, Values({**REQUEST, "authentication.clientId": "me"}))
    assert found.because.name == "authentication.clientId"


def test_graphql_demands_its_query():
    assert names(refused(GRAPHQL, Values({"graphql.url": "https://x", "graphql.method": "post"}))) == ["graphql.query"]
    assert names(refused(GRAPHQL, Values())) == ["graphql.url", "graphql.method", "graphql.query"]


def test_the_token_of_early_graphql_templates_counts():
    request = {"graphql.url": "https://x", "graphql.method": "post", "graphql.query": "{ me }"}
    bearer = {**request, "authentication.type": "bearer"}
    early = official("io.camunda.connectors.GraphQL.v1", "3")
    assert requirements(Values({**bearer, "graphql.authentication.token": "{{secrets.T}}"}), early) == ()
    (missing,) = requirements(Values(bearer), early)
    assert (missing.binding.name, missing.refused) == ("graphql.authentication.token", True)


@pytest.mark.parametrize("version", [None, *map(str, range(1, 19))])
def test_every_version_asks_for_the_basic_password_which_the_run_time_does_not(version):
    values = Values({**REQUEST, "authentication.type": "basic", "authentication.username": "me"})
    (found,) = requirements(values, official(V2, version))
    assert found.binding.name == "authentication.password"
    assert not found.refused
    assert found.property.label == "Password"
    assert found.because.name == "authentication.type"


@pytest.mark.parametrize("version", [None, *map(str, range(1, 19))])
def test_what_the_run_time_has_a_default_for_is_never_missing(version):
    assert requirements(Values({"url": "https://x", "method": "POST"}), official(V2, version)) == ()


@pytest.mark.parametrize("version", [None, "8", "17", "18"])
def test_a_default_of_the_template_does_not_count_as_given(version):
    assert names(requirements(Values({"url": "https://x"}), official(V2, version))) == ["method"]


def test_a_type_given_as_feel_demands_nothing():
    values = Values({**REQUEST, "authentication.type": "=kind"})
    assert requirements(values, official(V2, "17")) == ()


def test_refused_and_asked_for_come_once_with_what_the_template_says():
    found = requirements(Values({"method": "GET"}), official(V2, "17"))
    assert names(found) == ["url"]
    assert found[0].refused
    assert found[0].property.constraints.not_empty


def test_the_first_generation_knows_its_authentication_from_the_template():
    basic = official(V1 + "basicAuth", None)
    assert names(mandatory(basic, Values({**REQUEST, "authentication.type": "basic"}))) == [
        "authentication.username",
        "authentication.password",
    ]
    assert mandatory(official(V1 + "noAuth", None), Values(REQUEST)) == ()


def test_a_version_demands_only_what_all_its_contents_demand():
    # One of the contents without a version demands the audience; the others do not.
    values = Values(
        {
            **REQUEST,
            "authentication.type": "oauth-client-credentials-flow",
            "authentication.oauthTokenEndpoint": "https://t",
            "authentication.clientId": "c",
            "authentication.clientSecret": "s",
            "authentication.clientAuthentication": "credentialsBody",
        }
    )
    assert requirements(values, official(V2, None)) == ()


def test_a_saved_authentication_stands_for_url_and_credentials_in_18_only():
    values = Values({"method": "GET", "authenticationConfiguration": "=config"})
    assert requirements(values, official(V2, "18")) == ()
