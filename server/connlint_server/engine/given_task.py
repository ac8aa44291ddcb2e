"""A task with the variables and secrets that it is run with: the steps that are the same however far a run goes.

Everything that they give is redacted.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from connlint.concealed import concealed_of
from connlint_server.engine.deciding import Decision, decide
from connlint_server.engine.errors import ConnectorError, EngineError, LimitError, PolicyError
from connlint_server.engine.job_headers import JobSettings, retries_of, settings_of
from connlint_server.engine.job_variables import JobVariables, ResolvedInput, job_variables
from connlint_server.engine.mapping import MappingError, Notice
from connlint_server.engine.needs import MissingInputsError, missing_secrets, missing_variables
from connlint_server.engine.outcome import JobFailed, Outcome, Stopped
from connlint_server.engine.redaction import Redactor
from connlint_server.engine.run import Connector
from connlint_server.engine.saved_response import saved_value
from connlint_server.engine.secret_patterns import SHORT
from connlint_server.engine.secrets import referenced_secrets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from connlint.bpmn.model import ConnectorTask
    from connlint.finding import ElementReference
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


def connector_of(task: ConnectorTask) -> Connector:
    """The connector that serves the task. Raises `NotRunnableError` for any other than REST and GraphQL."""
    if task.is_rest:
        return Connector.REST
    if task.is_graphql:
        return Connector.GRAPHQL
    raise NotRunnableError(
        f"{task.label} is a task of {task.job_type or 'no job type'}, not of a REST or GraphQL connector"
    )


class GivenTask:
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
            return Decision(stopped_by(limit))

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
            outcome=stopped_by(fault),
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


def stopped_by(error: EngineError) -> Stopped:
    if isinstance(error, PolicyError):
        return Stopped("policy", str(error), error.host)
    return Stopped("limit" if isinstance(error, LimitError) else "internal", str(error))
