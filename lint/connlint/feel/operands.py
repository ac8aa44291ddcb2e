"""The parser's lower half: literals, names, calls, brackets, and what follows them (`.name`, `[...]`)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from connlint.feel.cursor import Cursor
from connlint.feel.nodes import (
    Argument,
    Boolean,
    Call,
    Conjunction,
    Context,
    ContextEntry,
    Disjunction,
    ExternalFunction,
    Filter,
    FunctionDefinition,
    InputValue,
    Interval,
    ListLiteral,
    Missing,
    Name,
    Negation,
    Null,
    Number,
    Parameter,
    Parenthesised,
    Path,
    String,
    Temporal,
)
from connlint.feel.remedies import quote_name, read_foreign_string, unquoted
from connlint.feel.syntax_error import Edit, Remedy
from connlint.feel.token_kinds import KEY, NAME, NAMES, NUMBER, PLAIN_NAMES, QUOTED_NAME, RESERVED_WORDS, STRING, Token
from connlint.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from connlint.feel.nodes import Node

FUNCTIONS_WITH_RESERVED_WORDS = ("date and time", "years and months duration", "get or else")
"""Names that hold a reserved word and are read as one all the same. Run time: feel.md section 5."""

_ESCAPE = re.compile(r"""(?<!\\)\\([nrtbf'"])""")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "'": "'", '"': '"'}


def string_value(literal: str) -> str:
    """What a string literal means, given with its quotes.

    Run time: an escape behind another backslash is none, and pairs of backslashes become one afterwards.
    """
    inner = literal[1:-1]
    if "\\" not in inner:
        return inner
    return _ESCAPE.sub(lambda found: _ESCAPED[found.group(1)], inner).replace("\\\\", "\\")


class Operands(Cursor):
    """Everything that binds tighter than an operator."""

    def expression(self, expected: str = "an expression") -> Node:
        raise NotImplementedError

    def arithmetic(self, minimum: int = 1, expected: str = "an expression") -> Node:
        raise NotImplementedError

    def operand(self, expected: str) -> Node:
        """`-value`, or a value with what follows it."""
        if self.kind != "-":
            return self.value(expected)
        minus = self.advance()
        if self.kind != "-":
            operand = self.value(expected)
        else:
            inner = self.advance()
            if self.kind is not NUMBER or self.token.start != inner.end:
                # Run time: the second `-` is read only as the sign of a number that follows at once.
                remedy = Remedy("put the inner one in parentheses: `-(-x)`")
                self.error(inner.span, "only one `-` may stand here", remedy)
                while self.kind == "-":
                    self.advance()
            operand = self.value(expected)
            operand = Negation(inner.start, operand.end, operand)
        if isinstance(operand, Interval):
            self.range_as_operand(operand)
        return Negation(minus.start, operand.end, operand)

    def value(self, expected: str) -> Node:
        read = _READERS.get(self.kind)
        if read is None:
            node = self.no_operand(expected)
        else:
            node = read(self)
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
                node = self._path(node)
            elif self.kind == "[":
                if ".." in self.open[-1:] and self._ends_interval():
                    return node
                opener = self.advance()
                self.open.append("]")
                condition = self.expression("an index or a condition")
                node = Filter(node.start, self.close(opener, "]", "an operator or "), node, condition)
            elif self.kind == "(":
                self.error(
                    self.here(),
                    "only a name can be called, not the value of an expression",
                    Remedy("give the function a name in a context first: `{f: function(x) x, result: f(1)}.result`"),
                )
                _, end = self._arguments()
                node.end = max(node.end, end)
            else:
                return node

    def _ends_interval(self) -> bool:
        """Whether a `[` behind the upper bound of a range closes it, and is no filter on the bound."""
        kind = self.peek().kind
        return kind in (",", ")", "]", "}", "and", "or", "then", "else", "return", "satisfies", "end")

    def _path(self, base: Node) -> Node:
        dot = self.advance()
        token = self.token
        if token.kind in NAMES:
            self.advance()
            name, end = unquoted(token), token.end
            if name == "time" and self.kind is NAME and self.text[end : self.token.end] == " offset":
                name, end = "time offset", self.advance().end
            return Path(base.start, end, base, name, Span(token.start, end))
        if token.kind in RESERVED_WORDS and token.start == dot.end:
            self.advance()
            self.note(
                token.span,
                f"`{token.text}` is a reserved word, no name",
                Remedy("put it in backticks", Edit(token.span, f"`{token.text}`")),
            )
            return Path(base.start, token.end, base, token.text, token.span)
        if token.kind is STRING and token.start == dot.end:
            self.advance()
            self.note(
                token.span,
                f"expected a name behind `.`, found the string {token.text}",
                Remedy("use backticks instead of quotes", Edit(token.span, quote_name(token.text[1:-1]))),
            )
            return Path(base.start, token.end, base, token.text[1:-1], token.span)
        place = Span(dot.end, dot.end)
        found = self.here()
        self.error(found, f"expected a name behind `.`, found {self.found()}", None, dot.span)
        return Path(base.start, dot.end, base, "", place)

    def name(self) -> Node:
        """A variable, a path of names, or a call of a function by its name or path."""
        token = self.token
        if token.kind is not QUOTED_NAME:
            words = self._words_before("(")
            if words > 1:
                return self._call_of_words(words)
        self.advance()
        if self.kind == "(":
            arguments, end = self._arguments()
            return Call(token.start, end, None, unquoted(token), token.span, arguments)
        if token.text == "time" and self.token.text == "offset" and self.text[token.end : self.token.end] == " offset":
            self.advance()
            return Name(token.start, self.last_end, "time offset")
        node: Node = Name(token.start, token.end, unquoted(token))
        while self.kind == ".":
            node = self._path(node)
            if self.kind == "(" and type(node) is Path and node.name:
                arguments, end = self._arguments()
                return Call(node.start, end, node.base, node.name, node.name_span, arguments)
        return node

    def _words_before(self, follower: str) -> int:
        """How many words, the current one first, stand apart by plain spaces only and before `follower`; else 0."""
        tokens, index = self.tokens, self.index + 1
        if tokens[index].kind not in PLAIN_NAMES:
            if tokens[index].kind == follower:
                return 1
            if tokens[index].kind not in RESERVED_WORDS or follower != "(":
                return 0
            for name in FUNCTIONS_WITH_RESERVED_WORDS:
                words = name.count(" ") + 1
                last = tokens[min(index + words - 2, len(tokens) - 1)]
                if self.text[self.token.start : last.end] == name and self.peek(words).kind == "(":
                    return words
            return 0
        end = self._end_of_words(index)
        return end - self.index if tokens[end].kind == follower else 0

    def _end_of_words(self, index: int) -> int:
        """The index behind a run of words that stand apart by plain spaces; `index` is of the second one."""
        if index <= self._known_run_end and index > self._known_run_start:
            return self._known_run_end
        tokens, text = self.tokens, self.text
        self._known_run_start = index - 1
        end = tokens[index - 1].end
        while tokens[index].kind in PLAIN_NAMES and text[end : tokens[index].start].strip(" ") == "":
            end = tokens[index].end
            index += 1
        self._known_run_end = index
        return index

    # The last run of words that was looked at: a text of words only is not to be read again for each of them.
    _known_run_start = 0
    _known_run_end = 0

    def _call_of_words(self, words: int) -> Node:
        start = self.token.start
        for _ in range(words):
            self.advance()
        span = Span(start, self.last_end)
        arguments, end = self._arguments()
        return Call(start, end, None, self.text[span.start : span.end], span, arguments)

    def reserved_function(self) -> Node:
        """`and(...)` and `or(...)`: built-in functions by the names of the operators."""
        token = self.token
        if self.peek().kind != "(":
            return self.no_operand("an expression")
        self.advance()
        arguments, end = self._arguments()
        return Call(token.start, end, None, token.text, token.span, arguments)

    def _arguments(self) -> tuple[tuple[Argument, ...], int]:
        """The arguments, from `(` to `)`, and where they end."""
        opener = self.advance()
        self.open.append(")")
        arguments: list[Argument] = []
        if self.kind != ")":
            while True:
                arguments.append(self._argument())
                if self.kind != ",":
                    break
                comma = self.advance()
                if self.kind == ")":
                    self.trailing_comma(comma)
                    break
        end = self.close(opener, ")", "`,` or ")
        named = [argument for argument in arguments if argument.name is not None]
        if named and len(named) != len(arguments):
            odd = next(argument for argument in arguments if argument.name is None)
            self.note(odd.span, "named and unnamed arguments cannot be mixed", Remedy("name all of them, or none"))
        return tuple(arguments), end

    def _argument(self) -> Argument:
        token = self.token
        words = 0
        if token.kind in PLAIN_NAMES:
            words = self._words_before(":")
        elif token.kind is QUOTED_NAME and self.peek().kind == ":":
            words = 1
        if not words:
            value = self.range_or_expression()
            return Argument(value.start, value.end, None, None, value)
        for _ in range(words):
            self.advance()
        span = Span(token.start, self.last_end)
        self.advance()
        value = self.range_or_expression()
        name = unquoted(token) if words == 1 else self.text[span.start : span.end]
        return Argument(token.start, value.end, name, span, value)

    def range_or_expression(self) -> Node:
        """An argument: run time, a range in front position is the whole argument."""
        value = self.expression("an argument")
        leftmost = value
        while isinstance(leftmost, (Conjunction, Disjunction)):
            leftmost = leftmost.left
        if leftmost is not value and isinstance(leftmost, Interval):
            self.range_as_operand(leftmost)
        return value

    def trailing_comma(self, comma: Token) -> None:
        self.note(comma.span, "nothing follows the last comma", Remedy("remove the comma", Edit(comma.span, "")))

    def parenthesised(self) -> Node:
        """`(expression)`, or the range `(low..high)`."""
        opener = self.advance()
        self.open.append(")")
        inner = self.expression()
        if self.kind == "..":
            return self._interval(opener, inner)
        return Parenthesised(opener.start, self.close(opener, ")", "an operator or "), inner)

    def bracketed(self) -> Node:
        """`[item, item]`, or the range `[low..high]`."""
        opener = self.advance()
        self.open.append("]")
        items: list[Node] = []
        if self.kind != "]":
            items.append(self.expression("an item or `]`"))
            if self.kind == "..":
                return self._interval(opener, items[0])
            while self.kind == ",":
                comma = self.advance()
                if self.kind == "]":
                    self.trailing_comma(comma)
                    break
                items.append(self.expression("an item"))
        return ListLiteral(opener.start, self.close(opener, "]", "`,` or "), tuple(items))

    def reversed_bracket(self) -> Node:
        """`]low..high]`: a range without its lower bound."""
        if "]" in self.open and self.index and self.peek(2).kind != "..":
            return self.no_operand("an expression")
        opener = self.advance()
        self.open.append("]")
        low = self.bound("the lower bound of the range")
        if self.kind != "..":
            self.open.pop()
            self.error(self.here(), f"expected `..` of a range, found {self.found()}", None, opener.span)
            return low
        return self._interval(opener, low)

    def _interval(self, opener: Token, low: Node) -> Node:
        self.advance()
        self.open[-1] = ".."
        self.check_bound(low)
        high = self.bound("the upper bound of the range")
        if self.kind in ("[", "]", ")"):
            self.open.pop()
            closer = self.advance()
            return Interval(opener.start, closer.end, opener.kind == "[", low, high, closer.kind == "]")
        end = self.close(opener, "]" if opener.kind == "[" else ")", "")
        return Interval(opener.start, end, opener.kind == "[", low, high, opener.kind == "[")

    def bound(self, expected: str) -> Node:
        node = self.arithmetic(1, expected) if self.deepen() else self.missing(expected)
        self.depth -= 1
        if isinstance(node, Interval):
            self.range_as_operand(node)
        return node

    def check_bound(self, node: Node) -> None:
        """Report a lower bound that only parentheses would make one."""

    def context(self) -> Node:
        opener = self.advance()
        self.open.append("}")
        entries: list[ContextEntry] = []
        if self.kind != "}":
            while True:
                entries.append(self._entry())
                if self.kind != ",":
                    break
                comma = self.advance()
                if self.kind == "}":
                    self.trailing_comma(comma)
                    break
        return Context(opener.start, self.close(opener, "}", "`,` or "), tuple(entries))

    def _entry(self) -> ContextEntry:
        token = self.token
        if token.kind is KEY or token.kind is STRING or token.kind in NAMES:
            self.advance()
            key = token.text if token.kind is KEY else unquoted(token)
            if self.kind == ":":
                self.advance()
                value = self.expression(f"a value for `{key}`")
                return ContextEntry(token.start, value.end, key, token.span, value)
            self.error(self.here(), f"expected `:` behind the key `{key}`, found {self.found()}", None, token.span)
            if self.kind in _READERS and not self.awaits(self.kind):
                value = self.expression()
                return ContextEntry(token.start, value.end, key, token.span, value)
            return ContextEntry(token.start, token.end, key, token.span, Missing(token.end, token.end))
        place = Span(self.last_end, self.last_end)
        value = self.missing("a key")
        if self.kind == ":" or (self.kind in _READERS and not self.awaits(self.kind)):
            if self.kind != ":":
                self.expression()
            if self.kind == ":":
                self.advance()
                given = self.expression()
                return ContextEntry(place.start, given.end, "", place, given)
        return ContextEntry(place.start, place.start, "", place, value)

    def function(self) -> Node:
        """`function(a, b) body`."""
        start = self.advance()
        if self.kind != "(":
            self.error(self.here(), f"expected `(` behind `function`, found {self.found()}", None, start.span)
            return Missing(start.start, start.end)
        opener = self.advance()
        self.open.append(")")
        parameters: list[Parameter] = []
        while self.kind in NAMES:
            parameters.append(self._parameter())
            if self.kind != ",":
                break
            comma = self.advance()
            if self.kind not in NAMES:
                self.trailing_comma(comma)
        end = self.close(opener, ")", "a parameter or `,` or " if not parameters else "`,` or ")
        body: Node
        if self.token.text == "external" and self.peek().kind == "{":
            body = self._external()
        else:
            body = self.expression("the body of the function")
        return FunctionDefinition(start.start, max(body.end, end), tuple(parameters), body)

    def _parameter(self) -> Parameter:
        token = self.advance()
        name = unquoted(token)
        while token.kind is not QUOTED_NAME and self.kind in PLAIN_NAMES:
            name = self.text[token.start : self.advance().end]
        parameter = Parameter(token.start, self.last_end, name)
        if self.kind == ":":
            colon = self.advance()
            depth = 0
            while self.kind != "end" and (depth > 0 or self.kind not in (",", ")")):
                depth += {"<": 1, ">": -1}.get(self.kind, 0)
                self.advance()
            typed = Span(colon.start, self.last_end)
            self.note(typed, "parameters have no types in Camunda's FEEL", Remedy("remove the type", Edit(typed, "")))
        return parameter

    def _external(self) -> Node:
        """`external {java: {class: "...", method signature: "..."}}`. Run time: known, and switched off."""
        start = self.advance()
        description = self.context()
        entries = {entry.key: entry.value for entry in getattr(description, "entries", ())}
        java = entries.get("java")
        parts = {entry.key: entry.value for entry in java.entries} if isinstance(java, Context) else {}
        name, signature = parts.get("class"), parts.get("method signature")
        if not (isinstance(name, String) and isinstance(signature, String)):
            self.note(description.span, 'expected `{java: {class: "...", method signature: "..."}}`')
            return Missing(start.start, description.end)
        return ExternalFunction(start.start, description.end, name.value, signature.value)

    def null(self) -> Node:
        token = self.advance()
        return Null(token.start, token.end)

    def boolean(self) -> Node:
        token = self.advance()
        return Boolean(token.start, token.end, token.text == "true")

    def number(self) -> Node:
        token = self.advance()
        return Number(token.start, token.end, Decimal(token.text))

    def string(self) -> Node:
        token = self.advance()
        return String(token.start, token.end, string_value(token.text))

    def input_value(self) -> Node:
        token = self.advance()
        return InputValue(token.start, token.end)

    def temporal(self) -> Node:
        at = self.advance()
        if self.kind is not STRING:
            self.error(self.here(), f'expected a string behind `@`, as in `@"2024-05-01"`, found {self.found()}')
            return read_foreign_string(self) or Temporal(at.start, at.end, "")
        token = self.advance()
        return Temporal(at.start, token.end, token.text[1:-1])


_READERS: dict[str, Callable[[Operands], Node]] = {
    **dict.fromkeys(NAMES, Operands.name),
    STRING: Operands.string,
    NUMBER: Operands.number,
    "null": Operands.null,
    "true": Operands.boolean,
    "false": Operands.boolean,
    "?": Operands.input_value,
    "@": Operands.temporal,
    "(": Operands.parenthesised,
    "[": Operands.bracketed,
    "]": Operands.reversed_bracket,
    "{": Operands.context,
    "function": Operands.function,
    "and": Operands.reserved_function,
    "or": Operands.reserved_function,
}

READABLE = frozenset(_READERS)
"""The kinds of tokens that may begin an operand."""
