"""A text or a message without what is confidential in a model: asterisks stand in its place, and nothing moves."""

from __future__ import annotations

import re
from functools import cached_property
from html import unescape
from typing import TYPE_CHECKING

from connlint.confidential import confidential_in_model, confidential_of
from connlint.credentials import SHORTEST, credential_in
from connlint.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from connlint.bpmn.model import ConnectorTask, Model
    from connlint.confidential import Confidential

ENOUGH = SHORTEST
"""So many characters of a credential in a row are a part of it that somebody could use."""

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
        text = _blotted(text, self.spans)
        return _blotted(text, self._places_in(text)) if self.texts else text

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
        """Whether the text, such as that of a fix, shows a part of it, written with references or without."""
        return any(self.in_message(each) != each for each in (text, unescape(text)))

    def _places_in(self, text: str) -> Iterator[Span]:
        """Where the texts stand, in one walk however many they are; the longest where several begin."""
        by_beginning: dict[str, list[str]] = {}
        for each in sorted(self.texts, key=len, reverse=True):
            by_beginning.setdefault(each[:ENOUGH], []).append(each)
        for at in range(len(text) - ENOUGH + 1):
            for each in by_beginning.get(text[at : at + ENOUGH], ()):
                if text.startswith(each, at):
                    yield Span(at, at + len(each))
                    break

    @cached_property
    def _parts(self) -> frozenset[str]:
        return frozenset(each[at : at + ENOUGH] for each in self.texts for at in range(len(each) - ENOUGH + 1))


def concealed_in(model: Model) -> Concealed:
    """What of the model is not to be shown."""
    return _concealed(confidential_in_model(model), model.document.text)


def concealed_of(task: ConnectorTask) -> Concealed:
    """What of one task is not to be shown."""
    return task.once(_of_task)


def _of_task(task: ConnectorTask) -> Concealed:
    return _concealed(confidential_of(task), task.model.document.text)


def _concealed(confidential: Iterable[Confidential], source: str) -> Concealed:
    spans: set[Span] = set()
    texts: set[str] = set()
    for span, meant in confidential:
        spans.add(span)
        # Of a field that holds a credential nothing is shown; a word like `test` may stand elsewhere all the same.
        if credential_in(meant) is not None:
            texts.update(each for each in (source[span.start : span.end], meant) if len(each) >= ENOUGH)
    return Concealed(sorted(spans), texts)


def _blotted(text: str, spans: Iterable[Span]) -> str:
    """Asterisks for the characters of the spans, which come in their order and may overlap."""
    parts: list[str] = []
    at = 0
    for start, end in spans:
        if end > at:
            start = max(start, at)
            parts += (text[at:start], _CHARACTER.sub("*", text[start:end]))
            at = end
    return "".join((*parts, text[at:]))
