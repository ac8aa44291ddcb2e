"""Proxies by the connector's variables."""

from __future__ import annotations

import asyncio

import pytest

from connlint_server.engine.errors import ConnectorError
from connlint_server.engine.proxy import ProxySettings, proxies_from
from engine.raw_server import RawServer, answer, read_request
from engine.running import failure, run


def settings(server, scheme="HTTP", **more) -> ProxySettings:
    prefix = f"CONNECTOR_{scheme}_PROXY_"
    given = {f"{prefix}HOST": "127.0.0.1", f"{prefix}PORT": str(server.port)}
    return proxies_from(
        given
        | {
            f"{prefix}{name}" if name != "DIRECT" else "CONNECTOR_HTTP_NON_PROXY_HOSTS": value
            for name, value in more.items()
        }
    )


async def test_plain_requests_name_the_whole_address():
    async with RawServer([answer(200, "from the proxy")]) as proxy:
        proxies = settings(proxy, USER="me", PASSWORD="pw")
        job = await run({"method": "GET", "url": "http://no-such-host.invalid:81/p?a=1"}, proxies=proxies)
        assert job.result["body"] == "from the proxy"
        (request,) = proxy.requests
        assert request.line == "GET http://no-such-host.invalid:81/p?a=1 HTTP/1.1"
        assert request.values("Host") == ["no-such-host.invalid:81"]
        assert request.values("Proxy-Authorization") == ["Basic bWU6cHc="]
        assert b"Proxy-Authorization: Basic ***" in job.trace.exchanges[0].head
        assert job.trace.exchanges[0].through_proxy == f"http://127.0.0.1:{proxy.port}"


async def test_some_hosts_are_reached_directly():
    async with RawServer([answer(200, "proxy")]) as proxy, RawServer([answer(200, "direct")] * 2) as server:
        for pattern, body in (("x|local*", "direct"), ("LOCALHOST|local", "proxy")):
            job = await run({"method": "GET", "url": server.base}, proxies=settings(proxy, DIRECT=pattern))
            assert job.result["body"] == body


async def test_only_the_own_variables_count_and_the_environment_is_the_default(monkeypatch):
    async with RawServer([answer(200, "proxy")]) as proxy, RawServer([answer(200, "direct")]) as server:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
        assert (await run({"method": "GET", "url": server.base}, proxies=None)).result["body"] == "direct"
        monkeypatch.setenv("CONNECTOR_HTTP_PROXY_HOST", "127.0.0.1")
        monkeypatch.setenv("CONNECTOR_HTTP_PROXY_PORT", str(proxy.port))
        assert (await run({"method": "GET", "url": server.base}, proxies=None)).result["body"] == "proxy"


@pytest.mark.parametrize("port", ["x", "0", "65536", "-1"])
def test_bad_ports(port):
    with pytest.raises(ConnectorError) as raised:
        proxies_from({"CONNECTOR_HTTPS_PROXY_HOST": "h", "CONNECTOR_HTTPS_PROXY_PORT": port})
    assert raised.value.input_error
    assert "CONNECTOR_HTTPS_PROXY_PORT" in raised.value.message


def test_a_proxy_needs_host_and_port():
    assert proxies_from({"CONNECTOR_HTTP_PROXY_HOST": "h", "CONNECTOR_HTTP_PROXY_PORT": " "}).by_scheme == {}
    assert "pw" not in repr(
        proxies_from(
            {"CONNECTOR_HTTP_PROXY_HOST": "h", "CONNECTOR_HTTP_PROXY_PORT": "1", "CONNECTOR_HTTP_PROXY_PASSWORD": "pw"}
        )
    )


async def test_encrypted_requests_go_through_a_tunnel(authority, server_tls):
    heads = []

    async def tunnel(reader, writer):
        request = await read_request(reader)
        heads.append(request)
        host, _, port = request.target.rpartition(":")
        inner_reader, inner_writer = await asyncio.open_connection(host, int(port))
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")

        async def pump(source, sink):
            while data := await source.read(65536):
                sink.write(data)
            sink.close()

        await asyncio.gather(pump(reader, inner_writer), pump(inner_reader, writer), return_exceptions=True)

    async with RawServer([answer(200, "inside")], tls=server_tls) as server:
        listener = await asyncio.start_server(tunnel, "127.0.0.1", 0)
        port = listener.sockets[0].getsockname()[1]
        given = {
            "CONNECTOR_HTTPS_PROXY_HOST": "127.0.0.1",
            "CONNECTOR_HTTPS_PROXY_PORT": str(port),
            "CONNECTOR_HTTPS_PROXY_USER": "me",
        }
        trusted = {"trustedCertificate": authority.cert_pem.bytes().decode()}
        job = await run({"method": "GET", "url": server.base, "clientTls": trusted}, proxies=proxies_from(given))
        listener.close()
        assert job.error is None, job.error.message
        assert job.result["body"] == "inside"
        assert heads[0].line == f"CONNECT localhost:{server.port} HTTP/1.1"
        assert heads[0].values("Proxy-Authorization") == ["Basic bWU6"]
        assert server.requests[0].values("Proxy-Authorization") == []
        assert server.requests[0].target == "/"


async def test_a_refused_tunnel_is_a_protocol_error():
    async with RawServer([answer(407)]) as proxy:
        job = await run({"method": "GET", "url": "https://h.invalid/"}, proxies=settings(proxy, "HTTPS"))
        assert (failure(job).code, failure(job).message) == ("500", "An error with the HTTP protocol occurred")
