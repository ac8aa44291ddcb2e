"""The authentication that a task has chosen, as far as the model tells, and which of its inputs count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.constants import text_of

if TYPE_CHECKING:
    from connlint.bpmn.model import ConnectorTask

TYPE = "authentication.type"


def chosen_authentication(task: ConnectorTask) -> str | None:
    """The type of the authentication; None where there is none, or where it is not certain."""
    return text_of(task, TYPE)


def reads_input(task: ConnectorTask, field: str) -> bool:
    """Whether the connector certainly reads the field: the parts of an authentication only with their type."""
    from connlint.templates.runtime_inputs import AUTHENTICATION_READS

    group, _, part = field.partition(".")
    if group != "authentication" or field == TYPE:
        return True
    return part in AUTHENTICATION_READS.get(chosen_authentication(task) or "", ())
