"""Namespaces: what a prefix stands for at a place, and so the full name of an element or attribute."""

from __future__ import annotations

from typing import NamedTuple

from connlint.lazy_pattern import lazy
from connlint.source.escapes import Place
from connlint.source.value import SourceValue

_XML = "http://www.w3.org/XML/1998/namespace"
_DECLARATION = lazy(r"""[ \t\r\n]xmlns(?::([^ \t\r\n=]+))?[ \t\r\n]*=[ \t\r\n]*(?:"([^"]*)"|'([^']*)')""")

WELL_KNOWN = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmn2": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
    "modeler": "http://camunda.org/schema/modeler/1.0",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "zeebe": "http://camunda.org/schema/zeebe/1.0",
}
"""What the prefixes of Camunda's models mean where the declaration is missing: the file is wrong, its tasks can be read."""


class File(NamedTuple):
    """The text that values are read from, and the one in which tags are found.

    They are the same for a well-formed file. Of a damaged one, `scanned` is the repaired text, with every offset as in
    `text`.
    """

    text: str
    scanned: str


class Scope:
    """The namespace declarations that hold for an element. Elements share it until one declares something."""

    __slots__ = ("_attributes", "elements", "file", "prefixes")

    def __init__(self, file: File, prefixes: dict[str, str]) -> None:
        self.file = file
        self.prefixes = prefixes
        self.elements: dict[str, tuple[str, str, str]] = {}
        """Names in Clark's notation, namespaces and local names by the names as written, as far as they were needed."""
        self._attributes: dict[str, str | None] = {"xmlns": None}

    def element_names(self, written: str) -> tuple[str, str, str]:
        """The name in Clark's notation, the namespace and the local name of an element."""
        names = self.elements.get(written)
        if names is None:
            prefix, colon, local = written.rpartition(":")
            namespace = self._namespace(prefix) if colon else self.prefixes.get("", "")
            names = (f"{{{namespace}}}{local}" if namespace else local, namespace, local)
            self.elements[written] = names
        return names

    def attribute_name(self, written: str) -> str | None:
        """The name of an attribute in Clark's notation; None for a namespace declaration."""
        try:
            return self._attributes[written]
        except KeyError:
            prefix, colon, local = written.partition(":")
            name: str | None = written
            if colon:
                if prefix == "xmlns":
                    name = None
                elif namespace := self._namespace(prefix):
                    name = f"{{{namespace}}}{local}"
            self._attributes[written] = name
            return name

    def within(self, start: int, end: int) -> Scope:
        """The scope of an element whose start tag's inside stands at `start:end` of the scanned text."""
        declared = {}
        for match in _DECLARATION.finditer(self.file.scanned, start, end):
            quoted = match.span(match.lastindex or 0)
            declared[match[1] or ""] = SourceValue(self.file.scanned, *quoted, Place.DOUBLE_QUOTED).text
        return Scope(self.file, self.prefixes | declared) if declared else self

    def _namespace(self, prefix: str) -> str:
        if prefix == "xml":
            return _XML
        return self.prefixes.get(prefix) or WELL_KNOWN.get(prefix, "")
