"""Connector result or error -> outcome: output variables, error expression, and what the engine makes of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from connlint.bpmn.catching import catchers_of
from connlint.feel import Place
from connlint.feel.temporal.civil import NANOS_PER_SECOND
from connlint.feel.temporal.java_duration import nanoseconds
from connlint_server.engine.errors import ConnectorError, LimitError, input_error
from connlint_server.engine.expressions import FEEL_FAILURE, Outputs, evaluate_header, output_variables
from connlint_server.engine.java_text import java_text
from connlint_server.engine.json_text import write_json
from connlint_server.engine.mapping import MappingError, Notice
from connlint_server.engine.outcome import BpmnErrorThrown, Catcher, Completed, JobFailed, Outcome
from connlint_server.engine.output_mappings import process_variables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from connlint.bpmn.model import ConnectorTask
    from connlint_server.engine.job_headers import JobSettings
    from connlint_server.engine.job_variables import JobVariables
    from connlint_server.engine.outcome import Where
    from connlint_server.engine.redaction import Redactor

    Cut = Callable[[str], str]

MAX_MESSAGE = 6000
_API = "io.camunda.connector.api.error"
_ERROR_TYPES = ("bpmnError", "jobError", "ignoreError")
# Errors without a code that the connector raises as its own; all others without one are the JDK's.
_OWN_WITHOUT_CODE = ("JSON response format", "Text response payload", "JSON response payload", "Response body is not")


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome, raw, and what there is to say about the way to it."""

    outcome: Outcome
    notices: tuple[Notice, ...] = ()


def decide(
    task: ConnectorTask,
    job: JobVariables,
    settings: JobSettings,
    result: Any,
    error: ConnectorError | None,
    secrets: Iterable[str] = (),
    redactor: Redactor | None = None,
) -> Decision:
    """How the job ends. `error`: the connector failed; else `result` is what it gave. `secrets`: the job's values.

    Everything in the decision is raw. `redactor`: knows where a text may be cut, so that no part of a secret stays.

    Run time: the error expression is evaluated on success and on failure; where it fails itself, its failure replaces
    the first one and no retry is left.
    """
    cut = _cutting(redactor)
    where: Where = "connector" if error is None or not _is_header_error(error) else "task header"
    outputs = Outputs(None)
    if error is None:
        outputs, error = _outputs(task, result)
        where = "result expression" if error is not None else where
    scope: dict[str, Any]
    if error is not None:
        error_value = _error_value(error, masking(secrets), cut)
        scope = {"error": error_value}
    else:
        error_value = {}
        # Run time: with outputs the expression sees them instead of the connector's result.
        scope = outputs.variables if outputs.variables else (result if isinstance(result, dict) else {})
    verdict, failure, notices = _judged(task, scope, settings.retries)
    if failure is not None:
        value = _error_value(failure, masking(secrets), cut)
        return Decision(_failed(failure, value, 0, 0, "error expression", cut), (*outputs.notices, *notices))
    notices = (*outputs.notices, *notices)
    if verdict is not None:
        kind, given = verdict
        variables = given.get("variables") or {}
        if kind == "bpmnError":
            return Decision(_thrown(task, given, variables, cut), notices)
        if kind == "jobError":
            return Decision(_job_error(given, variables, cut), notices)
        ignored = (error.message or error.code or "") if error is not None else ""
        return _completed(task, job, variables, ignored, notices)
    if error is not None:
        retries = 0 if error.input_error else max(settings.retries - 1, 0)
        return Decision(_failed(error, error_value, retries, settings.backoff, where, cut), notices)
    return _completed(task, job, outputs.variables or {}, None, notices)


def masking(secrets: Iterable[str]) -> Callable[[Any], Any]:
    """The run time's own masking, before an error expression sees a failure: each value, as it is, becomes `***`."""
    values = sorted((value for value in set(secrets) if value), key=len, reverse=True)

    def masked(value: Any) -> Any:
        if isinstance(value, str):
            for secret in values:
                value = value.replace(secret, "***")
            return value
        if isinstance(value, dict):
            return {masked(name): masked(item) for name, item in value.items()}
        if isinstance(value, list):
            return [masked(item) for item in value]
        return value

    return masked


def _outputs(task: ConnectorTask, result: Any) -> tuple[Outputs, ConnectorError | None]:
    try:
        return output_variables(task, result), None
    except ConnectorError as error:
        return Outputs(None), error


def _is_header_error(error: ConnectorError) -> bool:
    return error.message.startswith(
        ("Failed to parse retry backoff", "Failed to parse job timeout", "Job timeout must")
    )


def _cutting(redactor: Redactor | None) -> Cut:
    """Run time: a message is cut. A secret at the cut is left out: its beginning would be no form of it any more."""
    if redactor is None:
        return lambda text: text[:MAX_MESSAGE]
    return lambda text: redactor.cut(text, MAX_MESSAGE)


def _error_value(error: ConnectorError, masked: Callable[[Any], Any], cut: Cut) -> dict[str, Any]:
    """The variable `error` of a failed job, as the run time builds it."""
    value: dict[str, Any] = {"type": _java_type(error), "message": cut(masked(error.message))}
    if error.code is not None:
        value["code"] = error.code
    if error.variables is not None:
        value["variables"] = masked(dict(error.variables))
    return value


def _java_type(error: ConnectorError) -> str:
    if error.input_error:
        return f"{_API}.ConnectorInputException"
    if error.code is None and error.message.startswith("Failed to evaluate expression"):
        return FEEL_FAILURE
    if error.code is None and not error.message.startswith(_OWN_WITHOUT_CODE):
        return "java.lang.IllegalArgumentException"
    return f"{_API}.ConnectorException"


def _judged(
    task: ConnectorTask, scope: Mapping[str, Any], retries: int
) -> tuple[tuple[str, dict[str, Any]] | None, ConnectorError | None, tuple[Notice, ...]]:
    """What the error expression says: its kind and object, or how it fails itself."""
    header = task.error_expression
    if header is None:
        return None, None, ()
    names = {**scope, "response": dict(scope), "job": {"retries": retries}}
    try:
        value, notices = evaluate_header(header, names, Place.ERROR_EXPRESSION, "Error expression")
        # After a success there is no `error`: every error expression asks for it all the same.
        told = tuple(notice for notice in notices if "error" in scope or not notice.message.endswith("name 'error'"))
        return _verdict(value), None, told
    except ConnectorError as error:
        return None, error, ()


def _verdict(value: dict[str, Any] | None) -> tuple[str, dict[str, Any]] | None:
    if not value:
        return None
    kind = value.get("errorType")
    variables = value.get("variables")
    if kind not in _ERROR_TYPES or not (variables is None or isinstance(variables, dict)):
        raise input_error(
            f"Cannot parse '{write_json(value)}' as 'io.camunda.connector.runtime.core.error.ConnectorError'."
        )
    if kind == "bpmnError" and value.get("errorCode") is None:
        # Run time: a BPMN error without a code counts as none.
        return None
    if kind == "jobError" and not isinstance(value.get("retries"), int):
        raise input_error("An error expression gave a jobError without retries")
    return str(kind), value


def _thrown(task: ConnectorTask, given: Mapping[str, Any], variables: dict[str, Any], cut: Cut) -> BpmnErrorThrown:
    code = java_text(given["errorCode"])
    message = given.get("errorMessage")
    text = None if message is None else cut(java_text(message))
    return BpmnErrorThrown(code, text, variables, catcher_of(task, code))


def catcher_of(task: ConnectorTask, code: str) -> Catcher | None:
    """The event of the model that catches the code: the nearest place outward, the code before a catch-all."""
    events = catchers_of(task.node, code, task.model)
    if not events:
        return None
    event = events[0]
    codes = {
        error.code.text
        for catch in event.catches
        if catch.kind == "error" and (error := task.model.errors.get(catch.reference or "")) and error.code is not None
    }
    return Catcher(event.reference, code if code in codes else None, event.element.start_tag)


def _job_error(given: Mapping[str, Any], variables: dict[str, Any], cut: Cut) -> JobFailed:
    message = java_text(given.get("errorMessage")) if given.get("errorMessage") is not None else ""
    backoff = given.get("retryBackoff")
    nanos = nanoseconds(backoff) if isinstance(backoff, str) else None
    return JobFailed(
        message=cut(message),
        code=None,
        retries=max(int(given["retries"]), 0),
        backoff=(nanos or 0) / NANOS_PER_SECOND,
        variables={**variables, "error": message},
        where="error expression",
        text=cut(message),
    )


def _failed(
    error: ConnectorError, value: dict[str, Any], retries: int, backoff: int, where: Where, cut: Cut
) -> JobFailed:
    text = f"{value['message']} | Error variables: {java_text({'error': value})}"
    return JobFailed(
        message=value["message"],
        code=error.code,
        retries=retries,
        backoff=backoff / NANOS_PER_SECOND,
        variables={"error": value},
        where=where,
        text=cut(text),
    )


def _completed(
    task: ConnectorTask,
    job: JobVariables,
    variables: dict[str, Any],
    ignored: str | None,
    notices: tuple[Notice, ...],
) -> Decision:
    try:
        gets = process_variables(task, job, variables)
    except MappingError as error:
        if error.is_limit:
            raise LimitError(error.message) from None
        failure = JobFailed(error.message, None, 0, 0.0, {}, "output mapping", error.message)
        return Decision(failure, (*notices, Notice("warning", error.message, error.field, error.span)))
    return Decision(Completed(gets.variables, ignored, gets.kept), (*notices, *gets.notices))
