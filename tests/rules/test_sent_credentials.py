"""Where a credential is sent from, however the headers and parameters are written down."""

from __future__ import annotations

import pytest

from connlint.check import check_text
from connlint.config import Config
from connlint.example import Example, rest_task
from connlint.finding import Finding, Persona

TOKEN = "4f9Kq2Lz93vTn0"
SECRET = "{{secrets.TOKEN}}"
BEARER = {"authentication.type": "bearer", "authentication.token": SECRET}
HTTP = "http://api.example.com/a"


def found(example: Example, rule: str) -> list[Finding]:
    return check_text(example.text, config=Config(select=frozenset({rule}), persona=Persona.AUDITOR))


def texts(example: Example, rule: str) -> list[str]:
    return [example.text[finding.span.start : finding.span.end] for finding in found(example, rule)]


def graphql(inputs: dict[str, str | None]) -> Example:
    given = {"graphql.url": "https://a.example", "graphql.method": "post", "graphql.query": "{ a }", **inputs}
    return rest_task(only=given, template=None, job_type="io.camunda:connector-graphql:1")


@pytest.mark.parametrize(
    "inputs",
    [
        {"headers": f'=if a then {{"Authorization": "Bearer {TOKEN}"}} else {{}}'},
        {"headers": f'=[{{"Authorization": "Bearer {TOKEN}"}}]'},
        {"headers.Authorization": f"Bearer {TOKEN}"},
        {"headers": f'={{"X-Api-Key": if a then "{TOKEN}" else key}}'},
        {"queryParameters": f'=if a then {{api_key: "{TOKEN}"}} else null'},
        {"queryParameters.api_key": TOKEN},
        {"authentication": f'=if a then {{type: "bearer", token: "{TOKEN}"}} else {{type: "noAuth"}}'},
        {"authentication.type": "basic", "authentication.password": f'=if a then "{TOKEN}" else b'},
    ],
)
def test_a_credential_is_found_in_every_branch(inputs: dict[str, str | None]) -> None:
    assert texts(rest_task(inputs), "hardcoded-credential") == [TOKEN]


def test_a_credential_that_a_later_mapping_replaces_still_stands_in_the_model() -> None:
    whole = {"headers": f'={{"Authorization": "Bearer {TOKEN}"}}', "headers.Accept": "text/plain"}
    assert texts(rest_task(whole), "hardcoded-credential") == [TOKEN]
    twice = rest_task({"authentication.type": "bearer", "authentication.token": TOKEN}).text.replace(
        "</zeebe:ioMapping>", f'<zeebe:input source="{SECRET}" target="authentication.token" /></zeebe:ioMapping>'
    )
    (finding,) = check_text(twice, config=Config(select=frozenset({"hardcoded-credential"})))
    assert twice[finding.span.start : finding.span.end] == TOKEN


def test_a_credential_in_the_request_of_graphql() -> None:
    for inputs in (
        {"graphql.headers": f'={{"Authorization": "Bearer {TOKEN}"}}'},
        {"graphql": f'={{"headers": {{"Authorization": "Bearer {TOKEN}"}}}}'},
    ):
        assert texts(graphql(inputs), "hardcoded-credential") == [TOKEN]


@pytest.mark.parametrize(
    "inputs",
    [
        {"headers": f'=if a then {{"X-Api-Key": "{SECRET}"}} else {{}}'},
        {"headers": '=if a then {"Authorization": token} else {}'},
        {"headers": '=[{"Authorization": token}]'},
        {"headers.Authorization": "=token"},
        {"headers.Authorization": SECRET},
        {"queryParameters.key": SECRET},
        {"body.password": SECRET, "method": "POST"},
        {"url": f"{HTTP}?key={SECRET}"},
        BEARER,
    ],
)
def test_what_is_sent_over_http_is_found(inputs: dict[str, str | None]) -> None:
    assert texts(rest_task({"url": HTTP, **inputs}), "insecure-url") == ["http"]


@pytest.mark.parametrize(
    "inputs",
    [
        {"bodyguard": SECRET},
        {"headersOfAll": SECRET},
        {"urlOfDocs": SECRET},
        {"queryParametersOfAll": SECRET},
        {"headers": '={"Accept": "text/plain"}'},
        {"headers": '={"Authorization": null}'},
        {"headers": '={"Authorization": token}', "headers.Accept": "text/plain"},
    ],
)
def test_what_is_not_sent_needs_no_protection(inputs: dict[str, str | None]) -> None:
    assert texts(rest_task({"url": HTTP, **inputs}), "insecure-url") == []


@pytest.mark.parametrize(
    ("url", "count"),
    [
        (f'=if test then "{HTTP}" else "https://b.example"', 1),
        (f'=if test then "{HTTP}" else if other then "{HTTP}" else "http://localhost/"', 2),
        (f'=if test then "{HTTP}/" + id else base', 1),
        ('="http://" + "api.example.com/" + id', 1),
        ('=(("http://api.example.com/") + id)', 1),
        ('="http://api.example" + suffix', 0),
        ('="http://localhost" + "/" + id', 0),
        ('="https://" + host', 0),
        ('=url + "http://api.example.com/"', 0),
    ],
)
def test_a_url_is_judged_as_far_as_it_is_certain(url: str, count: int) -> None:
    found_texts = texts(rest_task({**BEARER, "url": url}), "insecure-url")
    assert len(found_texts) == count
    assert all("http" in each for each in found_texts)


def test_the_query_of_graphql_is_protected_too() -> None:
    for inputs in (
        {"graphql.variables": f'={{"token": "{SECRET}"}}'},
        {"graphql.query": f'{{ a(token: "{SECRET}") }}'},
        {"graphql.headers": '=if a then {"X-Api-Key": key} else {}'},
    ):
        assert texts(graphql({"graphql.url": HTTP, **inputs}), "insecure-url") == ["http"]
