"""Proxies by the connector's own environment variables; `HTTP_PROXY` and `NO_PROXY` play no part."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from connlint_server.engine.credentials import basic_header
from connlint_server.engine.errors import input_error

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Proxy:
    """One proxy. `scheme` is how the proxy itself is spoken to."""

    scheme: str
    host: str
    port: int
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @property
    def authorization(self) -> str | None:
        """The Proxy-Authorization value, `None` without a user."""
        return basic_header(self.user, self.password or "") if self.user else None


@dataclass(frozen=True, slots=True)
class ProxySettings:
    """The proxy of each target scheme, and the hosts that are reached directly (`*` stands for anything)."""

    by_scheme: Mapping[str, Proxy] = field(default_factory=dict)
    direct_hosts: tuple[str, ...] = ()

    def proxy_for(self, scheme: str, host: str) -> Proxy | None:
        """Run time: the pattern must match the whole host, in its exact case."""
        proxy = self.by_scheme.get(scheme)
        if proxy is None or any(_matches(pattern, host) for pattern in self.direct_hosts):
            return None
        return proxy


def proxies_from(environment: Mapping[str, str]) -> ProxySettings:
    """Read `CONNECTOR_HTTP(S)_PROXY_HOST|PORT|SCHEME|USER|PASSWORD` and `CONNECTOR_HTTP_NON_PROXY_HOSTS`.

    A proxy needs host and port; raises the connector's input error for a port that is none.
    """
    found: dict[str, Proxy] = {}
    for scheme in ("http", "https"):
        prefix = f"CONNECTOR_{scheme.upper()}_PROXY_"
        host, port = environment.get(f"{prefix}HOST", ""), environment.get(f"{prefix}PORT", "")
        if host.strip() and port.strip():
            found[scheme] = Proxy(
                environment.get(f"{prefix}SCHEME", "http"),
                host,
                _port(port, f"{prefix}PORT"),
                environment.get(f"{prefix}USER"),
                environment.get(f"{prefix}PASSWORD"),
            )
    direct = environment.get("CONNECTOR_HTTP_NON_PROXY_HOSTS", "")
    return ProxySettings(found, tuple(pattern for pattern in direct.split("|") if pattern))


def _port(text: str, variable: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,9}", text):
        raise input_error(f"Invalid proxy port in environment variable {variable}")
    port = int(text)
    if not 1 <= port <= 65535:
        raise input_error(f"Proxy port in environment variable {variable} is out of range (1-65535): {port}")
    return port


def _matches(pattern: str, host: str) -> bool:
    return re.fullmatch(".*".join(re.escape(piece) for piece in pattern.split("*")), host) is not None
