"""Durations as java.time.Duration reads them."""

from __future__ import annotations

import pytest

from connlint import check_text
from connlint.example import rest_task
from connlint.feel.temporal.java_duration import nanoseconds, text_of

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
        ("PT" + "0" * 50 + "5S", 5),
        ("PT9223372036854775807S", 2**63 - 1),
        ("PT-9223372036854775808S", -(2**63)),
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
        "P" + "9" * 5000 + "D",
        "PT9223372036854775808S",
        "-PT-9223372036854775808S",
        "PT-9223372036854775808.1S",
        "PT5ſ",
        "٣",
    ],
)
def test_what_is_not(text: str) -> None:
    assert nanoseconds(text) is None


@pytest.mark.parametrize(
    ("nanos", "text"),
    [
        (0, "PT0S"),
        (1, "PT0.000000001S"),
        (-500_000_000, "PT-0.5S"),
        (90 * SECOND, "PT1M30S"),
        (-90_061 * SECOND, "PT-25H-1M-1S"),
        (86_400 * SECOND, "PT24H"),
    ],
)
def test_what_is_written(nanos: int, text: str) -> None:
    assert text_of(nanos) == text
    assert nanoseconds(text) == nanos


def test_thousands_of_digits_in_a_header_are_a_finding() -> None:
    text = rest_task(headers={"retryBackoff": "P" + "9" * 5000 + "D"}).text
    assert [finding.rule for finding in check_text(text) if finding.field == "retryBackoff"] == ["invalid-duration"]
