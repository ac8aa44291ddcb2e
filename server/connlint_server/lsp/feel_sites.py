"""Every expression of a model, wherever it stands, with whose variables it reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from connlint.bpmn.model import FlowNode, Process
from connlint.bpmn.namespaces import BPMN, ZEEBE
from connlint.bpmn.parts import TaskHeader
from connlint.bpmn.values import FeelText, mapping_feel
from connlint_server.lsp.cursor import EXPRESSION_HEADERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint.bpmn.model import Model
    from connlint.bpmn.parts import InputMapping
    from connlint.source.tree import Element

Owner = FlowNode | Process


class FeelSite(NamedTuple):
    """An expression. `owner` is the innermost element around it, `part` the mapping or header whose value it is."""

    feel: FeelText
    owner: Owner | None
    element: Element
    part: InputMapping | TaskHeader | None = None

    @property
    def in_connector_runtime(self) -> bool:
        """Whether it reads the connector's answer and not the process's variables."""
        return isinstance(self.part, TaskHeader)


def feel_sites(model: Model, holding: str = "") -> Iterator[FeelSite]:
    """The expressions in the order of the file; only those whose text has `holding` in it."""
    owners: dict[int, Owner] = {id(process.element): process for process in model.processes}
    owners.update((id(node.element), node) for node in model.nodes())
    waiting: list[tuple[Element, Owner | None]] = [(model.document.root, None)] if model.document.root else []
    while waiting:
        element, owner = waiting.pop()
        owner = owners.get(id(element), owner)
        yield from (site for site in _of(element, owner) if holding in site.feel.text)
        if element.children:
            waiting.extend((child, owner) for child in reversed(element.children))


def _of(element: Element, owner: Owner | None) -> Iterator[FeelSite]:
    if element.namespace == ZEEBE:
        part = _part(element, owner)
        if isinstance(part, TaskHeader):
            if part.name in EXPRESSION_HEADERS and part.feel is not None:
                yield FeelSite(part.feel, owner, element, part)
            return
        if part is not None:
            if part.feel is not None:
                yield FeelSite(part.feel, owner, element, part)
            return
        for attribute in element.attributes.values():
            feel = mapping_feel(attribute.value)
            if feel is not None:
                yield FeelSite(feel, owner, element)
    elif element.namespace == BPMN and not element.children:
        feel = mapping_feel(element.text)
        if feel is not None:
            yield FeelSite(feel, owner, element)


def _part(element: Element, owner: Owner | None) -> InputMapping | TaskHeader | None:
    """The model's own part, whose tree is parsed already."""
    if not isinstance(owner, FlowNode):
        return None
    if element.local in ("input", "output"):
        return next((each for each in (*owner.inputs, *owner.outputs) if each.element is element), None)
    if element.local == "header":
        return next((each for each in owner.headers if each.element is element), None)
    return None
