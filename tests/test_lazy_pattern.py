"""Patterns that are compiled at their first use: each one of the linter is a pattern, and gives what `re` gives."""

from __future__ import annotations

import importlib
import pkgutil
import re

import connlint
from connlint.lazy_pattern import LazyPattern, lazy


def test_it_gives_what_a_pattern_gives() -> None:
    ours, theirs = lazy(r"(\w)(\d+)", re.IGNORECASE), re.compile(r"(\w)(\d+)", re.IGNORECASE)
    text = "a1 B22 c"
    assert [each.span() for each in ours.finditer(text)] == [each.span() for each in theirs.finditer(text)]
    assert ours.sub(r"\2\1", text) == theirs.sub(r"\2\1", text)
    assert ours.match(text, 3, 5) is not None
    assert ours.fullmatch(text) is None
    assert ours.split("xa1y") == theirs.split("xa1y")


def test_every_lazy_pattern_of_the_linter_compiles() -> None:
    found = 0
    for module in pkgutil.walk_packages(connlint.__path__, "connlint."):
        if module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, LazyPattern):
                found += 1
                assert value.search is not None, f"{module.name}.{name}"
    assert found > 40
