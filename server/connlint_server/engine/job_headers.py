"""What the model says about a job beside its variables: retries, and the task headers that the run time reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from connlint.bpmn.values import mapping_feel
from connlint.feel import Place
from connlint.feel.temporal.java_duration import nanoseconds
from connlint_server.engine.errors import input_error
from connlint_server.engine.mapping import MappingError, feel_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connlint.bpmn.model import ConnectorTask

DEFAULT_RETRIES = 3
_MILLISECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class JobSettings:
    """`retries`: as the job has them when it is activated. `backoff`: nanoseconds before a failed job is retried."""

    retries: int = DEFAULT_RETRIES
    backoff: int = 0


def retries_of(task: ConnectorTask, variables: Mapping[str, Any]) -> int:
    """The retries that the engine gives the job. Raises `MappingError` where it cannot read them."""
    definition = task.node.definition
    value = definition.retries if definition is not None else None
    if value is None or not value.text.strip():
        return DEFAULT_RETRIES
    feel = mapping_feel(value)
    found: Any = value.text.strip()
    if feel is not None:
        found = feel_value(feel, variables, task, Place.OTHER, "retries").value
    if isinstance(found, str) and re.fullmatch(r"[0-9]{1,9}", found) and feel is None:
        return int(found)
    if isinstance(found, Decimal) and found == found.to_integral_value() and 0 <= found < 2**31:
        return int(found)
    raise MappingError(
        f"retries of {task.label} is {value.text!r}; the engine reads a whole number from 0", "retries", value.span
    )


def settings_of(task: ConnectorTask, retries: int) -> JobSettings:
    """Read the headers that count before the call; raises the run time's error for one that it cannot read."""
    header = task.header("retryBackoff")
    backoff = 0
    if header is not None and header.value is not None:
        parsed = nanoseconds(header.text)
        if parsed is None:
            raise input_error(
                f"Failed to parse retry backoff header. Expected ISO-8601 duration, e.g. PT5M, got: {header.text}"
            )
        backoff = parsed
    timeout = task.header("jobTimeout")
    if timeout is not None and timeout.text.strip():
        parsed = nanoseconds(timeout.text)
        if parsed is None:
            raise input_error(
                f"Failed to parse job timeout header. Expected ISO-8601 duration, e.g. PT10M, got: {timeout.text}"
            )
        if parsed < _MILLISECOND:
            raise input_error(f"Job timeout must be a positive duration, got: {timeout.text}")
    return JobSettings(retries, backoff)
