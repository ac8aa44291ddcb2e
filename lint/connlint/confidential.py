"""What of a task no output shows: literal credentials, in values that cannot be read and under any name too."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from connlint.credentials import credential_in
from connlint.literal_credentials import WHOLE, literal_credentials
from connlint.masking import confidential_in, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint.bpmn.model import ConnectorTask, Model
    from connlint.source.value import SourceValue
    from connlint.span import Span


class Confidential(NamedTuple):
    """A stretch of the file that is not shown, and what it says, decoded."""

    span: Span
    text: str


def confidential_of(task: ConnectorTask) -> tuple[Confidential, ...]:
    """What of a task is confidential, in no order."""
    return task.once(_confidential_of)


def confidential_in_model(model: Model) -> Iterator[Confidential]:
    """The same of all connector tasks and other elements with values for a connector."""
    for task in model.templated:
        yield from confidential_of(task)


def _confidential_of(task: ConnectorTask) -> tuple[Confidential, ...]:
    return tuple(dict.fromkeys((*_certain(task), *_by_text(task), *_unread(task))))


def _certain(task: ConnectorTask) -> Iterator[Confidential]:
    for each in literal_credentials(task):
        literal = each.constant.text[each.start : each.end]
        yield Confidential(each.constant.spot(each.start, each.end), literal)


def _by_text(task: ConnectorTask) -> Iterator[Confidential]:
    for name, value, is_feel in _values(task):
        if value is not None:
            for span in confidential_in(name, value.text, is_feel=is_feel):
                yield Confidential(value.source_span(*span), value.text[span.start : span.end])


def _unread(task: ConnectorTask) -> Iterator[Confidential]:
    """What looks like a credential in a group of fields whose FEEL does not parse: what it is for cannot be told."""
    for mapping in task.node.inputs:
        if (
            mapping.source is None
            or mapping.feel is None
            or mapping.name not in WHOLE
            or not mapping.feel.parsed.errors
        ):
            continue
        for start, literal in quoted(mapping.text):
            if credential_in(literal) is not None:
                yield Confidential(mapping.source.source_span(start, start + len(literal)), literal)


def _values(task: ConnectorTask) -> Iterator[tuple[str, SourceValue | None, bool]]:
    node = task.node
    for mapping in (*node.inputs, *node.outputs):
        yield mapping.name, mapping.source, mapping.feel is not None
    for header in node.headers:
        yield header.name, header.value, False
    for each in node.properties:
        yield each.name, each.value, each.feel is not None
    if node.definition is not None:
        yield "", node.definition.type, False
        yield "", node.definition.retries, False
