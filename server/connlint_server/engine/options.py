"""How a run is made: the user's limits and rules, as one value."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from connlint_server.engine.documents import DocumentStore

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from connlint_server.engine.policy import Policy
    from connlint_server.engine.proxy import ProxySettings

DEFAULT_MAX_BODY = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class RunOptions:
    """`policy`: where requests may go; `None` (the default) allows every address.

    `total_timeout`: seconds for the whole run, retries and token calls included; `None` without end.
    `max_body`: bytes of a response, both as received and as decoded.
    `verify_tls`: `False` takes any server certificate.
    `proxies`: `None` reads the connector's environment variables when the run begins.
    `sleep`: how the wait before a repetition is spent.
    """

    policy: Policy | None = None
    total_timeout: float | None = None
    max_body: int = DEFAULT_MAX_BODY
    verify_tls: bool = True
    proxies: ProxySettings | None = None
    store: DocumentStore = field(default_factory=DocumentStore)
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
