"""Java's texts and orders."""

from __future__ import annotations

import pytest

from connlint_server.engine.java_text import hash_map_order, java_double, java_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0.0"),
        (-0.0, "-0.0"),
        (2.0, "2.0"),
        (0.001, "0.001"),
        (0.00012, "1.2E-4"),
        (9999999.0, "9999999.0"),
        (1e7, "1.0E7"),
        (123456789.125, "1.23456789125E8"),
        (-1e-300, "-1.0E-300"),
        (1.7976931348623157e308, "1.7976931348623157E308"),
        (float("inf"), "Infinity"),
        (float("nan"), "NaN"),
    ],
)
def test_doubles(value, text):
    assert java_double(value) == text


def test_values_as_text():
    assert java_text({"a": [1, "x", None, True, 1.5], "b": {}}) == "{a=[1, x, null, true, 1.5], b={}}"


def test_the_order_of_a_hash_map():
    # Hash codes: "Aa" and "BB" collide, so they keep their order; a table of four has slots 97 % 4, 98 % 4, ...
    assert hash_map_order(["b", "a"]) == ["a", "b"]
    assert hash_map_order(["BB", "Aa"]) == ["BB", "Aa"]
    assert hash_map_order(["d", "c"]) == ["d", "c"]
    assert hash_map_order([]) == []
