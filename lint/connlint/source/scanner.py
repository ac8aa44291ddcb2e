"""Finds the tags of a text in which every tag is whole, and builds the elements with their places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connlint.source.names import Scope
from connlint.source.tree import Comment, Element
from connlint.span import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from connlint.source.names import File

TOKEN = re.compile(
    r"""<(?:
        ([^ \t\r\n/>!?]+) [^>"']*+ (?: "[^"]*+" [^>"']*+ | '[^']*+' [^>"']*+ )*+ >   # 1: a start tag's name
      | (/) [^>]*+ >                                                                # 2: an end tag
      | (!--) (?s:.*?) -->                                                          # 3: a comment
      | !\[CDATA\[ (?s:.*?) \]\]>
      | \? (?s:.*?) \?>
    )""",
    re.VERBOSE,
)
START_TAG, END_TAG, COMMENT = 1, 2, 3

_NO_CLOSINGS: Mapping[int, int] = {}
_NO_PREFIXES: Mapping[str, str] = {}


def build(
    file: File,
    skip: Collection[str],
    closings: Mapping[int, int] = _NO_CLOSINGS,
    prefixes: Mapping[str, str] = _NO_PREFIXES,
) -> tuple[Element | None, list[Comment]]:
    """The root and the comments of a file, without the elements whose name is in `skip` and what is in them.

    `closings` says, for the offset of a tag, how many open elements end before it though no end tag says so;
    `prefixes` are the namespaces that are declared around the root, where it is a part of a file.
    """
    text = file.scanned
    scope = Scope(file, dict(prefixes))
    root: Element | None = None
    node: Element | None = None
    comments: list[Comment] = []
    position = 0
    while True:
        for match in TOKEN.finditer(text, position):
            kind = match.lastindex
            start = match.start()
            if closings and start in closings:
                for _ in range(closings[start]):
                    if node is not None:
                        node._close = node._end = start
                        node = node.parent
            if kind == START_TAG:
                end = match.end()
                name_end = match.end(1)
                outer = scope if node is None else node._scope
                own = outer.within(name_end, end) if text.find("xmlns", name_end, end) >= 0 else outer
                name = match[1]
                names = own.elements.get(name) or own.element_names(name)
                element = Element(names, own, node, start, name_end, end)
                if names[0] in skip:
                    if text[end - 2] == "/":
                        continue
                    position = _behind(text, name, end)
                    if position:
                        break
                elif node is None:
                    if root is None:
                        root = element
                elif node.children:
                    node.children.append(element)  # type: ignore[attr-defined]
                else:
                    node.children = [element]
                if text[end - 2] != "/":
                    node = element
            elif kind == END_TAG:
                if node is not None:
                    node._close = start
                    node._end = match.end()
                    node = node.parent
            elif kind == COMMENT:
                end = match.end()
                comments.append(Comment(Span(start, end), text[start + 4 : end - 3]))
        else:
            break
    while node is not None:
        node._close = node._end = len(file.text)
        node = node.parent
    return root, comments


def _behind(text: str, name: str, start: int) -> int:
    """Where the element ends whose start tag ends at `start`, found without looking at what is in it.

    0 where that cannot be told: what is in it may hold a comment, or an element of the same name.
    """
    end = text.find(f"</{name}", start)
    close = text.find(">", end) + 1 if end >= 0 else 0
    if not close or text[end + 2 + len(name) : close - 1].strip():
        return 0
    for doubtful in ("<!", "<?", f"<{name}"):
        if text.find(doubtful, start, end) >= 0:
            return 0
    return close
