"""TLS and client certificates."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
import tempfile
from contextlib import asynccontextmanager, suppress

import pytest
import trustme

from connlint_server.engine import tls
from engine.raw_server import PATIENCE, RawServer, answer
from engine.running import failure, run


@pytest.fixture(scope="module")
def client(authority):
    """Certificate and key of a client, as PEM texts."""
    issued = authority.issue_cert("client.example")
    certificate = "".join(blob.bytes().decode() for blob in issued.cert_chain_pems)
    return {"clientCertificate": certificate, "clientPrivateKey": issued.private_key_pem.bytes().decode()}


@pytest.fixture
def trusted(authority):
    return {"trustedCertificate": authority.cert_pem.bytes().decode()}


@pytest.fixture
def mutual_tls(authority) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    authority.configure_trust(context)
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def encrypted(pem: str, password: bytes) -> str:
    from cryptography.hazmat.primitives.serialization import (
        BestAvailableEncryption,
        Encoding,
        PrivateFormat,
        load_pem_private_key,
    )

    key = load_pem_private_key(pem.encode(), None)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(password)).decode()


async def test_a_trusted_server(server_tls, trusted):
    async with RawServer([answer(200, "ok")], tls=server_tls) as server:
        job = await run({"method": "GET", "url": server.base, "clientTls": trusted})
        assert job.result["body"] == "ok"
        assert job.trace.exchanges[0].timing.tls is not None
        await server.until_closed()


async def test_an_unknown_authority(server_tls):
    async with RawServer([answer()], tls=server_tls) as server:
        error = failure(await run({"method": "GET", "url": server.base}))
        assert error.code == "SSL_HANDSHAKE_FAILED"
        assert error.message.startswith("TLS handshake failed: ")
        assert error.message.endswith("or check the client certificate configuration.")
        assert not error.input_error
        assert (await run({"method": "GET", "url": server.base}, verify_tls=False)).error is None
        await server.until_closed()


async def test_a_certificate_for_an_address(authority, trusted):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    async with RawServer([answer(200, "ok")], tls=context) as server:
        job = await run({"method": "GET", "url": server.alt, "clientTls": trusted})
        assert job.error is None, job.error.message


async def test_a_certificate_for_another_host(server_tls, trusted):
    async with RawServer([answer()], tls=server_tls) as server:
        job = await run({"method": "GET", "url": server.alt, "clientTls": trusted})
        assert failure(job).code == "SSL_HANDSHAKE_FAILED"


async def test_a_server_without_tls():
    async def shout(_reader, writer):
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    server = await asyncio.start_server(shout, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    job = await run({"method": "GET", "url": f"https://localhost:{port}"})
    server.close()
    assert failure(job).code == "SSL_HANDSHAKE_FAILED"


@asynccontextmanager
async def asking_server(context: ssl.SSLContext):
    """The port of a server that refuses a handshake with a proper alert (asyncio's own servers just hang up)."""

    def refuse(connection):
        # Reading on until the client leaves: closing with unread data would be a reset, which can overtake the alert.
        with connection, connection.dup() as plain:
            plain.settimeout(PATIENCE)
            with suppress(OSError), context.wrap_socket(connection.dup(), server_side=True):
                pytest.fail("the handshake was accepted")
            with suppress(OSError):
                plain.shutdown(socket.SHUT_WR)
                while plain.recv(65536):
                    pass

    def serve(listener):
        with suppress(OSError):
            while True:
                refuse(listener.accept()[0])

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = asyncio.get_running_loop().run_in_executor(None, serve, listener)
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            await thread


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
async def test_a_missing_client_certificate(mutual_tls, trusted, version):
    mutual_tls.maximum_version = version
    async with asking_server(mutual_tls) as port:
        job = await run({"method": "GET", "url": f"https://localhost:{port}", "clientTls": trusted})
        assert failure(job).code == "SSL_HANDSHAKE_FAILED"
        assert len(job.trace.exchanges) == 1


async def test_client_certificates(mutual_tls, client, trusted):
    async with RawServer([answer(200, "known")] * 3, tls=mutual_tls) as server:
        job = await run({"method": "GET", "url": server.base, "clientTls": {**client, **trusted}})
        assert job.result["body"] == "known"
        locked = {**client, "clientPrivateKey": encrypted(client["clientPrivateKey"], b"pass word")}
        with_password = {**locked, **trusted, "privateKeyPassword": "pass word"}
        job = await run({"method": "GET", "url": server.base, "clientTls": with_password})
        assert job.error is None


@pytest.mark.parametrize("missing", ["clientCertificate", "clientPrivateKey"])
async def test_half_an_identity(client, missing):
    material = {**client, missing: " "}
    job = await run({"method": "GET", "url": "http://localhost:1", "clientTls": material})
    assert failure(job).message == tls.ONLY_ONE
    assert failure(job).input_error


@pytest.mark.parametrize(
    "change",
    [
        {"clientCertificate": "no certificate"},
        {"clientPrivateKey": "no key"},
        {"trustedCertificate": "nothing"},
        {"privateKeyPassword": "wrong", "clientPrivateKey": None},
        {"clientPrivateKey": trustme.CA().issue_cert("other").private_key_pem.bytes().decode()},
    ],
)
async def test_unusable_material_sends_nothing(server_tls, client, change):
    if change.get("clientPrivateKey", "") is None:
        change = {**change, "clientPrivateKey": encrypted(client["clientPrivateKey"], b"right")}
    async with RawServer([answer()], tls=server_tls) as server:
        job = await run({"method": "GET", "url": server.base, "clientTls": {**client, **change}})
        assert failure(job).message == tls.UNUSABLE
        assert failure(job).input_error
        assert server.connections == 0


async def test_a_locked_key_without_its_password_does_not_ask(client):
    locked = {**client, "clientPrivateKey": encrypted(client["clientPrivateKey"], b"right")}
    job = await run({"method": "GET", "url": "http://localhost:1", "clientTls": locked})
    assert failure(job).message == tls.UNUSABLE


@pytest.mark.parametrize("in_memory", [True, False])
def test_no_file_of_the_key_stays_behind(client, in_memory, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    if not in_memory:
        monkeypatch.delattr(os, "memfd_create", raising=False)
    modes = []
    original = ssl.SSLContext.load_cert_chain

    def load(self, certificate, key, password):
        modes.extend(path.stat().st_mode & 0o777 for path in tmp_path.iterdir())
        return original(self, certificate, key, password)

    monkeypatch.setattr(ssl.SSLContext, "load_cert_chain", load)
    tls.tls_context(tls.ClientTls(client["clientCertificate"], client["clientPrivateKey"]))
    assert list(tmp_path.iterdir()) == []
    assert modes == ([] if in_memory and hasattr(os, "memfd_create") else [0o600, 0o600])


async def test_the_token_call_has_no_client_certificate(mutual_tls, client, trusted):
    async with asking_server(mutual_tls) as port:
        authentication = {
            "type": "oauth-client-credentials-flow",
            "oauthTokenEndpoint": f"https://localhost:{port}",
            "clientId": "c",
            "clientSecret": "s",
            "clientAuthentication": "credentialsBody",
        }
        variables = {"method": "GET", "url": "http://localhost:1", "authentication": authentication}
        job = await run({**variables, "clientTls": {**client, **trusted}}, verify_tls=False)
        assert failure(job).code == "SSL_HANDSHAKE_FAILED"
        assert [entry.purpose.value for entry in job.trace.exchanges] == ["token"]
