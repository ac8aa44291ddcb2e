"""Start tags: what is wrong in one, and how much of it can be kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from connlint.source.damage import NAME_LIMIT

if TYPE_CHECKING:
    from connlint.source.damage import Damage

_S = "[ \\t\\r\\n]"
_WORD = "[^ \\t\\r\\n/>=\"'<]"

_WHOLE = re.compile(
    rf"""<({_WORD}++) (?: {_S}++ {_WORD}++ {_S}*+ = {_S}*+ (?: "[^<"]*+" | '[^<']*+' ) )*+ {_S}*+ (/?) >""",
    re.VERBOSE,
)
_ATTRIBUTE = re.compile(rf"""({_WORD}+){_S}*={_S}*(?:"([^"]*)"|'([^']*)')""")
_BLANK = re.compile(rf"{_S}*")
_NAME = re.compile(rf"{_WORD}+")
_MOST_QUOTES = 100
"""So many unescaped quotes are looked at in a value: a bound, or many values would each search the whole text."""

_NEVER_FIRST = "0123456789.-"
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_.-]")
_EQUALS = re.compile(rf"{_S}*={_S}*")
_UNQUOTED = re.compile(r"""(?:[^ \t\r\n<>"'/]|/(?!>))*""")
_JUNK = re.compile(r"(?:[^ \t\r\n<>/]|/(?!>))+")
_TAG_GOES_ON = re.compile(rf"""{_S}+{_WORD}{{1,200}}{_S}*={_S}*["']|{_S}*/?>""")
_TAG_ENDS_OPEN = re.compile(rf"{_S}*(?:<|\Z)")
_NEXT_ATTRIBUTE = re.compile(rf"""{_WORD}{{1,200}}={_S}*(?:"[^"<>]*"|'[^'<>]*')(?={_S}|/?>)""")
_NAME_BEFORE = re.compile(r"[ \t\r\n]([A-Za-z_][\w.:-]*)=\Z")
_TAG = re.compile(r"<(?:/?[A-Za-z_][\w.-]*(?::[\w.-]+)?(?:[ \t\r\n/>]|\Z)|!--|!\[CDATA\[|\?[A-Za-z])")


class StartTag(NamedTuple):
    """A start tag that can be read, perhaps after a repair: its place, and what it says of namespaces."""

    start: int
    end: int
    name: str
    self_closing: bool
    declares: tuple[str, ...]
    uses: tuple[tuple[str, int, int], ...]
    """The prefixes of the element and of its attributes, and where they stand."""


class _Value(NamedTuple):
    """How far an attribute's value reaches: `end` is its closing quote, or where the tag goes on if there is none."""

    end: int
    closed: bool
    missing_quote: bool = False


class StartTags:
    """Reads the start tags of a damaged text, in order, and repairs those that are not whole."""

    def __init__(self, damage: Damage) -> None:
        self._damage = damage

    def read(self, start: int) -> tuple[StartTag | None, int]:
        """The tag whose `<` stands at `start` (None if nothing can be kept of it), and where the text goes on."""
        damage = self._damage
        whole = _WHOLE.match(damage.text, start)
        if whole is not None:
            return self._checked(start, whole.end(), whole[1], damage.text, 0), whole.end()
        name = _NAME.match(damage.text, start + 1)
        if name is None or name[0][0] in _NEVER_FIRST:
            at_end = start + 1 == len(damage.text)
            damage.report(
                start,
                start + 1,
                "the file ends at the beginning of a tag"
                if at_end
                else "`<` begins a tag in XML; as a character it is written `&lt;`",
            )
            damage.out[start] = " "
            return None, start + 1
        damage.repaired_tags.add(start)
        end, kept = self._repair(start, name.end(), name[0])
        if not kept:
            return None, end
        return self._checked(start, end, name[0], "".join(damage.out[start:end]), start), end

    def _checked(self, start: int, end: int, name: str, text: str, base: int) -> StartTag:
        """A tag without damage to its form: are its names, its references right, is no attribute there twice?

        `text` holds the tag from `start - base` on.
        """
        damage = self._damage
        declares: list[str] = []
        uses: list[tuple[str, int, int]] = []
        if not damage.is_name(name) or len(name) > NAME_LIMIT:
            damage.report(start + 1, start + 1 + len(name), f"`{name[:80]}` is not a name that an element can have")
            damage.out[start + 1 : start + 1 + len(name)] = _NOT_IN_NAMES.sub("_", name)
            damage.out[start + 1] = "_"
        prefix, colon, _ = name.partition(":")
        if colon and damage.is_name(name):
            uses.append((prefix, start + 1, start + 1 + len(prefix)))
        seen: set[str] = set()
        for match in _ATTRIBUTE.finditer(text, start - base + 1 + len(name), end - base):
            attribute = match[1]
            at, after = match.start() + base, match.end() + base
            value_start = match.start(match.lastindex or 0) + base
            if attribute in seen:
                damage.report(at, at + len(attribute), f"the attribute `{attribute}` is there twice in `<{name}>`")
                damage.blank(at, after)
                continue
            if not damage.is_name(attribute) or len(attribute) > NAME_LIMIT:
                damage.report(at, at + len(attribute), f"`{attribute[:80]}` is not a name that an attribute can have")
                damage.blank(at, after)
                continue
            seen.add(attribute)
            damage.check_references(value_start, after - 1, "in a value")
            damage.check_size(value_start, after - 1, f"the value of `{attribute}`")
            prefix, colon, local = attribute.partition(":")
            if attribute == "xmlns" or (colon and prefix == "xmlns"):
                declares.append(local)
                if colon and value_start == after - 1:
                    damage.report(
                        at, after, f"the prefix `{local}` is declared as an empty namespace; its address is expected"
                    )
            elif colon:
                uses.append((prefix, at, at + len(prefix)))
        return StartTag(start, end, name, damage.out[end - 2] == "/", tuple(declares), tuple(uses))

    def _repair(self, start: int, name_end: int, name: str) -> tuple[int, bool]:
        """Blanks what is broken in a tag. Gives where it ends, and whether the tag can be kept.

        A tag gets one message: what follows its first damage is mostly a consequence.
        """
        damage = self._damage
        text, out = damage.text, damage.out
        size = len(text)
        place = name_end
        last_attribute = -1
        reported = False

        def report(begin: int, end: int, message: str) -> None:
            nonlocal reported
            if not reported:
                damage.report(begin, end, message)
            reported = True

        while True:
            at = _BLANK.match(text, place).end()  # type: ignore[union-attr]
            if text.startswith(">", at):
                return at + 1, True
            if text.startswith("/>", at):
                return at + 2, True
            if at == size or text[at] == "<":
                behind = len(text[name_end:at].rstrip(" \t\r\n")) + name_end
                report(behind, behind + 1, f"the tag `<{name}` does not end; `>` or `/>` is expected")
                return at, self._close(start, name_end, at, last_attribute)
            if text[at] == "/":
                report(at, at + 1, f"`/>` is expected at the end of the tag `<{name}`")
                after = _BLANK.match(text, at + 1).end()  # type: ignore[union-attr]
                if after > at + 1 and (after == size or text[after] in "<>"):
                    out[at + 1] = ">"
                    if text.startswith(">", after):
                        out[after] = " "
                    return at + 2, True
                out[at] = " "
                place = at + 1
                continue
            word = _NAME.match(text, at)
            if word is None:
                end = _JUNK.match(text, at).end()  # type: ignore[union-attr]
                report(at, end, f"an attribute's name is expected in the tag `<{name}`, not `{text[at:end][:40]}`")
                damage.blank(at, end)
                place = end
                continue
            crowded = at == place and place > name_end and out[at - 1] != " "
            if crowded:
                report(at, word.end(), f"a space is expected before `{word[0][:80]}`")
            equals = _EQUALS.match(text, word.end())
            if equals is None:
                report(at, word.end(), f'the attribute `{word[0][:80]}` has no value; `="…"` is expected behind it')
                damage.blank(at, word.end())
                place = word.end()
                continue
            quote = equals.end()
            if quote == size or text[quote] not in "\"'":
                end = _UNQUOTED.match(text, quote).end()  # type: ignore[union-attr]
                report(quote, max(end, quote + 1), f"the value of `{word[0][:80]}` must stand in quotes")
                damage.blank(at, end)
                place = end
                continue
            value = self._value(quote)
            if value.closed:
                last_attribute = at
                place = value.end + 1
                if crowded:
                    damage.blank(at, place)
                elif bad := self._blank_unescaped(quote, value.end):
                    written = {"<": "&lt;", '"': "&quot;", "'": "&apos;"}[text[bad]]
                    report(bad, bad + 1, f"`{text[bad]}` in the value of `{word[0][:80]}` must be written `{written}`")
                continue
            report(quote, quote + 1, f"the value of `{word[0][:80]}` does not end; `{text[quote]}` is expected")
            place = value.end
            if not value.missing_quote:
                close = text.rfind(">", quote, value.end)
                if close >= 0:
                    place = close - 1 if text[close - 1] == "/" else close
            damage.blank(at, place)

    def _close(self, start: int, name_end: int, end: int, last_attribute: int) -> bool:
        """Writes the missing `>` of a tag on the last character before `end`, if that can be spared."""
        damage = self._damage
        if end - 1 >= name_end and damage.out[end - 1] not in " \t\r\n":
            if last_attribute < 0 or end == len(damage.text):
                damage.blank(start, end)
                return False
            damage.blank(last_attribute, end)
        elif end == name_end:
            damage.blank(start, end)
            return False
        damage.out[end - 1] = ">"
        return True

    def _blank_unescaped(self, quote: int, end: int) -> int:
        """Blanks quotes and `<` within a value. Gives the place of the first, 0 if there is none."""
        damage = self._damage
        text = damage.text
        first = 0
        for character in ("<", text[quote]):
            at = text.find(character, quote + 1, end)
            while at >= 0:
                damage.out[at] = " "
                first = min(first, at) if first else at
                at = text.find(character, at + 1, end)
        return first

    def _value(self, quote: int) -> _Value:
        """Where the value ends whose opening quote stands at `quote`.

        A value may hold a quote or a `<` that should have been escaped, or its closing quote may be missing. What
        comes behind a quote tells: the tag goes on behind the closing one.
        """
        text = self._damage.text
        mark = text[quote]
        close = self._damage.next(mark, quote + 1)
        if close < 0:
            return _Value(self._next_tag(quote), closed=False)
        opening = text.find("<", quote + 1, close)
        goes_on = _TAG_GOES_ON.match(text, close + 1)
        if opening >= 0 and goes_on and not _NAME_BEFORE.search(text, max(opening, close - 200), close):
            return _Value(close, closed=True)
        if opening < 0 and (goes_on or _TAG_ENDS_OPEN.match(text, close + 1) or _NEXT_ATTRIBUTE.match(text, close + 1)):
            return _Value(close, closed=True)
        limit = self._next_tag(quote)
        if limit > close:
            before = _NAME_BEFORE.search(text, max(quote, close - 200), close)
            if before is not None and _NEXT_ATTRIBUTE.match(text, before.start(1)):
                return _Value(before.start(1), closed=False, missing_quote=True)
            later = close
            for _ in range(_MOST_QUOTES):
                later = text.find(mark, later + 1, limit)
                if later < 0:
                    break
                if _TAG_GOES_ON.match(text, later + 1):
                    return _Value(later, closed=True)
            if opening < 0 and text[close + 1] in " \t\r\n/":
                return _Value(close, closed=True)
        return _Value(limit, closed=False)

    def _next_tag(self, start: int) -> int:
        match = _TAG.search(self._damage.text, start)
        return match.start() if match is not None else len(self._damage.text)
