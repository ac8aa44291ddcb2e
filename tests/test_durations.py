"""Durations as java.time.Duration reads them."""

from __future__ import annotations

import pytest

from connlint.durations import nanoseconds

SECOND = 1_000_000_000


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("PT0S", 0),
        ("PT30S", 30),
        ("PT5M", 300),
        ("PT1H30M", 5400),
        ("P1D", 86_400),
        ("P1DT1S", 86_401),
        ("pt5m", 300),
        ("PT1.5S", 1.5),
        ("PT1,5S", 1.5),
        ("PT.5S", None),
        ("PT0.5S", 0.5),
        ("PT-1.5S", -1.5),
        ("-PT5M", -300),
        ("+PT5M", 300),
        ("PT-5M", -300),
        ("P-1DT25H", 3600),
    ],
)
def test_what_is_read(text: str, seconds: float | None) -> None:
    assert nanoseconds(text) == (None if seconds is None else seconds * SECOND)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "P",
        "PT",
        "P1DT",
        "P1D1S",
        "P1M",
        "P1Y",
        "P1W",
        "PT5",
        "5M",
        "10m",
        "5 minutes",
        "=PT5M",
        "PT5M ",
        "PT5S5M",
        "PT1.5M",
        "PT1.1234567890S",
        "PT99999999999999999999S",
        "PT9223372036854775807M",
        "٣",
    ],
)
def test_what_is_not(text: str) -> None:
    assert nanoseconds(text) is None
