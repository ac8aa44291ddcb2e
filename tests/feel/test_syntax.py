"""What parses, what does not, where the error lies and how it is mended."""

from __future__ import annotations

import sys

import pytest

from connlint.feel import nodes, parse, parse_unary, tokens
from connlint.feel.cursor import MAX_DEPTH


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "1 + 2 * 3 ** -4 / .5",
        "--5",
        "1 - -x",
        "1--1",
        "a.b[1].c",
        "1.a",
        "x.time offset",
        "time offset",
        "`content-type` + x.`a b`.c",
        "if a then b else if c then d else e",
        "(if true then 1 else 2) + 1",
        "if (a) then b else c",
        "if [1][1] = 1 then b else c",
        "if -1 < 0 then b else c",
        "if",
        "if + 1",
        "if(x)",
        "for + some + every + between + instance + item + not",
        "for x in [1], y in 1..3 return x * y",
        "for x in -5..5 return x",
        "for x in -5 return x",
        "some x in xs satisfies x > 1",
        "some thing(1)",
        "a between 1 and 2 and b",
        "x in (1, < 5, [1..3])",
        "x in [1..3]",
        "x in ]1..3[",
        "x in (1..3) and y",
        "x in > 5",
        "1 in [[1..3], (2..4)]",
        "x in (< 5 and y)",
        "[1..3]",
        "(> 10).start",
        "< 5 and true",
        "x instance of date and time",
        "x instance of function",
        "x instance of a.b",
        "function(a, b c) a + 1",
        "10 * function(a) a",
        'function(x) external {java: {class: "a.B", method signature: "c(int)"}}',
        "date and time(x)",
        "years and months duration(a, b)",
        "get or else(a, 1)",
        "and(a, b)",
        "string length (\n'' )".replace("''", '""'),
        "substring(string: x, start position: 2)",
        "a.b.f(1)",
        "`a b`(1)",
        "before([1..5], (6..7))",
        "{}",
        "[]",
        "{a-b: 1, a b: 2, if: 3, null: 4, 'x': 5, \"y z\": 6, `q`: 7, 1: 8}",
        "{foo+bar /* why */ : 1}",
        "{a: for x in 1..2 return x, b-c: 1}",
        "(a between (b and c) and (d))",
        "[a, b in ](c)..d)]",
        "if (a) in [b..c[ then d else e",
        "(if (a) in ]b..c] then d else e)",
        "a in ](a in ](b)..c))..d)",
        '{a: ]1..3], b c: [1..x[, d e: "}"}',
        '@"2024-01-01".year',
        '"two\nlines \\" and a quote"',
        "1 + // comment\n 2 /* and */ /**/",
        "\ufeff1\u00a0+\u20032",
        "? > 1",
        "ünïcode + $x + _y",
        "truex + nullable + order",
    ],
)
def test_camunda_takes(text: str) -> None:
    assert parse(text).errors == ()


@pytest.mark.parametrize(
    "text", ["-", "-1", "< 5, [10..20]", "not(1, < 3)", "not()", "not(negand: true)", "true", "a and b", "x in (1,2)"]
)
def test_camunda_takes_as_unary_tests(text: str) -> None:
    assert parse_unary(text).errors == ()


@pytest.mark.parametrize(
    ("text", "blamed", "message"),
    [
        ("", "", "expected an expression, found the end"),
        ("1 +", "", "expected an operand, found the end"),
        ("1 + * 2", "*", "expected an operand, found `*`"),
        ("- - x", "-", "only one `-`"),
        ("a b", "b", "expected an operator or the end, found the name `b`"),
        ("[1, 2", "[", "`[` is never closed"),
        ("f(1, [2)", ")", "expected `,` or `]`, found `)`"),
        ("(1]", "]", "expected an operator or `)`, found `]`"),
        ("1)", ")", "`)` closes nothing"),
        ('"abc', '"', "this string is never closed"),
        ("`abc", "`", "this name in backticks is never closed"),
        ("1 /* abc", "/*", "this comment is never closed"),
        ("a.", "", "expected a name behind `.`"),
        ("x.and", "and", "reserved word"),
        ("1 < 2 < 3", "<", "cannot be chained"),
        ("a = b = c", "=", "cannot be chained"),
        ("1 + if a then b else c", "if", "cannot be an operand"),
        ("[1..3] + 1", "[1..3]", "a range cannot be an operand"),
        ("1 = [1..3]", "[1..3]", "a range cannot be an operand"),
        ("f(1)(2)", "(", "only a name can be called"),
        ("{f: 1}.f(2)", "(", "only a name can be called"),
        ("null()", "(", "only a name can be called"),
        ("f(a: 1, 2)", "2", "cannot be mixed"),
        ("x instance of list<number>", "<number>", "types have no parameters"),
        ("x instance of null", "null", "expected a type"),
        ("function(a: number) a", ": number", "parameters have no types"),
        ('for i in ["a".."z"] return i', '["a".."z"]', "without brackets"),
        ("for x in a + b return x", "a + b", "needs parentheses"),
        ("x in = 1", "=", "expected a test, found `=`"),
        ("{a: 1, b: }", "}", "expected a value for `b`, found `}`"),
        ("{a 1}", "1", "expected `:` behind the key"),
        ("{foo:bar:1}", ":", "found `:`"),
        ("1, 2", ",", "expected the end, found `,`"),
        ("then", "then", "expected an expression, found `then`"),
        ("not true", "true", "expected `(` behind `not`"),
        ("# 1", "#", "expected an expression, found `#`"),
        ("5.", "", "expected a name behind `.`"),
        ("some x in [1] satisfies", "", "expected a condition, found the end"),
        ("for x in [1]", "", "expected `,` or `return`, found the end"),
        ("a between 1", "", "expected `and`"),
    ],
)
def test_what_is_wrong_and_where(text: str, blamed: str, message: str) -> None:
    error = parse(text).errors[0]
    assert message in error.message
    assert text[error.span.start : error.span.end] == blamed


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("a == 1", "a = 1"),
        ("a === 1", "a = 1"),
        ("a !== 1", "a != 1"),
        ("a <> 1", "a != 1"),
        ("a => 1", "a >= 1"),
        ("a && b", "a and b"),
        ("a || b", "a or b"),
        ("!a.b", "not(a.b)"),
        ("2 ^ 3", "2 ** 3"),
        ("'it''s'".replace("''", '"'), '"it\\"s"'),
        ("“typographic”", '"typographic"'),
        (r"""'say \"hi\"'""", r'"say \"hi\""'),
        (r"'it\'s'", '"it\'s"'),
        (r"'a\\'", r'"a\\"'),
        ("“C:\\”", r'"C:\\"'),
        ("https://example.com/a\\", r'"https://example.com/a\\"'),
        ("a ? 1 : 2", "if a then 1 else 2"),
        ("if a then 1", "if a then 1 else null"),
        ("full name", "`full name`"),
        ("x.full name", "x.`full name`"),
        ("1e3", "1000"),
        ("1.5E-2", "0.015"),
        ("[1, 2,]", "[1, 2]"),
        ("{a: 1,}", "{a: 1}"),
        ("f(1,)", "f(1)"),
        ("(1", "(1)"),
        ('"abc', '"abc"'),
        ("x.and", "x.`and`"),
        ('x."y z"', "x.`y z`"),
        ("a orb", "a or b"),
        ("a OR b", "a or b"),
        ("a is null", "a = null"),
        ("a is not null", "a != null"),
        ("not a.b", "not(a.b)"),
        ("not true", "not(true)"),
        ("a?.b", "a.b"),
        ("{a = 1}", "{a : 1}"),
        ('{"a": 1 "b": 2}', '{"a": 1, "b": 2}'),
        ("https://example.com/a", '"https://example.com/a"'),
        ("= a", " a"),
        ("iftrue then 1 else 2", "if true then 1 else 2"),
        ("forx in [1] return x", "for x in [1] return x"),
        ("1)", "1"),
        ("1 + if a then b else c", "1 + (if a then b else c)"),
        ("x instance of list<list<number>>", "x instance of list"),
        ("for x in a + b return x", "for x in (a + b) return x"),
        ("function(a: number, b) a", "function(a, b) a"),
    ],
)
def test_the_first_remedy_mends(text: str, mended: str) -> None:
    error = parse(text).errors[0]
    assert error.remedy is not None
    edit = error.remedy.edit
    assert edit is not None
    result = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    assert result == mended
    assert parse(mended).errors == ()


@pytest.mark.parametrize("text", [r"""'a\\"b'""", r"""'a\\\"b'""", 'x."a`b"', 'x.""'])
def test_a_remedy_that_cannot_be_written_is_words_only(text: str) -> None:
    remedy = parse(text).errors[0].remedy
    assert remedy is not None
    assert remedy.edit is None


@pytest.mark.parametrize(
    ("text", "help_text"),
    [
        ("{a: 1, // the first   b: 2}", "/* ... */"),
        ("a % 2", "modulo"),
        ("a ?? b", "get or else"),
        ('"a" & b', "`+` to join"),
        ("x in 1..3", "brackets"),
        ("${x}", "without `${}`"),
        ("1; 2", "no statements"),
        ("1, 2", "[first, second]"),
        ("string\nlength(x)", "single spaces"),
        ("x instance of null", "= null"),
    ],
)
def test_a_remedy_in_words(text: str, help_text: str) -> None:
    remedy = parse(text).errors[0].remedy
    assert remedy is not None
    assert help_text in remedy.text


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a == 1 and b == 2", 2),
        ("{a: 1 +, b: * 2, c: 3}", 2),
        ("f(1 2, 3 4)", 2),
        ("if a == 1 then 'x' else b && c", 3),
        ("[1, , 2]", 1),
        ("{{secrets.X}}", 1),
        ('{"h": {{secrets.X}}, "k": 1 +}', 2),
        ("if a then {b: 1} else if c > 3 {d: 1} else null", 1),
        ("{a b, c: 1 +}", 2),
        ("a b c d e", 1),
        ("1 + + + 2", 1),
        ("a * b % c", 1),
    ],
)
def test_each_mistake_is_reported_once(text: str, count: int) -> None:
    assert len(parse(text).errors) == count


@pytest.mark.parametrize("text", ["not(1) and b", "< 3 and x", "not(1), 2", "", "=5", "!= 5"])
def test_refused_as_unary_tests(text: str) -> None:
    assert parse_unary(text).errors


def test_unfinished_texts_keep_what_is_there() -> None:
    path = parse("response.").tree
    assert isinstance(path, nodes.Path)
    assert path.base == nodes.Name(0, 8, "response")
    assert path.name == ""

    context = parse("{a: ").tree
    assert isinstance(context, nodes.Context)
    assert context.entries[0].key == "a"
    assert isinstance(context.entries[0].value, nodes.Missing)

    word = parse("upper ").tree
    assert word == nodes.Name(0, 5, "upper")

    call = parse("substring(name, ").tree
    assert isinstance(call, nodes.Call)
    assert call.name == "substring"
    assert call.arguments[0].value == nodes.Name(10, 14, "name")

    conditional = parse("if status = 200 then response.b").tree
    assert isinstance(conditional, nodes.If)
    assert isinstance(conditional.then, nodes.Path)
    assert isinstance(conditional.otherwise, nodes.Missing)


def test_spans() -> None:
    text = "{total: sum(order.`line items`[price > 1].price)}"
    tree = parse(text).tree
    assert isinstance(tree, nodes.Context)
    entry = tree.entries[0]
    call = entry.value
    assert isinstance(call, nodes.Call)
    price = call.arguments[0].value
    assert isinstance(price, nodes.Path)
    spans = (tree.span, entry.key_span, call.span, call.name_span, price.span, price.name_span)
    assert [text[start:end] for start, end in spans] == [
        text,
        "total",
        "sum(order.`line items`[price > 1].price)",
        "sum",
        "order.`line items`[price > 1].price",
        "price",
    ]


def test_operators_bind_as_in_the_engine() -> None:
    def shape(text: str) -> str:
        def show(node: nodes.Node) -> str:
            if isinstance(node, nodes.Arithmetic | nodes.Comparison):
                return f"({show(node.left)}{node.operator}{show(node.right)})"
            if isinstance(node, nodes.Conjunction | nodes.Disjunction):
                word = "&" if isinstance(node, nodes.Conjunction) else "|"
                return f"({show(node.left)}{word}{show(node.right)})"
            if isinstance(node, nodes.Negation):
                return f"(-{show(node.operand)})"
            if isinstance(node, nodes.In):
                return f"({show(node.value)} in {', '.join(map(show, node.tests))})"
            assert isinstance(node, nodes.Name)
            return node.name

        return show(parse(text).tree)

    assert shape("a - b - c * d ** e ** f") == "((a-b)-(c*((d**e)**f)))"
    assert shape("-a ** b") == "((-a)**b)"
    assert shape("a or b and c = d or e") == "((a|(b&(c=d)))|e)"
    assert shape("a in b or c") == "(a in (b|c))"
    assert shape("a in (b) or c") == "((a in b)|c)"


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        (r'"a\nb"', "a\nb"),
        (r'"a\\nb"', r"a\nb"),
        (r'"\d+"', r"\d+"),
        (r'"a\"b"', 'a"b'),
        (r'"\\\"x"', r"\\" + '"x'),
        (r'"\u0041"', r"\u0041"),
        (r'"it\'s"', "it's"),
    ],
)
def test_escapes(literal: str, value: str) -> None:
    tree = parse(literal).tree
    assert isinstance(tree, nodes.String)
    assert tree.value == value


@pytest.mark.parametrize(
    "opening",
    ["(", "[", "{", "{a:", "f(", "-", "!", "]", "[1..", "]1..", "if a then ", "if (", "function() ", "a in ",
     "a in (", "x in [1] or ", "for x in [1] return ", "a ? ", "not(", "a.", "1 + ", "a b ", "'", "`", "/*", "..", "@"],
)  # fmt: skip
def test_any_depth_ends_in_an_error(opening: str) -> None:
    parsed = parse(opening * 10_000)
    assert parsed.errors
    assert parse_unary(opening * 10_000).errors


def test_the_depth_limit_is_named() -> None:
    deep = MAX_DEPTH + 1
    assert parse("(" * (MAX_DEPTH - 1) + "1" + ")" * (MAX_DEPTH - 1)).errors == ()
    errors = parse("(" * deep + "1" + ")" * deep).errors
    assert [error.message for error in errors] == [f"nested more than {MAX_DEPTH} levels deep: not read any further"]


def test_a_caller_deep_in_the_stack_gets_an_error_too() -> None:
    def parse_below(frames: int) -> bool:
        return parse_below(frames - 1) if frames else bool(parse("(" * 90 + "1" + ")" * 90).errors)

    import inspect

    assert parse_below(sys.getrecursionlimit() - len(inspect.stack()) - 200)


def test_long_chains_are_not_deep() -> None:
    assert parse(" + ".join(["1"] * 5_000)).errors == ()
    assert parse("if a then 1 else " * 2_000 + "2").errors == ()
    assert parse("{" + ", ".join(f"k{index}: {index}" for index in range(5_000)) + "}").errors == ()


def test_tokens_and_comments() -> None:
    text = 'if a then {b c: "x"} else 1 // why'
    found = tokens(text)
    assert [token.kind for token in found] == [
        "if", "name", "then", "{", "key", ":", "string", "}", "else", "number", "end",
    ]  # fmt: skip
    assert all(text[token.start : token.end] == token.text for token in found)
    (comment,) = parse(text).comments
    assert text[comment.start : comment.end] == "// why"
    assert parse('"// no comment"').comments == ()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("{a /* x */ /* y */ : 1}", "a"),
        ("{a /* x */ b /* y */: 1}", "a /* x */ b"),
        ("{a /* // */ b: 1}", "a /* // */ b"),
        ("{a // c: d\n: 1}", "a"),
        ("{*/*/*/: 1}", "*"),
    ],
)
def test_a_comment_behind_a_key_is_none_of_it(text: str, key: str) -> None:
    assert tokens(text)[1][:2] == ("key", key)
