"""Which hosts are near: this machine, a private network, a cluster's inside."""

from __future__ import annotations

from connlint.lazy_pattern import lazy

_LOCAL_ENDINGS = (".local", ".internal", ".localhost", ".svc", ".lan", ".test")
_ADDRESS = lazy(r"(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})")


def is_local(host: str) -> bool:
    """Loopback, private and link-local addresses, names of a single label, and names below a local ending."""
    host = host.lower().rstrip(".")
    if host.startswith("["):
        inner = host.strip("[]")
        return inner in ("::1", "::") or inner.startswith(("fc", "fd", "fe8", "fe9", "fea", "feb"))
    address = _ADDRESS.fullmatch(host)
    if address is not None:
        first, second = int(address[1]), int(address[2])
        return (
            first in (0, 10, 127)
            or (first == 172 and 16 <= second <= 31)
            or (first == 192 and second == 168)
            or (first == 169 and second == 254)
        )
    return "." not in host or host.endswith(_LOCAL_ENDINGS) or ".svc." in host
