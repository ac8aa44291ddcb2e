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
    from connlint.feel.nodes import Node
    from connlint.feel.reader import Reader

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


def explain_no_operand(reader: Reader, expected: str) -> Node:
    """The current token cannot begin an operand."""
    token = reader.token
    kind = token.kind
    string = read_foreign_string(reader)
    if string is not None:
        return string
    if kind in (OPEN_STRING, OPEN_NAME, OPEN_COMMENT):
        return _unclosed(reader)
    if kind == "!":
        return _exclamation(reader)
    if kind is END or kind == "," or reader.awaits(kind):
        return reader.missing(expected)
    remedy = None
    if kind in ("=", "!=") and expected == "a test":
        remedy = Remedy("a test for equality is the value alone" if kind == "=" else "use `not(value)`")
    elif kind == "=" and reader.index == 0:
        remedy = Remedy("leave out the `=`: it only marks an expression in a model", Edit(token.span, ""))
    elif kind in ("<", "<=", ">", ">=") and reader.index and reader.next_kind(-1) == "=":
        remedy = Remedy(f"write `{kind}=`" if kind in "<>" else f"write `{kind}`")
    reader.error(token.span, f"expected {expected}, found {reader.found()}", remedy)
    if kind in _OPERATORS or kind not in (*_KEYWORDS, ")", "]", "}", ":", ";", ".."):
        reader.skip()
        while reader.kind in _OPERATORS and not reader.awaits(reader.kind):
            reader.skip()
        if reader.may_begin_operand():
            return reader.value(expected)
    return Missing(reader.last_end, reader.last_end)


def _unclosed(reader: Reader) -> Node:
    token = reader.token
    opening = token.text[: 2 if token.kind is OPEN_COMMENT else 1]
    closing = "*/" if token.kind is OPEN_COMMENT else opening
    what = {OPEN_STRING: "string", OPEN_NAME: "name in backticks", OPEN_COMMENT: "comment"}[token.kind]
    place = Span(token.end, token.end)
    reader.error(
        Span(token.start, token.start + len(opening)),
        f"this {what} is never closed",
        Remedy("add a backtick" if closing == "`" else f"add `{closing}`", Edit(place, closing)),
        place,
    )
    reader.skip()
    if token.kind is OPEN_STRING:
        return String(token.start, token.end, token.text[1:])
    if token.kind is OPEN_NAME:
        return Name(token.start, token.end, token.text[1:].strip())
    return Missing(token.start, token.start)


def _exclamation(reader: Reader) -> Node:
    mark = reader.advance()
    operand: Node = Missing(mark.end, mark.end)
    if reader.deepen():
        operand = reader.signed("an operand")
    reader.depth -= 1
    span = Span(mark.start, operand.end)
    edit = Edit(span, f"not({reader.text[operand.start : operand.end]})")
    reader.note(mark.span, "`!` is no operator of FEEL", Remedy("use the function `not(...)`", edit))
    return Call(
        span.start, span.end, None, "not", mark.span, (Argument(operand.start, operand.end, None, None, operand),)
    )


def explain_missing_else(cursor: Cursor, word: Token, value: Node) -> Node:
    """Run time: an `if` without `else` is refused."""
    place = Span(value.end, value.end)
    remedy = None if type(value) is Missing else Remedy("add `else null`", Edit(place, " else null"))
    cursor.error(cursor.here(), f"expected `else`, found {cursor.found()}: every `if` needs one", remedy, word.span)
    return Missing(cursor.last_end, cursor.last_end)


def explain_leftover(reader: Reader, node: Node) -> Node:
    """The current token cannot follow the complete expression `node`. Consumes one token at least."""
    if not reader.has_hope():
        return node
    kind = reader.kind
    previous = reader.peek(-1)
    if kind == "?" and reader.next_kind() in ("?", ".") and reader.peek().start == reader.token.end:
        return _null_operator(reader, node)
    if kind == "?" and reader.next_kind() is not END:
        return _ternary(reader, node)
    if type(node) is Name and previous.text == "not" and reader.may_begin_operand():
        return _not(reader, node)
    if kind in PLAIN_NAMES or kind is QUOTED_NAME:
        return _second_name(reader, node, previous)
    if kind in _KEYWORDS:
        _stray_keyword(reader)
    elif kind in (")", "]", "}"):
        remedy = Remedy(f"remove the `{kind}`", Edit(reader.token.span, ""))
        reader.error(reader.token.span, f"`{kind}` closes nothing", remedy)
        reader.skip()
        return reader.logical(reader.compared_further(node))
    elif kind == ",":
        reader.error(
            reader.token.span, "expected the end, found `,`", Remedy("several values make a list: `[first, second]`")
        )
        reader.skip()
    elif kind == ";":
        remedy = Remedy("an expression is one value: there are no statements")
        reader.error(reader.token.span, f"expected {_expected(reader)}, found `;`", remedy)
        reader.skip()
        reader.resume()
    elif kind == "{" and previous.text == "$":
        reader.error(
            Span(previous.start, reader.token.end),
            "`${...}` is no FEEL",
            Remedy("write the name alone, without `${}`"),
        )
    elif kind in (OPEN_STRING, OPEN_NAME, OPEN_COMMENT):
        return _unclosed(reader) and node
    else:
        message = f"expected {_expected(reader)}, found {reader.found()}"
        reader.error(reader.token.span, message, _remedy_of_leftover(reader, previous))
        if kind in _OPERATORS or not reader.may_begin_operand():
            reader.skip()
    if reader.may_begin_operand():
        reader.logical(reader.comparison())
        reader.hush()
    return node


def _remedy_of_leftover(reader: Reader, previous: Token) -> Remedy | None:
    token, text = reader.token, reader.text
    if token.kind == "..":
        return Remedy("a range stands in brackets: `[low..high]`")
    if token.kind == ":" and text.startswith("://", token.start):
        rest = Span(previous.start, len(text))
        literal = in_double_quotes(text) if previous.start == 0 and '"' not in text else None
        return Remedy("text stands in double quotes", Edit(rest, literal) if literal is not None else None)
    if reader.open[-1:] == ["}"] and reader.next_kind() == ":":
        return Remedy("put a comma between the entries", Edit(Span(previous.end, previous.end), ","))
    return None


def _null_operator(reader: Reader, node: Node) -> Node:
    """`a ?? b` and `a?.b` of other languages."""
    first, second = reader.advance(), reader.token
    span = Span(first.start, second.end)
    if second.kind == ".":
        remedy = Remedy("use `.`: a path on null is null", Edit(span, "."))
        reader.note(span, "`?.` is no operator of FEEL", remedy)
        while reader.kind == ".":
            node = reader.path(node)
        return node
    reader.error(span, "`??` is no operator of FEEL", Remedy("use the function `get or else(value, default)`"))
    reader.skip()
    if reader.may_begin_operand():
        reader.logical(reader.comparison())
    return node


def _expected(reader: Reader) -> str:
    """What may follow a complete expression here."""
    if not reader.open:
        return "an operator or the end"
    innermost = reader.open[-1]
    if innermost in ")]}":
        return f"an operator, `,` or `{innermost}`"
    return f"an operator or `{innermost}`"


def _ternary(reader: Reader, condition: Node) -> Node:
    mark = reader.advance()
    reader.open.append(":")
    then = reader.expression()
    reader.open.pop()
    otherwise: Node = Missing(reader.last_end, reader.last_end)
    edit = None
    if reader.kind == ":":
        reader.skip()
        otherwise = reader.expression()
        parts = [reader.text[part.start : part.end] for part in (condition, then, otherwise)]
        edit = Edit(Span(condition.start, otherwise.end), "if {} then {} else {}".format(*parts))
    reader.note(mark.span, "`? :` is no operator of FEEL", Remedy("use `if ... then ... else ...`", edit))
    return If(condition.start, otherwise.end, condition, then, otherwise)


def _second_name(reader: Reader, node: Node, previous: Token) -> Node:
    """A name directly behind an operand: a name with a space, a key word glued to one, or a number like `1e3`."""
    token = reader.token
    if previous.kind is NUMBER and previous.end == token.start and type(node) is Number:
        number = _exponent(reader, node)
        if number is not None:
            return number
    if token.text in ("AND", "OR", "IN", "BETWEEN", "THEN", "ELSE", "And", "Or"):
        lower = token.text.lower()
        reader.error(token.span, f"`{token.text}` is a name; the word is `{lower}`", _replace(token.span, lower))
        reader.skip()
        return node
    if token.text == "is":
        return _is(reader, node)
    glued = _GLUED_OPERATOR.match(token.text)
    if glued and previous.end < token.start:
        word = glued.group(1)
        place = Span(token.start + len(word), token.start + len(word))
        remedy = Remedy(f"put a space behind `{word}`", Edit(place, " "))
        reader.error(token.span, f"`{word}` and what follows it need a space between them", remedy)
        reader.skip()
        return node
    start_word = next((word for word in ("if", "for", "some", "every") if previous.text.startswith(word)), None)
    if previous.kind is NAME and start_word and previous.text != start_word and reader.next_kind() in _GLUED_START:
        return _glued_start(reader, previous, start_word, node)
    if type(node) not in (Name, Path) or previous.kind not in PLAIN_NAMES or token.kind is QUOTED_NAME:
        reader.error(token.span, f"expected {_expected(reader)}, found {reader.found()}")
        reader.advance() if token.kind is KEY else reader.logical(reader.comparison())
        return node
    while reader.kind in PLAIN_NAMES:
        reader.skip()
    span = Span(previous.start, reader.last_end)
    name = reader.text[span.start : span.end]
    if reader.kind == "(":
        remedy = Remedy(f"`{' '.join(name.split())}(...)`: single spaces between the words of a function's name")
    else:
        remedy = Remedy(f"put the whole name in backticks: `{name}`", quote_name(span, name))
    reader.error(token.span, f"expected {_expected(reader)}, found {describe_name(token)}", remedy, previous.span)
    if reader.may_begin_operand() and reader.kind != "{":
        reader.signed("an operand")
    if isinstance(node, Path):
        return Path(node.start, span.end, node.base, name, span)
    return Name(span.start, span.end, name)


def _replace(span: Span, text: str) -> Remedy:
    return Remedy(f"write `{text}`", Edit(span, text))


def _is(reader: Reader, node: Node) -> Node:
    """`a is null`, `a is not null`."""
    word = reader.advance()
    operator = "="
    if reader.token.text == "not":
        reader.skip()
        operator = "!="
    span = Span(word.start, reader.last_end)
    reader.note(span, f"`{reader.text[span.start : span.end]}` is no operator of FEEL", _replace(span, operator))
    if reader.may_begin_operand():
        reader.signed("an operand")
    return node


def _not(reader: Reader, node: Node) -> Node:
    """`not a`: run time, the negation is a function."""
    token, found = reader.token, reader.found()
    operand = reader.signed("an operand")
    whole = Span(node.start, operand.end)
    edit = Edit(whole, f"not({reader.text[operand.start : operand.end]})")
    message = f"expected `(` behind `not`, found {found}"
    reader.note(token.span, message, Remedy("`not` is a function: `not(...)`", edit))
    return node


def describe_name(token: Token) -> str:
    return f"the name `{token.text.strip('`')}`"


def _exponent(reader: Reader, node: Number) -> Node | None:
    """`1e3`: run time, numbers have no exponent."""
    token = reader.token
    found = _EXPONENT.fullmatch(token.text)
    if found is None:
        return None
    start = node.start
    reader.skip()
    digits, sign = found.group(1), ""
    if not digits and reader.kind in ("+", "-") and reader.next_kind() is NUMBER:
        sign = reader.advance().text
        digits = reader.advance().text
    span = Span(start, reader.last_end)
    remedy = Remedy("write the number out")
    value = node.value
    if digits.isdigit() and len(digits) <= 2:
        value = node.value * Decimal(10) ** int(sign + digits)
        remedy = Remedy("write the number out", Edit(span, f"{value:f}"))
    reader.error(token.span, "numbers have no exponent in Camunda's FEEL", remedy)
    reader.resume()
    return Number(span.start, span.end, value)


def _stray_keyword(reader: Reader) -> None:
    token = reader.token
    start_word = _GLUED_START[token.kind]
    for earlier in reversed(reader.tokens[max(0, reader.index - 12) : reader.index]):
        word = "every" if start_word == "some" and earlier.text.startswith("every") else start_word
        if earlier.kind is NAME and earlier.text.startswith(word) and earlier.text != word:
            place = Span(earlier.start + len(word), earlier.start + len(word))
            reader.error(
                earlier.span,
                f"`{earlier.text}` is a name here, not `{word}`; found `{token.kind}` without `{word}`",
                Remedy(f"put a space behind `{word}`", Edit(place, " ")),
            )
            break
    else:
        reader.error(token.span, f"expected {_expected(reader)}, found `{token.kind}`")
    reader.skip()


def _glued_start(reader: Reader, previous: Token, word: str, node: Node) -> Node:
    place = Span(previous.start + len(word), previous.start + len(word))
    reader.error(
        previous.span,
        f"`{previous.text}` is a name here, not `{word}`",
        Remedy(f"put a space behind `{word}`", Edit(place, " ")),
    )
    reader.skip()
    return node
