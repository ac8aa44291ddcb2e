"""The names of secrets in a text, by every form of a reference."""

from __future__ import annotations

import pytest

from connlint.secret_references import names_in


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        ("{{secrets.A__B-C}}", ["A__B-C"]),
        ("{{ secrets.A }} and {{secrets.Ü_}}", ["A", "Ü_"]),
        ("{{secrets.A\u00a0}}{{secrets.\u2003B \t}}", ["A\u00a0", "\u2003B"]),
        ('source="secrets.A/B.c-D" target', ["A/B.c-D"]),
        ("=camunda.secrets.A_ + {{secrets.B}}", ["A_", "B"]),
        ("secrets.A, secrets.A", ["A"]),
        ("{{secrets.}} secrets. no secret", []),
    ],
)
def test_names_in(text: str, names: list[str]) -> None:
    assert sorted(names_in(text)) == sorted(names)
