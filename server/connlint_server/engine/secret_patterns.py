"""Every form in which a secret can stand in a text, as regular expressions.

For each character an alternation takes it in any form (plain, percent-escaped in both cases and repeatedly, `+` for a blank,
escapes of JSON, XML, HTML, Python and Markdown, what a lossy charset makes of it), so that no safe set of any encoder has to
be known. Base64 is found at each of its three alignments, standard, URL-safe and in lines; hexadecimal digits as they are
usually parted.

The texts come from servers: each search takes time in proportion to the text, whatever the text is. So no text can be divided
among the characters of a secret in several ways, runs of backslashes are bounded, and each alternative begins with a literal,
by which the search passes over most of a text.
"""

from __future__ import annotations

import base64
import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from connlint_server.engine.character_forms import SLASHES, any_case, escapes_of, forms_of
from connlint_server.engine.charsets import CHARSETS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

SHORT = 3
"""A secret of fewer characters is masked only where it stands alone."""
# Fewer characters than this in common say nothing about a secret.
_MIN_BASE64 = 4
_LINE_BREAK = r"(?:[\r\n\t ]|\\{1,15}[rn]|%0[AaDd]|&#(?:1[03]|[xX][aAdD]);){0,4}"
_HEX_PARTINGS = ("", " ", ":", "-", ", 0x", "%20", "+")
_LONGEST_ESCAPE = 24
_HEAD = 16
# Of a secret that repeats itself more often, such as one of one letter, these say enough.
_MOST_BORDERS = 50
_UNLIKE_ASCII = ("cp037", "cp500", "utf-7")
_RUNS = re.compile(r"\\+|.", re.DOTALL)
_HEX_WORD = r"(?:3[0-9]|[46][1-9a-fA-F]|[57][0-9aA])"
# An escape of an ASCII letter or digit, or of such an escape: few encoders write one.
_ESCAPED_WORD = re.compile(
    rf"\\(?:[uU]\{{?0*|x){_HEX_WORD}|%(?:25)*(?:u00)?{_HEX_WORD}|&(?:amp;)*#[xX]0*{_HEX_WORD};"
    r"|&(?:amp;)*#0*(?:4[89]|5[0-7]|6[5-9]|[78][0-9]|90|9[7-9]|1[01][0-9]|12[0-2]);"
    rf"|(?:%5[cC]|&#(?:92|[xX]5[cC]);)[uxU]{_HEX_WORD}?|(?:%26|\\(?:u0026|&)|&amp;)(?:%23|\\?#)"
)
# An escape of another letter.
_ESCAPED_LETTER = re.compile(
    r"\\(?:[uU]\{?0*(?:[1-9a-fA-F][0-9a-fA-F]{2}|[89a-fA-F][0-9a-fA-F])|x[89a-fA-F]|[23][0-7][0-7])|[%=](?:25|3[dD])*[89a-fA-FuU]"
    r"|&(?:amp;)*(?:#0*(?:12[89]|1[3-9][0-9]|[2-9][0-9]{2}|[0-9]{4})|#[xX]0*[89a-fA-F1-9][0-9a-fA-F]|[A-Za-z])"
)
_LETTERS = re.compile(r"[^\x00-\x7f]+")
CUT_ESCAPE = (
    r"(?:(?:%(?:25)*[0-9a-fA-F]{2}){0,3}%(?:25)*2?(?:u[0-9a-fA-F]{0,3}|[0-9a-fA-F])?"
    r"|(?:=[0-9a-fA-F]{2}){0,3}=[0-9a-fA-F]?|&(?:amp;)*[#\w]{0,10}|[\x80-\xff\ufffd?]{1,3}"
    r"|(?:\\{1,15}(?:[xu][0-9a-fA-F]{2,4}|[0-7]{3})){0,3}\\{1,15}(?:[uU]\{?[0-9a-fA-F]{0,7}|x[0-9a-fA-F]?|[0-7]{0,2}))?\Z"
)
"""What may be left of an escape, and the end of the text."""


class Haystack:
    """A text that patterns look into, with what they all ask of it."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def folded(self) -> str:
        return self.text.casefold()

    @cached_property
    def has_escaped_words(self) -> bool:
        """ASCII letters and digits as escapes."""
        return _ESCAPED_WORD.search(self.text) is not None

    @cached_property
    def has_escaped_letters(self) -> bool:
        """Other letters as escapes, or any."""
        return self.has_escaped_words or _ESCAPED_LETTER.search(self.text) is not None


class Pattern:
    """One way to write a secret.

    `units`: for each character of the secret (or of its base64) the expressions of its forms.
    `needles`: of these one stands as it is in every match, so that most texts need no search; none: always searched.
    `folded`: the needles are so in every case of their letters. `may_escape`: whether a text holds escapes of their characters.
    `least`: so many units in a row say something about the secret. `cut`: what may be left of the next one, and the end.
    """

    def __init__(
        self,
        units: Iterable[tuple[str, ...]],
        needles: Iterable[str],
        *,
        least: int,
        folded: bool = True,
        may_escape: Callable[[Haystack], bool] = lambda _: False,
        around: tuple[str, str] = ("", ""),
        between: str = "",
        cut: str = CUT_ESCAPE,
    ) -> None:
        self.least = least
        self._units = units
        self._needles = tuple(needles)
        self._folded = folded
        self._may_escape = may_escape
        self._around = around
        self._between = between
        self._cut = cut

    @cached_property
    def units(self) -> tuple[tuple[str, ...], ...]:
        return tuple(self._units)

    @cached_property
    def _head(self) -> int:
        """How many units one expression takes: all, or the first ones of a long secret, as compiling is slow.

        If possible the last is a letter or a digit, of which no form is the beginning of another: it ends in one way only.
        """
        if len(self.units) <= 2 * _HEAD:
            return len(self.units)
        return next((count for count in range(_HEAD, 2 * _HEAD) if self._ends_in_one_way(count)), _HEAD)

    def _ends_in_one_way(self, count: int) -> bool:
        last = self.units[count - 1][-1]
        return last.isascii() and last.isalnum()

    @cached_property
    def expression(self) -> re.Pattern[str]:
        before, after = self._around
        units = self.units[: self._head]
        return re.compile(
            before + self._between.join(map(_alternation, units)) + (after if len(units) == len(self.units) else "")
        )

    def spans(self, hay: Haystack) -> Iterator[tuple[int, int]]:
        """Where the secret stands so written."""
        if not self._may_match(hay):
            return
        start = 0
        while (match := self.expression.search(hay.text, start)) is not None:
            end = self._end(hay.text, *match.span())
            if end is not None:
                end = self._end_of_overlapping(hay.text, end)
                yield match.start(), end
            start = match.start() + 1 if end is None else end

    def _end(self, text: str, start: int, head_end: int) -> int | None:
        """Where the secret ends of which the expression found the first units, if the others stand there, too."""
        if self._head == len(self.units):
            return head_end
        end = self._behind(text, head_end, self._head)
        if end is None and not self._ends_in_one_way(self._head):
            end = self._behind(text, start, 0)
        return self._with_what_follows(text, end) if end is not None else None

    def _behind(self, text: str, start: int, first: int) -> int | None:
        """Where the units from the `first` on end that begin at a place."""
        end = start
        for unit in self.units[first:]:
            match = _compiled(self._between + _alternation(unit)).match(text, end)
            if match is None:
                break
            end = match.end()
        else:
            return end
        # The longest form of each unit was not the one that the text has: all are tried.
        ends = {start}
        for count in range(first, len(self.units)):
            ends = self._ends_of(self.units[count], text, ends, self._between if count else "")
            if not ends:
                return None
        return max(ends)

    def _end_of_overlapping(self, text: str, end: int) -> int:
        """The same, or the end of others that begin within the one before, as in `ababab`."""
        found: int | None = end
        while found is not None:
            end = found
            found = next((at for border in self._borders if (at := self._behind(text, end, border)) is not None), None)
        return end

    @cached_property
    def _borders(self) -> tuple[int, ...]:
        """How many units are the beginning of the secret and its end as well, most first."""
        if self._around != ("", ""):
            return ()  # what stands alone does not overlap
        units = self.units
        longest = [0] * len(units)
        for count in range(1, len(units)):
            border = longest[count - 1]
            while border and units[count] != units[border]:
                border = longest[border - 1]
            longest[count] = border + (units[count] == units[border])
        borders: list[int] = []
        border = longest[-1]
        while border and len(borders) < _MOST_BORDERS:
            borders.append(border)
            border = longest[border - 1]
        return tuple(borders)

    def _with_what_follows(self, text: str, end: int) -> int:
        match = _compiled(self._around[1]).match(text, end)
        return match.end() if match is not None else end

    @staticmethod
    def _ends_of(unit: tuple[str, ...], text: str, starts: set[int], gap: str) -> set[int]:
        """Where the unit ends, in any of its forms, that begins at one of the places."""
        return {match.end() for form in unit for start in starts if (match := _compiled(gap + form).match(text, start))}

    def part_at_end(self, text: str, least: int) -> int | None:
        """Where the first units stand with which the text ends, if they are at least so many."""
        if len(self.units) <= least:
            return None
        begins = re.compile(_alternation(self.units[0]))
        start = max(0, len(text) - _LONGEST_ESCAPE * len(self.units))
        while (match := begins.search(text, start)) is not None:
            if self._runs_to_end(text, match.start(), least):
                return match.start()
            start = match.start() + 1
        return None

    def _runs_to_end(self, text: str, start: int, least: int) -> bool:
        """Whether the units from the first one on lead to the end of the text, each in any of its forms."""
        ends = {start}
        for count, unit in enumerate(self.units):
            # The last form may be cut, too.
            if count >= least and any(_compiled(self._cut).match(text, end) for end in ends):
                return True
            ends = self._ends_of(unit, text, ends, self._between if count else "")
            if not ends:
                return False
        return len(text) in ends

    def _may_match(self, hay: Haystack) -> bool:
        if not self._needles:
            return True
        text = hay.folded if self._folded else hay.text
        return any(needle in text for needle in self._needles) or self._may_escape(hay)


def written(value: str, *, misread: bool = True) -> Iterator[Pattern]:
    """The ways in which the characters of a piece of a secret may be written. `misread`: also by a wrong charset."""
    if len(value) < SHORT:
        yield _pattern(value, around=(r"(?<![^\W_])", r"(?![^\W_])"))
        return
    for loss in (None,) if value.isascii() else _LOSSES:
        yield _pattern(value, loss)
    if misread:
        yield from map(_pattern, _misread(value))


def coded(value: str) -> Iterator[Pattern]:
    """The secret in base64 and in hexadecimal digits; of one or two characters anything could be that."""
    if len(value) < SHORT:
        return
    charsets = ("utf-8", "iso-8859-1", "utf-16-le", "utf-16-be")
    raws = list(dict.fromkeys(value.encode(charset, "replace") for charset in charsets))
    cores = {core for raw in raws for core in _base64_cores(raw) if len(core) >= _MIN_BASE64}
    yield from (_base64_pattern(core) for core in sorted(cores))
    for raw in raws[:-2]:
        yield from (_hexadecimal_pattern(raw, parting) for parting in _HEX_PARTINGS)


def _pattern(value: str, loss: Callable[[str], str] | None = None, around: tuple[str, str] = ("", "")) -> Pattern:
    units = _units(value, loss)
    word = longest_word(value)
    if word:
        return Pattern(
            units,
            [word],
            may_escape=lambda hay: hay.has_escaped_words,
            least=SHORT,
            around=around,
        )
    letters = "" if loss else max(_LETTERS.findall(value), key=len, default="").casefold()
    return Pattern(
        units,
        [letters] if letters else [],
        may_escape=lambda hay: hay.has_escaped_letters,
        least=SHORT,
        around=around,
    )


def _units(value: str, loss: Callable[[str], str] | None = None) -> Iterator[tuple[str, ...]]:
    """The forms of each character, and of each run of backslashes as a whole.

    `loss`: what a charset puts in the place of a character that it lacks.
    """
    behind_slashes = False
    for run in _RUNS.finditer(value):
        text = run[0]
        if text.startswith("\\"):
            # The backslashes of an escape behind them are among these.
            escapes = (f"(?:{escape}){{{len(text)}}}" for escape in escapes_of("\\"))
            yield (r"\\" * len(text) + rf"\\{{0,{15 * len(text) + 15}}}", *escapes)
            behind_slashes = True
            continue
        forms = forms_of(text)
        if behind_slashes:
            forms = tuple(form.removeprefix(SLASHES) for form in forms)
        if text in "\"'" and text * 2 not in value:
            forms = (text * 2, *forms)
        if loss is not None and not text.isascii():
            forms = (re.escape(loss(text)), *forms)
        yield tuple(dict.fromkeys(forms))
        behind_slashes = False


# No charset loses some characters in one of these ways and some in another.
_LOSSES: tuple[Callable[[str], str] | None, ...] = (
    None,
    lambda character: "?" if ord(character) < 0x10000 else "??",
    lambda character: "?",
    lambda character: "?" * len(character.encode("utf-8", "replace")),
    lambda character: "\ufffd",
    lambda character: "\ufffd" * len(character.encode("utf-8", "replace")),
)


def _misread(value: str) -> Iterator[str]:
    """The bytes of other charsets, read as UTF-8 or Latin-1."""
    read: dict[str, None] = {}
    for charset in _UNLIKE_ASCII if value.isascii() else CHARSETS:
        try:
            raw = value.encode(charset)
        except UnicodeError:
            continue
        read |= dict.fromkeys((raw.decode("utf-8", "replace"), raw.decode("iso-8859-1")))
    # What is nothing but unreadable tells nothing; zeros are left out before a search.
    return (text.replace("\0", "") for text in read if text.strip("\ufffd\0") and text != value)


def _base64_pattern(core: str) -> Pattern:
    # A line break may part one half of the word, but not both: lines are longer.
    word = max(re.split(r"[^A-Za-z0-9]+", core), key=len)[:32]
    half = len(word) // 2
    return Pattern(
        [_base64_forms(character) for character in core],
        [word[:half], word[half:]] if half else [],
        least=6,
        folded=False,
        around=("[A-Za-z0-9+/_-]?", "[A-Za-z0-9+/_-]?={0,2}"),
        between=_LINE_BREAK,
        cut=r"[^A-Za-z0-9]{0,4}(?:%0?|&#\w{0,2})?\Z",
    )


def _base64_cores(raw: bytes) -> set[str]:
    """The characters of the base64 that depend on the secret alone, for each alignment that it can have."""
    cores = set()
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + raw).decode("ascii")
        cores.add(encoded[-(-shift * 8 // 6) : (shift + len(raw)) * 8 // 6])
    return cores


def _base64_forms(character: str) -> tuple[str, ...]:
    if character == "+":
        return (r"\+", "-", "%2[Bb]", r"\\u002[Bb]")
    if character == "/":
        return ("/", r"\\/", "_", "%2[Ff]")
    return (character,)


def _hexadecimal_pattern(raw: bytes, parting: str) -> Pattern:
    pairs = [f"{byte:02x}" for byte in raw]
    units = [("".join(map(any_case, pair)),) for pair in pairs]
    return Pattern(
        units, [parting.join(pairs)], least=3, between=re.escape(parting), cut=rf".{{0,{len(parting) + 1}}}\Z"
    )


def _alternation(forms: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(forms)})"


@lru_cache(maxsize=8192)
def _compiled(form: str) -> re.Pattern[str]:
    return re.compile(form)


def longest_word(text: str) -> str:
    """The longest run of ASCII letters and digits, in small letters."""
    return max(re.split(r"[^a-z0-9]+", text.lower()), key=len)
