"""Texts made worse: cut, doubled, repeated a thousand times, crossed with others, sprinkled with what breaks readers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

LARGEST = 300_000
"""Characters: enough that a quadratic loop is seen, few enough for thousands of cases."""

PIECES = (
    *"<>&\"'=/[]{}()\\|;:,.#-?*\n\t ",
    *("\x00", "\x0b", "\x1b", "\x85", "\ufeff", "\uffff", "\u2028", "\ud800", "\U0001f600", "é", "e\u0301", "\u202e"),
    *(
        "\r\n",
        "\r",
        "]]>",
        "<!--",
        "-->",
        "<![CDATA[",
        "<?x ",
        "?>",
        "<!DOCTYPE a [",
        "</bpmn:process>",
        "/>",
        "<a",
        "</a>",
    ),
    *("&#0;", "&#10;", "&#34;", "&#x110000;", "&quot;", "&lt;", "&nope;", "&", 'xmlns:z=""', "xml:space", "z:"),
    *("{{secrets.", "{{secrets.A}}", "}}", "secrets.B", "{{ secrets . C }}", "camunda.secrets.D", "${secrets.E}"),
    *(
        "if ",
        " then ",
        " else ",
        "for x in ",
        " return ",
        "some y in ",
        " satisfies ",
        "function(a) ",
        "every ",
        " in (",
    ),
    *(
        " between ",
        " and ",
        " or ",
        "not(",
        "null",
        "true",
        "..",
        "**",
        "?",
        "@",
        '@"',
        "`",
        "//",
        "/*",
        "*/",
        " instance of ",
    ),
    *("date(", "time(", 'duration("P', "string(", "matches(", "replace(", "split(", "sort(", "flatten(", "number("),
    *("response.body", "response", "error.code", "bpmnError(", "jobError(", "backoff", "from json(", "list replace("),
    *("0", "-0", "1e400", "1E-6200", "9" * 400, "0x", "1.", ".5", "NaN", "-1", "2147483648", "99999999999999999999"),
    *("PT", "P1Y2M3DT4H5M6S", "-P9999999999Y", "2024-02-30", "-999999999-01-01", "24:00:00", "T25", "@Europe/Berlin"),
    *("(a+)+$", "(?<=a", "[[", "\\p{", "\\Q", "{1,99999}", "(.*)*", "$1", "\\1"),
    *("http://", "https://[::1", "://", "%zz", "%00", "..//", "file:///etc/passwd", "@host", ":99999"),
    *('"a": ', '{"', "[]", "{}", "\\u12", "\\ud800", "[[ignore]]", "[rules]", '"""', "'''", "= {", "select = ["),
)
WHOLE_VALUES = (
    "",
    "=",
    "==",
    "= ",
    '="',
    "=null",
    "=1/0",
    '="\\u0000"',
    "={}",
    "={a: a}",
    "=[1..100000000]",
    "=for i in 1..1000000 return i",
    "=for a in 1..999, b in 1..999, c in 1..999 return a",
    '=matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a+)+$")',
    '=string join(for i in 1..9999 return "xxxxxxxxxxxx")',
    '=split("a", "")',
    "=(function(f) f(f))(function(f) f(f))",
    "=9**9**9**9",
    "={{secrets.A}}",
    "{{secrets.A}",
    "https://{{secrets.A}}@host/{{secrets.B}}?a={{secrets.C}}",
    "io.camunda:http-json:1",
    "io.camunda:connector-graphql:1",
    "io.camunda.connectors.HttpJson.v2",
    "authentication.type",
    "resultExpression",
    "errorExpression",
    "body",
    "99999999999999999999999",
)


def mutated(text: str, dice: random.Random, others: Sequence[str] = ()) -> str:
    """The text with one to eight changes; `others` lend parts of themselves."""
    for _ in range(dice.choice((1, 1, 2, 3, 5, 8))):
        change = dice.choice(CHANGES)
        text = change(text, dice, others)[:LARGEST]
    return text


def encoded(text: str, dice: random.Random) -> bytes:
    """Mostly UTF-8; now and then another encoding, or a few bytes that are none."""
    if dice.random() < 0.05:
        encoding = dice.choice(("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"))
        return text.encode(encoding, "replace" if encoding == "cp1252" else "surrogatepass")
    data = bytearray(text.encode("utf-8", "surrogatepass"))
    if data and dice.random() < 0.05:
        for _ in range(dice.randint(1, 5)):
            data[dice.randrange(len(data))] = dice.randrange(256)
    return bytes(data)


def _stretch(text: str, dice: random.Random, longest: int = 400) -> tuple[int, int]:
    start = dice.randint(0, len(text))
    return start, min(len(text), start + dice.choice((0, 1, 1, 3, 12, 40, longest)))


def _cut(text: str, dice: random.Random, others: Sequence[str]) -> str:
    start, end = _stretch(text, dice)
    return text[:start] + text[end:]


def _doubled(text: str, dice: random.Random, others: Sequence[str]) -> str:
    start, end = _stretch(text, dice)
    return text[:end] + text[start:end] + text[end:]


def _repeated(text: str, dice: random.Random, others: Sequence[str]) -> str:
    """A piece, or a stretch of the text itself, very often."""
    start, end = _stretch(text, dice)
    piece = dice.choice(PIECES) + dice.choice(("", dice.choice(PIECES))) if dice.random() < 0.7 else text[start:end]
    length = dice.choice((100, 1000, 1000, 10_000, 10_000, 30_000, LARGEST if dice.random() < 0.1 else 1000))
    return text[:start] + piece * (length // max(1, len(piece))) + text[start:]


def _sprinkled(text: str, dice: random.Random, others: Sequence[str]) -> str:
    start, end = _stretch(text, dice, longest=40)
    return text[:start] + dice.choice(PIECES) + text[end:]


def _crossed(text: str, dice: random.Random, others: Sequence[str]) -> str:
    if not others:
        return text
    other = dice.choice(others)
    start, end = _stretch(other, dice, longest=2000)
    at = dice.randint(0, len(text))
    return text[:at] + other[start:end] + text[at:]


def _revalued(text: str, dice: random.Random, others: Sequence[str]) -> str:
    """Another value between two quotation marks."""
    quoted = [match.span(1) for match in re.finditer(r'"([^"\n]{0,2000})"', text[:50_000])]
    if not quoted:
        return text
    start, end = dice.choice(quoted)
    value = dice.choice(WHOLE_VALUES)
    for raw, escape in (("&", "&amp;"), ('"', "&#34;"), ("<", "&lt;")) if dice.random() < 0.9 else ():
        value = value.replace(raw, escape)
    return text[:start] + value + text[end:]


def _renumbered(text: str, dice: random.Random, others: Sequence[str]) -> str:
    numbers = [match.span() for match in re.finditer(r"\d+", text[:50_000])]
    if not numbers:
        return text
    start, end = dice.choice(numbers)
    number = dice.choice(("0", "-1", "1", "8.99", "1e9", "9" * 30, "٣", str(2**31), str(2**63), ""))
    return text[:start] + number + text[end:]


def _swapped(text: str, dice: random.Random, others: Sequence[str]) -> str:
    lines = text.split("\n")
    if len(lines) < 2:
        return text[::-1] if len(text) < 100 else text
    one, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


CHANGES: tuple[Callable[[str, random.Random, Sequence[str]], str], ...] = (
    _cut,
    _doubled,
    _repeated,
    _sprinkled,
    _sprinkled,
    _crossed,
    _revalued,
    _revalued,
    _renumbered,
    _swapped,
)
