"""From a pattern of java.util.regex to one of the `regex` package (version 1 syntax, no flags).

The pattern is read as Java 21 reads it and written anew: what flags, line ends and ASCII classes mean in Java is
spelt out, so that no setting of the other engine can change it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from connlint.feel.java_character_classes import (
    LINE_ENDS,
    SHORTHANDS,
    UNICODE_SHORTHANDS,
    WORD,
    property_fragment,
)
from connlint.feel.java_escapes import escaped_character
from connlint.feel.regex_failure import InvalidPattern, RegexTimeout

MAX_LENGTH = 10_000
MAX_DEPTH = 100
MAX_SIZE = 50_000
"""The `regex` package writes out what must occur, and what may follow it once more: `(a{100}){100}` takes the room
of 10,000 letters, and each `+` around another doubles it."""

_MAX_REPEAT = 2**31 - 1

_QUANTIFIER = re.compile(r"\{([0-9]+)(,([0-9]*))?\}")
_GROUP_NAME = re.compile(r"([a-zA-Z][a-zA-Z0-9]*)>")
_INLINE_FLAGS = re.compile(r"([idmsuxU]*)(?:-([idmsuxU]*))?([:)])")
_SPACES = "\t\n\x0b\f\r "
_NEVER = "(?!)"


class _Part(NamedTuple):
    """A piece of the new pattern, the most characters that it matches (None if there is no most), and its size."""

    text: str
    longest: int | None
    size: int = 1


def translate(pattern: str, flags: str = "") -> str:
    """The same pattern for `regex.compile(.., regex.VERSION1)`; raises InvalidPattern, RegexTimeout.

    `flags` are letters of Java's: `s` dot matches line ends, `m` lines, `i` case of ASCII letters, `x` comments.

    >>> translate("a[x-z&&[^y]]|^b", "i")
    '[aA][[[x-zX-Z]&&[[^yY]]]]|\\\\A[bB]'
    """
    if len(pattern) > MAX_LENGTH:
        raise RegexTimeout("the pattern is too long")
    reader = _Reader(_unquoted(pattern), flags)
    text = reader.whole()
    if reader.refers_to_groups:
        reader = _Reader(_unquoted(pattern), flags, groups_in_all=reader.groups)
        text = reader.whole()
    return text


def _unquoted(pattern: str) -> str:
    """The pattern with what stands between `\\Q` and `\\E` escaped character by character."""
    pieces: list[str] = []
    at = 0
    while at < len(pattern):
        if pattern[at] != "\\" or at + 1 == len(pattern):
            pieces.append(pattern[at])
            at += 1
        elif pattern[at + 1] != "Q":
            pieces.append(pattern[at : at + 2])
            at += 2
        else:
            end = pattern.find("\\E", at + 2)
            end = len(pattern) if end < 0 else end
            pieces.extend(_java_escaped(character) for character in pattern[at + 2 : end])
            at = end + 2
    return "".join(pieces)


def _java_escaped(character: str) -> str:
    return f"\\x{ord(character):02x}" if character.isascii() else character


def _literal(character: str) -> str:
    if character.isascii() and not character.isalnum():
        return f"\\x{ord(character):02x}"
    return character


class _Reader:
    """Reads a pattern once, front to back. `groups_in_all` is known at the second reading only."""

    def __init__(self, pattern: str, flags: str, *, groups_in_all: int | None = None) -> None:
        self.pattern = pattern
        self.at = 0
        self.flags = frozenset(flags) & frozenset("smix")
        self.groups = 0
        self.groups_in_all = groups_in_all
        self.names: dict[str, int] = {}
        self.depth = 0
        self.refers_to_groups = False

    def whole(self) -> str:
        part = self._alternatives()
        if self.at < len(self.pattern):
            raise InvalidPattern("Unmatched closing ')'")
        return part.text

    # Characters

    def _peek(self) -> str:
        """The next character that counts, `""` at the end; passes over comments where they are allowed."""
        if "x" in self.flags:
            while self.at < len(self.pattern):
                if self.pattern[self.at] in _SPACES:
                    self.at += 1
                elif self.pattern[self.at] == "#":
                    while self.at < len(self.pattern) and self.pattern[self.at] not in "\n\r\x85\u2028\u2029":
                        self.at += 1
                else:
                    break
        return self._here()

    def _here(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def _take(self) -> str:
        character = self._here()
        if not character:
            raise InvalidPattern("Unexpected end of pattern")
        self.at += 1
        return character

    def _takes(self, text: str) -> bool:
        if self.pattern.startswith(text, self.at):
            self.at += len(text)
            return True
        return False

    def _deepen(self) -> None:
        """Go one level down; pair with `depth -= 1`."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise RegexTimeout("the pattern is nested too deeply")

    # Alternatives, sequences, groups

    def _alternatives(self) -> _Part:
        self._deepen()
        branches = [self._sequence()]
        while self._peek() == "|":
            self.at += 1
            branches.append(self._sequence())
        self.depth -= 1
        lengths = [branch.longest for branch in branches]
        longest = None if None in lengths else max(length for length in lengths if length is not None)
        return _Part("|".join(branch.text for branch in branches), longest, sum(branch.size for branch in branches))

    def _sequence(self) -> _Part:
        parts: list[_Part] = []
        while (character := self._peek()) and character not in "|)":
            parts.append(self._repeated(self._atom(character)))
        lengths = [part.longest for part in parts]
        longest = None if None in lengths else sum(length for length in lengths if length is not None)
        return _Part("".join(part.text for part in parts), longest, sum(part.size for part in parts))

    def _atom(self, character: str) -> _Part:
        if character == "(":
            return self._group()
        if character == "[":
            return _Part(self._set(), 1)
        if character == "\\":
            return self._escape()
        if character in "*+?":
            raise InvalidPattern(f"Dangling meta character '{character}'")
        if character == "{":
            return _Part("(?:)", 0)
        self.at += 1
        if character == "^":
            return _Part(self._caret(), 0)
        if character == "$":
            return _Part(self._dollar(lines="m" in self.flags), 0)
        if character == ".":
            return _Part(self._dot(), 1)
        return _Part(self._character(character), 1)

    def _repeated(self, atom: _Part) -> _Part:
        character = self._peek()
        if not atom.text or not character or character not in "?*+{":
            return atom
        if character == "{":
            quantifier, least, most = self._counted()
        else:
            self.at += 1
            quantifier, least, most = character, int(character == "+"), 1 if character == "?" else None
        if self._peek() in ("?", "+"):
            quantifier += self._take()
        longest = None if atom.longest is None or most is None else atom.longest * most
        size = atom.size * max(1, least + (most != least))
        if size > MAX_SIZE:
            raise RegexTimeout("the pattern repeats too much")
        return _Part(_unit(atom.text) + quantifier, 0 if atom.longest == 0 else longest, size)

    def _counted(self) -> tuple[str, int, int | None]:
        match = _QUANTIFIER.match(self.pattern, self.at)
        if match is None:
            raise InvalidPattern("Illegal repetition")
        least = int(match[1])
        most = least if match[2] is None else int(match[3]) if match[3] else None
        if least > _MAX_REPEAT or (most is not None and not least <= most <= _MAX_REPEAT):
            raise InvalidPattern("Illegal repetition range")
        self.at = match.end()
        return match[0], least, most

    def _group(self) -> _Part:
        self.at += 1
        flags = self.flags
        if not self._takes("?"):
            self.groups += 1
            return self._closed("(", flags)
        for opening in (":", "=", "!", ">"):
            if self._takes(opening):
                part = self._closed(f"(?{opening}", flags)
                return part._replace(longest=0) if opening in "=!" else part
        for opening in ("<=", "<!"):
            if self._takes(opening):
                part = self._closed(f"(?{opening}", flags)
                if part.longest is None:
                    raise InvalidPattern("Look-behind group does not have an obvious maximum length")
                return part._replace(longest=0)
        if self._takes("<"):
            return self._named(flags)
        return self._inline_flags(flags)

    def _closed(self, opening: str, flags: frozenset[str]) -> _Part:
        part = self._alternatives()
        if not self._takes(")"):
            raise InvalidPattern("Unclosed group")
        self.flags = flags
        return _Part(f"{opening}{part.text})", part.longest, part.size)

    def _named(self, flags: frozenset[str]) -> _Part:
        match = _GROUP_NAME.match(self.pattern, self.at)
        if match is None:
            raise InvalidPattern("a group's name is made of ASCII letters and digits")
        if match[1] in self.names:
            raise InvalidPattern(f"Named capturing group <{match[1]}> is already defined")
        self.at = match.end()
        self.groups += 1
        self.names[match[1]] = self.groups
        return self._closed(f"(?P<{match[1]}>", flags)

    def _inline_flags(self, flags: frozenset[str]) -> _Part:
        match = _INLINE_FLAGS.match(self.pattern, self.at)
        if match is None:
            raise InvalidPattern("Unknown inline modifier")
        self.at = match.end()
        self.flags = (self.flags | frozenset(match[1])) - frozenset(match[2] or "")
        if match[3] == ")":
            return _Part("", 0)
        return self._closed("(?:", flags)

    # What stands for a place or a character

    def _caret(self) -> str:
        if "m" not in self.flags:
            return r"\A"
        if "d" in self.flags:
            return r"(?:(?!\Z)(?:\A|(?<=\n)))"
        # Run time: not behind the last line end, and not between the two characters of one.
        return r"(?:(?!\Z)(?:\A|(?<=[\n\x85\u2028\u2029])|(?<=\r)(?!\n)))"

    def _dollar(self, *, lines: bool) -> str:
        if "d" in self.flags:
            return r"(?=\n|\Z)" if lines else r"(?=\n?\Z)"
        if lines:
            return r"(?=[\r\x85\u2028\u2029]|(?<!\r)\n|\Z)"
        return r"(?=(?:\r\n|[\r\x85\u2028\u2029]|(?<!\r)\n)?\Z)"

    def _dot(self) -> str:
        if "s" in self.flags:
            return "(?s:.)"
        return r"[^\n]" if "d" in self.flags else f"[^{LINE_ENDS}]"

    def _character(self, character: str) -> str:
        cases = self._cases(character)
        return f"[{''.join(map(_literal, cases))}]" if len(cases) > 1 else _literal(character)

    def _cases(self, character: str) -> list[str]:
        if "i" not in self.flags or not (character.isascii() or "u" in self.flags):
            return [character]
        others = {character.lower(), character.upper()} - {character}
        return [character, *sorted(other for other in others if len(other) == 1)]

    def _escape(self) -> _Part:
        self.at += 1
        letter = self._take()
        if letter in "123456789":
            return self._numbered_reference(letter)
        if letter == "k":
            return self._named_reference()
        place = self._place(letter)
        if place is not None:
            return place
        fragment = self._fragment(letter)
        if fragment is not None:
            return _Part(f"[{fragment}]", 1)
        return _Part(self._character(self._escaped(letter)), 1)

    def _place(self, letter: str) -> _Part | None:
        """The escapes that are no character, and those that may be several."""
        match letter:
            case "A" | "G":
                return _Part(f"\\{letter}", 0)
            case "z":
                return _Part(r"\Z", 0)
            case "Z":
                return _Part(self._dollar(lines=False), 0)
            case "b" | "B":
                if letter == "b" and self.pattern.startswith("{g}", self.at):
                    raise InvalidPattern("boundaries of grapheme clusters are not supported")
                word = f"[{UNICODE_SHORTHANDS['w'] if 'U' in self.flags else WORD}]"
                if letter == "b":
                    return _Part(f"(?:(?<={word})(?!{word})|(?<!{word})(?={word}))", 0)
                return _Part(f"(?:(?<={word})(?={word})|(?<!{word})(?!{word}))", 0)
            case "R":
                return _Part(r"(?:\r\n|[\n\x0b\f\r\x85\u2028\u2029])", 2)
            case "X":
                return _Part(r"\X", None)
            case _:
                return None

    def _numbered_reference(self, digit: str) -> _Part:
        number = int(digit)
        while (character := self._here()) and character in "0123456789":
            if number * 10 + int(character) > self.groups:
                break
            number = number * 10 + int(self._take())
        return self._reference(number)

    def _named_reference(self) -> _Part:
        match = _GROUP_NAME.match(self.pattern, self.at) if self._takes("<") else None
        if match is None or match[1] not in self.names:
            raise InvalidPattern("a reference to a group that is not there")
        self.at = match.end()
        return self._reference(self.names[match[1]])

    def _reference(self, number: int) -> _Part:
        self.refers_to_groups = True
        if self.groups_in_all is None or number > self.groups_in_all:
            # Run time: a reference to a group that is not there is no mistake, it just never matches.
            return _Part(_NEVER, None)
        return _Part(f"(?i:\\g<{number}>)" if "i" in self.flags else f"(?:\\g<{number}>)", None)

    def _fragment(self, letter: str) -> str | None:
        """The class that `\\letter` is, for inside brackets; None if it is a single character."""
        shorthands = UNICODE_SHORTHANDS if "U" in self.flags else SHORTHANDS
        if letter in shorthands:
            return shorthands[letter]
        if letter.lower() in shorthands and letter in "DWSHV":
            return f"[^{shorthands[letter.lower()]}]"
        if letter not in ("p", "P"):
            return None
        name = self._take()
        if name == "{":
            end = self.pattern.find("}", self.at)
            if end < 0:
                raise InvalidPattern("Unclosed character family")
            name = self.pattern[self.at : end]
            self.at = end + 1
        fragment = property_fragment(name, unicode_classes="U" in self.flags, ignore_case="i" in self.flags)
        if fragment is None:
            raise InvalidPattern(f"Unknown character property name {{{name}}}")
        return f"[^{fragment}]" if letter == "P" else fragment

    def _escaped(self, letter: str) -> str:
        """The single character that `\\letter` stands for."""
        character, self.at = escaped_character(letter, self.pattern, self.at)
        return character

    # Sets

    def _set(self) -> str:
        """From `[` to its `]`."""
        self._deepen()
        self.at += 1
        negated = self._takes("^")
        text = self._members()
        self.at += 1
        self.depth -= 1
        return f"[{'^' if negated else ''}{text}]"

    def _members(self) -> str:
        """Up to, and without, the closing `]`."""
        members: list[str] = []
        while (character := self._peek()) != "]" or not members:
            if not character:
                raise InvalidPattern("Unclosed character class")
            if character == "[":
                members.append(self._set())
            elif character == "&" and self._takes("&&"):
                right = self._right_of_intersection()
                if right is None and not members:
                    raise InvalidPattern("Bad class syntax")
                if right is not None:
                    members = [f"[[{''.join(members)}]&&[{right}]]" if members else right]
            else:
                members.append(self._range())
        return "".join(members)

    def _right_of_intersection(self) -> str | None:
        while self._takes("&"):
            pass
        if self._peek() == "]":
            return None
        # Run time: what follows is a class of its own up to the `]`, with further intersections in it.
        self._deepen()
        text = self._members()
        self.depth -= 1
        return text

    def _range(self) -> str:
        first = self._member()
        if len(first) > 1:
            return first
        if self._peek() == "-" and self.pattern[self.at + 1 : self.at + 2] not in ("[", "]", ""):
            self.at += 1
            self._peek()
            last = self._member()
            if len(last) > 1 or last < first:
                raise InvalidPattern("Illegal character range")
            return self._span(first, last)
        return "".join(map(_literal, self._cases(first)))

    def _member(self) -> str:
        """One character, or a fragment, which is longer than one."""
        character = self._take()
        if character != "\\":
            return character
        letter = self._take()
        return self._fragment(letter) or self._escaped(letter)

    def _span(self, first: str, last: str) -> str:
        text = f"{_literal(first)}-{_literal(last)}"
        if "i" not in self.flags:
            return text
        for low, high, distance in (("a", "z", -32), ("A", "Z", 32)):
            start, end = max(first, low), min(last, high)
            if start <= end:
                text += f"{chr(ord(start) + distance)}-{chr(ord(end) + distance)}"
        return text


def _unit(text: str) -> str:
    """`text` so that a quantifier behind it applies to all of it."""
    return text if len(text) == 1 or text[0] in "[(\\" else f"(?:{text})"
