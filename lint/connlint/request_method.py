"""The method of a task's request, and whether a body goes with it, as far as the model tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.constants import constant_of
from connlint.field_values import value_of

if TYPE_CHECKING:
    from connlint.bpmn.model import ConnectorTask
    from connlint.rule import Context


def method_of(task: ConnectorTask) -> str | None:
    """The method in capitals; None where it is not certain, or none that the connector knows.

    Run time: any case, blanks around it and the place in the list of methods are taken (rest-connector §2.3).
    """
    from connlint.templates.runtime_inputs import METHODS

    constant = constant_of(value_of(task, f"{task.request_prefix}method"))
    if constant is None or constant.kind not in ("text", "string", "number"):
        return None
    text = constant.text.strip().upper()
    if text.isdecimal() and len(text) < 3 and int(text) < len(METHODS):
        return METHODS[int(text)]
    return text if text in METHODS else None


def sends_body(task: ConnectorTask, context: Context) -> bool:
    """Whether the request certainly has a body."""
    from connlint.templates import input_binding
    from connlint.templates.runtime_inputs import METHODS_WITH_BODY

    if method_of(task) not in METHODS_WITH_BODY:
        return False
    if task.is_graphql and not task.is_rest:
        return True
    return not context.values(task).given(input_binding("body")).is_missing
