"""What no output shows of a model: the credentials that stand in it, whatever was asked for and whatever else is wrong.

More than what `hardcoded-credential` reports: an expression that does not parse, or is put together, hides its
credentials too.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from connlint.credentials import (
    CREDENTIAL_INPUTS,
    SHORTEST,
    credential_in,
    is_credential_header,
    is_credential_input,
    is_credential_parameter,
)
from connlint.literal_credentials import credential_values, literal_credentials
from connlint.secret_references import Place, stretches_of
from connlint.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from connlint.bpmn.model import ConnectorTask, Model
    from connlint.bpmn.parts import ConnectorValue
    from connlint.source.value import SourceValue

ENOUGH = SHORTEST
"""So many characters of a credential in a row are a part of it that somebody could use."""

_USER_INFO = re.compile(r"://([^/?#\s\"@]*:[^/?#\s\"]*)@")
_HOLDERS = re.compile(r"(?:graphql\.)?headers|queryParameters|authentication|clientTls")
"""Inputs that hold credentials among other things; in FEEL that does not parse, which of their strings is one is not known."""

_ENTRY = re.compile(r"(?:(?:graphql\.)?headers|queryParameters)\.(.+)")
_CHARACTER = re.compile(r"[^\r\n]")


class Concealed:
    """The stretches of a text that are not shown, and what stands there, as it is written and as it is meant."""

    def __init__(self, spans: Iterable[Span] = (), texts: Iterable[str] = ()) -> None:
        self.spans = tuple(spans)
        self.texts = frozenset(texts)

    def __bool__(self) -> bool:
        return bool(self.spans or self.texts)

    def with_texts(self, texts: Iterable[str]) -> Concealed:
        """What is not to be shown either, wherever it stands."""
        return Concealed(self.spans, self.texts.union(texts))

    def in_text(self, text: str) -> str:
        """The text with asterisks for what is not shown, also where the same stands elsewhere. Nothing moves."""
        for span in self.spans:
            text = f"{text[: span.start]}{_asterisks(text[span.start : span.end])}{text[span.end :]}"
        for each in sorted(self.texts, key=len, reverse=True):
            text = text.replace(each, _asterisks(each))
        return text

    def in_message(self, message: str) -> str:
        """The message with asterisks for every part of what is not shown: it may quote the half of a value."""
        if not self.texts:
            return message
        starts = range(len(message) - ENOUGH + 1)
        hidden = {
            at
            for start in starts
            if message[start : start + ENOUGH] in self._parts
            for at in range(start, start + ENOUGH)
        }
        return (
            "".join("*" if at in hidden else character for at, character in enumerate(message)) if hidden else message
        )

    def is_in(self, text: str) -> bool:
        """Whether the text, such as that of a fix, shows a part of it."""
        return self.in_message(text) != text or _USER_INFO.search(text) is not None

    @cached_property
    def _parts(self) -> frozenset[str]:
        return frozenset(each[at : at + ENOUGH] for each in self.texts for at in range(len(each) - ENOUGH + 1))


def concealed_in(model: Model) -> Concealed:
    """What of the model is not to be shown."""
    source = model.document.text
    spans: set[Span] = set()
    texts: set[str] = set()
    for task in model.templated:
        for span, meant in task.once(_stretches):
            spans.add(span)
            texts.update(each for each in (source[span.start : span.end], meant) if len(each) >= ENOUGH)
    return Concealed(sorted(spans), texts)


def _stretches(task: ConnectorTask) -> tuple[tuple[Span, str], ...]:
    """The places in a task, each with what it means."""
    found = [(each.span, each.constant.text[each.start : each.end]) for each in task.once(literal_credentials)]
    for _, value in task.once(credential_values):
        source, feel = value.mapping.source, value.mapping.feel
        if source is not None and feel is not None and value.node is not None:
            found += _literals(source, Span(value.node.start, value.node.end).shifted(feel.offset))
        elif source is not None:
            found += _literals(source)
    for mapping in task.connector_values:
        source = mapping.source
        if source is None:
            continue
        if _is_unreadable(mapping) and _may_hold(mapping.name):
            found += _literals(source)
        found += ((source.source_span(*match.span(1)), match[1]) for match in _USER_INFO.finditer(source.text))
    return tuple(found)


def _is_unreadable(mapping: ConnectorValue) -> bool:
    """Whether it is meant as FEEL and is none."""
    if mapping.feel is None:
        return mapping.text.lstrip().startswith("=")
    return bool(mapping.feel.parsed.errors)


def _may_hold(name: str) -> bool:
    if name in CREDENTIAL_INPUTS or is_credential_input(name) or _HOLDERS.fullmatch(name):
        return True
    entry = _ENTRY.match(name)
    return entry is not None and (is_credential_header(entry[1]) or is_credential_parameter(entry[1]))


def _literals(value: SourceValue, within: Span | None = None) -> Iterator[tuple[Span, str]]:
    """The literals of a value that look like a credential: of FEEL, and of what a blank keeps from being it, the strings."""
    is_feel = value.text.lstrip().startswith("=")
    for stretch, place in stretches_of(value, is_feel=is_feel):
        if place is (Place.STRING if is_feel else Place.TEXT) and (within is None or stretch.overlaps(within)):
            start = stretch.start + is_feel
            text = value.text[start : stretch.end].removesuffix('"' if is_feel else "")
            literal = credential_in(text)
            if literal is not None:
                yield value.source_span(*literal.shifted(start)), text[literal.start : literal.end]


def _asterisks(text: str) -> str:
    return _CHARACTER.sub("*", text)
