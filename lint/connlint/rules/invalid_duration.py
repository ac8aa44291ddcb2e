"""`invalid-duration`: a retry backoff or job timeout that the connector cannot read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from connlint.bpmn.model import ConnectorTask
from connlint.example import Case, rest_task
from connlint.feel.temporal.java_duration import nanoseconds
from connlint.finding import Edit, Fix, Severity
from connlint.masking import shown
from connlint.rule import Context, Flag, rule
from connlint.secret_references import holds_secret

if TYPE_CHECKING:
    from connlint.bpmn.parts import TaskHeader

JOB_TIMEOUT_FROM = (8, 10)
MILLISECOND = 1_000_000


@rule("invalid-duration", severity=Severity.ERROR, over="connector-tasks")
def invalid_duration(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """The retry backoff or the job timeout of a task of Camunda's connectors is no ISO-8601 duration.

    ## Why
    The connector parses both headers before it does anything else. What is no duration of days, hours, minutes and
    seconds fails the job with no retry left, and no request is made. FEEL is not evaluated in headers, although
    the templates of versions 6 to 8 offer it for the backoff. Months and years have no fixed length and are refused.
    A job timeout must be longer than nothing; connectors before 8.10 do not read it. To workers of one's own these
    headers may mean anything.

    ## How to mend
    Write a duration such as `PT30S`, `PT5M`, `PT1H` or `P1D`.

    ## Fix
    Safe: removes blanks around a duration.
    """
    if not task.is_camundas:
        return
    backoff = task.header("retryBackoff")
    if backoff is not None:
        yield from _judge(task, backoff, must_be_positive=False)
    timeout = task.header("jobTimeout")
    is_read = context.engine is None or context.engine >= JOB_TIMEOUT_FROM
    if timeout is not None and timeout.text.strip() and is_read:
        yield from _judge(task, timeout, must_be_positive=True)


def _judge(task: ConnectorTask, header: TaskHeader, *, must_be_positive: bool) -> Iterator[Flag]:
    text = header.text
    # The engine drops an empty header; a secret in a header is `unresolvable-secret`'s to report.
    if not text or holds_secret(text):
        return
    length = nanoseconds(text)
    if length is not None:
        if must_be_positive and length < MILLISECOND:
            yield _flag(task, header, "the time must be longer than nothing, and the connector fails the job")
        return
    if text.startswith("="):
        yield _flag(task, header, "FEEL is not evaluated in a header, and the connector fails the job")
        return
    fix = None
    if header.value is not None and nanoseconds(text.strip()) is not None:
        fix = Fix("Remove the blanks", (Edit(header.value.span, header.value.encode(text.strip())),))
    yield _flag(task, header, "the connector fails the job before the request, with no retry left", fix)


def _flag(task: ConnectorTask, header: TaskHeader, consequence: str, fix: Fix | None = None) -> Flag:
    return Flag(
        header.span,
        f"{header.name} of {task.label} is {shown(header.name, header.text)}; an ISO-8601 duration such as PT5M is expected"
        f" ({consequence})",
        field=header.name,
        fix=fix,
    )


GOOD = [
    rest_task(headers={"retryBackoff": "PT0S", "jobTimeout": "PT10M"}, engine="8.10.0"),
    rest_task(headers={"retryBackoff": "P1DT2H3M4.5S"}),
    rest_task(headers={"retryBackoff": "pt5m", "jobTimeout": " "}, engine=None),
    rest_task(headers={"jobTimeout": "10m"}, engine="8.8.0"),
    rest_task(headers={"retryBackoff": "5 minutes"}, job_type="my-worker", template=None),
    rest_task(headers={"retryBackoff": "P-1DT25H"}),
]
BAD = [
    Case(rest_task(headers={"retryBackoff": "5 minutes"}), finds="5 minutes", says="such as PT5M"),
    Case(rest_task(headers={"retryBackoff": "=backoff"}, version="7", engine="8.5.0"), finds="=backoff", says="FEEL"),
    Case(rest_task(headers={"retryBackoff": "P1M"}, template=None), finds="P1M"),
    Case(rest_task(headers={"jobTimeout": "10m"}, version="17", engine="8.10.0"), finds="10m"),
    Case(rest_task(headers={"jobTimeout": "PT0S"}, engine="8.10.0"), finds="PT0S", says="longer than nothing"),
    Case(
        rest_task(headers={"retryBackoff": "PT5M\n"}, prefix="bpmn2"),
        finds="PT5M\n",
        fixed=rest_task(headers={"retryBackoff": "PT5M"}, prefix="bpmn2"),
    ),
    Case(
        rest_task(headers={"retryBackoff": "PT"}, job_type="io.camunda:slack:1", template=None, element="sendTask"),
        finds="PT",
    ),
]
