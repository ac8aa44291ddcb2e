"""Process variables -> job variables: the engine's part, before the connector gets its job.

The variables that a task sees come from the process, from the loops and input mappings of the scopes around it, and from
its own input mappings. The worker then fetches the names that the connector knows and no others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from connlint.bpmn.model import FlowNode
from connlint.bpmn.values import mapping_feel
from connlint.feel import FeelError, FeelLimitError, Place, to_json
from connlint.templates.runtime_inputs import graphql_connector, rest_connector
from connlint_server.engine.depth import walked
from connlint_server.engine.json_text import write_json
from connlint_server.engine.mapping import Evaluated, MappingError, Notice, feel_value, mapped_value, put, targets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connlint.bpmn.model import ConnectorTask


@dataclass(frozen=True, slots=True)
class ResolvedInput:
    """What the connector is given for one input; secrets still stand as references.

    `target`: as the mapping names it. `origin` says whether the task maps it or the process lets it through.
    """

    target: str
    value: Any = field(repr=False)
    origin: Literal["mapping", "process variable"]


@dataclass(frozen=True, slots=True)
class JobVariables:
    """The variables of a job as JSON values.

    `fetched`: what the connector gets. `local`: all that the task's own mappings and loop make, helpers included.
    `visible`: what an expression of the engine sees at the task.
    """

    fetched: dict[str, Any] = field(repr=False)
    local: dict[str, Any] = field(repr=False)
    visible: dict[str, Any] = field(repr=False)
    inputs: tuple[ResolvedInput, ...]
    notices: tuple[Notice, ...] = ()

    @property
    def text(self) -> str:
        """The JSON text in which the connector replaces secrets."""
        return walked(lambda: write_json(self.fetched), self.fetched)


def fetched_names(task: ConnectorTask) -> frozenset[str]:
    """The variables that the connector's worker asks for."""
    return (graphql_connector() if task.is_graphql and not task.is_rest else rest_connector()).fetched


def job_variables(task: ConnectorTask, variables: Mapping[str, Any]) -> JobVariables:
    """Evaluate everything that the engine evaluates before there is a job. Raises `MappingError`.

    `variables`: those of the process as JSON values. One that bears the name of what an enclosing scope would map is
    taken as that scope's.
    """
    notices: list[Notice] = []
    around: dict[str, Any] = dict(variables)
    for scope in reversed([scope for scope in task.node.scopes() if isinstance(scope, FlowNode)]):
        entered = _entered(scope, around, variables, task, notices)
        around.update({name: value for name, value in entered.items() if name not in variables})
    local: dict[str, Any] = {
        name: value
        for name, value in _loop_variables(task.node, around, task, notices).items()
        if name not in variables
    }
    around.update(local)
    mapped: dict[str, Any] = {}
    for mapping in targets(task.node.inputs):
        evaluated = mapped_value(mapping, {**around, **mapped}, task)
        notices += evaluated.notices
        put(mapped, mapping.name, evaluated.value)
    exported = {name: _exported(name, value, task) for name, value in mapped.items()}
    surroundings = {name: _exported(name, value, task) for name, value in around.items()}
    visible = {**surroundings, **exported}
    names = fetched_names(task)
    fetched = {name: value for name, value in exported.items() if name in names}
    fallen = {name: value for name, value in surroundings.items() if name in names and name not in exported}
    return JobVariables(
        fetched={**fetched, **fallen},
        local={**{name: surroundings[name] for name in local}, **exported},
        visible=visible,
        inputs=_resolved(task, exported, fallen, names),
        notices=(*notices, *(_let_through(name) for name in fallen)),
    )


def _resolved(
    task: ConnectorTask, exported: Mapping[str, Any], fallen: Mapping[str, Any], names: frozenset[str]
) -> tuple[ResolvedInput, ...]:
    inputs: dict[str, ResolvedInput] = {}
    for mapping in task.node.inputs:
        if mapping.root in names:
            found, value = _at(exported, mapping.name.split("."))
            if found:
                inputs[mapping.name] = ResolvedInput(mapping.name, value, "mapping")
    let_through = {name: ResolvedInput(name, value, "process variable") for name, value in fallen.items()}
    return (*inputs.values(), *let_through.values())


def _at(value: Any, path: list[str]) -> tuple[bool, Any]:
    """What stands at a path, and whether anything does (a later mapping may have replaced it)."""
    for step in path:
        if not isinstance(value, dict) or step not in value:
            return False, None
        value = value[step]
    return True, value


def _let_through(name: str) -> Notice:
    return Notice(
        "warning",
        f"{name} is a process variable that the task does not map: the connector takes it as its input {name}",
        name,
    )


def _entered(
    scope: FlowNode,
    around: Mapping[str, Any],
    given: Mapping[str, Any],
    task: ConnectorTask,
    notices: list[Notice],
) -> dict[str, Any]:
    """The variables that a sub-process has of its own once it is entered."""
    entered = _loop_variables(scope, around, task, notices)
    for mapping in targets(scope.inputs):
        if mapping.root in given:
            continue
        evaluated = mapped_value(mapping, {**around, **entered}, task)
        notices += evaluated.notices
        put(entered, mapping.name, evaluated.value)
    return entered


def _loop_variables(
    node: FlowNode, around: Mapping[str, Any], task: ConnectorTask, notices: list[Notice]
) -> dict[str, Any]:
    """The variables of the first instance of a loop; none where there is no loop."""
    loop = node.loop
    if loop is None:
        return {}
    variables: dict[str, Any] = {"loopCounter": 1}
    name = loop.input_element.text if loop.input_element is not None else ""
    collection = mapping_feel(loop.input_collection)
    if not name or name in around or collection is None:
        return variables
    label = f"inputCollection of {node.label}"
    evaluated: Evaluated = feel_value(collection, around, task, Place.OTHER, label)
    notices += evaluated.notices
    items = evaluated.value
    if not isinstance(items, list):
        raise MappingError(f"{label} gives no list, so the engine raises an incident", label, collection.whole)
    if not items:
        raise MappingError(
            f"{label} is empty, so the task does not run at all; give the variable {name} to run it",
            label,
            collection.whole,
        )
    if len(items) > 1:
        notices.append(
            Notice("info", f"{label} has {len(items)} items; this runs the first one", None, collection.whole)
        )
    return {**variables, name: items[0]}


def _exported(name: str, value: Any, task: ConnectorTask) -> Any:
    try:
        return to_json(value)
    except FeelError as error:
        mapping = task.input(name)
        span = mapping.span if mapping is not None else None
        is_limit = isinstance(error, FeelLimitError)
        raise MappingError(f"{name}: {error.message}", name, span, is_limit=is_limit) from None
