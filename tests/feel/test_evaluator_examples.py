"""The examples in the docstrings of the evaluator, the function table and the values are true."""

from __future__ import annotations

import doctest
import importlib

import pytest

MODULES = ("evaluator.evaluation", "function_table.table", "json_values", "printing")


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    outcome = doctest.testmod(importlib.import_module(f"connlint.feel.{name}"))
    assert outcome.attempted > 0
    assert outcome.failed == 0
