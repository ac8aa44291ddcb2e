"""The parser's part for what stands in brackets: lists, ranges, contexts, and functions with their parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.feel.nodes import (
    Context,
    ContextEntry,
    ExternalFunction,
    FunctionDefinition,
    Interval,
    ListLiteral,
    Missing,
    Parameter,
    Parenthesised,
    String,
)
from connlint.feel.operands import READERS, Operands
from connlint.feel.remedies import unquoted
from connlint.feel.syntax_error import Edit, Remedy
from connlint.feel.token_kinds import KEY, NAMES, PLAIN_NAMES, QUOTED_NAME, STRING, Token
from connlint.span import Span

if TYPE_CHECKING:
    from connlint.feel.nodes import Node


class Brackets(Operands):
    """Operands that are bracketed."""

    def parenthesised(self) -> Node:
        """`(expression)`, or the range `(low..high)`."""
        opener = self.enter(")")
        inner = self.expression()
        if self.kind == "..":
            return self.interval(opener, inner)
        return Parenthesised(opener, self.close(opener, ")", "an operator or "), inner)

    def bracketed(self) -> Node:
        """`[item, item]`, or the range `[low..high]`."""
        opener = self.enter("]")
        items: list[Node] = []
        if self.kind != "]":
            items.append(self.expression("an item or `]`"))
            if self.kind == "..":
                return self.interval(opener, items[0])
            while self.kind == ",":
                self.skip()
                if self.kind == "]":
                    self.trailing_comma()
                    break
                items.append(self.expression("an item"))
        return ListLiteral(opener, self.close(opener, "]", "`,` or "), tuple(items))

    def reversed_bracket(self) -> Node:
        """`]low..high]`: a range without its lower bound."""
        is_expected = self.next_kind(2) == ".." or (self.next_kind(-1) == "in" and self.next_kind() in READERS)
        if self.open[-1:] in (["]"], [".."]) and not is_expected:
            # The list or range around ends here, where an operand is missing.
            return self.no_operand("an expression")
        opener, _ = self.take()
        self.open.append("]")
        low = self.bound("the lower bound of the range")
        if self.kind != "..":
            self.open.pop()
            self.error(self.here(), f"expected `..` of a range, found {self.found()}", None, Span(opener, opener + 1))
            return low
        return self.interval(opener, low)

    def interval(self, opener: int, low: Node) -> Node:
        """What follows the lower bound of the range that begins at `opener`."""
        self.skip()
        self.open[-1] = ".."
        is_included = self.text[opener] == "["
        self.check_bound(low)
        high = self.bound("the upper bound of the range")
        if self.kind in ("[", "]", ")"):
            self.open.pop()
            closer = self.advance()
            return Interval(opener, closer.end, is_included, low, high, closer.kind == "]")
        end = self.close(opener, "]" if is_included else ")", "")
        return Interval(opener, end, is_included, low, high, is_included)

    def bound(self, expected: str) -> Node:
        node = self.arithmetic(1, expected) if self.deepen() else self.missing(expected)
        self.depth -= 1
        if isinstance(node, Interval):
            self.range_as_operand(node)
        return node

    def check_bound(self, node: Node) -> None:
        """Report a lower bound that only parentheses would make one."""

    def context(self) -> Node:
        opener = self.enter("}")
        entries: list[ContextEntry] = []
        if self.kind != "}":
            while True:
                entries.append(self._entry())
                if self.kind != ",":
                    break
                self.skip()
                if self.kind == "}":
                    self.trailing_comma()
                    break
        return Context(opener, self.close(opener, "}", "`,` or "), tuple(entries))

    def _entry(self) -> ContextEntry:
        kind = self.kind
        if kind is KEY or kind is STRING or kind in NAMES:
            token = self.advance()
            key = token.text if token.kind is KEY else unquoted(token)
            if self.kind == ":":
                self.skip()
                value = self.expression(f"a value for `{key}`")
                return ContextEntry(token.start, value.end, key, token.span, value)
            if self.kind == "=":
                return self._entry_with_equals_sign(token, key)
            self.error(self.here(), f"expected `:` behind the key `{key}`, found {self.found()}", None, token.span)
            if self.kind in READERS and not self.awaits(self.kind):
                value = self.expression()
                return ContextEntry(token.start, value.end, key, token.span, value)
            self.skip_to((",", "}"))
            return ContextEntry(token.start, token.end, key, token.span, Missing(token.end, token.end))
        place = Span(self.last_end, self.last_end)
        value = self.missing("a key")
        if self.kind == ":" or (self.kind in READERS and not self.awaits(self.kind)):
            if self.kind != ":":
                self.expression()
            if self.kind == ":":
                self.skip()
                given = self.expression()
                return ContextEntry(place.start, given.end, "", place, given)
        return ContextEntry(place.start, place.start, "", place, value)

    def _entry_with_equals_sign(self, token: Token, key: str) -> ContextEntry:
        sign = self.advance()
        remedy = Remedy("write `:`", Edit(sign.span, ":"))
        self.note(sign.span, f"expected `:` behind the key `{key}`, found `=`", remedy)
        value = self.expression(f"a value for `{key}`")
        return ContextEntry(token.start, value.end, key, token.span, value)

    def function(self) -> Node:
        """`function(a, b) body`."""
        start = self.advance()
        if self.kind != "(":
            self.error(self.here(), f"expected `(` behind `function`, found {self.found()}", None, start.span)
            return Missing(start.start, start.end)
        opener = self.enter(")")
        parameters: list[Parameter] = []
        while self.kind in NAMES:
            parameters.append(self._parameter())
            if self.kind != ",":
                break
            self.skip()
            if self.kind not in NAMES:
                self.trailing_comma()
        end = self.close(opener, ")", "a parameter or `,` or " if not parameters else "`,` or ")
        body: Node
        if self.token.text == "external" and self.next_kind() == "{":
            body = self._external()
        else:
            body = self.expression("the body of the function")
        return FunctionDefinition(start.start, max(body.end, end), tuple(parameters), body)

    def _parameter(self) -> Parameter:
        token = self.advance()
        name = unquoted(token)
        while token.kind is not QUOTED_NAME and self.kind in PLAIN_NAMES:
            name = self.text[token.start : self.take()[1]]
        parameter = Parameter(token.start, self.last_end, name)
        if self.kind == ":":
            colon = self.advance()
            depth = 0
            while self.kind != "end" and (depth > 0 or self.kind not in (",", ")")):
                depth += {"<": 1, ">": -1}.get(self.kind, 0)
                self.skip()
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
