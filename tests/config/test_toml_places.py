"""Where the keys and tables of a TOML text stand."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from connlint.config import ConfigError
from connlint.configuration import Configuration
from connlint.toml_places import entries, place_of

TEXT = """\
# ignore = [1]
ignore = [ # first [ bracket
  "missing-input", # a , comma
  { rule = "secret-in-body", reason = "a, b = [c]", element = 'A#1' },
  {reason="two", rule="missing-input"}, [1, [2, {x = 3}]],
]
a.b."c d" = { e = { f = [ { g = 1 } ] }, h.i = 2 }
text = \"\"\"
ignore = [ { } ]
\"\"\"
empty = []
[[overrides]]
paths = ["a"]
rules = { zero-index = "off" }
[[overrides]] # second
paths = ["b"]
"""


def paths_in(value: Any, path: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    """Every key and item of what the standard library reads."""
    found = {path} if path else set()
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in items:
        found |= paths_in(inner, (*path, step))
    return found


def test_every_key_and_item_has_its_place() -> None:
    written = {entry.path: TEXT[slice(*entry.span)] for entry in entries(TEXT)}
    read = paths_in(tomllib.loads(TEXT))
    assert set(written) <= read
    # What no text of its own stands for: the tables that dotted keys make.
    assert read - set(written) == {("a",), ("a", "b"), ("a", "b", "c d", "h"), ("overrides",)}
    assert written["ignore",] == "ignore"
    assert written["ignore", 0] == '"missing-input"'
    assert written["ignore", 1] == '{ rule = "secret-in-body", reason = "a, b = [c]", element = \'A#1\' }'
    assert written["ignore", 2] == '{reason="two", rule="missing-input"}'
    assert written["ignore", 3, 1, 1, "x"] == "x"
    assert written["a", "b", "c d", "e", "f", 0, "g"] == "g"
    assert written["overrides", 1] == "[[overrides]]"
    assert written["overrides", 0, "rules", "zero-index"] == "zero-index"


@pytest.mark.parametrize(
    ("path", "word", "found"),
    [
        (("ignore", 2, "rule"), "missing-input", TEXT.rindex("missing-input")),
        (("ignore",), "missing-input", TEXT.index("missing-input")),
        (("overrides", 1, "paths"), "b", TEXT.rindex('b"]')),
        (("ignore", 1, "nothing"), None, TEXT.index("{ rule")),
        (("nothing",), None, 0),
    ],
)
def test_the_nearest_place_is_given(path: tuple[str | int, ...], word: str | None, found: int) -> None:
    assert place_of(TEXT, path, word).start == found


def test_a_key_that_is_written_with_escapes_is_no_error(folder: Path) -> None:
    """Its place is not found; the nearest above it is."""
    (folder / "connlint.toml").write_text('"ign\\u006fre" = [{ rule = "missing-input", reason = "r" }]\n')
    (ignore,) = Configuration().config_for("a.bpmn").ignores
    assert (ignore.rule, ignore.span.start) == ("missing-input", 0)


def test_lists_too_deep_to_be_read_are_told(folder: Path) -> None:
    (folder / "connlint.toml").write_text(f"select = {'[' * 5000}{']' * 5000}\n")
    with pytest.raises(ConfigError, match="nested too deeply"):
        Configuration().config_for("a.bpmn")
