"""What a run needs and has not got: variables and secrets, all of them at once, with the places that need them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from connlint.bpmn.model import FlowNode
from connlint.bpmn.values import mapping_feel
from connlint.feel import free_names
from connlint.secret_references import Form, Place, references_of
from connlint_server.engine.errors import EngineError
from connlint_server.engine.json_text import write_json
from connlint_server.engine.secrets import referenced_secrets

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from connlint.bpmn.model import ConnectorTask
    from connlint.bpmn.parts import InputMapping
    from connlint.bpmn.values import FeelText
    from connlint.span import Span
    from connlint_server.engine.job_variables import JobVariables


@dataclass(frozen=True, slots=True)
class Need:
    """A variable or secret by name. `needed_by`: inputs (targets) or parts of the model; `span`: the first use in it."""

    name: str
    needed_by: tuple[str, ...]
    span: Span | None = None


class MissingInputsError(EngineError):
    """Variables or secrets are not given; nothing was evaluated or sent."""

    def __init__(self, variables: tuple[Need, ...], secrets: tuple[Need, ...]) -> None:
        self.variables = variables
        self.secrets = secrets
        lines = [f"the variable {_told(need)}" for need in variables] + [
            f"the secret {_told(need)}" for need in secrets
        ]
        super().__init__(f"not given: {'; '.join(lines)}")


def missing_variables(task: ConnectorTask, given: Collection[str]) -> tuple[Need, ...]:
    """The variables that the engine's expressions read before the job and that nobody gives.

    Names that are only tested (`is defined(x)`, `get or else(x, 1)`) may be absent.
    """
    collected = _Collected()
    known = set(given)
    for scope in reversed([scope for scope in task.node.scopes() if isinstance(scope, FlowNode)]):
        _add_loop(scope, known, collected)
        _add_mappings(scope.inputs, known, collected, skip_given=given)
    _add_loop(task.node, known, collected)
    _add_mappings(task.node.inputs, known, collected)
    definition = task.node.definition
    retries = mapping_feel(definition.retries) if definition is not None else None
    if retries is not None:
        collected.add(retries, set(given), "retries")
    return collected.needs()


def missing_secrets(task: ConnectorTask, job: JobVariables | None, given: Collection[str]) -> tuple[Need, ...]:
    """The secrets that are looked up and that nobody gives.

    With the job's variables exactly those that the connector would look up; without, those that the model refers to.
    """
    collected = _Collected()
    spans = {name: (target, span) for target, name, span in reversed(list(_model_references(task)))}
    if job is None:
        for target, name, span in _model_references(task):
            collected.add_name(name, target, span)
    else:
        for name in referenced_secrets(job.text):
            holders = [each.target for each in job.inputs if name in referenced_secrets(write_json(each.value))]
            for holder in holders or [spans.get(name, ("the job's variables", None))[0]]:
                collected.add_name(name, holder, spans.get(name, (None, None))[1])
    return tuple(need for need in collected.needs() if need.name not in given)


def needed_secrets(task: ConnectorTask) -> frozenset[str]:
    """The names of all secrets that the task's inputs refer to."""
    return frozenset(name for _, name, _ in _model_references(task))


def _model_references(task: ConnectorTask) -> Iterator[tuple[str, str, Span]]:
    for mapping in task.node.inputs:
        for reference in references_of(mapping):
            if mapping.source is None or (reference.form is Form.CAMUNDA) != (reference.place is Place.CODE):
                continue
            yield mapping.name, reference.name, mapping.source.source_span(*reference.span)


class _Collected:
    def __init__(self) -> None:
        self._found: dict[str, tuple[dict[str, None], Span | None]] = {}

    def add_name(self, name: str, place: str, span: Span | None) -> None:
        places, _ = self._found.setdefault(name, ({}, span))
        places[place] = None

    def add(self, feel: FeelText, known: Collection[str], place: str) -> None:
        tested = set(_tested(feel))
        for free in free_names(feel.parsed.tree):
            # `secrets.X` in code is a mistake: the engine makes null of it, which a variable would not mend.
            is_secret = free.name == "secrets" or (free.name == "camunda" and free.path[:1] == ("secrets",))
            if free.is_certain and free.name not in known and not is_secret and free.span not in tested:
                self.add_name(free.name, place, feel.span(*free.name_span))

    def needs(self) -> tuple[Need, ...]:
        return tuple(Need(name, tuple(places), span) for name, (places, span) in self._found.items())


def _add_mappings(
    mappings: tuple[InputMapping, ...], known: set[str], collected: _Collected, skip_given: Collection[str] = ()
) -> None:
    for mapping in mappings:
        if mapping.feel is not None and mapping.root not in skip_given:
            collected.add(mapping.feel, known, mapping.name)
        known.add(mapping.root)


def _add_loop(node: FlowNode, known: set[str], collected: _Collected) -> None:
    if node.loop is None:
        return
    name = node.loop.input_element.text if node.loop.input_element is not None else ""
    collection = mapping_feel(node.loop.input_collection)
    if collection is not None and name not in known:
        collected.add(collection, known, f"inputCollection of {node.label}")
    known |= {name, "loopCounter"}


def _tested(feel: FeelText) -> Iterator[Any]:
    """The spans of the names that are only asked about."""
    from connlint.feel.nodes import Call
    from connlint.feel.scopes import visit

    for node, _ in visit(feel.parsed.tree):
        if isinstance(node, Call) and node.target is None and node.name in ("is defined", "get or else"):
            for argument in node.arguments[:1]:
                yield argument.value.span


def _told(need: Need) -> str:
    return f"{need.name} (needed by {', '.join(need.needed_by)})"
