"""Result and error expressions, as the connector runtime evaluates them over the connector's result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from connlint.feel import FeelError, FeelLimitError, Place, evaluate, to_json
from connlint_server.engine.errors import ConnectorError, LimitError, input_error
from connlint_server.engine.java_text import java_text
from connlint_server.engine.json_text import write_json
from connlint_server.engine.mapping import Notice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connlint.bpmn.model import ConnectorTask
    from connlint.bpmn.parts import TaskHeader

MAX_OUTPUT = 1536 * 1024
_FORBIDDEN = "camunda.function.type"
FEEL_FAILURE = "io.camunda.connector.feel.FeelEngineWrapperException"


@dataclass(frozen=True, slots=True)
class Outputs:
    """The variables that a job is completed with; `None`: the task maps no result at all."""

    variables: dict[str, Any] | None
    notices: tuple[Notice, ...] = ()


def output_variables(task: ConnectorTask, result: Any) -> Outputs:
    """The result variable and what the result expression gives over the connector's result.

    Run time: only the names of the result and `response` are in scope. Raises the run time's error.
    """
    variables: dict[str, Any] = {}
    notices: tuple[Notice, ...] = ()
    if task.result_variable is not None:
        variables[task.result_variable.text] = result
    header = task.header("resultExpression")
    has_expression = header is not None and bool(header.text.strip())
    if header is not None and has_expression:
        scope = {**_names_of(result), "response": result}
        value, notices = evaluate_header(header, scope, Place.RESULT_EXPRESSION, "Result expression")
        variables.update(value or {})
    if task.result_variable is None and not has_expression:
        return Outputs(None)
    text = write_json(variables)
    if _FORBIDDEN in text:
        raise input_error(f"The connector result contains a forbidden literal '{_FORBIDDEN}'.")
    size = len(text.encode("utf-8", "replace"))
    if size > MAX_OUTPUT:
        raise input_error(
            f"The output variables take {size} bytes; the connector runtime refuses more than 1.5 MiB together"
        )
    return Outputs(variables, notices)


def evaluate_header(
    header: TaskHeader, scope: Mapping[str, Any], place: Place, label: str
) -> tuple[dict[str, Any] | None, tuple[Notice, ...]]:
    """The JSON object that the expression gives, or `None` for null. Raises the run time's errors for anything else.

    Raises `LimitError` where it is we who evaluate no further.
    """
    feel = header.feel
    text = header.text.strip()
    shown = text.removeprefix("=")
    failure = f"Failed to evaluate expression '{shown}' in context '{java_text(dict(scope))}'. Reason: "
    error: FeelError | None = None
    value: Any = None
    notices: tuple[Notice, ...] = ()
    try:
        result = evaluate(feel.parsed if feel is not None else shown, scope, place=place)
        value = to_json(result.value, place=place)
        notices = tuple(
            Notice(
                "warning",
                f"{header.name}: {warning.message}",
                header.name,
                feel.span(*warning.span) if feel is not None else None,
            )
            for warning in result.warnings
        )
    except FeelLimitError as limit:
        raise LimitError(f"{header.name} is not evaluated to its end: {limit.message}") from None
    except FeelError as raised:
        error = raised
    if error is not None:
        raise ConnectorError(failure + (error.engine_message or error.message))
    if value is None or isinstance(value, dict):
        return value, notices
    kind = "array" if isinstance(value, list) else "boolean" if isinstance(value, bool) else "string"
    kind = "number" if isinstance(value, (int, float)) and not isinstance(value, bool) else kind
    raise input_error(
        f"{FEEL_FAILURE}: {failure}{label} must return a JSON object, but got {kind}. "
        f"Evaluated value: {write_json(value)}"
    )


def _names_of(result: Any) -> dict[str, Any]:
    return dict(result) if isinstance(result, dict) else {}
