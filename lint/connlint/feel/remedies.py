"""What a text that is no FEEL was probably meant to be: the remedies, and how the parser reads on.

Each function reports one mistake with the way to mend it, consumes what belongs to the mistake, and returns
a node that stands for what was meant.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from connlint.feel.nodes import Argument, Call, If, Missing, Name, Number, Path, String
from connlint.feel.string_literals import in_double_quotes
from connlint.feel.syntax_error import Edit, Remedy
from connlint.feel.token_kinds import (
    END,
    KEY,
    NAME,
    NUMBER,
    OPEN_COMMENT,
    OPEN_NAME,
    OPEN_STRING,
    PLAIN_NAMES,
    QUOTED_NAME,
    SINGLE_QUOTED,
    STRING,
    TYPOGRAPHIC_STRING,
    Token,
)
from connlint.span import Span

if TYPE_CHECKING:
    from connlint.feel.cursor import Cursor
    from connlint.feel.grammar import Grammar
    from connlint.feel.nodes import Node

_OPERATORS = frozenset({"+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or", "between", "in", "%"})
_KEYWORDS = frozenset({"then", "else", "return", "satisfies"})
_EXPONENT = re.compile(r"[eE](\d*)")
_GLUED_OPERATOR = re.compile(r"(and|or|in|between)(?=\w)")
_GLUED_START = {"then": "if", "else": "if", "return": "for", "satisfies": "some", "in": "for"}


def unquoted(token: Token) -> str:
    """What a name, or the string of a key, stands for."""
    return token.text[1:-1] if token.kind is QUOTED_NAME or token.kind is STRING else token.text


def quote_name(span: Span, name: str) -> Edit | None:
    """A name in backticks, unless it is none even so."""
    return Edit(span, f"`{name}`") if name and "`" not in name else None


def parenthesise(node: Node, text: str) -> Remedy:
    return Remedy("put it in parentheses", Edit(node.span, f"({text[node.start : node.end]})"))


def replace_operator(cursor: Cursor, operator: Token, right: str | None) -> None:
    """Another language's operator; `right` is FEEL's."""
    message = f"`{operator.text}` is no operator of FEEL"
    if operator.text == "&":
        cursor.note(operator.span, message, Remedy("use `and`, or `+` to join strings"))
        return
    if right is None:
        cursor.note(operator.span, message, Remedy("use the function `modulo(dividend, divisor)`"))
        return
    cursor.note(operator.span, message, Remedy(f"use `{right}`", Edit(operator.span, right)))


def read_foreign_string(cursor: Cursor) -> Node | None:
    """`'...'` or `“...”`, as the string that it was meant to be; `None` where there is none."""
    token = cursor.token
    if token.kind is SINGLE_QUOTED:
        quotes = "single quotes"
    elif token.kind is TYPOGRAPHIC_STRING:
        quotes = "typographic quotes"
    else:
        return None
    inner = token.text[1:-1]
    literal = in_double_quotes(inner)
    remedy = Remedy("use double quotes", Edit(token.span, literal) if literal is not None else None)
    cursor.note(token.span, f"a string stands in double quotes, not in {quotes}", remedy)
    cursor.skip()
    return String(token.start, token.end, inner)


def explain_no_operand(grammar: Grammar, expected: str) -> Node:
    """The current token cannot begin an operand."""
    token = grammar.token
    kind = token.kind
    string = read_foreign_string(grammar)
    if string is not None:
        return string
    if kind in (OPEN_STRING, OPEN_NAME, OPEN_COMMENT):
        return _unclosed(grammar)
    if kind == "!":
        return _exclamation(grammar)
    if kind is END or kind == "," or grammar.awaits(kind):
        return grammar.missing(expected)
    remedy = None
    if kind in ("=", "!=") and expected == "a test":
        remedy = Remedy("a test for equality is the value alone" if kind == "=" else "use `not(value)`")
    elif kind == "=" and grammar.index == 0:
        remedy = Remedy("leave out the `=`: it only marks an expression in a model", Edit(token.span, ""))
    elif kind in ("<", "<=", ">", ">=") and grammar.index and grammar.next_kind(-1) == "=":
        remedy = Remedy(f"write `{kind}=`" if kind in "<>" else f"write `{kind}`")
    grammar.error(token.span, f"expected {expected}, found {grammar.found()}", remedy)
    if kind in _OPERATORS or kind not in (*_KEYWORDS, ")", "]", "}", ":", ";", ".."):
        grammar.skip()
        while grammar.kind in _OPERATORS and not grammar.awaits(grammar.kind):
            grammar.skip()
        if grammar.may_begin_operand():
            return grammar.value(expected)
    return Missing(grammar.last_end, grammar.last_end)


def _unclosed(grammar: Grammar) -> Node:
    token = grammar.token
    opening = token.text[: 2 if token.kind is OPEN_COMMENT else 1]
    closing = "*/" if token.kind is OPEN_COMMENT else opening
    what = {OPEN_STRING: "string", OPEN_NAME: "name in backticks", OPEN_COMMENT: "comment"}[token.kind]
    place = Span(token.end, token.end)
    grammar.error(
        Span(token.start, token.start + len(opening)),
        f"this {what} is never closed",
        Remedy("add a backtick" if closing == "`" else f"add `{closing}`", Edit(place, closing)),
        place,
    )
    grammar.skip()
    if token.kind is OPEN_STRING:
        return String(token.start, token.end, token.text[1:])
    if token.kind is OPEN_NAME:
        return Name(token.start, token.end, token.text[1:].strip())
    return Missing(token.start, token.start)


def _exclamation(grammar: Grammar) -> Node:
    mark = grammar.advance()
    operand: Node = Missing(mark.end, mark.end)
    if grammar.deepen():
        operand = grammar.signed("an operand")
    grammar.depth -= 1
    span = Span(mark.start, operand.end)
    edit = Edit(span, f"not({grammar.text[operand.start : operand.end]})")
    grammar.note(mark.span, "`!` is no operator of FEEL", Remedy("use the function `not(...)`", edit))
    return Call(
        span.start, span.end, None, "not", mark.span, (Argument(operand.start, operand.end, None, None, operand),)
    )


def explain_missing_else(cursor: Cursor, word: Token, value: Node) -> Node:
    """Run time: an `if` without `else` is refused."""
    place = Span(value.end, value.end)
    remedy = None if type(value) is Missing else Remedy("add `else null`", Edit(place, " else null"))
    cursor.error(cursor.here(), f"expected `else`, found {cursor.found()}: every `if` needs one", remedy, word.span)
    return Missing(cursor.last_end, cursor.last_end)


def explain_leftover(grammar: Grammar, node: Node) -> Node:
    """The current token cannot follow the complete expression `node`. Consumes one token at least."""
    if not grammar.has_hope():
        return node
    kind = grammar.kind
    previous = grammar.peek(-1)
    if kind == "?" and grammar.next_kind() in ("?", ".") and grammar.peek().start == grammar.token.end:
        return _null_operator(grammar, node)
    if kind == "?" and grammar.next_kind() is not END:
        return _ternary(grammar, node)
    if type(node) is Name and previous.text == "not" and grammar.may_begin_operand():
        return _not(grammar, node)
    if kind in PLAIN_NAMES or kind is QUOTED_NAME:
        return _second_name(grammar, node, previous)
    if kind in _KEYWORDS:
        _stray_keyword(grammar)
    elif kind in (")", "]", "}"):
        remedy = Remedy(f"remove the `{kind}`", Edit(grammar.token.span, ""))
        grammar.error(grammar.token.span, f"`{kind}` closes nothing", remedy)
        grammar.skip()
        return grammar.logical(grammar.compared_further(node))
    elif kind == ",":
        grammar.error(
            grammar.token.span, "expected the end, found `,`", Remedy("several values make a list: `[first, second]`")
        )
        grammar.skip()
    elif kind == ";":
        remedy = Remedy("an expression is one value: there are no statements")
        grammar.error(grammar.token.span, f"expected {_expected(grammar)}, found `;`", remedy)
        grammar.skip()
        grammar.resume()
    elif kind == "{" and previous.text == "$":
        grammar.error(
            Span(previous.start, grammar.token.end),
            "`${...}` is no FEEL",
            Remedy("write the name alone, without `${}`"),
        )
    elif kind in (OPEN_STRING, OPEN_NAME, OPEN_COMMENT):
        return _unclosed(grammar) and node
    else:
        message = f"expected {_expected(grammar)}, found {grammar.found()}"
        grammar.error(grammar.token.span, message, _remedy_of_leftover(grammar, previous))
        if kind in _OPERATORS or not grammar.may_begin_operand():
            grammar.skip()
    if grammar.may_begin_operand():
        grammar.logical(grammar.comparison())
        grammar.hush()
    return node


def _remedy_of_leftover(grammar: Grammar, previous: Token) -> Remedy | None:
    token, text = grammar.token, grammar.text
    if token.kind == "..":
        return Remedy("a range stands in brackets: `[low..high]`")
    if token.kind == ":" and text.startswith("://", token.start):
        rest = Span(previous.start, len(text))
        literal = in_double_quotes(text) if previous.start == 0 and '"' not in text else None
        return Remedy("text stands in double quotes", Edit(rest, literal) if literal is not None else None)
    if grammar.open[-1:] == ["}"] and grammar.next_kind() == ":":
        return Remedy("put a comma between the entries", Edit(Span(previous.end, previous.end), ","))
    return None


def _null_operator(grammar: Grammar, node: Node) -> Node:
    """`a ?? b` and `a?.b` of other languages."""
    first, second = grammar.advance(), grammar.token
    span = Span(first.start, second.end)
    if second.kind == ".":
        remedy = Remedy("use `.`: a path on null is null", Edit(span, "."))
        grammar.note(span, "`?.` is no operator of FEEL", remedy)
        while grammar.kind == ".":
            node = grammar.path(node)
        return node
    grammar.error(span, "`??` is no operator of FEEL", Remedy("use the function `get or else(value, default)`"))
    grammar.skip()
    if grammar.may_begin_operand():
        grammar.logical(grammar.comparison())
    return node


def _expected(grammar: Grammar) -> str:
    """What may follow a complete expression here."""
    if not grammar.open:
        return "an operator or the end"
    innermost = grammar.open[-1]
    if innermost in ")]}":
        return f"an operator, `,` or `{innermost}`"
    return f"an operator or `{innermost}`"


def _ternary(grammar: Grammar, condition: Node) -> Node:
    mark = grammar.advance()
    grammar.open.append(":")
    then = grammar.expression()
    grammar.open.pop()
    otherwise: Node = Missing(grammar.last_end, grammar.last_end)
    edit = None
    if grammar.kind == ":":
        grammar.skip()
        otherwise = grammar.expression()
        parts = [grammar.text[part.start : part.end] for part in (condition, then, otherwise)]
        edit = Edit(Span(condition.start, otherwise.end), "if {} then {} else {}".format(*parts))
    grammar.note(mark.span, "`? :` is no operator of FEEL", Remedy("use `if ... then ... else ...`", edit))
    return If(condition.start, otherwise.end, condition, then, otherwise)


def _second_name(grammar: Grammar, node: Node, previous: Token) -> Node:
    """A name directly behind an operand: a name with a space, a key word glued to one, or a number like `1e3`."""
    token = grammar.token
    if previous.kind is NUMBER and previous.end == token.start and type(node) is Number:
        number = _exponent(grammar, node)
        if number is not None:
            return number
    if token.text in ("AND", "OR", "IN", "BETWEEN", "THEN", "ELSE", "And", "Or"):
        lower = token.text.lower()
        grammar.error(token.span, f"`{token.text}` is a name; the word is `{lower}`", _replace(token.span, lower))
        grammar.skip()
        return node
    if token.text == "is":
        return _is(grammar, node)
    glued = _GLUED_OPERATOR.match(token.text)
    if glued and previous.end < token.start:
        word = glued.group(1)
        place = Span(token.start + len(word), token.start + len(word))
        remedy = Remedy(f"put a space behind `{word}`", Edit(place, " "))
        grammar.error(token.span, f"`{word}` and what follows it need a space between them", remedy)
        grammar.skip()
        return node
    start_word = next((word for word in ("if", "for", "some", "every") if previous.text.startswith(word)), None)
    if previous.kind is NAME and start_word and previous.text != start_word and grammar.next_kind() in _GLUED_START:
        return _glued_start(grammar, previous, start_word, node)
    if type(node) not in (Name, Path) or previous.kind not in PLAIN_NAMES or token.kind is QUOTED_NAME:
        grammar.error(token.span, f"expected {_expected(grammar)}, found {grammar.found()}")
        grammar.advance() if token.kind is KEY else grammar.logical(grammar.comparison())
        return node
    while grammar.kind in PLAIN_NAMES:
        grammar.skip()
    span = Span(previous.start, grammar.last_end)
    name = grammar.text[span.start : span.end]
    if grammar.kind == "(":
        remedy = Remedy(f"`{' '.join(name.split())}(...)`: single spaces between the words of a function's name")
    else:
        remedy = Remedy(f"put the whole name in backticks: `{name}`", quote_name(span, name))
    grammar.error(token.span, f"expected {_expected(grammar)}, found {describe_name(token)}", remedy, previous.span)
    if grammar.may_begin_operand() and grammar.kind != "{":
        grammar.signed("an operand")
    if isinstance(node, Path):
        return Path(node.start, span.end, node.base, name, span)
    return Name(span.start, span.end, name)


def _replace(span: Span, text: str) -> Remedy:
    return Remedy(f"write `{text}`", Edit(span, text))


def _is(grammar: Grammar, node: Node) -> Node:
    """`a is null`, `a is not null`."""
    word = grammar.advance()
    operator = "="
    if grammar.token.text == "not":
        grammar.skip()
        operator = "!="
    span = Span(word.start, grammar.last_end)
    grammar.note(span, f"`{grammar.text[span.start : span.end]}` is no operator of FEEL", _replace(span, operator))
    if grammar.may_begin_operand():
        grammar.signed("an operand")
    return node


def _not(grammar: Grammar, node: Node) -> Node:
    """`not a`: run time, the negation is a function."""
    token, found = grammar.token, grammar.found()
    operand = grammar.signed("an operand")
    whole = Span(node.start, operand.end)
    edit = Edit(whole, f"not({grammar.text[operand.start : operand.end]})")
    message = f"expected `(` behind `not`, found {found}"
    grammar.note(token.span, message, Remedy("`not` is a function: `not(...)`", edit))
    return node


def describe_name(token: Token) -> str:
    return f"the name `{token.text.strip('`')}`"


def _exponent(grammar: Grammar, node: Number) -> Node | None:
    """`1e3`: run time, numbers have no exponent."""
    token = grammar.token
    found = _EXPONENT.fullmatch(token.text)
    if found is None:
        return None
    start = node.start
    grammar.skip()
    digits, sign = found.group(1), ""
    if not digits and grammar.kind in ("+", "-") and grammar.next_kind() is NUMBER:
        sign = grammar.advance().text
        digits = grammar.advance().text
    span = Span(start, grammar.last_end)
    remedy = Remedy("write the number out")
    value = node.value
    if digits.isdigit() and len(digits) <= 2:
        value = node.value * Decimal(10) ** int(sign + digits)
        remedy = Remedy("write the number out", Edit(span, f"{value:f}"))
    grammar.error(token.span, "numbers have no exponent in Camunda's FEEL", remedy)
    grammar.resume()
    return Number(span.start, span.end, value)


def _stray_keyword(grammar: Grammar) -> None:
    token = grammar.token
    start_word = _GLUED_START[token.kind]
    for earlier in reversed(grammar.tokens[max(0, grammar.index - 12) : grammar.index]):
        word = "every" if start_word == "some" and earlier.text.startswith("every") else start_word
        if earlier.kind is NAME and earlier.text.startswith(word) and earlier.text != word:
            place = Span(earlier.start + len(word), earlier.start + len(word))
            grammar.error(
                earlier.span,
                f"`{earlier.text}` is a name here, not `{word}`; found `{token.kind}` without `{word}`",
                Remedy(f"put a space behind `{word}`", Edit(place, " ")),
            )
            break
    else:
        grammar.error(token.span, f"expected {_expected(grammar)}, found `{token.kind}`")
    grammar.skip()


def _glued_start(grammar: Grammar, previous: Token, word: str, node: Node) -> Node:
    place = Span(previous.start + len(word), previous.start + len(word))
    grammar.error(
        previous.span,
        f"`{previous.text}` is a name here, not `{word}`",
        Remedy(f"put a space behind `{word}`", Edit(place, " ")),
    )
    grammar.skip()
    return node
