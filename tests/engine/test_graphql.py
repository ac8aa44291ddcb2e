"""The GraphQL connector."""

from __future__ import annotations

import json

from connlint_server.engine import Connector, TokenCache, run_job
from engine.raw_server import RawServer, answer, json_answer
from engine.running import failure, options

QUERY = "query($n: Int) { a(n: $n) }"


async def run(graphql, *answers, **more):
    async with RawServer(list(answers)) as server:
        if isinstance(graphql, dict):
            graphql = {"url": server.base + "/g", "method": "post", **graphql}
        job = await run_job(
            json.dumps({"graphql": graphql, **more}),
            secrets={"T": "tok"},
            token_cache=TokenCache(),
            connector=Connector.GRAPHQL,
            options=options(),
        )
        return job, server.requests


async def test_methods_with_a_body_send_query_and_variables_as_json():
    given = {"query": QUERY, "variables": {"n": 1}, "headers": {"X": "1"}, "readTimeoutInSeconds": "5"}
    authentication = {"type": "bearer", "token": "{{secrets.T}}"}
    job, (request,) = await run(given, json_answer('{"data":{"a":1}}'), authentication=authentication)
    assert job.result["body"] == {"data": {"a": 1}}
    assert json.loads(request.body) == {"query": QUERY, "variables": {"n": 1}}
    assert request.line == "POST /g HTTP/1.1"
    assert request.values("Content-Type") == ["application/json"]
    assert request.values("Authorization") == ["Bearer tok"]
    assert request.values("X") == ["1"]


async def test_get_sends_them_as_parameters():
    job, (request,) = await run({"query": "{ a }", "variables": {"n": [1]}, "method": "get"}, json_answer('{"data":1}'))
    assert job.error is None
    assert request.target == "/g?query=%7B%20a%20%7D&variables=%7B%22n%22%3A%5B1%5D%7D"
    assert request.body == b""


async def test_reported_errors_fail_the_job():
    body = {"errors": [{"message": "no a"}, {"message": "other"}], "data": None}
    job, _ = await run({"query": QUERY}, json_answer(json.dumps(body)))
    error = failure(job)
    assert (error.code, error.message) == ("GRAPHQL_ERROR", "no a")
    assert error.variables["response"]["body"] == body
    assert error.variables["response"]["headers"]["Content-Type"] == "application/json"
    job, _ = await run({"query": QUERY}, json_answer('{"errors":[]}'))
    assert job.error is None


async def test_validation_names_the_fields_below_graphql():
    job, _ = await run({"query": " ", "method": None, "url": "x"}, answer())
    message = failure(job).message
    for line in ("graphql.query: Validation failed", "graphql.method: ", "graphql.url: "):
        assert f" - Property: {line}" in message
    job, _ = await run(None)
    assert " - Property: graphql: " in failure(job).message
    job, _ = await run({"query": QUERY, "method": "x"})
    assert failure(job).message == "Json object contains an invalid field: graphql, method. It Must be `HttpMethod`"


async def test_the_return_format_counts_here_too():
    job, _ = await run({"query": QUERY}, answer(200, "12"), documentReturnFormat={"choice": "TEXT"})
    assert job.result["body"] == "12"
