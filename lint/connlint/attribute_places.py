"""Where the attributes stand that a template's bindings speak of: of a message, its subscription, a linked resource."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from connlint.bpmn.namespaces import zeebe

if TYPE_CHECKING:
    from connlint.bpmn.model import ConnectorTask
    from connlint.source.tree import Element
    from connlint.source.value import SourceValue
    from connlint.span import Span
    from connlint.templates.model import Binding

KINDS = frozenset(("message", "subscription", "linked-resource"))


class AttributePlace(NamedTuple):
    """An attribute that is there or not. `owner` says in words whose it is, `around` is where it belongs."""

    name: str
    owner: str
    around: Span
    value: SourceValue | None

    @property
    def span(self) -> Span:
        """Where to point: the value, or what should have the attribute."""
        return self.value.span if self.value is not None else self.around


def attribute_place(task: ConnectorTask, binding: Binding) -> AttributePlace | None:
    """The place of a binding of these kinds; None where the model does not tell."""
    if binding.kind == "linked-resource":
        return _of_linked_resource(task, binding.name)
    message = task.message
    if message is None or task.model.document.is_damaged(message):
        return None
    element = message if binding.kind == "message" else task.subscription
    return _place(binding.name, "the message", element, message.start_tag)


def _of_linked_resource(task: ConnectorTask, name: str) -> AttributePlace | None:
    if task.model.document.is_damaged(task.node.element):
        return None
    link, _, attribute = name.rpartition(".")
    group = extension(task, "linkedResources")
    resources = group.children if group is not None else ()
    resource = next((each for each in resources if each.value("linkName") == link), None)
    around = group.start_tag if group is not None else task.span
    return _place(attribute, f"the linked resource {link}", resource, around)


def _place(name: str, owner: str, element: Element | None, otherwise: Span) -> AttributePlace:
    attribute = element.get(name) if element is not None else None
    around = element.start_tag if element is not None else otherwise
    return AttributePlace(name, owner, around, attribute.value if attribute is not None else None)


def extension(task: ConnectorTask, local: str) -> Element | None:
    """The first extension element of that name in Zeebe's namespace."""
    for extensions in task.node.element.children:
        for child in extensions.children:
            if child.tag == zeebe(local):
                return child
    return None
