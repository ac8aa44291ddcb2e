"""Random edits, of the kinds that people and their editors make, and of those that break things."""

from __future__ import annotations

import random

SNIPPETS = (
    *"abz019 .,:;-+*/=<>&\"'{}[]()`\n\t",
    "😀",
    "\u2028",
    "\x85",
    "é",
    "\r\n",
    "\r",
    "&#34;",
    "&quot;",
    "&#10;",
    "{{secrets.X}}",
    "secrets.Y",
    "response.body",
    "= 1",
    'source="',
    "<zeebe:input",
    "/>",
    "-->",
    "<!--",
    "</zeebe:ioMapping>",
    "<![CDATA[",
    '<zeebe:input source="=a" target="b" />',
    "if a then b",
    "\ufeff",
)


class Edits:
    """A source of random edits for a text; `next` gives the stretch that is replaced, and by what."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._at = 0

    def next(self, text: str) -> tuple[int, int, str]:
        choice = self._random.random()
        if choice < 0.5 and self._at <= len(text):
            start = self._at  # typing goes on where it stopped
        elif choice < 0.8:
            quotes = [place for place in range(len(text)) if text.startswith('source="', place)]
            start = self._random.choice(quotes) + self._random.randint(8, 14) if quotes else 0
        else:
            start = self._random.randint(0, len(text))
        start = min(start, len(text))
        end, new = start, self._random.choice(SNIPPETS)
        kind = self._random.random()
        if kind < 0.25:
            end, new = min(len(text), start + self._random.randint(1, 3)), ""
        elif kind < 0.30:
            end = min(len(text), start + self._random.randint(0, 80))
        elif kind < 0.33:
            bracket = max(text.rfind(">", 0, start), text.rfind('"', 0, start))
            start, end, new = (bracket, bracket + 1, "") if bracket >= 0 else (start, end, new)
        # No position of the protocol lies within a line break.
        if text[start - 1 : start + 1] == "\r\n" and start:
            start -= 1
        if text[end - 1 : end + 1] == "\r\n" and end:
            end += 1
        self._at = start + len(new)
        return start, end, new

    def chance(self, one_in: int) -> bool:
        return self._random.randrange(one_in) == 0
