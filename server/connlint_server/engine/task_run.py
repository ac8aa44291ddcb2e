"""A task of a model, the whole way: mappings, request, response, outcome; and the same in part.

`run_task` sends; `prepare_task` stops before; `curl_task` gives a command; `replay_task` begins at a saved response.
Everything that they give is redacted, but for what is named raw.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from connlint.concealed import concealed_of
from connlint_server.engine.curl import curl_command, variable_name
from connlint_server.engine.deadline import Deadline, OverdueError, beside
from connlint_server.engine.deciding import Decision, decide
from connlint_server.engine.depth import walked, with_room
from connlint_server.engine.errors import ConnectorError, EngineError, LimitError, PolicyError
from connlint_server.engine.job_headers import JobSettings, retries_of, settings_of
from connlint_server.engine.job_variables import JobVariables, ResolvedInput, job_variables
from connlint_server.engine.mapping import MappingError, Notice
from connlint_server.engine.needs import MissingInputsError, missing_secrets, missing_variables, needed_secrets
from connlint_server.engine.outcome import JobFailed, Outcome, Stopped
from connlint_server.engine.redaction import Redactor
from connlint_server.engine.run import PLACEHOLDER_TOKEN, Connector, DryRun, internal_error, prepare_job, run_job
from connlint_server.engine.saved_response import SavedResponse, saved_value
from connlint_server.engine.secret_patterns import SHORT
from connlint_server.engine.secrets import referenced_secrets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from connlint.bpmn.model import ConnectorTask, Model
    from connlint.finding import ElementReference
    from connlint_server.engine.oauth import TokenCache
    from connlint_server.engine.options import RunOptions
    from connlint_server.engine.trace import Exchange

T = TypeVar("T")


class NotRunnableError(EngineError):
    """The task is of another connector than REST or GraphQL."""


@dataclass(frozen=True, slots=True)
class RunResult:
    """How a run went; everything in it is redacted.

    `inputs`: what the connector was given, secrets as references. `exchanges`: every request with its response, in order.
    `saved`: what can be replayed: the response as expressions see it, else the failure. `duration`: seconds.
    `redactor` masks the secrets of this run in any other text.
    """

    element: ElementReference
    label: str
    inputs: tuple[ResolvedInput, ...]
    exchanges: tuple[Exchange, ...]
    saved: Any = field(repr=False)
    outcome: Outcome
    notices: tuple[Notice, ...]
    duration: float
    redactor: Redactor = field(repr=False)

    @property
    def response(self) -> dict[str, Any] | None:
        """What the connector made of the answer: `status`, `headers`, `body`, `reason`; `None` without an answer."""
        return self.saved if isinstance(self.saved, dict) and "status" in self.saved else None

    @property
    def is_success(self) -> bool:
        return self.outcome.kind in ("variables", "ignored-error")

    @property
    def could_not_send(self) -> bool:
        """Nobody answered, or our own rules stopped it; and the model makes nothing else of that."""
        if isinstance(self.outcome, Stopped):
            return True
        is_plain_failure = isinstance(self.outcome, JobFailed) and self.outcome.where == "connector"
        return is_plain_failure and bool(self.exchanges) and self.exchanges[-1].status is None


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
    run = _Run(task, variables or {}, secrets or {})
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
        stopped = None if error is None or isinstance(error, ConnectorError) else Decision(_stopped(error))
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
    run = _Run(task, variables or {}, secrets or {})
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


def curl_task(
    task: ConnectorTask, *, variables: Mapping[str, Any] | None = None, secrets: Mapping[str, str] | None = None
) -> str:
    """The request as a cURL command in which every secret is `$NAME`; no secret's value is needed.

    A credential that stands in the model is `$CREDENTIAL`, a second one `$CREDENTIAL_2`.

    Raises as `prepare_task` does, but for secrets that are not given.
    """
    given = dict(secrets or {})
    run = _Run(task, variables or {}, given)
    job = walked(lambda: run.job(check_secrets=False), run.variables)
    names = referenced_secrets(job.text)
    stand_ins = {name: f"connlint-{index}-{variable_name(name)}-stands-here" for index, name in enumerate(names)}
    try:
        dry = prepare_job(job.text, secrets=stand_ins, connector=connector_of(task), confidential=run.confidential)
    except ConnectorError:
        # A secret that must be a number or a method cannot be stood in for.
        if not set(names) <= set(given):
            raise
        dry = prepare_job(
            job.text,
            secrets={name: given[name] for name in names},
            connector=connector_of(task),
            confidential=run.confidential,
        )
    redactor = Redactor({name: stand_ins[name] for name in names})
    redactor = redactor.with_values(given.values(), "secret") if given else redactor
    redactor = redactor.with_values([PLACEHOLDER_TOKEN], "ACCESS_TOKEN")
    literals = (text for text in dict.fromkeys(dry.literals) if not any(each in text for each in stand_ins.values()))
    for number, text in enumerate(literals, 1):
        redactor = redactor.with_values([text], "CREDENTIAL" if number == 1 else f"CREDENTIAL_{number}")
    command = curl_command(dry.request, redactor)
    if dry.token_request is None:
        return command
    token = curl_command(dry.token_request, redactor)
    return f"ACCESS_TOKEN=$({token} | jq --raw-output '.. | .access_token? // empty')\n\n{command}"


def replay_task(
    task: ConnectorTask,
    saved: SavedResponse,
    *,
    variables: Mapping[str, Any] | None = None,
    secrets: Mapping[str, str] | None = None,
) -> RunResult:
    """Evaluate the task's expressions on a saved response; nothing is sent. Variables may lack."""
    started = time.monotonic()
    run = _Run(task, variables or {}, secrets or {})
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


def connector_of(task: ConnectorTask) -> Connector:
    """The connector that serves the task. Raises `NotRunnableError` for any other than REST and GraphQL."""
    if task.is_rest:
        return Connector.REST
    if task.is_graphql:
        return Connector.GRAPHQL
    raise NotRunnableError(
        f"{task.label} is a task of {task.job_type or 'no job type'}, not of a REST or GraphQL connector"
    )


class _Run:
    """A task with what it is run with."""

    def __init__(self, task: ConnectorTask, variables: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
        connector_of(task)
        self.task = task
        self.variables = variables
        self.secrets = secrets
        self.confidential = tuple(text for text in concealed_of(task).texts if "{{" not in text)
        self.redactor = Redactor(secrets).with_values(self.confidential, "credential")

    def job(self, *, check_secrets: bool = True) -> JobVariables:
        variables = missing_variables(self.task, self.variables)
        if variables:
            secrets = missing_secrets(self.task, None, self.secrets) if check_secrets else ()
            raise MissingInputsError(variables, secrets)
        job = self.mapped()
        if check_secrets and (secrets := missing_secrets(self.task, job, self.secrets)):
            raise MissingInputsError((), secrets)
        return job

    def mapped(self) -> JobVariables:
        return self._masking_failures(lambda: job_variables(self.task, self.variables))

    def retries(self, job: JobVariables) -> int:
        return self._masking_failures(lambda: retries_of(self.task, job.visible))

    def settings(self, job: JobVariables) -> JobSettings:
        return self._masking_failures(lambda: settings_of(self.task, retries_of(self.task, job.visible)))

    def _masking_failures(self, step: Callable[[], T]) -> T:
        """What a step gives. Its failure may quote a variable that holds a secret, so it is raised anew, without its past."""
        failure: MappingError | ConnectorError
        try:
            return step()
        except MappingError as error:
            failure = MappingError(self.redactor.text(error.message), error.field, error.span, is_limit=error.is_limit)
        except ConnectorError as error:
            failure = error.redacted_by(self.redactor)
        raise failure

    def decided(self, job: JobVariables, settings: JobSettings, result: Any, error: ConnectorError | None) -> Decision:
        names = referenced_secrets(job.text)
        values = [self.secrets[name] for name in names if name in self.secrets]
        try:
            return decide(self.task, job, settings, result, error, values, self.redactor)
        except LimitError as limit:
            return Decision(_stopped(limit))

    def result(
        self,
        job: JobVariables,
        decision: Decision,
        result: Any,
        error: ConnectorError | None,
        exchanges: tuple[Exchange, ...],
        started: float,
    ) -> RunResult:
        return RunResult(
            element=self.task.node.reference,
            label=self.task.label,
            inputs=self.shown(job.inputs),
            exchanges=exchanges,
            saved=self.redactor.value(saved_value(result, error)),
            outcome=decision.outcome.redacted(self.redactor),
            notices=self.noticed((*job.notices, *decision.notices, *self.short_secrets(job))),
            duration=time.monotonic() - started,
            redactor=self.redactor,
        )

    def refused(self, error: MappingError, duration: float) -> RunResult:
        """Run time: an incident before there is a job; no retry and no error expression changes it."""
        failure: Outcome = JobFailed(error.message, None, 0, 0.0, {}, "mapping", error.message)
        if error.is_limit:
            failure = Stopped("limit", error.message)
        return RunResult(
            element=self.task.node.reference,
            label=self.task.label,
            inputs=(),
            exchanges=(),
            saved=None,
            outcome=failure.redacted(self.redactor),
            notices=self.noticed((Notice("error", error.message, error.field, error.span),)),
            duration=duration,
            redactor=self.redactor,
        )

    def sent(self, fault: EngineError, exchanges: tuple[Exchange, ...], started: float) -> RunResult:
        """Nothing but what was sent and received; made of nothing that could fail again."""
        return RunResult(
            element=self.task.node.reference,
            label=self.task.label,
            inputs=(),
            exchanges=exchanges,
            saved=None,
            outcome=_stopped(fault),
            notices=(),
            duration=time.monotonic() - started,
            redactor=self.redactor,
        )

    def shown(self, inputs: tuple[ResolvedInput, ...]) -> tuple[ResolvedInput, ...]:
        return tuple(ResolvedInput(each.target, self.redactor.value(each.value), each.origin) for each in inputs)

    def short_secrets(self, job: JobVariables) -> Iterator[Notice]:
        """A mask for one or two characters would cover half of any text, and show by that what they are."""
        for name in referenced_secrets(job.text):
            if 0 < len(self.secrets.get(name, "")) < SHORT:
                yield Notice("warning", f"the secret {name} is too short to be masked but where it stands alone")

    def noticed(self, notices: tuple[Notice, ...]) -> tuple[Notice, ...]:
        masked = (Notice(each.severity, self.redactor.text(each.message), each.field, each.span) for each in notices)
        return tuple(dict.fromkeys(masked))


def _walked(step: Callable[[], T], job: JobVariables, result: Any, error: ConnectorError | None) -> T:
    variables = None if error is None or error.variables is None else dict(error.variables)
    return walked(step, dict(job.visible), result, variables)


def _stopped(error: EngineError) -> Stopped:
    if isinstance(error, PolicyError):
        return Stopped("policy", str(error), error.host)
    return Stopped("limit" if isinstance(error, LimitError) else "internal", str(error))


__all__ = [
    "NotRunnableError",
    "Prepared",
    "RunResult",
    "connector_of",
    "curl_task",
    "needed_secrets",
    "prepare_task",
    "replay_task",
    "run_task",
    "runnable_tasks",
]
