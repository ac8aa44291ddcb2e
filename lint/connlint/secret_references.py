"""Every form of a secret reference, and where in a value it stands.

Run time: the connector replaces references in the JSON text of the job variables, first
`{{secrets.NAME}}`, then the deprecated bare `secrets.NAME` (rest-connector §1.1). From engine 8.10 the
engine itself resolves the FEEL path `camunda.secrets.NAME`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from connlint.engine_version import EngineVersion
from connlint.lazy_pattern import lazy
from connlint.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeAlias

    from connlint.bpmn.parts import ConnectorValue
    from connlint.source.value import SourceValue

    Matches: TypeAlias = Callable[[str, int, int], Iterator[re.Match[str]]]

ENGINE_RESOLVES_FROM = EngineVersion(8, 10)
"""The first engine that resolves `camunda.secrets.NAME`."""

# Java's \s and \S know only ASCII blanks.
BRACES = lazy(r"\{\{\s*secrets\.(?P<name>\S+?)\s*\}\}", re.ASCII)
_OPENING = lazy(r"\{\{\s*secrets\.(?=\S)", re.ASCII)
_TO_THE_BLANK = lazy(r"\S+", re.ASCII)
BARE = lazy(r"secrets\.(?P<name>(?:[a-zA-Z0-9]+[/._-])*[a-zA-Z0-9]+)")
_NAME = lazy(r"\w+(?:[./-]\w+)*")
"""Names that people give. The run time would take nearly anything in braces."""
_CAMUNDA = lazy(r"(?<![\w.])camunda\.secrets\.(?P<name>\w+)")


class Form(Enum):
    """How the reference is written."""

    BRACES = "{{secrets.NAME}}"
    BARE = "secrets.NAME"
    CAMUNDA = "camunda.secrets.NAME"


class Place(Enum):
    """What surrounds the reference: plain text, or a string, the code or a comment of FEEL."""

    TEXT = "text"
    STRING = "string"
    CODE = "code"
    COMMENT = "comment"


class Reference(NamedTuple):
    """A reference in a decoded value; the spans count within that value."""

    form: Form
    name: str
    span: Span
    name_span: Span
    place: Place


def references_in(value: SourceValue | None, *, is_feel: bool) -> tuple[Reference, ...]:
    """The references of a value, in order. In FEEL, each is told by what surrounds it."""
    if value is None or "secrets." not in value.text:
        return ()
    return value.once(_references_in_feel if is_feel else _references_in_text)


def _references_in_feel(value: SourceValue) -> tuple[Reference, ...]:
    return _references(value, is_feel=True)


def _references_in_text(value: SourceValue) -> tuple[Reference, ...]:
    return _references(value, is_feel=False)


def _references(value: SourceValue, *, is_feel: bool) -> tuple[Reference, ...]:
    text = value.text
    forms = [(form, matches) for form, mark, matches in _FORMS if mark in text]
    return tuple(
        reference
        for stretch, place in stretches_of(value, is_feel=is_feel)
        if text.find("secrets.", stretch.start, stretch.end) >= 0
        for reference in _in_stretch(text, stretch, place, forms)
    )


def can_name(form: Form, name: str) -> bool:
    """Whether a reference of the form to a secret of that name is read as such."""
    if form is Form.BRACES:
        return bool(_NAME.fullmatch(name))
    match = (BARE if form is Form.BARE else _CAMUNDA).fullmatch(form.value.replace("NAME", name))
    return match is not None and match["name"] == name


def names_in(text: str) -> frozenset[str]:
    """The names of the secrets that a text refers to in any form, whatever surrounds the references."""
    if "secrets." not in text:
        return frozenset()
    names: set[str] = set()

    def take(match: re.Match[str]) -> str:
        names.add(match["name"])
        return " "  # so that no part of it counts as a reference of the next form

    BARE.sub(take, BRACES.sub(take, _CAMUNDA.sub(take, text)))
    return frozenset(names)


def holds_secret(text: str) -> bool:
    """Whether the text has a secret reference that the connector replaces."""
    return BRACES.search(text) is not None or BARE.search(text) is not None


def is_secret(text: str) -> bool:
    """Whether the text is one secret reference, blanks around it aside."""
    text = text.strip()
    return BRACES.fullmatch(text) is not None or BARE.fullmatch(text) is not None


def stretches_of(value: SourceValue, *, is_feel: bool) -> Iterator[tuple[Span, Place]]:
    """The parts of a value by what they are: all of it text, or FEEL's strings, comments and the code between."""
    if is_feel:
        return _feel_stretches(value.text)
    return iter(((Span(0, len(value.text)), Place.TEXT),))


def references_of(mapping: ConnectorValue) -> tuple[Reference, ...]:
    """The references of an input's source, or of a property's value."""
    return references_in(mapping.source, is_feel=mapping.feel is not None)


def _in_stretch(text: str, stretch: Span, place: Place, forms: Iterable[tuple[Form, Matches]]) -> list[Reference]:
    found: list[Reference] = []
    for form, matches in forms:
        taken = [reference.span for reference in found]
        for match in matches(text, stretch.start, stretch.end):
            span = Span(*match.span())
            if taken and (at := bisect_left(taken, (span.end,))) and taken[at - 1].overlaps(span):
                continue
            if form is Form.BARE and place is Place.CODE and not _begins_a_path(text, span.start):
                continue
            found.append(Reference(form, match["name"], span, Span(*match.span("name")), place))
        if taken:
            found.sort(key=lambda reference: reference.span)
    return found


def _in_braces(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The matches of `BRACES`. A name may hold what begins another reference: where it has no end, nor has that one."""
    while (opening := _OPENING.search(text, start, end)) is not None:
        match = BRACES.match(text, opening.start(), end)
        if match is not None:
            yield match
            start = match.end()
        else:
            # Two braces at the end of the name's characters may begin a reference with a blank before its word.
            name = _TO_THE_BLANK.match(text, opening.end(), end)
            assert name is not None
            start = max(name.start(), name.end() - 2)


_FORMS: tuple[tuple[Form, str, Matches], ...] = (
    (Form.CAMUNDA, "camunda.", _CAMUNDA.finditer),
    (Form.BRACES, "{{", _in_braces),
    (Form.BARE, "secrets.", BARE.finditer),
)
"""The forms in the order in which they take characters, with what a text has that has one of them."""


def _begins_a_path(text: str, offset: int) -> bool:
    """In code `my.secrets.X` and `mysecrets.X` are other variables."""
    before = offset
    while before and text[before - 1].isspace():
        before -= 1
    return not (
        text[before - 1 : before] == "."
        or text[offset - 1 : offset].isalnum()
        or text[offset - 1 : offset] in ("_", "$", "`")
    )


def _feel_stretches(text: str) -> Iterator[tuple[Span, Place]]:
    """The strings, the comments and the code between them. Strings are read to their end, escapes skipped."""
    code = 0
    for match in _FEEL_STRING_OR_COMMENT.finditer(text):
        if code < match.start():
            yield Span(code, match.start()), Place.CODE
        yield Span(*match.span()), Place.STRING if match[0][0] == '"' else Place.COMMENT
        code = match.end()
    if code < len(text):
        yield Span(code, len(text)), Place.CODE


_FEEL_STRING_OR_COMMENT = lazy(r'"(?:[^"\\]++|\\.)*+(?:"|\Z)|//[^\n\r]*|/\*.*?(?:\*/|\Z)', re.DOTALL)
