"""Random FEEL: valid expressions for round trips, and garbage."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from connlint.feel.nodes import Node

LEAVES = (
    *("null", "true", "1", "1.50", ".5", '"x"', r'"\d\""', r'"a\nb"', r'"\\\"q"', '@"2024-01-01"', "[]", "{}", "?"),
    *("a", "b.c", "`a b`", "`if`", "`if`.if.then1", "between", "date", "ünï", "x.time offset", "sum()", "and(a)"),
)

# `#` stands for an expression; what may only be an operand is in parentheses.
FORMS = (
    *("(#)", "[#, #]", "{a: #, a-b: #}", '{"x y": #, `t`: #, null: #}', r'{"q\"q": #, a\: #, "": #}'),
    *("string length(#)", "date and time(#)", "get or else(#, #)", "`f g`(#)", "a.b.f(#, #)", "f(start position: #)"),
    *("(#).a", "(#).`if`", "xs[#]", "xs[#][#].a", "-(#)", "--5 + (#)", "(#) instance of date and time"),
    *("(#) + (#) * (#) ** (#)", "(#) - (#) / (#)", "(#) = (#) and (#) < (#)", "(#) or (#) != (#) and (#) >= (#)"),
    *("if # then # else #", "if (#) then # else if # then # else #", "(if # then # else #)"),
    *(
        "for x in (#), y in 1..2 return #",
        "for x in xs[#] return #",
        "some x in (#) satisfies #",
        "every x in xs satisfies #",
    ),
    *(
        "(#) between (#) and (#)",
        "`a` between 1 and (#)",
        "(#) in (#, < 5, [a..(#)])",
        "(#) in [a..b[",
        "a in ](#)..b)",
    ),
    *("a in < (#)", "function(a, b c) #", "(#) + function() #", "f([1..2], (a..b], #)", "[[1..2], > (#)]", "xs in (#)"),
)


@st.composite
def expressions(draw: st.DrawFn, depth: int = 3) -> str:
    """Valid expressions."""
    if depth == 0:
        return draw(st.sampled_from(LEAVES))
    first, *rest = draw(st.sampled_from((*FORMS, *LEAVES))).split("#")
    return first + "".join(draw(expressions(depth - 1)) + part for part in rest)


EXPRESSIONS = expressions()

PIECES = st.one_of(
    st.sampled_from(
        [
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            ",",
            ":",
            ".",
            "..",
            "+",
            "-",
            "*",
            "/",
            "**",
            "=",
            "!=",
            "<",
            "<=",
            ">",
            ">=",
            "==",
            "&&",
            "||",
            "!",
            ";",
            "?",
            "@",
            "'",
            '"',
            "`",
            "//",
            "/*",
            "*/",
            "\\",
            "#",
            "null",
            "true",
            "function",
            "in",
            "return",
            "then",
            "else",
            "satisfies",
            "and",
            "or",
            "if",
            "for",
            "some",
            "every",
            "between",
            "instance",
            "of",
            "not",
            "external",
            "item",
            "a",
            "b1",
            "1",
            "2.5",
            ".5",
            '"s"',
            "'q'",
            "“t”",
            "`n",
            "m`",
            "$",
            "{a:",
            "list<number>",
            "time\\",
            "offset",
            "date\\",
            "and\\",
            "time(",
        ]
    ),
    st.text(max_size=2),
)
GARBAGE = st.lists(st.tuples(PIECES, st.sampled_from(["", " ", "\n"])), max_size=25).map(
    lambda pieces: "".join(text + gap for text, gap in pieces)
)


def shape(value: Any) -> Any:
    """A tree without its spans, to compare."""
    if isinstance(value, Node):
        kept = [name for name in value.fields if name not in ("start", "end") and not name.endswith("_span")]
        return (type(value).__name__, *(shape(getattr(value, name)) for name in kept))
    return tuple(map(shape, value)) if isinstance(value, tuple) else value
