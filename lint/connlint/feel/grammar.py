"""The parser's upper half: operators with their precedence, and unary tests.

Loosest first: `or`, `and`, one comparison (`=`, `<`, `between`, `in`, `instance of`, ...), `+ -`, `* /`, `**`,
unary minus. All are left-associative and none is chained where the engine does not chain it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.feel.control import Control
from connlint.feel.cursor import CLOSERS, MAX_DEPTH
from connlint.feel.nodes import (
    AnyInput,
    Arithmetic,
    Between,
    Comparison,
    Conjunction,
    Disjunction,
    For,
    If,
    In,
    InstanceOf,
    Interval,
    Missing,
    UnaryComparison,
    UnaryTests,
)
from connlint.feel.operands import READERS
from connlint.feel.remedies import (
    explain_leftover,
    explain_no_operand,
    parenthesise,
    replace_operator,
)
from connlint.feel.syntax_error import Edit, Remedy
from connlint.feel.token_kinds import END, NAME, NAMES, NUMBER, RESERVED_WORDS, STRING, Token
from connlint.span import Span

if TYPE_CHECKING:
    from connlint.feel.nodes import Node

_COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
_UNARY_COMPARISONS = frozenset({"<", "<=", ">", ">="})
_TYPE_NAMES_OF_WORDS = ("years and months duration", "days and time duration", "date and time")
_FOREIGN = {"==": "=", "===": "=", "!==": "!=", "<>": "!=", "=>": ">=", "=<": "<="}
_COMPARING = _COMPARISONS | {"between", "instance", "in", *_FOREIGN}
_FOREIGN_ARITHMETIC = {"%": None, "^": "**"}
_ARITHMETIC = {"+": 1, "-": 1, "*": 2, "/": 2, "%": 2, "**": 3, "^": 3}
_FOREIGN_LOGIC = {"&&": "and", "&": "and", "||": "or", "|": "or"}
_LOGIC = frozenset({"and", "or", *_FOREIGN_LOGIC})
_COMPOUND = frozenset({"if", "for", "some", "every"})
_ALONE = frozenset({NAME, NUMBER, STRING})
"""Operands that are a whole expression where a comma or closer follows them."""


class Grammar(Control):
    """The whole language."""

    def whole_expression(self) -> Node:
        node = self.expression()
        while self.kind is not END:
            node = explain_leftover(self, node)
        return node

    def expression(self, expected: str = "an expression") -> Node:
        kind, opened = self.kind, self.open
        if kind in _ALONE and opened and opened[-1] in CLOSERS and self.depth < MAX_DEPTH:
            follower = self._kinds[self.index + 1]
            if follower == "," or follower in CLOSERS:
                return self.value(expected)
        if not self.deepen():
            self.depth -= 1
            return self.missing(expected)
        if kind not in _COMPOUND:
            node = self.logical(self.comparison(expected))
        elif kind == "if" and self.is_conditional():
            node = self.conditional()
        elif kind == "for" and self.is_iteration():
            node = self.iteration()
        elif (kind == "some" or kind == "every") and self.is_iteration():
            node = self.quantified()
        else:
            node = self.logical(self.comparison(expected))
        while self.kind is not END and not self._may_follow(node):
            node = explain_leftover(self, node)
        self.depth -= 1
        return node

    def _may_follow(self, node: Node) -> bool:
        kind = self.kind
        opened = self.open
        if opened:
            innermost = opened[-1]
            if innermost in CLOSERS:
                # Another closer than the right one is for `close` to report.
                if kind in (",", ")", "]", "}"):
                    return True
            elif kind == innermost:
                return True
            if kind == "..":
                return innermost in (")", "]")
        return self.awaits(kind)

    def logical(self, left: Node, minimum: int = 1) -> Node:
        """`and` (2) and `or` (1) behind `left`, as far as they bind at least as tight as `minimum`."""
        while True:
            kind = self.kind
            if kind not in _LOGIC:
                return left
            level = 2 if _FOREIGN_LOGIC.get(kind, kind) == "and" else 1
            if level < minimum or self.open[-1:] == [kind]:
                return left
            if kind in _FOREIGN_LOGIC:
                replace_operator(self, self.token, _FOREIGN_LOGIC[kind])
            self.skip()
            right = self.comparison("an operand")
            if level == 1:
                right = self.logical(right, 2)
                left = Disjunction(left.start, right.end, left, right)
            else:
                left = Conjunction(left.start, right.end, left, right)

    def comparison(self, expected: str = "an expression") -> Node:
        kind = self.kind
        if kind in _UNARY_COMPARISONS:
            return self._unary_comparison()
        return self.compared_further(self.arithmetic(1, expected))

    def compared_further(self, left: Node) -> Node:
        """The comparison whose first operand is `left`; `left` itself where none follows."""
        if self.kind not in _COMPARING:
            return left
        if isinstance(left, Interval):
            self.range_as_operand(left)
        left = self._compared(left)
        while self.kind in _COMPARING:
            self.note(
                self.here(),
                "comparisons cannot be chained",
                Remedy("write two of them joined by `and`, or put one in parentheses"),
            )
            left = self._compared(left)
        return left

    def _compared(self, left: Node) -> Node:
        kind, word = self.kind, self.index
        if kind in _FOREIGN:
            replace_operator(self, self.token, _FOREIGN[kind])
            kind = _FOREIGN[kind]
        self.skip()
        if kind in _COMPARISONS:
            right = self._arithmetic_operand("an operand")
            return Comparison(left.start, right.end, kind, left, right)  # type: ignore[arg-type]
        if kind == "between":
            return self._between(left)
        if kind == "in":
            return self._membership(left)
        return self._instance(left, self.tokens[word])

    def _between(self, value: Node) -> Node:
        self.open.append("and")
        low = self._arithmetic_operand("the lower bound")
        self.open.pop()
        if self.kind != "and":
            self.error(self.here(), f"expected `and` and the upper bound of `between`, found {self.found()}")
            return Between(value.start, self.last_end, value, low, Missing(self.last_end, self.last_end))
        self.skip()
        high = self._arithmetic_operand("the upper bound")
        return Between(value.start, high.end, value, low, high)

    def _membership(self, value: Node) -> Node:
        """`in (test, test)` or `in test`. Run time: without parentheses the test takes all that follows."""
        if self.kind != "(":
            test = self.positive_unary_test()
            return In(value.start, test.end, value, (test,))
        opener = self.enter(")")
        tests = [self._test_in_parentheses()]
        if self.kind == "..":
            interval = self.interval(opener, tests[0])
            return In(value.start, interval.end, value, (interval,))
        while self.kind == ",":
            self.skip()
            if self.kind == ")":
                self.trailing_comma()
                break
            tests.append(self._test_in_parentheses())
        return In(value.start, self.close(opener, ")", "`,` or "), value, tuple(tests))

    def _test_in_parentheses(self) -> Node:
        test = self.positive_unary_test()
        # Run time: where the tests do not fill the parentheses the engine reads them as an expression again.
        return self.logical(test)

    def _instance(self, value: Node, instance: Token) -> Node:
        if self.token.text != "of":
            self.error(self.here(), f"expected `of` behind `instance`, found {self.found()}", None, instance.span)
        else:
            self.skip()
        token = self.token
        for name in _TYPE_NAMES_OF_WORDS:
            if self.text.startswith(name, token.start):
                while self.start < token.start + len(name):
                    self.skip()
                return InstanceOf(value.start, self.last_end, value, name, Span(token.start, self.last_end))
        if self.kind == "function":
            self.skip()
        elif self.kind in NAMES:
            self.skip()
            while self.kind == "." and self.next_kind() in NAMES:
                self.skip()
                self.skip()
        else:
            remedy = Remedy("to test for null write `= null`") if self.kind == "null" else None
            self.error(self.here(), f"expected a type behind `instance of`, found {self.found()}", remedy)
            if self.kind in RESERVED_WORDS and not self.awaits(self.kind):
                self.skip()
            return InstanceOf(value.start, self.last_end, value, "", Span(self.last_end, self.last_end))
        end = self.last_end
        if self.kind == "<" or self.kind == "<>":
            self._type_parameters(end)
        name = ".".join(part.strip().strip("`") for part in self.text[token.start : end].split("."))
        return InstanceOf(value.start, end, value, name, Span(token.start, end))

    def _type_parameters(self, start: int) -> None:
        """`list<number>`, `function<> -> Any`: DMN has them, Camunda's FEEL has not."""
        depth = 0
        while self.kind is not END:
            if self.kind in ("<", "<>", ">", ">="):
                depth += {"<": 1, ">": -1, ">=": -1}.get(self.kind, 0)
            elif self.kind not in NAMES and self.kind not in (",", ":", "-", "and", "function"):
                break
            self.skip()
            if depth == 0 and self.kind not in ("-", ">") and self.next_kind(-1) != "-":
                break
        span = Span(start, self.last_end)
        remedy = Remedy("write only the name of the type", Edit(span, ""))
        self.note(span, "types have no parameters in Camunda's FEEL", remedy)

    def arithmetic(self, minimum: int = 1, expected: str = "an expression") -> Node:
        # No call in between for the plain case: the depth of Python's stack is what limits nesting.
        left = self.negation(expected) if self.kind == "-" else self.value(expected)
        return self._calculated(left, minimum) if self.kind in _ARITHMETIC else left

    def _calculated(self, left: Node, minimum: int) -> Node:
        """The arithmetic behind `left`, as far as it binds at least as tight as `minimum`."""
        while True:
            kind = self.kind
            level = _ARITHMETIC.get(kind)
            if level is None or level < minimum:
                return left
            if kind in _FOREIGN_ARITHMETIC:
                replace_operator(self, self.token, _FOREIGN_ARITHMETIC[kind])
                kind = "/" if kind == "%" else "**"
            self.skip()
            right = self.negation("an operand") if self.kind == "-" else self.value("an operand")
            if _ARITHMETIC.get(self.kind, 0) > level:
                right = self._calculated(right, level + 1)
            if type(left) is Interval:
                self.range_as_operand(left)
            if type(right) is Interval:
                self.range_as_operand(right)
            left = Arithmetic(left.start, right.end, kind, left, right)  # type: ignore[arg-type]

    def _arithmetic_operand(self, expected: str) -> Node:
        node = self.arithmetic(1, expected)
        if isinstance(node, Interval):
            self.range_as_operand(node)
        return node

    def _unary_comparison(self) -> Node:
        operator = self.advance()
        value = self._arithmetic_operand("an operand")
        return UnaryComparison(operator.start, value.end, operator.kind, value)  # type: ignore[arg-type]

    def no_operand(self, expected: str) -> Node:
        if self.kind in ("if", "for", "some", "every"):
            return self.keyword_as_operand()
        return explain_no_operand(self, expected)

    def word(self) -> Node:
        kind = self.kind
        if kind == "if":
            starts_more = self.is_conditional()
        elif kind in ("for", "some", "every"):
            starts_more = self.is_iteration()
        else:
            starts_more = False
        return self.keyword_as_operand() if starts_more else self.name()

    def keyword_as_operand(self) -> Node:
        """`1 + if a then b else c`: run time, only parentheses make it an operand."""
        word = self.token
        node = self.expression()
        self.note(word.span, f"`{word.text}` cannot be an operand", parenthesise(node, self.text))
        return node

    def may_begin_operand(self) -> bool:
        kind = self.kind
        if kind in ("and", "or"):
            return False
        return (kind in READERS and kind != "]") or kind == "-"

    def check_bound(self, node: Node) -> None:
        if isinstance(node, (Comparison, Conjunction, Disjunction, Between, In, InstanceOf, UnaryComparison, If, For)):
            self.note(node.span, "this cannot be a bound of a range", parenthesise(node, self.text))
        elif isinstance(node, Interval):
            self.range_as_operand(node)

    def whole_unary_tests(self) -> Node:
        """`-`, `not(test, ...)`, or tests separated by commas."""
        start = self.start
        if self.kind == "-" and self.next_kind() is END:
            dash = self.advance()
            return UnaryTests(start, dash.end, (AnyInput(dash.start, dash.end),), False)
        if self._is_negation():
            self.skip()
            opener = self.enter(")")
            tests = self._tests()
            end = self.close(opener, ")", "`,` or ")
            node: Node = UnaryTests(start, end, tests, True)
            while self.kind is not END:
                explain_leftover(self, node)
            return node
        self.open.append(",")
        tests = self._tests()
        while self.kind is not END:
            tests = (*tests[:-1], explain_leftover(self, tests[-1]))
        return UnaryTests(start, self.last_end, tests, False)

    def _is_negation(self) -> bool:
        """Whether `not(` begins the negation of tests, and is no call of the function."""
        if self.token.text != "not" or self.next_kind() != "(":
            return False
        return self.next_kind(2) != ")" and not (self.next_kind(2) in NAMES and self.next_kind(3) == ":")

    def _tests(self) -> tuple[Node, ...]:
        tests = [self.positive_unary_test()]
        while self.kind == ",":
            self.skip()
            tests.append(self.positive_unary_test())
        return tuple(tests)

    def positive_unary_test(self) -> Node:
        """`< x` and a range stand by themselves; anything else is a whole expression."""
        if self.kind in _UNARY_COMPARISONS:
            return self._unary_comparison()
        if self.kind not in ("(", "[", "]"):
            return self.expression("a test")
        if not self.deepen():
            self.depth -= 1
            return self.missing("a test")
        test = self.arithmetic(1, "a test")
        if not isinstance(test, Interval):
            test = self.logical(self.compared_further(test))
        self.depth -= 1
        return test
