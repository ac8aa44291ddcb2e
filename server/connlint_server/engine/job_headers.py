"""What the model says about a job beside its variables: retries, and the task headers that the run time reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from connlint.bpmn.values import mapping_feel
from connlint.feel import Place
from connlint_server.engine.errors import input_error
from connlint_server.engine.mapping import MappingError, feel_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connlint.bpmn.model import ConnectorTask

DEFAULT_RETRIES = 3

# java.time.Duration.parse: days to seconds, each part with a sign of its own.
_DURATION = re.compile(
    r"([-+]?)P(?:([-+]?[0-9]+)D)?(T(?:([-+]?[0-9]+)H)?(?:([-+]?[0-9]+)M)?(?:([-+]?[0-9]+)(?:[.,]([0-9]{0,9}))?S)?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class JobSettings:
    """`retries`: as the job has them when it is activated. `backoff`: seconds, before a failed job is retried."""

    retries: int = DEFAULT_RETRIES
    backoff: Decimal = Decimal(0)


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
    backoff = Decimal(0)
    if header is not None and header.value is not None:
        parsed = duration_seconds(header.text)
        if parsed is None:
            raise input_error(
                f"Failed to parse retry backoff header. Expected ISO-8601 duration, e.g. PT5M, got: {header.text}"
            )
        backoff = parsed
    timeout = task.header("jobTimeout")
    if timeout is not None and timeout.text.strip():
        parsed = duration_seconds(timeout.text)
        if parsed is None:
            raise input_error(
                f"Failed to parse job timeout header. Expected ISO-8601 duration, e.g. PT10M, got: {timeout.text}"
            )
        if parsed < Decimal("0.001"):
            raise input_error(f"Job timeout must be a positive duration, got: {timeout.text}")
    return JobSettings(retries, backoff)


def duration_seconds(text: str) -> Decimal | None:
    """The seconds of an ISO-8601 duration as Java's `Duration` reads it: no years, months or weeks.

    >>> duration_seconds("P1DT0.5S"), duration_seconds("P1M")
    (Decimal('86400.5'), None)
    """
    match = _DURATION.fullmatch(text)
    if match is None or (match[3] or "").upper() == "T":
        return None
    days, hours, minutes, seconds, fraction = match[2], match[4], match[5], match[6], match[7]
    if not (days or hours or minutes or seconds):
        return None
    total = Decimal(days or 0) * 86400 + Decimal(hours or 0) * 3600 + Decimal(minutes or 0) * 60
    total += Decimal(seconds or 0)
    part = Decimal(f"0.{fraction}") if fraction else Decimal(0)
    total += -part if (seconds or "").startswith("-") else part
    return -total if match[1] == "-" else total


def duration_text(seconds: Decimal) -> str:
    """The duration as Java writes it.

    >>> duration_text(Decimal("90061.5")), duration_text(Decimal(0))
    ('PT25H1M1.5S', 'PT0S')
    """
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    parts = f"{int(hours)}H" if hours else ""
    parts += f"{int(minutes)}M" if minutes else ""
    if rest or not parts:
        parts += f"{rest.normalize():f}S"
    return f"PT{parts}"
