"""What a value of the model is: text, or FEEL. Decided by the first character and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from connlint.feel.constructs import Constructs
    from connlint.feel.parser import Parsed
    from connlint.source.value import SourceValue
    from connlint.span import Span


class FeelText:
    """A FEEL expression inside a value: its text, and where it begins in the decoded value.

    Offsets in the expression become spans of the file by `span`; the tree is parsed once, when asked for.
    """

    __slots__ = ("_constructs", "_parsed", "offset", "text", "value")

    def __init__(self, text: str, offset: int, value: SourceValue) -> None:
        self.text = text
        self.offset = offset
        self.value = value
        self._parsed: Parsed | None = None
        self._constructs: Constructs | None = None

    @property
    def parsed(self) -> Parsed:
        if self._parsed is None:
            from connlint.feel.parser import parse

            self._parsed = parse(self.text)
        return self._parsed

    @property
    def constructs(self) -> Constructs:
        """What the checks look at in the tree, looked for once."""
        if self._constructs is None:
            from connlint.feel.constructs import Constructs

            self._constructs = Constructs(self.parsed.tree)
        return self._constructs

    def span(self, start: int, end: int) -> Span:
        """The stretch of the file that holds the expression's characters from `start` to `end`."""
        return self.value.source_span(self.offset + start, self.offset + end)

    @property
    def whole(self) -> Span:
        return self.span(0, len(self.text))


def mapping_feel(value: SourceValue | None) -> FeelText | None:
    """The FEEL of an input or output mapping's `source`, None where it is text.

    Run time: FEEL is `=` as the very first character with at least one character behind it; a blank
    before it makes the value text, and so is a lone `=` (rest-connector §2.1).
    """
    if value is None or len(value.text) < 2 or value.text[0] != "=":
        return None
    return FeelText(value.text[1:], 1, value)


def header_feel(value: SourceValue | None) -> FeelText | None:
    """The FEEL of a result or error expression: always FEEL, trimmed, one leading `=` optional.

    None where nothing is left: a blank header counts as absent (rest-connector §7).
    """
    if value is None:
        return None
    stripped = value.text.strip()
    if not stripped:
        return None
    offset = value.text.index(stripped[0])
    if stripped[0] == "=":
        stripped, offset = stripped[1:], offset + 1
    return FeelText(stripped, offset, value)
