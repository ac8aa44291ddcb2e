"""The elements and attributes of a file, each with its exact stretch of the source."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from connlint.lazy_pattern import lazy
from connlint.source.escapes import Place
from connlint.source.value import SourceValue
from connlint.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from connlint.source.names import Scope

_ATTRIBUTE = lazy(r"""([^ \t\r\n=/>"']+)[ \t\r\n]*=[ \t\r\n]*(?:"([^"]*)"|'([^']*)')""")


class Comment(NamedTuple):
    """A comment: the whole of it in the source, and what stands between `<!--` and `-->`."""

    span: Span
    text: str


class Attribute:
    """An attribute of a start tag. Namespace declarations are none."""

    __slots__ = ("_name_start", "name", "value", "written_name")

    def __init__(self, name: str, written_name: str, name_start: int, value: SourceValue) -> None:
        self.name = name
        """In Clark's notation: `{namespace}local`, or `local` without a namespace."""
        self.written_name = written_name
        self._name_start = name_start
        self.value = value

    def __repr__(self) -> str:
        return f"Attribute({self.name!r}, {self.value!r})"

    @property
    def name_span(self) -> Span:
        """The name as written, with its prefix."""
        return Span(self._name_start, self._name_start + len(self.written_name))

    @property
    def span(self) -> Span:
        """`name="value"`, whole."""
        return Span(self._name_start, self.value.end + 1)


class Element:
    """An element, with what was in the source of it. Attributes and texts are read when they are asked for."""

    __slots__ = (
        "_attributes",
        "_close",
        "_end",
        "_name_end",
        "_scope",
        "_start",
        "_tag_end",
        "children",
        "local",
        "namespace",
        "parent",
        "tag",
    )

    children: Sequence[Element]

    def __init__(
        self, names: tuple[str, str, str], scope: Scope, parent: Element | None, start: int, name_end: int, tag_end: int
    ) -> None:
        self.tag, self.namespace, self.local = names
        self.parent = parent
        self.children = ()
        self._scope = scope
        self._start = start
        self._name_end = name_end
        self._tag_end = tag_end
        self._close = self._end = tag_end
        self._attributes: dict[str, Attribute] | None = None

    def __repr__(self) -> str:
        return f"<Element {self.tag} at {self._start}:{self._end}>"

    @property
    def attributes(self) -> Mapping[str, Attribute]:
        """The attributes by their names in Clark's notation, in the order of the source."""
        attributes = self._attributes
        if attributes is None:
            attributes = self._attributes = self._read_attributes()
        return attributes

    def get(self, name: str) -> Attribute | None:
        """The attribute of that name, in Clark's notation."""
        attributes = self._attributes
        if attributes is None:
            attributes = self._attributes = self._read_attributes()
        return attributes.get(name)

    def value(self, name: str) -> str | None:
        """The decoded value of the attribute of that name; None where it is absent."""
        attribute = self.get(name)
        return None if attribute is None else attribute.value.text

    @property
    def text(self) -> SourceValue | None:
        """The character data of an element without child elements; None for one with some, or without an end tag."""
        if self.children or self.self_closing:
            return None
        return SourceValue(self._scope.file.text, self._tag_end, self._close, Place.CONTENT)

    @property
    def name_span(self) -> Span:
        """The name in the start tag, with its prefix."""
        return Span(self._start + 1, self._name_end)

    @property
    def start_tag(self) -> Span:
        """From `<` to `>`, both in it."""
        return Span(self._start, self._tag_end)

    @property
    def content(self) -> Span:
        """What lies between start tag and end tag; empty for a self-closing element."""
        return Span(self._tag_end, self._close)

    @property
    def span(self) -> Span:
        """The whole element, from the start tag to the end tag, or as far as it reaches in a damaged file."""
        return Span(self._start, self._end)

    @property
    def self_closing(self) -> bool:
        """Whether the element is one tag only, `<x/>`."""
        return self._scope.file.scanned[self._tag_end - 2] == "/"

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The namespace of each prefix that is declared here or further out (`""`: the default namespace)."""
        return self._scope.prefixes

    def iter(self) -> Iterator[Element]:
        """This element and all within it, in the order of the source."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            if element.children:
                waiting.extend(reversed(element.children))

    def _read_attributes(self) -> dict[str, Attribute]:
        attributes: dict[str, Attribute] = {}
        scope = self._scope
        file = scope.file
        source = file.text
        for match in _ATTRIBUTE.finditer(file.scanned, self._name_end, self._tag_end):
            written = match[1]
            name = scope.attribute_name(written)
            if name is None:
                continue
            if match.lastindex == 2:
                start, end = match.span(2)
                value = SourceValue(source, start, end, Place.DOUBLE_QUOTED)
            else:
                start, end = match.span(3)
                value = SourceValue(source, start, end, Place.SINGLE_QUOTED)
            attributes[name] = Attribute(name, written, match.start(), value)
        return attributes
