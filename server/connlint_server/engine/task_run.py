"""A task of a model, the whole way: mappings, request, response, outcome; and the same in part.

`run_task` sends; `prepare_task` stops before; `replay_task` begins at a saved response.
Everything that they give is redacted, but for what is named raw.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from connlint_server.engine.deadline import Deadline, OverdueError, beside
from connlint_server.engine.deciding import Decision
from connlint_server.engine.depth import walked, with_room
from connlint_server.engine.errors import ConnectorError, EngineError, LimitError
from connlint_server.engine.given_task import GivenTask, RunResult, connector_of, stopped_by
from connlint_server.engine.job_headers import JobSettings
from connlint_server.engine.job_variables import JobVariables, ResolvedInput
from connlint_server.engine.mapping import MappingError, Notice
from connlint_server.engine.run import DryRun, internal_error, prepare_job, run_job
from connlint_server.engine.secrets import referenced_secrets

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from connlint.bpmn.model import ConnectorTask, Model
    from connlint.finding import ElementReference
    from connlint_server.engine.oauth import TokenCache
    from connlint_server.engine.options import RunOptions
    from connlint_server.engine.saved_response import SavedResponse

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What would be sent. `dry` holds the raw requests: show them through `dry.redactor` only."""

    element: ElementReference
    label: str
    inputs: tuple[ResolvedInput, ...]
    dry: DryRun = field(repr=False)
    secrets: tuple[str, ...]
    notices: tuple[Notice, ...]


def runnable_tasks(model: Model) -> tuple[ConnectorTask, ...]:
    """The tasks of a model that can be run, in document order."""
    return model.http_tasks


async def run_task(
    task: ConnectorTask,
    *,
    variables: Mapping[str, Any] | None = None,
    secrets: Mapping[str, str] | None = None,
    options: RunOptions | None = None,
    token_cache: TokenCache | None = None,
) -> RunResult:
    """Run a connector task of a model as the engine and the connector would, and say what the process gets.

    `variables`: process variables as JSON values; `secrets`: name to value. Cancelling it closes the socket.
    Raises `MissingInputsError` before anything is sent, with everything that lacks; `NotRunnableError` for another
    connector. All other failures are the outcome.
    """
    started = time.monotonic()
    limit = options.total_timeout if options is not None else None
    deadline = Deadline(limit)
    run = GivenTask(task, variables or {}, secrets or {})
    try:
        job = walked(run.job, run.variables)
        retries = walked(lambda: run.retries(job), run.variables)
    except MappingError as error:
        return run.refused(error, time.monotonic() - started)
    try:
        settings = walked(lambda: run.settings(job), run.variables)
    except ConnectorError as error:
        return run.result(job, run.decided(job, JobSettings(retries), None, error), None, error, (), started)
    done = await run_job(
        job.text,
        secrets=run.secrets,
        token_cache=token_cache,
        connector=connector_of(task),
        options=options,
        confidential=run.confidential,
    )
    run.redactor = done.redactor
    failure = done.error
    connector_error = failure if isinstance(failure, ConnectorError) else None

    def concluded(error: EngineError | None) -> RunResult:
        stopped = None if error is None or isinstance(error, ConnectorError) else Decision(stopped_by(error))
        decision = stopped or run.decided(job, settings, done.result, connector_error)
        return run.result(job, decision, done.result, connector_error, done.trace.exchanges, started)

    # What was sent has happened: whatever a fault of ours makes of its answer, it is told.
    fault: EngineError
    try:
        return await beside(
            lambda: _walked(lambda: concluded(failure), job, done.result, connector_error), deadline.extended()
        )
    except OverdueError:
        fault = LimitError(f"the run took longer than its limit of {limit:g} s")
        return run.sent(fault, done.trace.exchanges, started)
    except Exception as raised:
        fault = internal_error(raised)
    try:
        return await beside(lambda: with_room(lambda: concluded(fault)), deadline.extended())
    except Exception:
        return run.sent(fault, done.trace.exchanges, started)


def prepare_task(
    task: ConnectorTask,
    *,
    variables: Mapping[str, Any] | None = None,
    secrets: Mapping[str, str] | None = None,
    token_cache: TokenCache | None = None,
) -> Prepared:
    """Everything up to the sending, with no network.

    Raises `MissingInputsError`, `MappingError`, and `ConnectorError` where the connector would refuse the job.
    """
    run = GivenTask(task, variables or {}, secrets or {})
    job = walked(run.job, run.variables)
    walked(lambda: run.settings(job), run.variables)
    dry = prepare_job(
        job.text,
        secrets=run.secrets,
        token_cache=token_cache,
        connector=connector_of(task),
        confidential=run.confidential,
    )
    run.redactor = dry.redactor
    names = referenced_secrets(job.text)
    notices = run.noticed((*job.notices, *run.short_secrets(job)))
    return Prepared(task.node.reference, task.label, run.shown(job.inputs), dry, names, notices)


def replay_task(
    task: ConnectorTask,
    saved: SavedResponse,
    *,
    variables: Mapping[str, Any] | None = None,
    secrets: Mapping[str, str] | None = None,
) -> RunResult:
    """Evaluate the task's expressions on a saved response; nothing is sent. Variables may lack."""
    started = time.monotonic()
    run = GivenTask(task, variables or {}, secrets or {})
    try:
        job = walked(run.mapped, run.variables)
        settings = walked(lambda: run.settings(job), run.variables)
    except MappingError:
        job = JobVariables({}, {mapping.root: None for mapping in task.node.inputs}, dict(run.variables), ())
        settings = JobSettings()
    except ConnectorError as error:
        settings = JobSettings(run.retries(job))
        return run.result(job, run.decided(job, settings, None, error), None, error, (), started)
    job = JobVariables(job.fetched, job.local, job.visible, (), ())

    def concluded() -> RunResult:
        decision = run.decided(job, settings, saved.result, saved.error)
        return run.result(job, decision, saved.result, saved.error, (), started)

    return _walked(concluded, job, saved.result, saved.error)


def _walked(step: Callable[[], T], job: JobVariables, result: Any, error: ConnectorError | None) -> T:
    variables = None if error is None or error.variables is None else dict(error.variables)
    return walked(step, dict(job.visible), result, variables)
