"""The first GraphQL templates put the token elsewhere: without it that is one finding, at the template's own field."""

from __future__ import annotations

import pytest

from connlint.check import check_text
from connlint.example import rest_task


@pytest.mark.parametrize(
    ("version", "field"),
    [("1", "graphql.authentication.token"), ("3", "graphql.authentication.token"), ("4", "authentication.token")],
)
@pytest.mark.parametrize("is_there", [True, False])
def test_a_missing_token_is_one_finding(version: str, field: str, is_there: bool) -> None:
    inputs = {
        "graphql.url": "https://a.example",
        "graphql.method": "post",
        "graphql.query": "{ a }",
        "authentication.type": "bearer",
        field: "",
    }
    text = rest_task(
        only=inputs if is_there else {name: value for name, value in inputs.items() if name != field},
        template="io.camunda.connectors.GraphQL.v1",
        version=version,
        job_type="io.camunda:connector-graphql:1",
        engine=None,
    ).text
    assert [(each.rule, each.field) for each in check_text(text)] == [("missing-input", field)]
