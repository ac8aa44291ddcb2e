"""What a connector task gives for a template's bindings: the model, as templates ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.attribute_places import attribute_place
from connlint.field_values import bare
from connlint.templates.values import ABSENT, UNKNOWN, Given, feel, from_source, static

if TYPE_CHECKING:
    from connlint.bpmn.model import ConnectorTask
    from connlint.bpmn.parts import InputMapping
    from connlint.feel.nodes import Node
    from connlint.templates.model import Binding


class ValuesOf:
    """The values of one task. Implements `connlint.templates.TaskValues`."""

    def __init__(self, task: ConnectorTask) -> None:
        self._task = task
        self._given: dict[Binding, Given] = {}

    def given(self, binding: Binding) -> Given:
        """What the task gives: a mapping of its own, a part of a context given whole, or the parts of a context."""
        given = self._given.get(binding)
        if given is None:
            given = self._given[binding] = self._read(binding)
        return given

    def _read(self, binding: Binding) -> Given:
        node = self._task.node
        match binding.kind:
            case "input":
                return self._input(binding.name)
            case "output":
                output = next((mapping for mapping in node.outputs if mapping.text == binding.name), None)
                return static(output.name) if output is not None else ABSENT
            case "header":
                header = self._task.header(binding.name)
                return static(header.text) if header is not None else ABSENT
            case "property":
                found = next((each for each in reversed(node.properties) if each.name == binding.name), None)
                return from_source(found.text) if found is not None else ABSENT
            case "definition" if node.definition is not None:
                value = node.definition.type if binding.name == "type" else node.definition.retries
                return from_source(value.text) if value is not None else ABSENT
            case "definition":
                return ABSENT
            case "message" | "subscription" | "linked-resource":
                place = attribute_place(self._task, binding)
                if place is None:
                    return UNKNOWN
                return from_source(place.value.text) if place.value is not None else ABSENT
            case _:
                return UNKNOWN

    def _input(self, target: str) -> Given:
        """The last mapping that touches the target decides: the engine lets the later one win."""
        if not self._task.gives(target):
            return ABSENT
        for mapping in reversed(self._task.node.inputs):
            if mapping.source is None and (mapping.name == target or target.startswith(f"{mapping.name}.")):
                return ABSENT  # run time: null
            if mapping.name == target:
                return from_source(mapping.text)
            if mapping.name.startswith(f"{target}."):
                return UNKNOWN
            if target.startswith(f"{mapping.name}.") and mapping.name:
                return _part(mapping, target[len(mapping.name) + 1 :])
        return ABSENT


def _part(mapping: InputMapping, path: str) -> Given:
    """A part of a context that is given whole, as far as its text tells."""
    if mapping.feel is None:
        return ABSENT if not mapping.text.strip() else UNKNOWN
    parsed = mapping.feel.parsed
    if parsed.errors:
        return UNKNOWN
    node: Node | None = parsed.tree
    for step in path.split("."):
        node = bare(node)
        entries = getattr(node, "entries", None)
        if entries is None:
            return UNKNOWN
        node = next((entry.value for entry in reversed(entries) if entry.key == step), None)
        if node is None:
            return ABSENT
    return _literal(node, mapping.feel.text)


def _literal(node: Node | None, text: str) -> Given:
    from connlint.feel.nodes import Null, String

    node = bare(node)
    if node is None or isinstance(node, Null):
        return ABSENT
    if isinstance(node, String):
        return static(node.value)
    return feel(text[node.start : node.end])
