"""The examples in the documentation of the values, of numbers and of regular expressions run as they stand."""

from __future__ import annotations

import doctest
import importlib

import pytest

MODULES = [
    *("numbers", "regex", "java_pattern", "temporal", "temporal.date", "temporal.time", "temporal.date_time"),
    *("temporal.durations", "temporal.text_forms"),
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    outcome = doctest.testmod(importlib.import_module(f"connlint.feel.{name}"))
    assert outcome.attempted > 0
    assert outcome.failed == 0
