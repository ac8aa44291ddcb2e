"""The parser's part for `if`, `for`, `some` and `every`: what begins with a word that could be a name as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.feel.brackets import Brackets
from connlint.feel.nodes import (
    Arithmetic,
    For,
    If,
    Interval,
    IterationRange,
    Iterator,
    Missing,
    Negation,
    Number,
    Quantified,
)
from connlint.feel.operands import READERS
from connlint.feel.remedies import explain_missing_else, parenthesise, unquoted
from connlint.feel.syntax_error import Edit, Remedy
from connlint.feel.token_kinds import NAMES, OPERAND_ENDS, PLAIN_NAMES, QUOTED_NAME
from connlint.span import Span

if TYPE_CHECKING:
    from connlint.feel.nodes import Node


class Control(Brackets):
    """Branches and loops."""

    def is_conditional(self) -> bool:
        """Whether `if` is the key word here and no variable."""
        kind = self.next_kind()
        if kind in ("(", "[", "-", "<", ">", "<=", ">=", "and", "or"):
            return self.index in self._conditionals()
        return kind in READERS and kind != "]"

    def _conditionals(self) -> frozenset[int]:
        """The indices of all `if` that have a `then` at their level of brackets."""
        if self._known_conditionals is None:
            found: list[int] = []
            levels: list[list[int]] = [[]]
            before = ""
            for index, kind in enumerate(self.tokens.kinds):
                if kind == "if" and before != ".":
                    levels[-1].append(index)
                elif kind == "then":
                    # A range that ends in `[` leaves levels open: the nearest one with an `if` is meant.
                    level = next((level for level in reversed(levels[-8:]) if level), None)
                    if level is not None:
                        found.append(level.pop())
                elif kind in ("(", "[", "{") or (kind == "]" and before not in OPERAND_ENDS):
                    levels.append([])
                elif kind in (")", "]", "}") and len(levels) > 1:
                    levels.pop()
                before = kind
            self._known_conditionals = frozenset(found)
        return self._known_conditionals

    _known_conditionals: frozenset[int] | None = None

    def is_iteration(self) -> bool:
        """Whether `for`, `some` or `every` is the key word here and no variable."""
        if self.next_kind() not in NAMES:
            return False
        return self.next_kind(2) == "in" or not self.words_before("(")

    def conditional(self) -> Node:
        """`if condition then value else value`; a chain of `else if` without going deeper."""
        branches: list[tuple[int, Node, Node]] = []
        while True:
            word = self.advance()
            self.open += ("else", "then")
            condition = self.expression("a condition")
            self.open.pop()
            if self.kind == "then":
                self.skip()
                value = self.expression("a value behind `then`")
            else:
                self.error(self.here(), f"expected `then`, found {self.found()}", None, word.span)
                value = Missing(self.last_end, self.last_end)
            self.open.pop()
            branches.append((word.start, condition, value))
            if self.kind != "else":
                otherwise: Node = explain_missing_else(self, word, value)
                break
            self.skip()
            if self.kind == "if" and self.is_conditional():
                continue
            otherwise = self.expression("a value behind `else`")
            break
        for start, condition, value in reversed(branches):
            otherwise = If(start, otherwise.end, condition, value, otherwise)
        return otherwise

    def iteration(self) -> Node:
        start = self.advance().start
        iterators = self._iterators("return")
        result = self.expression("the value of each step")
        return For(start, result.end, iterators, result)

    def quantified(self) -> Node:
        word = self.advance()
        iterators = self._iterators("satisfies")
        condition = self.expression("a condition")
        return Quantified(word.start, condition.end, word.kind, iterators, condition)  # type: ignore[arg-type]

    def _iterators(self, closing: str) -> tuple[Iterator, ...]:
        self.open.append(closing)
        iterators = [self._iterator()]
        while self.kind == ",":
            self.skip()
            iterators.append(self._iterator())
        self.open.pop()
        if self.kind == closing:
            self.skip()
        else:
            self.error(self.here(), f"expected `,` or `{closing}`, found {self.found()}")
        return tuple(iterators)

    def _iterator(self) -> Iterator:
        token = self.token
        if token.kind not in NAMES:
            missing = self.missing("a name for the items")
            return Iterator(missing.start, missing.end, "", missing.span, missing)
        self.skip()
        if self.kind in PLAIN_NAMES and self.next_kind() == "in" and token.kind is not QUOTED_NAME:
            span = Span(token.start, self.take()[1])
            name = self.text[span.start : span.end]
            self.note(span, "a name with a space needs backticks", Remedy("add them", Edit(span, f"`{name}`")))
        if self.kind != "in":
            self.error(self.here(), f"expected `in` behind `{token.text}`, found {self.found()}", None, token.span)
            domain: Node = Missing(self.last_end, self.last_end)
            if self.kind in READERS and not self.awaits(self.kind):
                domain = self.arithmetic()
        else:
            self.skip()
            domain = self._domain()
        return Iterator(token.start, domain.end, unquoted(token), token.span, domain)

    def _domain(self) -> Node:
        """`low..high`, or a value. Run time: anything with an operator needs parentheses."""
        domain = self.arithmetic(1, "a list or a range")
        if self.kind == "..":
            self.skip()
            high = self.bound("the upper bound of the range")
            return IterationRange(domain.start, high.end, domain, high)
        signed = isinstance(domain, Negation) and isinstance(domain.operand, Number)
        if isinstance(domain, Interval):
            remedy = Remedy("leave the brackets out: `low..high`")
            self.note(domain.span, "a range to iterate over stands without brackets", remedy)
        elif isinstance(domain, Arithmetic) or (isinstance(domain, Negation) and not signed):
            message = "an expression to iterate over needs parentheses"
            self.note(domain.span, message, parenthesise(domain, self.text))
        return domain
