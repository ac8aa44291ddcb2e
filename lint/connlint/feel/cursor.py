"""Where the parser stands in the tokens, what is open around it, and how it gets over an error.

Recovery: after an error nothing further is reported until a token is consumed at which the text makes sense
again (a comma, a closer, `then`, `else`, ...), so one mistake gives one error and several give several.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.feel.nodes import Missing
from connlint.feel.syntax_error import Edit, FeelSyntaxError, Remedy
from connlint.feel.token_kinds import END, NAMES, NUMBER, QUOTED_NAME, STRING, Token
from connlint.span import Span

if TYPE_CHECKING:
    from connlint.feel.token_list import TokenList

MAX_DEPTH = 100
"""How deep an expression may be nested: more than anybody writes, less than what Python's stack takes."""

MAX_ERRORS = 100
"""How many mistakes are told of one text: more than anybody reads."""

MAX_LEFTOVERS = 1_000
"""How many tokens of a text may stand where none can: behind so many nothing is FEEL."""

_SYNCHRONISING = frozenset({",", ")", "]", "}", "then", "else", "return", "satisfies", "and", "or"})
CLOSERS = frozenset({")", "]", "}"})


class Cursor:
    """The state of one parse. Sub-classes add the grammar."""

    def __init__(self, text: str, tokens: TokenList) -> None:
        self.text = text
        self.tokens = tokens
        self._kinds, self._starts, self._ends = tokens.kinds, tokens.starts, tokens.ends
        self.index = 0
        self.kind = tokens.kinds[0]
        self.errors: list[FeelSyntaxError] = []
        self.open: list[str] = []
        self.depth = 0
        self._quiet = False
        self._gave_up = False
        self._leftovers = 0

    @property
    def token(self) -> Token:
        """The current token; where its kind is enough, `kind` costs less."""
        start, end = self._starts[self.index], self._ends[self.index]
        return Token(self.kind, self.text[start:end], start, end)

    def advance(self) -> Token:
        """Step over the current token and return it."""
        index, kind = self.index, self.kind
        start, end = self._starts[index], self._ends[index]
        if kind is not END:
            self.index = index = index + 1
            self.kind = self._kinds[index]
            if self._quiet and kind in _SYNCHRONISING:
                self._quiet = self._gave_up
        return Token(kind, self.text[start:end], start, end)

    def skip(self) -> None:
        """Step over the current token."""
        passed = self.kind
        if passed is not END:
            self.index += 1
            self.kind = self._kinds[self.index]
            if self._quiet and passed in _SYNCHRONISING:
                self._quiet = self._gave_up

    def take(self) -> tuple[int, int]:
        """Step over the current token and return where it starts and ends."""
        index, kind = self.index, self.kind
        place = self._starts[index], self._ends[index]
        if kind is not END:
            self.index = index = index + 1
            self.kind = self._kinds[index]
            if self._quiet and kind in _SYNCHRONISING:
                self._quiet = self._gave_up
        return place

    def enter(self, closer: str) -> int:
        """Step over an opening bracket, which `closer` is to end (see `close`), and return where it stands."""
        index = self.index
        self.open.append(closer)
        self.index = index + 1
        self.kind = self._kinds[index + 1]
        return self._starts[index]

    def peek(self, distance: int = 1) -> Token:
        return self.tokens[min(self.index + distance, len(self._kinds) - 1)]

    def next_kind(self, distance: int = 1) -> str:
        """The kind of the token that `peek` returns."""
        at = self.index + distance
        kinds = self._kinds
        return kinds[at] if at < len(kinds) else END

    @property
    def start(self) -> int:
        """Where the current token starts."""
        return self._starts[self.index]

    @property
    def last_end(self) -> int:
        """Where the token before the current one ends."""
        return self._ends[self.index - 1] if self.index else 0

    def error(self, span: Span, message: str, remedy: Remedy | None = None, related: Span | None = None) -> None:
        """Report, unless the text has not made sense since the last error."""
        if not self._quiet:
            swallowed = self._swallowing_comment()
            if swallowed is not None:
                span, remedy = swallowed, Remedy("use `/* ... */`: no line break ends the `//` comment")
                message += "; the comment takes all that follows it"
            self._report(FeelSyntaxError(span, message, remedy, related))
        self._quiet = True

    def _swallowing_comment(self) -> Span | None:
        """The `//` comment between the last token and the end, in a text that an attribute made one line of."""
        if self.kind is not END or self._gave_up:
            return None
        start = self.text.find("//", self.last_end)
        if start < 0 or "\n" in self.text[start:]:
            return None
        return Span(start, len(self.text))

    def note(self, span: Span, message: str, remedy: Remedy | None = None) -> None:
        """Report an error that does not hinder reading on."""
        if not self._quiet:
            self._report(FeelSyntaxError(span, message, remedy))

    def _report(self, error: FeelSyntaxError) -> None:
        if len(self.errors) < MAX_ERRORS:
            self.errors.append(error)
        else:
            self.give_up(error.span, f"more than {MAX_ERRORS} mistakes")

    def resume(self) -> None:
        """The text makes sense again from here on."""
        self._quiet = self._gave_up

    def hush(self) -> None:
        """What was just read made no sense here: report nothing before the next place where the text does."""
        self._quiet = True

    def skip_to(self, kinds: tuple[str, ...]) -> None:
        """Step over all up to one of these, outside of brackets that open on the way, or up to the end."""
        depth = 0
        while self.kind is not END and (depth > 0 or self.kind not in kinds):
            depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(self.kind, 0)
            if depth < 0:
                return
            self.skip()
        self.hush()

    def has_hope(self) -> bool:
        """Whether reading on is worth it, at a token that cannot follow what was read."""
        self._leftovers += 1
        if self._leftovers <= MAX_LEFTOVERS:
            return True
        self.give_up(self.here(), f"more than {MAX_LEFTOVERS:,} tokens that cannot stand where they do")
        return False

    def give_up(self, span: Span, message: str) -> None:
        """Report, and read nothing of what is left."""
        if not self._gave_up:
            self.errors.append(FeelSyntaxError(span, f"{message}: not read any further", is_limit=True))
        self._gave_up = self._quiet = True
        self.index = len(self._kinds) - 1
        self.kind = END

    def missing(self, expected: str) -> Missing:
        """Report that `expected` is not here, and stand in for it."""
        self.error(self.here(), f"expected {expected}, found {self.found()}")
        return Missing(self.last_end, self.last_end)

    def here(self) -> Span:
        """The current token; at the end of the text, the place behind the last token."""
        if self.kind is END:
            return Span(self.last_end, self.last_end)
        return self.token.span

    def found(self) -> str:
        return describe(self.token)

    def awaits(self, kind: str) -> bool:
        """Whether a construct around this place goes on with a token of this kind."""
        opened = self.open
        if kind == ",":
            return any(closer in CLOSERS or closer in ("return", "satisfies", ",") for closer in opened)
        return kind in opened

    def close(self, opener: int, closer: str, expected: str) -> int:
        """Step over `closer`, which ends what the bracket at `opener` began, and return where the construct ends.

        `expected` names what else could stand here. A closer that is missing is reported where it was looked
        for, with the opener as the related place; where the text ends without it, at the opener.
        """
        self.open.pop()
        if self.kind == closer:
            return self.take()[1]
        bracket = Span(opener, opener + 1)
        if self.kind is END:
            message = f"`{self.text[opener]}` is never closed: expected `{closer}` before the end"
            place = Span(self.last_end, self.last_end)
            self.error(bracket, message, Remedy(f"add `{closer}`", Edit(place, closer)), place)
            return self.last_end
        message = f"expected {expected}`{closer}`, found {self.found()}"
        self.error(self.here(), message, None, bracket)
        if self.kind in CLOSERS and not self.awaits(self.kind):
            self._quiet = self._gave_up
            return self.take()[1]
        return self.last_end

    def deepen(self) -> bool:
        """Go one level down; `False`, with an error, where the text is nested too deep. Pair with `depth -= 1`."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.give_up(self.here(), f"nested more than {MAX_DEPTH} levels deep")
            return False
        return True


def describe(token: Token) -> str:
    """A token, as a message names it."""
    if token.kind is END:
        return "the end"
    text = token.text if len(token.text) <= 30 else token.text[:29] + "…"
    if token.kind is NUMBER:
        return f"the number {text}"
    if token.kind is STRING:
        return f"the string {text}"
    if token.kind in NAMES and token.kind is not QUOTED_NAME:
        return f"the name `{text}`"
    return f"`{text.strip('`')}`"
