"""JSON in and out, as the engine takes variables and gives results."""

from __future__ import annotations

from decimal import Decimal

import pytest

from connlint.feel import FeelError, FeelLimitError, Range, evaluate, from_json, to_json


def test_numbers_come_in_as_decimals():
    assert from_json([1, 1.5, True, None, "1", {"a": 1e21}]) == [
        Decimal(1), Decimal("1.5"), True, None, "1", {"a": Decimal("1.0E+21")},
    ]  # fmt: skip


def test_what_is_no_number_cannot_come_in():
    for number in (float("nan"), float("-inf"), Decimal("NaN"), Decimal("Infinity")):
        with pytest.raises(FeelError, match="infinity and NaN"):
            from_json([number])
    with pytest.raises(TypeError):
        from_json({1, 2})


@pytest.mark.parametrize(
    ("expression", "exported"),
    [
        ("100.0", 100),
        ("0.1 + 0.2", 0.3),
        ("9223372036854775807", 9223372036854775807),
        ("9223372036854775808", 9.223372036854775808e18),
        ("1/3", 0.3333333333333333),
        ("[1, null, true, \"a\"]", [1, None, True, "a"]),
        ("{a: {b: 1.50}}", {"a": {"b": 1.5}}),
        ("{f: function(x) x, a: 1}", {"a": 1}),
        ("[function(x) x]", [None]),
        ("@\"2024-02-29\"", "2024-02-29"),
        ("@\"10:00:00+02:00\"", "10:00:00+02:00"),
        ("@\"2024-07-01T10:00:00@Europe/Berlin\"", "2024-07-01T10:00:00+02:00[Europe/Berlin]"),
        ("@\"P1DT2H\"", "P1DT2H"),
        ("@\"P14M\"", "P1Y2M"),
    ],
)  # fmt: skip
def test_values_go_out_as_the_engine_writes_them(expression, exported):
    value = to_json(evaluate(expression).value)
    assert (type(value), value) == (type(exported), exported)


@pytest.mark.parametrize(
    "expression", ["9**9**9**9", "[-9**99999999]", '{a: number("1e400")}', "10**308 * 1.8", 'from json("1e309")']
)
def test_a_number_that_no_double_holds_does_not_go_out(expression):
    value = evaluate(expression).value
    with pytest.raises(FeelLimitError, match="not known"):
        to_json(value)


def test_the_largest_and_the_smallest_numbers_go_out():
    assert to_json(evaluate("[10**308 * 1.79, 0 - 10**308, 1/9**99999999]").value) == [1.79e308, -1e308, 0.0]


def test_a_context_comes_in_as_a_copy_with_its_functions():
    context = evaluate("{f: function(x) x + 1}").value
    context["a"] = 1
    copy = from_json(context)
    assert (context["a"], type(copy["a"]), copy.functions) == (1, Decimal, context.functions)
    assert evaluate("c.f(c.a)", {"c": context}).value == 2


def test_a_range_goes_out_as_null():
    assert to_json(Range(Decimal(1), Decimal(2))) is None


def test_what_is_too_deep_or_too_large_is_an_error():
    deep: list = []
    for _ in range(100_000):
        deep = [deep]
    for convert in (from_json, to_json):
        with pytest.raises(FeelError, match="nested too deeply"):
            convert(deep)
    wide: list = []
    for _ in range(40):
        wide = [wide, wide]
    with pytest.raises(FeelError, match="too large"):
        to_json(wide)


def test_the_connector_runtime_writes_durations_as_java_does():
    from connlint.feel import Place

    value = evaluate('@"P1DT2H"').value
    assert to_json(value, place=Place.RESULT_EXPRESSION) == "PT26H"
    assert to_json(value, place=Place.INPUT_MAPPING) == "P1DT2H"
