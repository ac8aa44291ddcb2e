"""A task of a model, the whole way and in part, against servers that keep what they are sent."""

from __future__ import annotations

import asyncio

import pytest

from connlint_server.engine import (
    ConnectorError,
    MappingError,
    NotRunnableError,
    Policy,
    Stopped,
    TokenCache,
    curl_task,
    prepare_task,
    run_task,
    runnable_tasks,
)
from engine.raw_server import Answer, RawServer, answer, json_answer
from engine.running import options
from run.models import GRAPHQL, get, model, rest_task, task_xml


async def run(task, variables=None, secrets=None, **changes):
    return await run_task(
        task, variables=variables, secrets=secrets, options=options(**changes), token_cache=TokenCache()
    )


async def test_the_whole_way():
    task = rest_task(
        {
            "authentication.type": "bearer",
            "authentication.token": "{{secrets.TOKEN}}",
            "method": "POST",
            "url": '=host + "/orders"',
            "body": "={id: orderId, key: secret}",
        },
        headers={"resultExpression": "={number: response.body.number, echo: response.body.echo}"},
    )
    async with RawServer([json_answer('{"number": 12, "echo": "Bearer t0p-s3cret"}', status=201)]) as server:
        result = await run(task, {"host": server.base, "orderId": 7, "secret": "t0p-s3cret"}, {"TOKEN": "t0p-s3cret"})
        (request,) = server.requests
        assert request.body == b'{"key":"t0p-s3cret","id":7}' or request.body == b'{"id":7,"key":"t0p-s3cret"}'
        assert request.values("Authorization") == ["Bearer t0p-s3cret"]
        await server.until_closed()
    assert result.is_success
    assert not result.could_not_send
    assert result.outcome.variables == {"number": 12, "echo": "Bearer ***"}
    inputs = {each.target: each.value for each in result.inputs}
    assert inputs["authentication.token"] == "{{secrets.TOKEN}}"
    assert inputs["body"] == {"id": 7, "key": "***"}
    (exchange,) = result.exchanges
    assert (exchange.status, exchange.method) == (201, "POST")
    assert exchange.timing.total > 0
    assert result.response["body"] == {"number": 12, "echo": "Bearer ***"}
    assert "t0p-s3cret" not in repr(result)


async def test_hidden_retries_redirects_and_token_calls_are_in_the_trace():
    task = rest_task(
        {
            "authentication": '={type: "oauth-client-credentials-flow", oauthTokenEndpoint: host + "/token", '
            'clientId: "me", clientSecret: "{{secrets.S}}", clientAuthentication: "credentialsBody"}',
            "method": "GET",
            "url": '=host + "/a"',
            "followRedirects": "=true",
        }
    )
    answers = [
        json_answer('{"access_token": "obtained-token", "expires_in": 60}'),
        answer(503),
        answer(302, headers=[("Location", "/b")]),
        json_answer('{"token": "obtained-token"}'),
    ]
    async with RawServer(answers) as server:
        result = await run(task, {"host": server.base}, {"S": "client-secret"})
    assert [(each.purpose.value, each.status) for each in result.exchanges] == [
        ("token", 200),
        ("request", 503),
        ("request", 302),
        ("request", 200),
    ]
    assert result.exchanges[1].followed_by.startswith("retry after")
    assert result.exchanges[2].followed_by.startswith("redirect to")
    assert result.response["body"] == {"token": "***"}
    assert "obtained-token" not in str(result.exchanges[3].head)


async def test_cancelling_closes_the_connection():
    task = rest_task(get("=host"))
    async with RawServer([Answer([b"HTTP/1.1 200 OK\r\n"], delay=30)]) as server:
        job = asyncio.ensure_future(run(task, {"host": server.base}))
        await server.until_requested()
        assert server.open_connections == 1
        job.cancel()
        with pytest.raises(asyncio.CancelledError):
            await job
        await server.until_closed()
        assert server.open_connections == 0


async def test_nobody_there_costs_a_retry():
    async with RawServer() as server:
        base = server.base
    result = await run(rest_task(get("=host")), {"host": base})
    assert (result.outcome.kind, result.outcome.code, result.could_not_send) == ("job-failed", "408", True)
    handled = rest_task(get("=host"), headers={"errorExpression": '=bpmnError("DOWN")'})
    assert not (await run(handled, {"host": base})).could_not_send


async def test_a_task_that_the_connector_refuses_sends_nothing():
    result = await run(rest_task({"method": "GET"}))
    assert (result.outcome.kind, result.exchanges, result.could_not_send) == ("incident", (), False)
    assert "must not be blank" in result.outcome.message


async def test_a_mapping_that_fails_is_an_incident_before_the_job():
    for task in (rest_task(get("=1 +")), rest_task(get("http://h.example/"), retries="many")):
        result = await run(task)
        assert (result.outcome.kind, result.outcome.where, result.inputs) == ("incident", "mapping", ())
        assert result.notices[0].span is not None


@pytest.mark.parametrize(
    ("policy", "url"),
    [
        (Policy(allowed_hosts=("other.example",)), "{base}"),
        (Policy(), "http://169.254.169.254/latest"),
        (Policy(), "http://metadata.google.internal/"),
    ],
)
async def test_the_users_policy_stops_a_run(policy, url):
    async with RawServer([answer()]) as server:
        result = await run(rest_task(get(url.format(base=server.base))), policy=policy)
        assert not server.requests
    assert isinstance(result.outcome, Stopped)
    assert (result.outcome.reason, result.could_not_send, result.is_success) == ("policy", True, False)


async def test_a_redirect_to_another_host_is_checked_again():
    async with RawServer([answer(302, headers=[("Location", "http://169.254.169.254/")])]) as server:
        task = rest_task(get("=host", followRedirects="=true"))
        result = await run(task, {"host": server.base}, policy=Policy(allowed_hosts=("localhost",)))
    assert isinstance(result.outcome, Stopped)
    assert result.exchanges[0].status == 302


@pytest.mark.parametrize("limit", [{"total_timeout": 0.2}, {"max_body": 100}])
async def test_limits_stop_a_run(limit):
    async with RawServer([answer(200, b"x" * 1000, delay=5 if "total_timeout" in limit else 0)]) as server:
        result = await run(rest_task(get("=host")), {"host": server.base}, **limit)
        await server.until_closed()
    assert (result.outcome.kind, result.outcome.reason) == ("stopped", "limit")


async def test_graphql():
    task = rest_task(
        {
            "graphql.url": "=host",
            "graphql.method": "post",
            "graphql.query": "query($id: ID!) { book(id: $id) { title } }",
            "graphql.variables": "={id: id}",
        },
        headers={
            "resultExpression": "={title: body.data.book.title}",
            "errorExpression": '=if error.code = "GRAPHQL_ERROR" then bpmnError(error.code) else null',
        },
        job_type=GRAPHQL,
    )
    ok, wrong = '{"data": {"book": {"title": "T"}}}', '{"errors": [{"message": "no"}]}'
    async with RawServer([json_answer(wrong), json_answer(ok)]) as server:
        thrown = await run(task, {"host": server.base, "id": 1})
        found = await run(task, {"host": server.base, "id": 1})
        assert server.requests[0].method == "POST"
        assert b'"variables":{"id":1}' in server.requests[0].body
    assert found.outcome.variables == {"title": "T"}
    assert (thrown.outcome.kind, thrown.outcome.code) == ("bpmn-error", "GRAPHQL_ERROR")
    assert thrown.response["body"] == {"errors": [{"message": "no"}]}


async def test_a_vendor_template_with_helper_inputs():
    # Helper inputs never reach the connector; later inputs are made of them, as vendors' templates do.
    task = rest_task(
        [
            ("baseUrl", "=host"),
            ("operation", "issues"),
            ("input.title", "Broken"),
            ("input.labels", '=["bug"]'),
            ("method", '=if operation = "issues" then "post" else "get"'),
            ("url", '=baseUrl + "/" + operation'),
            ("body", "=input"),
            ("authentication.type", "noAuth"),
        ]
    )
    async with RawServer([json_answer("{}")]) as server:
        result = await run(task, {"host": server.base})
        assert server.requests[0].line == "POST /issues HTTP/1.1"
        assert b'"labels":["bug"]' in server.requests[0].body
    assert "baseUrl" not in {each.target for each in result.inputs}


async def test_other_connectors_are_not_run():
    task = model(task_xml({}, job_type="io.camunda:kafka:1")).tasks[0]
    assert runnable_tasks(task.model) == ()
    with pytest.raises(NotRunnableError, match="kafka"):
        await run(task)


class TestWithoutTheNetwork:
    def test_prepare(self):
        task = rest_task({**get("http://h.example/{{secrets.A}}"), "queryParameters": '={"q": city}'})
        prepared = prepare_task(task, variables={"city": "Köln"}, secrets={"A": "hidden-value", "B": "b"})
        assert str(prepared.dry.request.uri) == "http://h.example/hidden-value?q=K%C3%B6ln"
        assert prepared.secrets == ("A",)
        assert "hidden-value" not in repr(prepared)

    @pytest.mark.parametrize(
        ("inputs", "error"),
        [(get("=1 +"), MappingError), ({"method": "GET"}, ConnectorError), (get("ftp://x"), ConnectorError)],
    )
    def test_what_cannot_be_prepared(self, inputs, error):
        for prepare in (prepare_task, curl_task):
            with pytest.raises(error):
                prepare(rest_task(inputs))

    def test_a_header_that_cannot_be_read(self):
        task = rest_task(get("http://h.example/"), headers={"retryBackoff": "soon"})
        with pytest.raises(ConnectorError, match="Expected ISO-8601 duration"):
            prepare_task(task)

    def test_retries_that_quote_a_secret(self):
        task = rest_task(get("http://h.example/"), retries='=assert(a, false, "not " + a)')
        with pytest.raises(MappingError) as failed:
            prepare_task(task, variables={"a": "hidden-value"}, secrets={"A": "hidden-value"})
        assert "hidden-value" not in str(failed.value)
