"""Whether anything of a task reads an input: helper inputs never reach the connector, other expressions read them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from connlint.bpmn.model import ConnectorTask
    from connlint.bpmn.parts import InputMapping
    from connlint.bpmn.values import FeelText


def is_read(task: ConnectorTask, mapping: InputMapping) -> bool:
    """Whether a later input, an output mapping or the loop of the task names the variable of this input.

    Judged by the text, so that an expression that does not parse counts too; a name in a string counts as well:
    in doubt it is read. An input that describes a tool's parameter by `fromAi` is read by the agent.
    """
    if mapping.feel is not None and "fromAi" in mapping.feel.text:
        return True
    inputs = task.node.inputs
    later = inputs[inputs.index(mapping) + 1 :]
    if names_variable(mapping.root, later) or names_variable(mapping.root, task.node.outputs):
        return True
    loop = task.node.loop
    element = loop.output_element.text if loop is not None and loop.output_element is not None else ""
    return _named(mapping.root).search(element) is not None


def names_variable(name: str, mappings: Iterable[InputMapping]) -> bool:
    """Whether the FEEL of one of the mappings has the name in it."""
    pattern = _named(name)
    return any(pattern.search(feel.text) is not None for feel in _expressions(mappings))


def _expressions(mappings: Iterable[InputMapping]) -> Iterator[FeelText]:
    for mapping in mappings:
        if mapping.feel is not None:
            yield mapping.feel


def _named(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.]){re.escape(name)}(?!\w)")
