"""Which end tag belongs to which start tag, in a text where some are missing, misspelt or left over."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from connlint.span import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connlint.source.broken_tag import StartTag
    from connlint.source.damage import Damage

DEEPEST = 256
"""libxml2's limit of elements in elements; a process model has some twenty."""


class EndTag(NamedTuple):
    """An end tag that can be read."""

    start: int
    end: int
    name: str


class Matching(NamedTuple):
    """How the tags of a text belong together."""

    implied: dict[int, list[StartTag]]
    """By the place of a tag (or of the text's end): the elements that end there though no end tag says so, inner first."""
    stray: list[EndTag]
    """End tags that end nothing."""
    misspelt: list[tuple[EndTag, StartTag]]
    """End tags of another name than the element that they seem to end."""


def match_tags(tags: Sequence[StartTag | EndTag], text: str) -> Matching:
    """Pairs the tags. Where names alone do not, the indentation decides: a child stands deeper than its parent."""
    plain = _Matcher(text, None).match(tags)
    if not plain.stray and not plain.implied:
        return plain
    unclosed = {tag.start for elements in plain.implied.values() for tag in elements}
    names = {tag.name for elements in plain.implied.values() for tag in elements}
    return _Matcher(text, (unclosed, names)).match(tags)


def check_structure(damage: Damage, tags: Sequence[StartTag | EndTag], lost: set[str]) -> dict[int, int]:
    """Reports what is wrong with the order of the tags; blanks end tags that end nothing, and what is too deep.

    `lost` are the names of start tags of which nothing could be kept: their end tags are not reported as well. Gives,
    by the place of a tag, how many elements end before it without an end tag.
    """
    text = damage.text
    matching = match_tags(tags, text)
    for end_tag in matching.stray:
        damage.blank(end_tag.start, end_tag.end)
        if end_tag.name not in lost:
            damage.report(
                end_tag.start, end_tag.end, f"`</{end_tag.name}>` has no start tag: no `<{end_tag.name}>` is open here"
            )
    for end_tag, opened in matching.misspelt:
        damage.report(
            end_tag.start,
            end_tag.end,
            f"`</{opened.name}>` is expected here, not `</{end_tag.name}>`",
            Span(opened.start, opened.end),
        )
    broken_off = any(problem.span.end >= len(text.rstrip()) for problem in damage.problems)
    for place, elements in matching.implied.items():
        if elements[0].start in damage.repaired_tags or (place == len(text) and broken_off):
            continue
        if damage.is_full:
            break
        expected = "".join(f"</{tag.name}>" for tag in elements[:4]) + ("…" if len(elements) > 4 else "")
        inner = f"`<{elements[0].name}>` of line {damage.line(elements[0].start)}"
        if place == len(text):
            message = f"the file ends within {inner}; `{expected}` is expected"
        else:
            message = f"`{expected}` is expected before this tag: {inner} has no end"
        end = text.find(">", place) + 1 or place
        damage.report(place, end, message, Span(elements[0].start, elements[0].end))
    closings = {place: len(elements) for place, elements in matching.implied.items()}
    _check_nesting(damage, tags, matching, closings)
    return closings


def _check_nesting(
    damage: Damage, tags: Sequence[StartTag | EndTag], matching: Matching, closings: dict[int, int]
) -> None:
    """Walks the tags once more as they now belong together: prefixes, one root, the depth."""
    ignored = {tag.start for tag in matching.stray}
    scopes: list[frozenset[str]] = [frozenset(("xml",))]
    reported: set[str] = set()
    root_ended = False
    too_deep = False
    for tag in tags:
        for _ in range(closings.get(tag.start, 0)):
            if len(scopes) > 1:
                if len(scopes) > DEEPEST + 1:
                    closings[tag.start] -= 1
                scopes.pop()
        if isinstance(tag, EndTag):
            if tag.start not in ignored and len(scopes) > 1:
                if len(scopes) > DEEPEST + 1:
                    damage.blank(tag.start, tag.end)
                scopes.pop()
        else:
            if len(scopes) == 1:
                if root_ended:
                    damage.report(tag.start, tag.end, f"a file has one root element; `<{tag.name}>` is a second one")
                root_ended = True
            scope = scopes[-1].union(tag.declares) if tag.declares else scopes[-1]
            for prefix, start, end in tag.uses:
                if prefix not in scope and prefix not in reported:
                    reported.add(prefix)
                    damage.report(
                        start, end, f'the prefix `{prefix}` is not declared; `xmlns:{prefix}="…"` is expected'
                    )
            if len(scopes) > DEEPEST:
                damage.blank(tag.start, tag.end)
                if not too_deep:
                    damage.report(tag.start, tag.end, f"elements stand more than {DEEPEST} deep in each other")
                too_deep = True
            if not tag.self_closing:
                scopes.append(scope)
    if len(scopes) > DEEPEST + 1 and len(damage.text) in closings:
        closings[len(damage.text)] -= len(scopes) - DEEPEST - 1


class _Matcher:
    """Pairs tags by a stack of open elements. With `doubtful` elements known, their indentation counts."""

    def __init__(self, text: str, doubtful: tuple[set[int], set[str]] | None) -> None:
        self._text = text
        self._unclosed, self._names = doubtful or (set(), set())
        self._by_indentation = doubtful is not None
        self._open: list[StartTag] = []
        self._count: dict[str, int] = {}
        self._matching = Matching({}, [], [])

    def match(self, tags: Sequence[StartTag | EndTag]) -> Matching:
        for tag in tags:
            if self._by_indentation:
                self._end_by_indentation(tag)
            if isinstance(tag, EndTag):
                self._end(tag)
            elif not tag.self_closing:
                self._open.append(tag)
                self._count[tag.name] = self._count.get(tag.name, 0) + 1
        while self._open:
            self._imply(len(self._text))
        return self._matching

    def _end(self, tag: EndTag) -> None:
        if self._open and self._open[-1].name == tag.name:
            self._pop()
        elif self._count.get(tag.name):
            while self._open[-1].name != tag.name:
                self._imply(tag.start)
            self._pop()
        elif self._by_indentation and self._open and self._belongs(tag, self._open[-1]):
            self._matching.misspelt.append((tag, self._pop()))
        else:
            self._matching.stray.append(tag)

    def _end_by_indentation(self, tag: StartTag | EndTag) -> None:
        """Ends open elements that, as this tag is no deeper than they are, cannot hold it."""
        depth = -1
        while self._open:
            top = self._open[-1]
            if top.start not in self._unclosed and not (isinstance(tag, EndTag) and top.name in self._names):
                return
            if depth < 0:
                depth = self._indentation(tag.start)
                if depth < 0:
                    return
            inner = self._indentation(top.start)
            if isinstance(tag, EndTag):
                if tag.name == top.name and (inner <= depth or top.start in self._unclosed):
                    return
                if tag.name != top.name or not self._opened_at(depth, tag.name):
                    return
            elif inner < depth:
                return
            if inner < 0:
                return
            self._imply(tag.start)

    def _opened_at(self, depth: int, name: str) -> bool:
        """Whether an element of the name, further out than the innermost, is indented exactly so."""
        return any(tag.name == name and self._indentation(tag.start) == depth for tag in self._open[:-1])

    def _belongs(self, tag: EndTag, opened: StartTag) -> bool:
        """Whether an end tag of another name stands where the element's own would: below its start, or on its line."""
        if opened.start not in self._unclosed:
            return False
        depth = self._indentation(tag.start)
        if depth >= 0:
            return depth == self._indentation(opened.start)
        return "\n" not in self._text[opened.end : tag.start]

    def _indentation(self, start: int) -> int:
        """How many blanks stand before a tag on its line; -1 if anything else does."""
        line = max(
            self._text.rfind("\n", max(0, start - 200), start), self._text.rfind("\r", max(0, start - 200), start)
        )
        before = self._text[line + 1 : start] if line >= 0 or start < 200 else "-"
        return -1 if before.strip(" \t") else len(before)

    def _imply(self, place: int) -> None:
        tag = self._pop()
        self._matching.implied.setdefault(place, []).append(tag)

    def _pop(self) -> StartTag:
        tag = self._open.pop()
        self._count[tag.name] -= 1
        return tag
