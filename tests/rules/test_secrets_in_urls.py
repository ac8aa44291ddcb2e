"""Secrets that become part of the URL, however the query and the API key are written down."""

from __future__ import annotations

import pytest

from connlint.check import check_text
from connlint.config import Config
from connlint.example import Example, rest_task
from connlint.finding import Persona

SECRET = "{{secrets.KEY}}"
KEY = {"authentication.type": "apiKey", "authentication.name": "key", "authentication.value": SECRET}


def texts(example: Example, rule: str = "secret-in-url") -> list[str]:
    config = Config(select=frozenset({rule}), persona=Persona.AUDITOR)
    return [example.text[each.span.start : each.span.end] for each in check_text(example.text, config=config)]


@pytest.mark.parametrize(
    "inputs",
    [
        {"queryParameters.appid": SECRET},
        {"queryParameters": f'={{appid: "{SECRET}"}}'.replace('"', '"')},
        {"queryParameters": '=if a then {appid: "{{secrets.KEY}}"} else {}'},
        {**KEY, "authentication.apiKeyLocation": "query"},
        {**KEY, "authentication.apiKeyLocation": "QUERY"},
        {**KEY, "authentication.apiKeyLocation": '="query"'},
        {
            "authentication": '={type: "apiKey", apiKeyLocation: "query", name: "key", value: "{{secrets.KEY}}"}',
            "authentication.type": None,
        },
        {"url": f"https://a.example/?key={SECRET}"},
        {"url": f'="https://a.example/" + "{SECRET}"'},
    ],
)
def test_it_is_found(inputs: dict[str, str | None]) -> None:
    assert texts(rest_task(inputs)) == [SECRET]


@pytest.mark.parametrize(
    "inputs",
    [
        {**KEY, "authentication.apiKeyLocation": "headers"},
        {**KEY, "authentication.apiKeyLocation": "=place"},
        {**KEY, "authentication.apiKeyLocation": "query", "authentication.type": "noAuth"},
        {**KEY, "authentication.apiKeyLocation": "query", "authentication.type": "bearer"},
        {"queryParametersOfAll": SECRET},
        {"queryParameters": f'={{appid: "{SECRET}"}}', "queryParameters.page": "=page"},
    ],
)
def test_what_does_not_get_into_the_url_is_silent(inputs: dict[str, str | None]) -> None:
    assert texts(rest_task(inputs)) == []


@pytest.mark.parametrize("method", ["DELETE", " delete ", '="Delete"', "=2", '="2"'])
def test_a_delete_is_known_however_it_is_written(method: str) -> None:
    """Run time: case and blanks do not matter, and a number is the place in the list of methods."""
    example = rest_task({"method": method, "documentReturnFormat.choice": "JSON"}, version="17", engine="8.10.0")
    assert texts(example, "no-content-format") == ["JSON"]
    other = rest_task({"method": "=1", "documentReturnFormat.choice": "JSON"}, version="17", engine="8.10.0")
    assert texts(other, "no-content-format") == []
