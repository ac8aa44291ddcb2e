"""Inputs that neither the applied template nor the connector knows, and which known one was most likely meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from connlint.field_names import WRITE_TIMEOUT
from connlint.local_reads import is_read
from connlint.nearest import abbreviated, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint.bpmn.model import ConnectorTask
    from connlint.bpmn.parts import InputMapping
    from connlint.templates import Connector, Template


class UnknownInput(NamedTuple):
    """The mapping, and the name that was meant; None where no name is near."""

    mapping: InputMapping
    meant: str | None


MOST_COMPARED = 10_000
"""Names that are compared to find the nearest ones. A task with more than a few unknown inputs is not misspelt."""


def unknown_inputs(task: ConnectorTask, template: Template, connector: Connector | None) -> Iterator[UnknownInput]:
    """Those of a task to which the template is applied; what another expression of the task reads is none."""
    from connlint.templates import known_names

    read = connector.inputs if connector is not None else {}
    known = known_names(template) | read.keys()
    groups = {group for name in known for group in _groups(name)}
    near: list[str] | None = None
    count = 0
    for mapping in task.node.inputs:
        name = mapping.name
        if mapping.target is None or not name or name in known or name in groups:
            continue
        if _is_below(name, known, connector) or is_read(task, mapping):
            continue
        count += len(known)
        near = near or sorted(known)
        yield UnknownInput(mapping, _nearest(name, near) if count <= MOST_COMPARED else None)


def _is_below(name: str, known: frozenset[str], connector: Connector | None) -> bool:
    """Whether it is a part of an input that has parts: of a map, a body or a saved context, not of a text."""
    if connector is None:
        return any(group in known for group in _groups(name))
    if name == connector.prefix + WRITE_TIMEOUT:  # `ignored-input` speaks of it
        return True
    read = connector.inputs
    return any(
        group in known and (group not in read or read[group].takes in ("map", "any", "context"))
        for group in _groups(name)
    )


def _groups(name: str) -> Iterator[str]:
    """`a` and `a.b` for `a.b.c`."""
    return (name[:at] for at, character in enumerate(name) if character == ".")


def _nearest(name: str, known: list[str]) -> str | None:
    return nearest(name, known) or abbreviated(name, known) or _by_last_part(name, known)


def _by_last_part(name: str, known: list[str]) -> str | None:
    """`token` for `authentication.token`: the one name with this last part."""
    found = [each for each in known if each.rpartition(".")[2].casefold() == name.rpartition(".")[2].casefold()]
    return found[0] if len(found) == 1 else None
