"""Where a run may send requests to: the user's own rules, checked for the request, every redirect and every token call."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from connlint_server.engine.errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connlint_server.engine.java_uri import Uri

# Cloud metadata services that are not link-local addresses.
_METADATA_ADDRESSES = frozenset(map(ipaddress.ip_address, ("fd00:ec2::254", "100.100.100.200", "192.0.0.192")))
_METADATA_NAMES = frozenset({"metadata", "metadata.google.internal", "metadata.goog", "instance-data"})

ASKED_METHODS = frozenset({"POST", "PUT", "PATCH", "DELETE"})
"""What changes something at the other end, and is confirmed first unless the user says otherwise."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Destination(NamedTuple):
    """Where a request goes. `text` is for people: the host, with the port where that is not the scheme's own."""

    host: str
    port: int
    text: str

    @classmethod
    def of(cls, uri: Uri) -> Destination:
        host = (uri.host or "").lower().rstrip(".")
        usual = 443 if uri.scheme == "https" else 80
        return cls(host, uri.effective_port, host if uri.effective_port == usual else f"{host}:{uri.effective_port}")


def allows(pattern: str, to: Destination) -> bool:
    """Whether a pattern of the user's covers a destination.

    A host name, `*.example.org` for all below it, or `*` for every host; each for one port only with `:8080` behind it.
    """
    pattern = pattern.strip().lower()
    host, colon, port = pattern.rpartition(":")
    if colon and port.isascii() and port.isdecimal():
        if int(port) != to.port:
            return False
        pattern = host
    pattern = pattern.rstrip(".")
    if pattern.startswith("*."):
        return to.host.endswith(pattern[1:])
    return bool(pattern) and pattern in ("*", to.host)


@dataclass(frozen=True, slots=True)
class Policy:
    """`allowed_hosts`: patterns, see `allows`; `None` allows every host.

    `allow_link_local`: also link-local and cloud metadata addresses.
    """

    allowed_hosts: tuple[str, ...] | None = None
    allow_link_local: bool = False

    def check(self, uri: Uri) -> None:
        """Raise `PolicyError` unless the address is http(s) to an allowed host; resolves nothing."""
        to = Destination.of(uri)
        host = to.host
        if uri.scheme not in {"http", "https"}:
            raise PolicyError("only http and https addresses are requested")
        if self.allowed_hosts is not None and not any(allows(pattern, to) for pattern in self.allowed_hosts):
            raise PolicyError(f"the host {to.text} is not among the allowed hosts", to.text)
        if not self.allow_link_local and host in _METADATA_NAMES:
            raise PolicyError(f"{host} is a cloud metadata service; requests to it are not allowed")
        literal = _literal(host)
        if literal is not None:
            self.check_addresses(host, [literal])

    def check_addresses(self, host: str, addresses: Iterable[Address]) -> None:
        """Raise `PolicyError` if one of the host's addresses is link-local or of a metadata service."""
        if self.allow_link_local:
            return
        for address in addresses:
            plain = _unmapped(address)
            if plain.is_link_local or plain in _METADATA_ADDRESSES:
                raise PolicyError(
                    f"{host} is a link-local or metadata address ({plain}); requests to it are not allowed"
                )


def _literal(host: str) -> Address | None:
    """The address that the host's text itself is, in any form that the system's resolver takes (`0xa9fea9fe`, ...)."""
    text = host.strip("[]").partition("%")[0]
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        pass
    import socket

    try:
        return ipaddress.IPv4Address(socket.inet_aton(text))
    except (OSError, ValueError, UnicodeError):
        return None


def _unmapped(address: Address) -> Address:
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped if isinstance(mapped, ipaddress.IPv4Address) else address
