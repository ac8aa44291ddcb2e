"""The authentication that a task has chosen, as far as the model tells, and which of its inputs count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.constants import text_of
from connlint.field_names import AUTHENTICATION_TYPE

if TYPE_CHECKING:
    from connlint.bpmn.model import ConnectorTask


def chosen_authentication(task: ConnectorTask) -> str | None:
    """The type of the authentication; None where there is none, or where it is not certain."""
    return text_of(task, AUTHENTICATION_TYPE)


def reads_input(task: ConnectorTask, field: str) -> bool:
    """Whether the connector certainly reads the field: the parts of an authentication only with their type."""
    from connlint.templates.runtime_inputs import AUTHENTICATION_READS

    group, _, part = field.partition(".")
    if group != "authentication" or field == AUTHENTICATION_TYPE:
        return True
    return part in AUTHENTICATION_READS.get(chosen_authentication(task) or "", ())
