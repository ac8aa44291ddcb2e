"""JSON as Jackson reads and writes it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connlint_server.engine.json_text import NotJsonError, read_json, read_json_bytes, write_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(VALUES)
def test_what_is_written_reads_back(value):
    assert json.loads(write_json(value)) == value
    assert json.loads(write_json(value, hashed=True)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (' {"a":1,"a":2} tail', {"a": 2}),
        ("[1]x", [1]),
        ("12 x", 12),
        ("1.50", 1.5),
        ("123456789012345678901234567890", 123456789012345678901234567890),
        ('"x"y', "x"),
    ],
)
def test_only_the_first_value_counts(text, value):
    assert read_json(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "12x",
        "truex",
        "NaN",
        "[1,]",
        "// c\n1",
        "'a'",
        "\ufeff1",
        "1" * 1001,
        "[" * 1001 + "]" * 1001,
        "[" * 9000,
    ],
)
def test_what_is_refused(text):
    with pytest.raises(NotJsonError) as raised:
        read_json(text)
    assert raised.value.__cause__ is None


def test_bytes_in_any_unicode_encoding():
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32-le"):
        assert read_json_bytes('{"é":1}'.encode(encoding)) == {"é": 1}
    with pytest.raises(NotJsonError):
        read_json_bytes(b'"\xe9"')


def test_nulls_are_dropped_from_objects_only():
    value = {"a": None, "b": [None, {"c": None}], "d": 1e21}
    assert write_json(value, drop_null_members=True) == '{"b":[null,{}],"d":1.0E21}'
