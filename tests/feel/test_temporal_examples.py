"""The examples in the documentation of the values, of numbers and of regular expressions run as they stand."""

from __future__ import annotations

import doctest
import importlib

import pytest

from connlint.feel import temporal

MODULES = [
    *("numbers", "regex", "java_pattern", "temporal", "temporal.date", "temporal.time", "temporal.date_time"),
    *("temporal.durations", "temporal.text_forms"),
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    outcome = doctest.testmod(importlib.import_module(f"connlint.feel.{name}"))
    assert outcome.attempted > 0
    assert outcome.failed == 0


@pytest.mark.parametrize("name", temporal.__all__)
def test_every_name_of_the_face_is_there(name):
    assert getattr(temporal, name) is not None


def test_the_face_has_no_other_names():
    with pytest.raises(AttributeError, match="no attribute 'Moment'"):
        _ = temporal.Moment
