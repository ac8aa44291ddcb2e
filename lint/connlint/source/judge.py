"""Asks libxml2 whether a text is well-formed XML. It never sees a document type declaration, so no entity and no network."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from lxml import etree


class Complaint(NamedTuple):
    """The first thing that libxml2 refuses: its words, and the line and column (in bytes), from 1, where it saw it."""

    message: str
    line: int
    column: int


def complaint_about(text: str) -> Complaint | None:
    """None for a well-formed text. Its namespaces count: an undeclared prefix is refused too.

    libxml2's limits (256 levels, 10 million bytes in a value) stay on: what exceeds them is no process model, and they
    are what keeps a hostile file from costing memory.
    """
    try:
        etree.fromstring(text.encode("utf-8", "surrogatepass"), _parser())
    except etree.XMLSyntaxError as error:
        line, column = error.position
        message = (error.msg or "not well-formed").rsplit(", line ", 1)[0].strip()
        return Complaint(message, max(line or 1, 1), max(column or 1, 1))
    return None


@cache
def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
