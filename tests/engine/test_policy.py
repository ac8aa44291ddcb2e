"""Where requests may go."""

from __future__ import annotations

import socket

import pytest

from connlint_server.engine import Policy, PolicyError
from connlint_server.engine.url import request_uri
from engine.raw_server import RawServer, answer, json_answer
from engine.running import run

LOCAL = Policy(allowed_hosts=("localhost",))


def refused(job) -> str:
    assert isinstance(job.error, PolicyError)
    return str(job.error)


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest",
        "http://0xa9fea9fe/",
        "http://2852039166/",
        "http://[fe80::1]/",
        "http://[::ffff:169.254.169.254]/",
        "http://[fd00:ec2::254]/",
        "http://100.100.100.200/",
        "http://metadata.google.internal/",
        "http://METADATA.google.internal./",
    ],
)
async def test_metadata_and_link_local_addresses(url):
    job = await run({"method": "GET", "url": url}, policy=Policy())
    assert "not allowed" in refused(job)
    assert job.trace.exchanges[0].status is None
    assert "not allowed" in job.trace.exchanges[0].failure


def test_link_local_addresses_can_be_allowed():
    Policy(allow_link_local=True).check(request_uri("http://169.254.169.254/", skip_encoding=False))


@pytest.mark.parametrize(
    ("pattern", "url", "allowed"),
    [
        ("api.example", "https://API.example/x", True),
        ("api.example", "https://api.example.evil/", False),
        ("*.example", "https://a.b.example/", True),
        ("*.example", "https://example/", False),
        ("*.example", "https://badexample/", False),
        ("h:8080", "http://h:8080/", True),
        ("h:8080", "http://h/", False),
        ("h:443", "https://h/", True),
        ("h:443", "http://h/", False),
        ("H.example.:8080", "http://h.EXAMPLE:8080/", True),
        ("*.example:8080", "http://a.example:8080/", True),
        ("*.example:8080", "http://a.example/", False),
        ("[::1]:8080", "http://[::1]:8080/", True),
        ("[::1]:8080", "http://[::1]/", False),
        ("[::1]", "http://[::1]:8080/", True),
        ("*", "http://any.where:8080/", True),
        ("*:443", "https://any.where/", True),
        ("*:443", "http://any.where/", False),
        ("h:\u00b2", "http://h/", False),
        ("", "http://h/", False),
    ],
)
def test_allowed_hosts(pattern, url, allowed):
    uri = request_uri(url, skip_encoding=False)
    if allowed:
        Policy(allowed_hosts=(pattern,)).check(uri)
    else:
        with pytest.raises(PolicyError):
            Policy(allowed_hosts=(pattern,)).check(uri)


async def test_the_request_itself():
    async with RawServer([answer()]) as server:
        assert (await run({"method": "GET", "url": server.base}, policy=LOCAL)).error is None
        job = await run({"method": "GET", "url": server.alt}, policy=LOCAL)
        where = server.alt.removeprefix("http://")
        assert refused(job) == f"the host {where} is not among the allowed hosts"
        assert job.error.host == where
        assert len(server.requests) == 1


async def test_a_secret_in_the_name_of_a_host_is_not_told():
    variables = {"method": "GET", "url": "http://{{secrets.TENANT}}.example.org/"}
    job = await run(variables, {"TENANT": "s3cr3t-tenant"}, policy=LOCAL)
    assert refused(job) == "the host ***.example.org is not among the allowed hosts"
    assert job.error.host == "***.example.org"


async def test_every_hop_of_a_redirect():
    async with RawServer() as server:
        server.answers = [answer(302, "", [("Location", f"{server.alt}/x")])]
        job = await run({"method": "GET", "url": server.base, "followRedirects": True}, policy=LOCAL)
        refused(job)
        assert len(server.requests) == 1


async def test_the_token_endpoint_and_external_documents():
    authentication = {
        "type": "oauth-client-credentials-flow",
        "clientId": "c",
        "clientSecret": "s",
        "clientAuthentication": "credentialsBody",
    }
    async with RawServer([json_answer('{"access_token":"t"}')]) as server:
        variables = {"method": "POST", "url": server.base}
        job = await run(
            {**variables, "authentication": {**authentication, "oauthTokenEndpoint": server.alt}}, policy=LOCAL
        )
        refused(job)
        document = {"camunda.document.type": "external", "url": f"{server.alt}/d"}
        refused(await run({**variables, "body": {"d": document}}, policy=LOCAL))
        assert server.requests == []


async def test_names_that_resolve_to_refused_addresses(monkeypatch):
    def resolve(host, port, **_):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("169.254.169.254", port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    job = await run({"method": "GET", "url": "http://innocent.example/"}, policy=Policy())
    assert "innocent.example is a link-local or metadata address" in refused(job)
