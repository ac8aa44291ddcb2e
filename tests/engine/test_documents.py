"""Documents and intrinsic functions in job variables."""

from __future__ import annotations

import pytest

from connlint_server.engine.binding import bind
from connlint_server.engine.documents import DocumentStore
from connlint_server.engine.errors import ConnectorError
from engine.raw_server import RawServer, answer
from engine.running import failure, run


def inline(content, **more):
    return {"camunda.document.type": "inline", "content": content, **more}


def call(name, *parameters):
    return {"camunda.function.type": name, "params": list(parameters)}


@pytest.mark.parametrize(
    ("function", "value"),
    [
        (call("base64", "hé"), "aMOp"),
        (call("base64", inline("hi")), "aGk="),
        (call("getText", inline("hé")), "hé"),
        (call("getText", inline("hé"), "iso-8859-1"), "hÃ©"),
        (call("getJson", inline('{"a":[1.50]}')), {"a": [1.5]}),
        (call("base64", call("getText", inline("x"))), "eA=="),
        ({"camunda.function.type": "base64"}, {"camunda.function.type": "base64"}),
    ],
)
def test_functions(function, value):
    assert bind({"body": {"deep": [function]}}).body == {"deep": [value]}


@pytest.mark.parametrize(
    "function",
    [
        call("getJson", inline("no json")),
        call("getText", inline("x"), "no-charset"),
        call("base64", 1),
        call("base64"),
        call("createGithubAppInstallationToken", "x"),
    ],
)
def test_functions_that_fail_are_input_errors(function):
    with pytest.raises(ConnectorError) as raised:
        bind({"body": function})
    assert raised.value.input_error


def test_content_that_is_no_text_is_json():
    assert bind({"body": inline({"b": 1, "a": None})}).body.bytes() == b'{"b":1,"a":null}'


def test_documents_of_the_store():
    store = DocumentStore()
    reference = store.put(b"kept", "text/plain", "k.txt")
    assert reference["metadata"] == {"contentType": "text/plain", "fileName": "k.txt"}
    assert bind({"url": reference}, store=store).url == "a2VwdA=="
    with pytest.raises(ConnectorError) as raised:
        bind({"url": reference})
    assert raised.value.input_error
    assert "kept" not in repr(store)


async def test_external_documents_outside_the_body_are_fetched_before_the_binding():
    async with RawServer([answer(200, "v"), answer(200, "ok")]) as server:
        outside = {"camunda.document.type": "external", "url": f"{server.base}/v"}
        job = await run({"method": "GET", "url": server.base, "headers": {"X": outside}, "body": {"unused": outside}})
        assert job.result["body"] == "ok"
        assert [request.target for request in server.requests] == ["/v", "/"]
        assert server.requests[1].values("X") == ["dg=="]


async def test_an_external_document_that_is_not_there():
    async with RawServer([answer(404)]) as server:
        outside = {"camunda.document.type": "external", "url": f"{server.base}/v"}
        job = await run({"method": "POST", "url": server.base, "body": [{"d": outside}]})
        assert failure(job).code == "404"
        assert len(server.requests) == 1
