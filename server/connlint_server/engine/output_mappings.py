"""The variables of a completed job -> what the process gets: the engine's output mappings and scopes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from connlint.feel import FeelError, FeelLimitError, Place, to_json
from connlint_server.engine.mapping import MappingError, Notice, mapped_value, put, targets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connlint.bpmn.model import ConnectorTask
    from connlint_server.engine.job_variables import JobVariables


@dataclass(frozen=True, slots=True)
class Gets:
    """`variables`: what leaves the task. `kept`: names that stay in it, because the task has them itself."""

    variables: dict[str, Any]
    kept: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()


def process_variables(task: ConnectorTask, job: JobVariables, variables: Mapping[str, Any]) -> Gets:
    """What the process gets of a completed job's variables. Raises `MappingError`.

    Run time: with output mappings only their targets leave the task; without, everything does but what bears the name
    of one of the task's own variables.
    """
    if not task.node.outputs:
        kept = tuple(name for name in variables if name in job.local)
        notices = tuple(
            Notice(
                "warning",
                f"{name} is also an input of the task, so the result {name} stays in the task: the process does not get it",
                name,
            )
            for name in kept
        )
        return Gets({name: value for name, value in variables.items() if name not in kept}, kept, notices)
    mapped: dict[str, Any] = {}
    notices = ()
    seen = {**job.visible, **variables}
    for mapping in targets(task.node.outputs):
        evaluated = mapped_value(mapping, {**seen, **mapped}, task, Place.OUTPUT_MAPPING)
        notices += evaluated.notices
        put(mapped, mapping.name, evaluated.value, merge_with=job.visible)
    try:
        exported = {name: to_json(value) for name, value in mapped.items()}
    except FeelError as error:
        is_limit = isinstance(error, FeelLimitError)
        raise MappingError(error.message, "output mappings", None, is_limit=is_limit) from None
    return Gets(exported, tuple(name for name in variables if name not in exported), notices)
