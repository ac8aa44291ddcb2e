"""Which models call each other's processes, directly and by way of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connlint.bpmn.model import Model


def called_by(model: Model) -> frozenset[str]:
    """The ids of the processes that a model calls."""
    calls = (node.called for node in model.nodes())
    return frozenset(call.process_id.text for call in calls if call is not None and call.process_id)


class Calls:
    """The calls between models that belong together."""

    def __init__(self, models: Iterable[Model]) -> None:
        self._having: dict[str, list[Model]] = {}
        self._calling: dict[str, list[Model]] = {}
        for model in models:
            for process in model.processes:
                self._having.setdefault(process.id, []).append(model)
            for name in called_by(model):
                self._calling.setdefault(name, []).append(model)

    def connected(self, *models: Model) -> frozenset[str]:
        """The paths of these models and of all that calls connect with them, in either direction."""
        paths = {model.path for model in models}
        waiting = list(models)
        while waiting:
            model = waiting.pop()
            callees = (each for name in called_by(model) for each in self._having.get(name, ()))
            callers = (each for process in model.processes for each in self._calling.get(process.id, ()))
            for each in (*callees, *callers):
                if each.path not in paths:
                    paths.add(each.path)
                    waiting.append(each)
        return frozenset(paths)
