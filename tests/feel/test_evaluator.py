"""Evaluation: the operators and forms of the language, null, warnings with their places, scopes, unary tests.

The tables hold FEEL texts: an expression and one that shall give the same.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from connlint.feel import Context, FeelError, Function, Place, Range, evaluate, evaluate_unary, parse
from connlint.feel.printing import display

VARIABLES = {
    "order": {"items": [{"sku": "a", "price": 9.5}, {"sku": "b", "price": 20}], "note": None},
    "numbers": [1, 2, 3],
    "flag": True,
    "name": "Ada",
}


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        # numbers
        ("0.1 + 0.2", "0.3"),
        ("1/3", "0.3333333333333333333333333333333333"),
        ("1.50 * 2", "3.00"),
        ("2 ** 3 ** 2", "64"),
        ("2 ** 0.5", "1.4142135623730951"),
        ("2 ** -1", "0.5"),
        ("-name", "null"),
        ("10 - 2 - 3", "5"),
        ("12345678901234567890123456789012345678 + 1", "12345678901234567890123456789012345679"),
        ("0 * -1", "0"),
        # texts and times
        ('"a" + "b" + name', '"abAda"'),
        ('"a" + 1', "null"),
        ('@"2024-01-31" + @"P1M"', "2024-02-29"),
        ('@"2024-01-02" - @"2024-01-01"', "P1D"),
        ('@"P1D" * 2', "P2D"),
        ('@"P3D" / 2', "P1DT12H"),
        ('@"2024-02-30"', "null"),
        ('date("nonsense")', "null"),
        ('@"2024-05-06".weekday', "1"),
        ('@"10:00:00+02:00".time offset', "PT2H"),
        # comparison
        ("1 = 1.0", "true"),
        ('1 = "1"', "null"),
        ("null = null", "true"),
        ("1 != null", "true"),
        ("[1, [2]] = [1, [2.0]]", "true"),
        ("[1] = [\"1\"]", "false"),
        ("{a: 1, b: 2} = {b: 2, a: 1}", "true"),
        ('"\ufffe" < "😀"', "false"),
        ("true < false", "null"),
        ('@"2024-01-01" < @"2024-01-02"', "true"),
        ('@"2024-01-01T00:00:00Z" = @"2024-01-01T01:00:00+01:00"', "false"),
        ("2 between 1 and 3", "true"),
        ("4 between 1 and 3", "false"),
        ("name between 1 and 3", "null"),
        # logic
        ("true and null", "null"),
        ("false and null", "false"),
        ("null and false", "false"),
        ("null or true", "true"),
        ("null or false", "null"),
        ("true and true and false", "false"),
        ('if name then 1 else 2', "2"),
        ("if flag then 1 else 2", "1"),
        ("if false then 1 else if true then 2 else 3", "2"),
        # in
        ("2 in [1, 2]", "true"),
        ("2 in (1, 3)", "false"),
        ("2 in [1..2)", "false"),
        ("2 in (> 1, < 0)", "true"),
        ("null in null", "true"),
        ("5 in (? > 3)", "true"),
        ("1 in [[1..3]]", "false"),
        # types
        ("1 instance of number", "true"),
        ("null instance of Any", "false"),
        ('@"P1D" instance of days and time duration', "true"),
        ("{} instance of context", "true"),
        ("(function() 1) instance of function", "true"),
        # paths, lists and filters
        ("order.items.sku", '["a", "b"]'),
        ("order.items[2].price", "20"),
        ("order.items[-1].sku", '"b"'),
        ("order.items[price > 10].sku", '["b"]'),
        ("order.items[item.price < 10].sku", '["a"]'),
        ("order.items[sku = name]", "[]"),
        ("numbers[0]", "null"),
        ("numbers[4]", "null"),
        ("numbers[1.9]", "1"),
        ("numbers[count(numbers)]", "3"),
        ("numbers[(-1)]", "3"),
        ("numbers[true]", "[1, 2, 3]"),
        ("numbers[item != 2]", "[1, 3]"),
        ("numbers[even(item)]", "[2]"),
        ("[{item: 5}, {item: 6}][item = 5]", "[{item:5}]"),
        ("[{a: 2}, {a: 1}][a]", "{a:1}"),
        ("name[1]", "null"),
        # loops
        ("for x in numbers return x * 2", "[2, 4, 6]"),
        ("for x in 3..1 return x", "[3, 2, 1]"),
        ("for x in 1..2, y in [10, 20] return x + y", "[11, 21, 12, 22]"),
        ("for x in [1, 2], y in [x] return y", "[null, null]"),
        ("for i in 1..5 return if i <= 2 then 1 else partial[-1] + partial[-2]", "[1, 1, 2, 3, 5]"),
        ("for x in 1..3 return partial", "[[], [[]], [[], [[]]]]"),
        ("for x in name return x", "null"),
        ('for x in "a"..3 return x', "null"),
        ("some x in numbers satisfies x > 2", "true"),
        ("every x in numbers satisfies x > 2", "false"),
        ("some x in [null, true] satisfies x", "true"),
        ("every x in [null, true] satisfies x", "null"),
        ("some x in [] satisfies x", "false"),
        ("every x in [] satisfies x", "true"),
        ("some x in 1..2, y in 1..2 satisfies x + y = 4", "true"),
        # contexts and functions
        ("{a: 1, b: a + 1}.b", "2"),
        ("{a: 1, a: 2}", "{a:2}"),
        ("{f: function(x) x + 1, r: f(2)}.r", "3"),
        ("{f: function(x, y) x - y, r: f(y: 1, x: 3)}.r", "2"),
        ("{f: function(x) x}", "{}"),
        ("{f: function(x) x}.f", "null"),
        ("{f: function() b, b: 1, r: f()}.r", "null"),
        ("{c: {f: function(x) x * 2}, r: c.f(4)}.r", "8"),
        ("{sum: function(x) 0, r: sum([1, 2])}.r", "3"),
        ("{f: function(x) 1, c: {f: function(x) 2, r: f(0)}}.c.r", "1"),
        ("{f: function(g) g(1), r: f(function(x) x)}.r", "null"),
        ("{r: for i in 1..2 return {f: function() i, v: f()}}.r.v", "[1, 2]"),
        ("(for i in 1..2 return {g: function() partial, n: g()}).n", "[[], [{n:[]}]]"),
        ("nothing(1)", "null"),
        ("(((1)))", "1"),
    ],
)  # fmt: skip
def test_value(expression, shown):
    assert display(evaluate(expression, VARIABLES).value) == shown


@pytest.mark.parametrize(
    ("expression", "warnings"),
    [
        ("a + 1", [("a", "No variable found with name 'a'"), ("a + 1", "Can't add '1' to 'null'")]),
        ("1 - name", [("1 - name", "Can't subtract '\"Ada\"' from '1'")]),
        ("true * 2", [("true * 2", "Can't multiply 'true' by '2'")]),
        ("1 / 0", [("1 / 0", "Can't divide '1' by '0'")]),
        ("2 ** name", [("name", "Expected number but found '\"Ada\"'")]),
        ("-name", [("name", "Expected number but found '\"Ada\"'")]),
        ("a.b.c", [("a", "No variable found with name 'a'")]),
        ("order.x.y", [
            ("x", "No context entry found with key 'x'. Available keys: 'items', 'note'"),
            ("y", "No context entry found with key 'y'. The context is null"),
        ]),
        ("{}.a", [("a", "No context entry found with key 'a'. The context is empty")]),
        ("name.size", [("size", "No property found with name 'size' of value '\"Ada\"'. Available properties: ")]),
        ('@"P1Y".days', [
            ("days", "No property found with name 'days' of value 'P1Y'. Available properties: 'years', 'months'")
        ]),
        ('if name = 1 then 1 else 2', [
            ("name = 1", "Can't compare '\"Ada\"' with '1'"), ("name = 1", "Expected boolean but found 'null'"),
        ]),
        ('"404" >= 400', [('"404" >= 400', "Can't compare '\"404\"' with '400'")]),
        ("flag and 1", [("1", "Expected boolean but found '1'")]),
        ("1 and 2", [("1", "Expected boolean but found '1'")]),
        ("1[1]", [("1", "Expected list but found '1'")]),
        ("for x in 1 return x", [("1", "Expected list but found '1'")]),
        ("nothing(1, 2)", [("nothing", "No function found with name 'nothing' and 2 parameters")]),
        ("count(lists: [])", [("count", "No function found with name 'count' and parameters: lists")]),
        ("upper case(1)", [("upper case(1)", "Failed to invoke function 'upper case': Illegal arguments: '1'")]),
        ("numbers[item > 1 and true]", [
            ("item", "No variable found with name 'item'"),
            ("item > 1", "Can't compare 'null' with '1'"),
            ("item > 1", "Expected boolean but found 'null'"),
        ]),
        ("[1..3]", [
            ("[1..3]", "No input value found."), ("[1..3]", "No input value found."),
            ("[1..3]", "Can't compare 'null' with '1' and '3'"),
        ]),
    ],
)  # fmt: skip
def test_warnings_say_what_and_where(expression, warnings):
    result = evaluate(expression, VARIABLES)
    found = [(expression[slice(*warning.span)], warning.message) for warning in result.warnings]
    assert found == warnings


def test_warnings_have_the_engines_types():
    text = "[a, {}.b, name.c, 1 = true, -true, f(), number(name)]"
    assert [warning.type for warning in evaluate(text, VARIABLES).warnings] == [
        "NO_VARIABLE_FOUND",
        "NO_CONTEXT_ENTRY_FOUND",
        "NO_PROPERTY_FOUND",
        "NOT_COMPARABLE",
        "INVALID_TYPE",
        "NO_FUNCTION_FOUND",
        "FUNCTION_INVOCATION_FAILURE",
    ]


@pytest.mark.parametrize(
    ("tests", "given", "outcome"),
    [
        ("5", 5, True),
        ("5", 6, False),
        ("5", "5", None),
        ("-", None, True),
        ("< 5", 4, True),
        ("< 5", None, None),
        ("[1..5]", 5, True),
        ("(1..5)", 5, False),
        ("1, 2, > 9", 10, True),
        ("not(1, 2)", 2, False),
        ("not(1, 2)", 3, True),
        ("not(1)", "a", None),
        ("numbers", 2, True),
        ("numbers", [1, 2, 3], True),
        ("flag", 7, True),
        ("true", False, False),
        ("false", False, True),
        ("? > 3 and ? < 5", 4, True),
        ("even(?)", 3, False),
        ("?", 3, None),
        ("null", None, True),
        ("missing", None, True),
        ('starts with(?, "A")', "Ada", True),
        ("{a: 1}", {"a": 1}, True),
    ],
)
def test_unary_tests(tests, given, outcome):
    assert evaluate_unary(tests, given, VARIABLES).value is outcome


def test_the_input_is_only_there_in_unary_tests():
    with pytest.raises(FeelError, match="No input value available") as caught:
        evaluate("1 + ?")
    assert caught.value.span == (4, 5)
    assert caught.value.engine_message.startswith("failed to evaluate expression '1 + ?': No input")


def test_a_text_that_is_refused_is_an_error_with_its_place():
    with pytest.raises(FeelError) as caught:
        evaluate("if a then 1")
    assert "else" in caught.value.message
    assert caught.value.engine_message is None
    with pytest.raises(FeelError):
        evaluate_unary("< ", 1)


def test_an_assertion_fails_the_whole_wherever_it_stands():
    for text in ("is defined(assert(x, x != null))", "for i in [1, 2] return assert(i, i = 1)", "1 + assert(1, false)"):
        with pytest.raises(FeelError, match="not fulfilled"):
            evaluate(text)


def test_a_call_into_what_is_no_context_fails_the_whole():
    with pytest.raises(FeelError, match="Expected context but found 'null'"):
        evaluate("a.b(1)")
    with pytest.raises(FeelError, match="No function found with name 'f' and 0 parameters"):
        evaluate("{c: {}, r: c.f()}")


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("1 + a.b()", "null"),
        ("a.b() + 1", "null"),
        ("-a.b()", "null"),
        ("a.b() and false", "false"),
        ("null and a.b()", "null"),
        ("a.b() or true", "true"),
        ("if a.b() then 1 else 2", "2"),
        ("some x in [1, 2] satisfies a.b()", "null"),
        ("for x in a.b() return x", "null"),
        ("for x in [1] return a.b()", "null"),
        ("some x in a.b() satisfies true", "null"),
        ("[1][a.b() and true]", "[]"),
        ("a.b()[1]", "null"),
        ("[1, 2][a.b()]", "null"),
        ("[][? > 1 and true]", "[]"),
        ("count(a.b())", "null"),
        ("5 in a.b()", "false"),
        ("a.b() between 1 and 2", "null"),
    ],
)
def test_most_operations_make_null_of_such_a_call(expression, shown):
    assert display(evaluate(expression).value) == shown


@pytest.mark.parametrize(
    ("tests", "outcome"), [("a.b()", False), ("not(a.b())", True), ("if ? = 1 then a.b() else 1", None)]
)
def test_and_so_do_unary_tests(tests, outcome):
    assert evaluate_unary(tests, 1).value is outcome


def test_a_parsed_text_can_be_evaluated_again():
    parsed = parse("x * 2")
    assert [evaluate(parsed, {"x": number}).value for number in (1, Decimal("2.5"), 3.0)] == [2, 5, 6]


def test_clock_and_random_are_given():
    moment = datetime(2024, 2, 29, 12, 30, tzinfo=UTC)
    result = evaluate("[string(now()), string(today())]", clock=lambda: moment)
    assert result.value == ["2024-02-29T12:30:00Z", "2024-02-29"]
    assert evaluate("now() instance of date and time and random number() < 1").value is True


def test_the_place_decides_which_functions_there_are():
    assert evaluate('bpmnError("E").errorCode', place=Place.ERROR_EXPRESSION).value == "E"
    refused = evaluate('bpmnError("E")', place=Place.INPUT_MAPPING)
    assert refused.value is None
    assert refused.warnings[0].type == "NO_FUNCTION_FOUND"
    assert evaluate("fromAi(1)", place=Place.INPUT_MAPPING).value == 1
    assert evaluate("fromAi(1)", place=Place.RESULT_EXPRESSION).value is None


def test_the_version_decides_which_functions_there_are():
    assert evaluate('trim(" a")', engine_version="8.6").value == "a"
    assert evaluate('trim(" a")', engine_version="8.5").value is None
    assert evaluate('trim(" a")', engine_version=(8, 6)).value == "a"
    assert evaluate('trim(" a")', engine_version=(8, 5)).value is None


def test_functions_and_ranges_are_values():
    function = evaluate("function(a, b) a + b").value
    assert isinstance(function, Function)
    assert function.invoke([Decimal(1), Decimal(2)]) == 3
    assert evaluate("double(4)", {"double": Function(("x",), lambda arguments: arguments[0] * 2)}).value == 8
    assert evaluate("during(3, range)", {"range": Range(Decimal(1), Decimal(5))}).value is True


def test_a_context_keeps_its_functions_beside_its_entries():
    context = evaluate("{a: 1, f: function(x) x}").value
    assert isinstance(context, Context)
    assert (dict(context), list(context.functions)) == ({"a": 1}, ["f"])
    assert evaluate("c.f(5)", {"c": context}).value == 5
    assert evaluate("f(a)", context).value == 1


def test_variables_are_not_changed():
    variables = {"numbers": [1, 2], "inner": {"a": 1}}
    evaluate('[append(numbers, 3), context put(inner, "b", 2)]', variables)
    assert variables == {"numbers": [1, 2], "inner": {"a": 1}}


def test_an_object_that_is_no_value_is_a_type_error():
    with pytest.raises(TypeError, match="object is no FEEL value"):
        evaluate("x", {"x": object()})
