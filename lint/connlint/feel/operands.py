"""The parser's lower half: literals, names, calls, brackets, and what follows them (`.name`, `[...]`)."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from connlint.feel.nodes import (
    Argument,
    Boolean,
    Call,
    Conjunction,
    Disjunction,
    Filter,
    InputValue,
    Interval,
    Name,
    Negation,
    Null,
    Number,
    Path,
    String,
    Temporal,
)
from connlint.feel.reader import Reader
from connlint.feel.remedies import quote_name, read_foreign_string, unquoted
from connlint.feel.string_literals import string_value
from connlint.feel.syntax_error import Edit, Remedy
from connlint.feel.token_kinds import (
    CONTEXTUAL_WORDS,
    END,
    NAME,
    NAMES,
    NUMBER,
    PLAIN_NAMES,
    QUOTED_NAME,
    RESERVED_WORDS,
    STRING,
)
from connlint.span import Span

if TYPE_CHECKING:
    from connlint.feel.nodes import Node

FUNCTIONS_WITH_RESERVED_WORDS = {
    name.split(" ")[0]: name for name in ("date and time", "years and months duration", "get or else")
}
"""Names that hold a reserved word and are read as one all the same, by their first word. Run time: feel.md section 5."""

READERS = {
    **dict.fromkeys(NAMES, "name"),
    **dict.fromkeys(CONTEXTUAL_WORDS, "word"),
    STRING: "string",
    NUMBER: "number",
    "null": "null",
    "true": "boolean",
    "false": "boolean",
    "?": "input_value",
    "@": "temporal",
    "(": "parenthesised",
    "[": "bracketed",
    "]": "reversed_bracket",
    "{": "context",
    "function": "function",
    "and": "reserved_function",
    "or": "reserved_function",
}
"""The kinds of tokens that may begin an operand, and the method that reads it."""


_BEHIND_A_NAME = frozenset({",", ")", "]", "}", ".", "(", "[", "+", "-", "*", "/", "=", "<", ">", "then", "else", END})
"""What makes a name out of one word alone."""

MAX_DIGITS = 20_000
"""How many characters a number may have: what the evaluator counts with."""


@lru_cache(maxsize=256)
def _decimal(text: str) -> Decimal:
    """The number, one value for all literals that are written alike."""
    return Decimal(text)


class Operands(Reader):
    """Everything that binds tighter than an operator."""

    def signed(self, expected: str) -> Node:
        """`-value`, or a value with what follows it."""
        return self.negation(expected) if self.kind == "-" else self.value(expected)

    def negation(self, expected: str) -> Node:
        """`-value`."""
        minus = self.advance()
        if self.kind != "-":
            operand = self.value(expected)
        else:
            inner = self.advance()
            if self.kind is not NUMBER or self.start != inner.end:
                # Run time: the second `-` is read only as the sign of a number that follows at once.
                remedy = Remedy("put the inner one in parentheses: `-(-x)`")
                self.error(inner.span, "only one `-` may stand here", remedy)
                while self.kind == "-":
                    self.skip()
            operand = self.value(expected)
            operand = Negation(inner.start, operand.end, operand)
        if isinstance(operand, Interval):
            self.range_as_operand(operand)
        return Negation(minus.start, operand.end, operand)

    def value(self, expected: str) -> Node:
        read = READERS.get(self.kind)
        if read is None:
            node = self.no_operand(expected)
        else:
            node = getattr(self, read)()
            if type(node) is Interval:
                return node
        kind = self.kind
        if kind == "." or kind == "[" or kind == "(":
            return self._chain(node)
        return node

    def no_operand(self, expected: str) -> Node:
        """What to make of a token that cannot begin an operand. Nothing, here; the grammar knows more."""
        return self.missing(expected)

    def range_as_operand(self, node: Interval) -> None:
        self.note(
            node.span,
            "a range cannot be an operand",
            Remedy("use it behind `in`, as an argument of a function, or by itself as an item of a list"),
        )

    def _chain(self, node: Node) -> Node:
        """`.name` and `[...]`, any number of times."""
        while True:
            if self.kind == ".":
                node = self.path(node)
            elif self.kind == "[":
                if ".." in self.open[-1:] and self._endsinterval():
                    return node
                opener = self.enter("]")
                condition = self.expression("an index or a condition")
                node = Filter(node.start, self.close(opener, "]", "an operator or "), node, condition)
            elif self.kind == "(":
                self.error(
                    self.here(),
                    "only a name can be called, not the value of an expression",
                    Remedy("give the function a name in a context first: `{f: function(x) x, result: f(1)}.result`"),
                )
                if self.kind is END:
                    return node  # that was one mistake too many
                _, end = self._arguments()
                node.end = max(node.end, end)
            else:
                return node

    def _endsinterval(self) -> bool:
        """Whether a `[` behind the upper bound of a range closes it, and is no filter on the bound."""
        kind = self.next_kind()
        return kind in (",", ")", "]", "}", "and", "or", "then", "else", "return", "satisfies", "end")

    def path(self, base: Node) -> Node:
        index = self.index + 1
        kind = self._kinds[index]
        if kind in NAMES:
            start, end = self._starts[index], self._ends[index]
            self.index = index + 1
            self.kind = self._kinds[index + 1]
            is_quoted = kind is QUOTED_NAME
            name = self.text[start + 1 : end - 1] if is_quoted else self.text[start:end]
            if name == "time" and self.kind is NAME and self.text[end : self.token.end] == " offset":
                name, end = "time offset", self.take()[1]
            return Path(base.start, end, base, name, Span(start, end))
        dot = self.advance()
        token = self.token
        if token.kind in RESERVED_WORDS and token.start == dot.end:
            self.skip()
            self.note(
                token.span,
                f"`{token.text}` is a reserved word, no name",
                Remedy("put it in backticks", Edit(token.span, f"`{token.text}`")),
            )
            return Path(base.start, token.end, base, token.text, token.span)
        if token.kind is STRING and token.start == dot.end:
            self.skip()
            self.note(
                token.span,
                f"expected a name behind `.`, found the string {token.text}",
                Remedy("use backticks instead of quotes", quote_name(token.span, token.text[1:-1])),
            )
            return Path(base.start, token.end, base, token.text[1:-1], token.span)
        place = Span(dot.end, dot.end)
        found = self.here()
        self.error(found, f"expected a name behind `.`, found {self.found()}", None, dot.span)
        return Path(base.start, dot.end, base, "", place)

    def name(self) -> Node:
        """A variable, a path of names, or a call of a function by its name or path."""
        is_quoted = self.kind is QUOTED_NAME
        if not is_quoted:
            words = 1 if self._kinds[self.index + 1] in _BEHIND_A_NAME else self.words_before("(")
            if words > 1:
                return self._call_of_words(words)
        start, end = self.take()
        name = self.text[start + 1 : end - 1] if is_quoted else self.text[start:end]
        if self.kind == "(":
            arguments, last = self._arguments()
            return Call(start, last, None, name, Span(start, end), arguments)
        if name == "time" and not is_quoted and self.kind is NAME and self.text[end : self.token.end] == " offset":
            self.skip()
            return Name(start, self.last_end, "time offset")
        node: Node = Name(start, end, name)
        while self.kind == ".":
            node = self.path(node)
            if self.kind == "(" and type(node) is Path and node.name:
                arguments, end = self._arguments()
                return Call(node.start, end, node.base, node.name, node.name_span, arguments)
        return node

    def word(self) -> Node:
        """A word that may be more than a name, where only an operand may stand."""
        return self.name()

    def words_before(self, follower: str) -> int:
        """How many words, the current one first, stand apart by plain spaces only and before `follower`; else 0."""
        kind = self.next_kind()
        if kind not in PLAIN_NAMES:
            if kind == follower:
                return 1
            if (kind != "and" and kind != "or") or follower != "(":
                return 0
            name = FUNCTIONS_WITH_RESERVED_WORDS.get(self.text[self.start : self._ends[self.index]])
            if name is None:
                return 0
            words = name.count(" ") + 1
            if self.next_kind(words) == "(" and self.text[self.start : self.peek(words - 1).end] == name:
                return words
            return 0
        end = self._end_of_words(self.index + 1)
        return end - self.index if self.tokens.kinds[end] == follower else 0

    def _end_of_words(self, index: int) -> int:
        """The index behind a run of words that stand apart by plain spaces; `index` is of the second one."""
        if index <= self._known_run_end and index > self._known_run_start:
            return self._known_run_end
        kinds, starts, ends, text = self.tokens.kinds, self.tokens.starts, self.tokens.ends, self.text
        self._known_run_start = index - 1
        while kinds[index] in PLAIN_NAMES and text[ends[index - 1] : starts[index]].strip(" ") == "":
            index += 1
        self._known_run_end = index
        return index

    # The last run of words that was looked at: a text of words only is not to be read again for each of them.
    _known_run_start = 0
    _known_run_end = 0

    def _call_of_words(self, words: int) -> Node:
        start = self.start
        for _ in range(words):
            self.skip()
        span = Span(start, self.last_end)
        arguments, end = self._arguments()
        return Call(start, end, None, self.text[span.start : span.end], span, arguments)

    def reserved_function(self) -> Node:
        """`and(...)` and `or(...)`: built-in functions by the names of the operators."""
        if self.next_kind() != "(":
            return self.no_operand("an expression")
        token = self.advance()
        arguments, end = self._arguments()
        return Call(token.start, end, None, token.text, token.span, arguments)

    def _arguments(self) -> tuple[tuple[Argument, ...], int]:
        """The arguments, from `(` to `)`, and where they end."""
        opener = self.enter(")")
        arguments: list[Argument] = []
        if self.kind != ")":
            while True:
                arguments.append(self._argument())
                if self.kind != ",":
                    break
                self.skip()
                if self.kind == ")":
                    self.trailing_comma()
                    break
        end = self.close(opener, ")", "`,` or ")
        named = [argument for argument in arguments if argument.name is not None]
        if named and len(named) != len(arguments):
            odd = next(argument for argument in arguments if argument.name is None)
            self.note(odd.span, "named and unnamed arguments cannot be mixed", Remedy("name all of them, or none"))
        return tuple(arguments), end

    def _argument(self) -> Argument:
        words = 0
        if self.kind in PLAIN_NAMES:
            words = self.words_before(":")
        elif self.kind is QUOTED_NAME and self.next_kind() == ":":
            words = 1
        if not words:
            value = self.expression("an argument")
            self.check_argument(value)
            return Argument(value.start, value.end, None, None, value)
        token = self.token
        for _ in range(words):
            self.skip()
        span = Span(token.start, self.last_end)
        self.skip()
        value = self.expression("an argument")
        self.check_argument(value)
        name = unquoted(token) if words == 1 else self.text[span.start : span.end]
        return Argument(token.start, value.end, name, span, value)

    def check_argument(self, value: Node) -> None:
        """Run time: a range at the front of an argument is all of it."""
        leftmost = value
        while isinstance(leftmost, (Conjunction, Disjunction)):
            leftmost = leftmost.left
        if leftmost is not value and isinstance(leftmost, Interval):
            self.range_as_operand(leftmost)

    def trailing_comma(self) -> None:
        comma = self.peek(-1)
        self.note(comma.span, "nothing follows the last comma", Remedy("remove the comma", Edit(comma.span, "")))

    def null(self) -> Node:
        return Null(*self.take())

    def boolean(self) -> Node:
        is_true = self.kind == "true"
        return Boolean(*self.take(), is_true)

    def number(self) -> Node:
        start, end = self.take()
        if end - start > MAX_DIGITS:
            self.give_up(Span(start, end), f"a number of more than {MAX_DIGITS:,} digits")
            return Number(start, end, _decimal("0"))
        return Number(start, end, _decimal(self.text[start:end]))

    def string(self) -> Node:
        start, end = self.take()
        return String(start, end, string_value(self.text[start:end]))

    def input_value(self) -> Node:
        return InputValue(*self.take())

    def temporal(self) -> Node:
        at = self.advance()
        if self.kind is not STRING:
            self.error(self.here(), f'expected a string behind `@`, as in `@"2024-05-01"`, found {self.found()}')
            return read_foreign_string(self) or Temporal(at.start, at.end, "")
        token = self.advance()
        return Temporal(at.start, token.end, token.text[1:-1])
