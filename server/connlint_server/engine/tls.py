"""TLS: the default trust, and the context for the PEM texts of `clientTls`."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from connlint_server.engine.errors import input_error

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator

ONLY_ONE = "mTLS client authentication requires both a client certificate and a private key; only one was provided."
UNUSABLE = "Failed to build SSL context for mTLS from the provided certificate material"


@dataclass(frozen=True, slots=True, repr=False)
class ClientTls:
    """PEM texts: the client's certificate and key (with its password), and the certificates to trust."""

    client_certificate: str | None = None
    client_private_key: str | None = None
    private_key_password: str | None = None
    trusted_certificate: str | None = None

    @property
    def is_configured(self) -> bool:
        return any(map(_filled, (self.client_certificate, self.client_private_key, self.trusted_certificate)))


def tls_context(client_tls: ClientTls | None, *, verify: bool = True) -> ssl.SSLContext:
    """The context for a connection. `verify=False`: any server certificate is taken (the user's `--insecure`).

    Raises the connector's input error for material that cannot be used.
    """
    import ssl

    context: ssl.SSLContext | None
    if client_tls is None or not client_tls.is_configured:
        context = _default_context()
    else:
        if _filled(client_tls.client_certificate) != _filled(client_tls.client_private_key):
            raise input_error(ONLY_ONE)
        try:
            context = _client_context(client_tls)
        except (ssl.SSLError, OSError, ValueError):
            context = None
        if context is None:
            raise input_error(UNUSABLE)
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def failure_detail(error: BaseException) -> str | None:
    """The innermost TLS reason in a chain of errors, `None` where TLS has no part in it."""
    import ssl

    detail = None
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        if isinstance(current, ssl.SSLCertVerificationError):
            detail = current.verify_message
        elif isinstance(current, ssl.SSLError):
            detail = current.reason or type(current).__name__
        current = current.__cause__ or current.__context__
    return detail


def _default_context() -> ssl.SSLContext:
    import ssl

    context = ssl.create_default_context()
    paths = ssl.get_default_verify_paths()
    if paths.cafile is None and paths.capath is None:
        # A Python without certificates of the system (macOS installers): certifi has a set.
        import certifi

        context.load_verify_locations(certifi.where())
    return context


def _client_context(client_tls: ClientTls) -> ssl.SSLContext:
    import ssl

    trusted = client_tls.trusted_certificate
    if trusted is not None and _filled(trusted):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cadata=trusted)
    else:
        context = _default_context()
    certificate, key = client_tls.client_certificate, client_tls.client_private_key
    if certificate is not None and key is not None and _filled(certificate):
        password = client_tls.private_key_password
        # An empty answer, unlike none, keeps OpenSSL from asking on the terminal.
        answer = password if _filled(password) else ""
        with _readable_by_openssl(certificate) as certificate_path, _readable_by_openssl(key) as key_path:
            context.load_cert_chain(certificate_path, key_path, password=answer)
    return context


@contextmanager
def _readable_by_openssl(pem: str) -> Iterator[str]:
    """A path that OpenSSL can read the text from: in memory where the system can, else a file of the user alone.

    OpenSSL takes certificates and keys by path only. The file is gone when the block ends.
    """
    data = pem.encode("utf-8", "replace")
    if hasattr(os, "memfd_create") and os.path.isdir("/proc/self/fd"):
        descriptor = os.memfd_create("connlint-pem")
        try:
            os.write(descriptor, data)
            yield f"/proc/self/fd/{descriptor}"
        finally:
            os.close(descriptor)
        return
    # mkstemp makes a file that only its owner may read.
    descriptor, path = tempfile.mkstemp(prefix="connlint-", suffix=".pem")
    try:
        try:
            os.write(descriptor, data)
        finally:
            os.close(descriptor)
        yield path
    finally:
        os.unlink(path)


def _filled(text: str | None) -> bool:
    return text is not None and bool(text.strip())
