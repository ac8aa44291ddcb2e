"""The engine: runs a connector task as the connector would, from its job variables to the connector's result.

    result = await execute_job('{"method": "GET", "url": "https://api.example/x"}', secrets={"TOKEN": "..."})

`execute_job` gives the result or raises; `run_job` gives result, error and the trace of every exchange as one value;
`prepare_job` stops before anything is sent. One floor up, `run_task` takes a task of a model the whole way, from process
variables to what the process gets; `prepare_task`, `curl_task` and `replay_task` go a part of it:

    model = connlint.workspace.model_of(text, path)
    result = await run_task(model.http_tasks[0], variables={"city": "Berlin"}, secrets={"TOKEN": "..."})
    result.outcome    # Completed, BpmnErrorThrown, JobFailed or Stopped

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
    from connlint_server.engine.given_task import NotRunnableError, RunResult
    from connlint_server.engine.mapping import MappingError, Notice
    from connlint_server.engine.needs import (
        MissingInputsError,
        Need,
        missing_secrets,
        missing_variables,
        needed_secrets,
    )
    from connlint_server.engine.oauth import TokenCache
    from connlint_server.engine.options import RunOptions
    from connlint_server.engine.outcome import BpmnErrorThrown, Catcher, Completed, JobFailed, Outcome, Stopped
    from connlint_server.engine.policy import Policy
    from connlint_server.engine.proxy import ProxySettings
    from connlint_server.engine.redaction import Redactor
    from connlint_server.engine.run import Connector, DryRun, JobRun, execute_job, prepare_job, run_job
    from connlint_server.engine.saved_response import SavedResponse, SavedResponseError, read_saved
    from connlint_server.engine.task_curl import Curl, curl_task
    from connlint_server.engine.task_run import Prepared, prepare_task, replay_task, run_task, runnable_tasks

__all__ = [
    "BpmnErrorThrown",
    "Catcher",
    "Completed",
    "Connector",
    "ConnectorError",
    "Curl",
    "DryRun",
    "EngineError",
    "InternalError",
    "JobFailed",
    "JobRun",
    "LimitError",
    "MappingError",
    "MissingInputsError",
    "Need",
    "NotRunnableError",
    "Notice",
    "Outcome",
    "Policy",
    "PolicyError",
    "Prepared",
    "ProxySettings",
    "Redactor",
    "RunOptions",
    "RunResult",
    "SavedResponse",
    "SavedResponseError",
    "Stopped",
    "TokenCache",
    "curl_task",
    "execute_job",
    "missing_secrets",
    "missing_variables",
    "needed_secrets",
    "prepare_job",
    "prepare_task",
    "read_saved",
    "replay_task",
    "run_job",
    "run_task",
    "runnable_tasks",
]

_MODULES = {
    "errors": ("ConnectorError", "EngineError", "InternalError", "LimitError", "PolicyError"),
    "oauth": ("TokenCache",),
    "options": ("RunOptions",),
    "policy": ("Policy",),
    "proxy": ("ProxySettings",),
    "redaction": ("Redactor",),
    "run": ("Connector", "DryRun", "JobRun", "execute_job", "prepare_job", "run_job"),
    "mapping": ("MappingError", "Notice"),
    "needs": ("MissingInputsError", "Need", "missing_secrets", "missing_variables", "needed_secrets"),
    "outcome": ("BpmnErrorThrown", "Catcher", "Completed", "JobFailed", "Outcome", "Stopped"),
    "saved_response": ("SavedResponse", "SavedResponseError", "read_saved"),
    "given_task": ("NotRunnableError", "RunResult"),
    "task_curl": ("Curl", "curl_task"),
    "task_run": ("Prepared", "prepare_task", "replay_task", "run_task", "runnable_tasks"),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
