"""How a task ends for the process: variables, a BPMN error and who catches it, an ignored error, a failed job."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from connlint.finding import ElementReference
    from connlint.span import Span
    from connlint_server.engine.redaction import Redactor

Where = Literal["mapping", "connector", "task header", "result expression", "error expression", "output mapping"]
"""The stage at which a failure came up."""


@dataclass(frozen=True, slots=True)
class Completed:
    """The job completes. `variables`: what the process gets, after output mappings.

    `ignored`: the message of the failure that `ignoreError` passed over. `kept`: names whose values stay in the task.
    """

    variables: dict[str, Any] = field(repr=False)
    ignored: str | None = None
    kept: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return "variables" if self.ignored is None else "ignored-error"

    def redacted(self, redactor: Redactor) -> Completed:
        ignored = None if self.ignored is None else redactor.text(self.ignored)
        return Completed(redactor.value(self.variables), ignored, self.kept)


@dataclass(frozen=True, slots=True)
class Catcher:
    """The event that catches a BPMN error. `code`: the one that it names; `None`: it catches every code."""

    element: ElementReference
    code: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class BpmnErrorThrown:
    """The task throws a BPMN error. Without a catcher in the model there is an incident, unless a calling process catches."""

    code: str
    message: str | None
    variables: dict[str, Any] = field(repr=False)
    catcher: Catcher | None

    kind = "bpmn-error"

    def redacted(self, redactor: Redactor) -> BpmnErrorThrown:
        message = None if self.message is None else redactor.text(self.message)
        return BpmnErrorThrown(redactor.text(self.code), message, redactor.value(self.variables), self.catcher)


@dataclass(frozen=True, slots=True)
class JobFailed:
    """The job fails. `retries`: those that are left; none is an incident. `backoff`: seconds before the next try.

    `code`: the connector's error code. `variables`: what the failed job leaves in the task's scope.
    `text`: the whole text of the incident, as an operator would see it.
    """

    message: str
    code: str | None
    retries: int
    backoff: float
    variables: dict[str, Any] = field(repr=False)
    where: Where
    text: str = ""

    @property
    def kind(self) -> str:
        return "incident" if self.retries == 0 else "job-failed"

    def redacted(self, redactor: Redactor) -> JobFailed:
        return JobFailed(
            redactor.text(self.message),
            None if self.code is None else redactor.text(self.code),
            self.retries,
            self.backoff,
            redactor.value(self.variables),
            self.where,
            redactor.text(self.text),
        )


@dataclass(frozen=True, slots=True)
class Stopped:
    """Our own rules ended the run, so nothing is known of how the process would go on.

    `reason`: the user's policy, a limit of the run, or a fault of ours. `host`: the one that is not among the allowed hosts.
    """

    reason: Literal["policy", "limit", "internal"]
    message: str
    host: str | None = None

    kind = "stopped"

    def redacted(self, redactor: Redactor) -> Stopped:
        host = None if self.host is None else redactor.text(self.host)
        return Stopped(self.reason, redactor.text(self.message), host)


Outcome = Completed | BpmnErrorThrown | JobFailed | Stopped
