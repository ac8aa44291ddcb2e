"""Makes a text that is not well-formed readable without moving an offset, and says what is wrong with it.

Broken parts are blanked, a missing `>` is written on a blank, and where an end tag is missing the place is noted. The
scanner reads the outcome as it reads any other file. Each character is looked at a bounded number of times.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from connlint.source.broken_tag import StartTag, StartTags
from connlint.source.damage import Damage
from connlint.source.structure import EndTag, check_structure

if TYPE_CHECKING:
    from connlint.source.problem import SyntaxProblem

_END_TAG = re.compile(r"""</([^ \t\r\n/>="'<]+)[ \t\r\n]*(>?)""")
_XML_DECLARATION = re.compile(
    r"""<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?:"1\.[0-9]+"|'1\.[0-9]+')
    (?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(?:"[A-Za-z][A-Za-z0-9._-]*"|'[A-Za-z][A-Za-z0-9._-]*'))?
    (?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\r\n]*\?>""",
    re.VERBOSE,
)
_TARGET = re.compile(r"<\?([^ \t\r\n?<>]+)(?=[ \t\r\n]|\?>)")
_DOCTYPE = re.compile(r"""<!DOCTYPE[^\[<>"']*+(?:"[^"]*+"[^\[<>"']*+|'[^']*+'[^\[<>"']*+)*+>""")


class Repaired(NamedTuple):
    """A text with every offset as in the damaged one, in which every tag is whole."""

    text: str
    closings: dict[int, int]
    """By the place of a tag: how many open elements end before it though no end tag says so."""
    problems: list[SyntaxProblem]


def repair(text: str) -> Repaired:
    """Finds what keeps a text from being well-formed, and what can be read of it all the same."""
    return _Repair(text).run()


class _Repair:
    def __init__(self, text: str) -> None:
        self._damage = Damage(text)
        self._start_tags = StartTags(self._damage)
        self._text = self._damage.text
        self._tags: list[StartTag | EndTag] = []
        self._lost: set[str] = set()
        self._texts: list[tuple[int, int]] = []
        self._doctype = False

    def run(self) -> Repaired:
        damage, text = self._damage, self._text
        place = 1 if text.startswith("\ufeff") else 0
        first = place
        while place < len(text):
            start = text.find("<", place)
            end = start if start >= 0 else len(text)
            if end > place:
                self._characters(place, end)
            if start < 0:
                break
            place = self._markup(start, first)
        closings = check_structure(damage, self._tags, self._lost)
        self._check_outside(closings)
        damage.problems.sort(key=lambda problem: problem.span)
        return Repaired("".join(damage.out), closings, damage.problems)

    def _characters(self, start: int, end: int) -> None:
        damage, text = self._damage, self._text
        damage.check_references(start, end, "in a text")
        damage.check_size(start, end, "the text of an element")
        at = text.find("]]>", start, end)
        while at >= 0:
            damage.report(
                at, at + 3, "`]]>` ends a CDATA section and none is open; as characters it is written `]]&gt;`"
            )
            damage.blank(at, at + 3)
            at = text.find("]]>", at + 3, end)
        if not text[start:end].isspace():
            self._texts.append((start, end))

    def _markup(self, start: int, first: int) -> int:
        """Reads what begins with `<` at `start`. Gives where the text goes on."""
        text = self._text
        after = text[start + 1 : start + 2]
        if after == "/":
            return self._end_tag(start)
        if after == "!":
            return self._declaration(start)
        if after == "?":
            return self._instruction(start, first)
        tag, place = self._start_tags.read(start)
        if tag is not None:
            self._tags.append(tag)
        elif place > start + 1:
            name = re.match(r"[^ \t\r\n/>=\"'<]+", text[start + 1 : start + 200])
            self._lost.add(name[0] if name else "")
        return place

    def _end_tag(self, start: int) -> int:
        damage, text = self._damage, self._text
        match = _END_TAG.match(text, start)
        if match is None:
            damage.report(start, start + 2, "an element's name is expected behind `</`")
            return self._drop(start, start + 2)
        name, end = match[1], match.end()
        if match[2]:
            self._tags.append(EndTag(start, end, name))
            return end
        behind = match.end(1)
        damage.report(behind, behind + 1, f"the end tag `</{name}` does not end; `>` is expected")
        stop = text.find("<", end)
        stop = len(text) if stop < 0 else stop
        close = text.find(">", end, stop)
        if close >= 0 and "\n" not in text[end:close]:
            damage.blank(behind, close)
            self._tags.append(EndTag(start, close + 1, name))
            return close + 1
        if end > behind:
            damage.out[behind] = ">"
            self._tags.append(EndTag(start, behind + 1, name))
            return end
        damage.blank(start, end)
        if end < len(text):
            self._tags.append(EndTag(start, end, name))
        return end

    def _declaration(self, start: int) -> int:
        damage, text = self._damage, self._text
        if text.startswith("<!--", start):
            end = damage.next("-->", start + 4)
            if end < 0 or text.find("<!--", start + 4, end) >= 0:
                damage.report(start, start + 4, "the comment does not end; `-->` is expected")
                return self._drop(start, start + 4)
            dashes = text.find("--", start + 4, end + 1)
            while 0 <= dashes < end:
                damage.report(dashes, dashes + 2, "`--` may not stand in a comment, and none may end with `--->`")
                damage.blank(dashes, dashes + 1)
                dashes = text.find("--", dashes + 1, end + 1)
            damage.check_size(start, end, "the comment")
            return end + 3
        if text.startswith("<![CDATA[", start):
            end = damage.next("]]>", start + 9)
            if end < 0:
                damage.report(start, start + 9, "the CDATA section does not end; `]]>` is expected")
                return self._drop(start, start + 9)
            damage.check_size(start, end, "the CDATA section")
            self._texts.append((start, end + 3))
            return end + 3
        if text.startswith("<!DOCTYPE", start):
            damage.report(
                start,
                start + 9,
                "a document type declaration (DOCTYPE) is not read: it could load files and define entities without "
                "end, and no process model has one",
            )
            if self._doctype:
                return self._drop(start, start + 9)
            self._doctype = True
            end = self._doctype_end(start)
            damage.blank(start, end)
            return end
        damage.report(start, start + 2, "`<!` begins a comment `<!-- … -->` or `<![CDATA[ … ]]>`; neither follows")
        return self._drop(start, start + 2)

    def _doctype_end(self, start: int) -> int:
        text = self._text
        match = _DOCTYPE.match(text, start)
        if match is not None:
            return match.end()
        for end in (re.compile(r"\][ \t\r\n]*>").search(text, start), re.compile(">").search(text, start)):
            if end is not None:
                return end.end()
        return len(text)

    def _instruction(self, start: int, first: int) -> int:
        damage, text = self._damage, self._text
        end = damage.next("?>", start)
        target = _TARGET.match(text, start)
        declaration = target is not None and target[1] == "xml"
        if end < 0 or (declaration and text.find("<", start + 1, end) >= 0):
            damage.report(start, start + 2, "the processing instruction does not end; `?>` is expected")
            return self._drop(start, start + 2)
        end += 2
        if target is None:
            damage.report(start, start + 2, "a name is expected behind `<?`")
        elif declaration and start == first:
            if _XML_DECLARATION.fullmatch(text, start, end):
                return end
            damage.report(
                start, end, 'the XML declaration is wrong; `<?xml version="1.0" encoding="UTF-8"?>` is expected'
            )
        elif target[1].lower() == "xml":
            damage.report(start, end, "the XML declaration may stand only at the very beginning of the file")
        elif ":" in target[1] or not damage.is_name(target[1]):
            damage.report(start, end, f"`{target[1][:80]}` is not a name that a processing instruction can have")
        else:
            return end
        damage.blank(start, end)
        return end

    def _drop(self, start: int, behind: int) -> int:
        """Blanks what cannot be read, up to the next `<`."""
        end = self._text.find("<", behind)
        end = len(self._text) if end < 0 else end
        self._damage.blank(start, end)
        return end

    def _check_outside(self, closings: dict[int, int]) -> None:
        """Text may stand only in the root element, and there must be one."""
        damage = self._damage
        root = next((tag for tag in self._tags if isinstance(tag, StartTag)), None)
        if root is None:
            if not damage.problems:
                damage.report(
                    0, min(len(self._text), 1), "there is no element in the file; `<bpmn:definitions …>` is expected"
                )
            begin = end = len(self._text)
        else:
            begin, end = root.start, self._root_end(closings)
        before = [span for span in self._texts if span[0] < begin]
        behind = [span for span in self._texts if span[0] >= end]
        for spans, where in ((before, "before"), (behind, "behind")):
            for index, (start, stop) in enumerate(spans):
                if not index and root is not None:
                    written = self._text[start:stop]
                    at = start + len(written) - len(written.lstrip())
                    damage.report(at, at + len(written.strip()), f"no text may stand {where} the root element")
                damage.blank(start, stop)
        for tag in self._tags:
            if tag.start >= end:
                damage.blank(tag.start, tag.end)

    def _root_end(self, closings: dict[int, int]) -> int:
        depth = 0
        for tag in self._tags:
            ended = closings.get(tag.start, 0)
            if ended and depth <= ended:
                return tag.start
            depth -= ended
            blanked = self._damage.out[tag.start] == " "
            if blanked:
                continue
            if isinstance(tag, EndTag):
                depth -= 1
            elif not tag.self_closing:
                depth += 1
            if depth == 0:
                return tag.end
        return len(self._text)
