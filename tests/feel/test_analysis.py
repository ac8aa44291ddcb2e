"""Names, types and calls: what is certain is said, and nothing else."""

from __future__ import annotations

import pytest

from connlint.feel import Place, free_names, parse
from connlint.feel.call_checks import nearest_name, unknown_functions, wrong_arguments
from connlint.feel.nodes import Comparison
from connlint.feel.places import environment_of, error_names, result_names
from connlint.feel.scopes import visit
from connlint.feel.value_checks import impossible_comparisons, never_a_context, never_an_error, zero_indexes
from connlint.feel.value_types import UNKNOWN, context_type, type_named, type_of

RESULT = environment_of(Place.RESULT_EXPRESSION, None, result_names())
ERROR = environment_of(Place.ERROR_EXPRESSION, None, error_names())
INPUT = environment_of(Place.INPUT_MAPPING)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a.b.c + d", ["a.b.c", "d"]),
        ("`a b`.`c-d`", ["a b.c-d"]),
        ("{a: b, b: a, c: b.d, e: f}", ["b", "f"]),
        ("{a: {b: c}, d: b}", ["c", "b"]),
        ("{a: a}", ["a"]),
        ("for x in xs, y in x return x + y + partial + z", ["xs", "x", "z"]),
        ("some x in xs satisfies x > partial", ["xs", "partial"]),
        ("function(a, b c) a + d", ["d"]),
        ("f(a, key: b.c)", ["a", "b.c"]),
        ("a.b.f(x.y)", ["a.b", "x.y"]),
        ("a[1].b", ["a"]),
        ("(a).b", ["a"]),
        ("x.a - x.b", ["x.a", "x.b"]),
        ("xs[item.a = item.b]", ["xs"]),
        ("1 in [a..b]", ["a", "b"]),
        ("x instance of foo", ["x"]),
        ("order.", ["order."]),
        ("? > 1", []),
    ],
)
def test_free_names(text: str, names: list[str]) -> None:
    found = free_names(text)
    assert [str(name) for name in found] == names
    for name in found:
        assert text[name.name_span.start : name.name_span.end].strip("`") == name.name
        assert [text[start:end].strip("`") for start, end in name.step_spans] == list(name.path)


def test_names_in_a_filter_may_be_entries_of_the_items() -> None:
    found = free_names("xs[a = limit][{c: d}.c > 1] + e")
    assert [(name.name, name.is_certain) for name in found] == [
        ("xs", True), ("a", False), ("limit", False), ("d", False), ("e", True),
    ]  # fmt: skip


def test_scopes_come_with_every_node() -> None:
    tree = parse("{a: 1, b: {c: a, d: c}, e: c}").tree
    uses = [(node.name, scope.find(node.name) is not None) for node, scope in visit(tree) if hasattr(node, "name")]
    assert uses == [("a", True), ("c", True), ("c", False)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("1", "number"),
        ('"a"', "string"),
        ("null", "null"),
        ("[1]", "list"),
        ("{}", "context"),
        ("function(a) a", "function"),
        ('@"P1D"', "days and time duration"),
        ('@"P1Y2M"', "years and months duration"),
        ('@"2024-01-01"', "date"),
        ('@"10:00:00"', "time"),
        ('@"T10:00:00"', "time"),
        ('@"10:00:00@UTC"', "time"),
        ('@"2024-01-01T10:00:00"', "date and time"),
        ("a = b", "boolean"),
        ("1 + 2 * 3", "number"),
        ('"a" + "b"', "string"),
        ('"a" + 1', "null"),
        ("a ** b", "number"),
        ("-a", "number"),
        ('if a then 1 else "x"', "number or string"),
        ("if a then 1 else b", "unknown"),
        ("a", "unknown"),
        ("a.b", "unknown"),
        ("1 .b", "null"),
        ("{a: 1}.a", "number"),
        ("{a: 1}.b", "null"),
        ("{a: [1]}.a[1]", "number"),
        ("[1, 2][item > 1]", "list"),
        ("[1, x][1]", "unknown"),
        ("{a: 1, b: a}.b", "number"),
        ('{x: "outer", b: xs[x]}.b', "unknown"),
        ("for x in xs return 1", "list"),
        ("(for x in xs return 1)[1]", "number"),
        ("upper case(x)", "string"),
        ("get value(x, y)", "unknown"),
        ("nobody knows(x)", "unknown"),
        ("{upper case: function(a) 1, r: upper case(x)}.r", "unknown"),
        ("response.status", "number"),
        ("response.body.a", "unknown"),
        ("response.nothing", "null"),
        ("headers.a", "unknown"),
    ],
)
def test_types(text: str, kinds: str) -> None:
    assert str(type_of(parse(text).tree, RESULT)) == kinds


def test_reading_types_ends_for_names_that_double() -> None:
    entries = ", ".join(f"k{index}: k{index - 1} + k{index - 1}" for index in range(1, 60))
    tree = parse(f"{{k0: 1, {entries}}}").tree
    assert type_of(tree).can_be("context")


@pytest.mark.parametrize(
    ("text", "place", "version", "message", "mended"),
    [
        ("upperCase(x)", None, None, "there is no function `upperCase`", "upper case"),
        ("bmpnError(1)", Place.ERROR_EXPRESSION, None, "there is no function `bmpnError`", "bpmnError"),
        ("bpmnError(1)", Place.INPUT_MAPPING, None, "does not exist in an input mapping", None),
        ("fromAi(x)", Place.RESULT_EXPRESSION, None, "does not exist in a result expression", None),
        ("fromAi(x)", Place.INPUT_MAPPING, "8.7", "exists only from Camunda 8.8 on", None),
        ("from json(x)", None, "8.8", "exists only from Camunda 8.9 on", None),
        ("nothing like it(x)", None, None, "there is no function `nothing like it`", None),
        ("name.toUpperCase()", None, None, "variables hold no functions", None),
        ("1 + [foo.bar(2)]", None, None, "variables hold no functions", None),
    ],
)
def test_unknown_functions(
    text: str, place: Place | None, version: str | None, message: str, mended: str | None
) -> None:
    (problem,) = unknown_functions(parse(text).tree, place, version)
    assert message in problem.message
    assert problem.about is not None
    assert text[problem.span.start : problem.span.end] == problem.about
    edit = problem.remedy.edit if problem.remedy else None
    assert (edit.replacement if edit else None) == mended


@pytest.mark.parametrize(
    "text",
    [
        "{f: function(x) x, r: f(1)}",
        "{m: {f: function(x) x}, r: m.f(1)}",
        "function(g) g(1)",
        "for g in gs return g(1)",
        "date and time(x)",
        "and(a, b)",
        "get or else(a, 1)",
    ],
)
def test_functions_that_are_known(text: str) -> None:
    assert list(unknown_functions(parse(text).tree)) == []


def test_the_nearest_name() -> None:
    known = ["upper case", "string length", "substring"]
    assert nearest_name("UPPERCASE", known) == "upper case"
    assert nearest_name("stringlength", known) == "string length"
    assert nearest_name("substrng", known) == "substring"
    assert nearest_name("foo", known) is None


@pytest.mark.parametrize(
    ("text", "blamed", "message"),
    [
        ("abs()", "abs", "`abs` takes 1 argument, not 0"),
        ("uuid(1)", "1", "`uuid` takes no arguments, not 1"),
        ("substring(x)", "substring", "takes 2 or 3 arguments, not 1"),
        ("substring(x, 1, 2, 3)", "3", "takes 2 or 3 arguments, not 4"),
        ("bpmnError()", "bpmnError", "takes 1 to 3 arguments, not 0"),
        ("sublist(list: x, start position: 2)", "start position", "the engine knows it as `start`"),
        ("substring(strng: x, start position: 2)", "strng", "has no parameter `strng`"),
        ("abs(number: 1, n: 2)", "abs", "does not take `n`, `number` together"),
        ("contains(x, 1)", "1", "`match` of `contains` takes a string, not a number"),
        ("string length(response.status)", "response.status", "takes a string, not a number"),
        ("count({})", "{}", "takes a list, not a context"),
        ("bpmnError(404)", "404", "`errorCode` of `bpmnError` takes a string"),
        ('jobError("x", {}, 1, "PT5S")', '"PT5S"', "takes a days and time duration, not a string"),
        ("overlaps([1..2], 3)", "3", "takes a range, not a number"),
        ("sort([1], 2)", "2", "takes a function"),
    ],
)
def test_wrong_arguments(text: str, blamed: str, message: str) -> None:
    (problem,) = wrong_arguments(parse(text).tree, RESULT)
    assert message in problem.message
    assert text[problem.span.start : problem.span.end] == blamed


@pytest.mark.parametrize(
    "text",
    [
        "abs(x)",
        "abs(null)",
        "abs(n: 1)",
        "abs(number: 1)",
        "sum(1, 2, 3)",
        "sum([1, 2])",
        'max("a", "b")',
        "concatenate([1], [2], [3])",
        "before([1..5], 6)",
        "substring(string: x, start position: 2)",
        "sort(list: [3], precedes: function(a, b) a < b)",
        "string length(upper case(x))",
        "contains(if a then x else 1, y)",
        "unknown(1, 2)",
        "{abs: function(a, b) a, r: abs(1, 2)}",
        "date(2024, 1, 1)",
        'date and time(date("2024-01-01"), time("10:00:00"))',
        'backoff(1, @"PT1S")',
        "ignoreError()",
    ],
)
def test_arguments_that_may_be_right(text: str) -> None:
    assert list(wrong_arguments(parse(text).tree, RESULT)) == []


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ('1 = "1"', "1"),
        ('response.status = "200"', "200"),
        ('status >= "400"', "400"),
        ("reason = 5", '"5"'),
        ("[1] = 1", None),
        ('@"2024-01-01" = "2024-01-01"', None),
        ('status between "a" and 3', None),
        ('status in ("x", 201)', None),
        ('status in < "x"', None),
        ('status in ["a".."b"]', None),
        ('{a: 1, b: a = "x"}', None),
        ("[1][item = true]", None),
    ],
)
def test_impossible_comparisons(text: str, mended: str | None) -> None:
    problem, *_ = impossible_comparisons(parse(text).tree, RESULT)
    edit = problem.remedy.edit if problem.remedy else None
    assert (edit.replacement if edit else None) == mended


@pytest.mark.parametrize(
    "text",
    [
        "a = 1",
        "null = 1",
        "response.status = null",
        "response.status != null",
        'response.body.ok != "true"',
        "status in [1, 2]",
        'status in ["a"]',
        "status in (? > 1)",
        'xs[status = "x"]',
        "abs(x) = count(y)",
        'if a then 1 else "x" = "x"',
        "headers.a = 1",
    ],
)
def test_comparisons_that_may_hold(text: str) -> None:
    assert list(impossible_comparisons(parse(text).tree, RESULT)) == []


def test_the_names_of_an_error_expression() -> None:
    def finds(text: str, outputs: dict | None) -> int:
        environment = environment_of(Place.ERROR_EXPRESSION, None, error_names(outputs))
        return len(list(impossible_comparisons(parse(text).tree, environment)))

    assert finds("error.code = 404", {}) == 1
    assert finds("response.error.code = 404", None) == 1
    assert finds('job.retries = "1"', {}) == 1
    assert finds('response.status = "200"', {}) == 1
    assert finds('response.status = "200"', None) == 0
    assert finds('response.status = "200"', {"status": UNKNOWN}) == 0
    assert finds('order.id = "a"', {"order": context_type({"id": type_named("number")})}) == 0


@pytest.mark.parametrize(
    ("text", "blamed"),
    [("a[0]", "0"), ("a[(0)].b", "(0)"), ("a[-0]", "-0"), ("f(b[1][0])", "0")],
)
def test_zero_indexes(text: str, blamed: str) -> None:
    (problem,) = zero_indexes(parse(text).tree)
    assert text[problem.span.start : problem.span.end] == blamed
    assert problem.remedy is not None
    assert problem.remedy.edit is not None


def test_other_indexes() -> None:
    assert list(zero_indexes(parse("a[1][-1][item = 0][b - 0]").tree)) == []


@pytest.mark.parametrize(
    ("text", "blamed"),
    [
        ("response.status", ["response.status"]),
        ("1 + 1", ["1 + 1"]),
        ('("a")', ['"a"']),
        ("[response]", ["[response]"]),
        ("null", ["null"]),
        ("upper case(response.body.a)", ["upper case(response.body.a)"]),
        ("if a then 1 else (if b then {} else [])", ["1", "[]"]),
        ("if a then {} else null", []),
        ("response", []),
        ("response.body.a", []),
        ('get value(response.body, "a")', []),
        ("{a: 1}", []),
    ],
)
def test_never_a_context(text: str, blamed: list[str]) -> None:
    spans = [problem.span for problem in never_a_context(parse(text).tree, RESULT)]
    assert [text[start:end] for start, end in spans] == blamed


@pytest.mark.parametrize(
    ("text", "blamed"),
    [
        ('if error.code = "404" then bpmnError("x") else null', []),
        ("{}", []),
        ("null", []),
        ('{errorType: "bpmnError", errorCode: "a"}', []),
        ("{errorType: x}", []),
        ("x", []),
        ('"a"', ['"a"']),
        ("error != null", ["error != null"]),
        ("{code: 1}", ["{code: 1}"]),
        ('{errorType: "other"}', ['"other"']),
        ('if a then true else jobError("x")', ["true"]),
        ("backoff(1)", ["backoff(1)"]),
    ],
)
def test_never_an_error(text: str, blamed: list[str]) -> None:
    spans = [problem.span for problem in never_an_error(parse(text).tree, ERROR)]
    assert [text[start:end] for start, end in spans] == blamed


def test_places() -> None:
    assert "bpmnError" in RESULT.functions
    assert "bpmnError" not in INPUT.functions
    assert "fromAi" in INPUT.functions
    assert set(result_names()) == {"status", "headers", "body", "reason", "document", "response"}
    assert {"error", "job", "response", "status"} <= set(error_names())
    assert set(error_names({"order": UNKNOWN})) == {"order", "error", "job", "response"}


def test_comparisons_are_nodes_with_their_operator() -> None:
    (comparison,) = [node for node, _ in visit(parse("a[b >= 1]").tree) if isinstance(node, Comparison)]
    assert comparison.operator == ">="
