"""The engine: runs a connector task as the connector would, from its job variables to the connector's result.

    result = await execute_job('{"method": "GET", "url": "https://api.example/x"}', secrets={"TOKEN": "..."})

`execute_job` gives the result or raises; `run_job` gives result, error and the trace of every exchange as one value;
`prepare_job` stops before anything is sent.

Each stage is a module of its own, takes and gives immutable values, and can be used alone:

    secrets -> binding (coercions, documents) -> validation -> request (body, url, authentication, headers)
            -> sending (redirects, retries, cookies) -> transport (tls, proxy, policy, decoding) -> response

What is raw and what is masked: results and errors are raw, because expressions are evaluated on them; `str()` and `repr()` of
everything, and the trace, are masked. Whoever shows a result passes it through the run's redactor first.

Known differences from the connector: the answer to `Expect: 100-continue` is not waited for; a proxy gets its credentials
with the first request instead of after a 407; documents of a cluster's store and the intrinsic functions that need a cluster
are refused; the trusted authorities are this machine's, not a JVM's.

The names below load on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from connlint_server.engine.errors import (
        ConnectorError,
        EngineError,
        InternalError,
        LimitError,
        PolicyError,
    )
    from connlint_server.engine.oauth import TokenCache
    from connlint_server.engine.options import RunOptions
    from connlint_server.engine.policy import Policy
    from connlint_server.engine.proxy import ProxySettings
    from connlint_server.engine.redaction import Redactor
    from connlint_server.engine.run import Connector, DryRun, JobRun, execute_job, prepare_job, run_job

__all__ = [
    "Connector",
    "ConnectorError",
    "DryRun",
    "EngineError",
    "InternalError",
    "JobRun",
    "LimitError",
    "Policy",
    "PolicyError",
    "ProxySettings",
    "Redactor",
    "RunOptions",
    "TokenCache",
    "execute_job",
    "prepare_job",
    "run_job",
]

_MODULES = {
    "errors": ("ConnectorError", "EngineError", "InternalError", "LimitError", "PolicyError"),
    "oauth": ("TokenCache",),
    "options": ("RunOptions",),
    "policy": ("Policy",),
    "proxy": ("ProxySettings",),
    "redaction": ("Redactor",),
    "run": ("Connector", "DryRun", "JobRun", "execute_job", "prepare_job", "run_job"),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
