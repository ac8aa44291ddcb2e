"""Ranges of engine versions, as node's semver reads them."""

from __future__ import annotations

import pytest

from connlint.templates.engines import range_admits


@pytest.mark.parametrize(
    ("engines", "admitted", "refused"),
    [
        ("^8.3", ["8.3.0", "8.3", "8.10.0", "8.9.1-rc1"], ["8.2.9", "9.0.0", "7.21.0"]),
        ("^8.10", ["8.10.0", "8.11.0", "8.10.0-alpha3"], ["8.9.9", "8.1.0"]),
        ("^8", ["8.0.0", "8.99.0"], ["7.99.0", "9.0.0"]),
        ("~8.5", ["8.5.0", "8.5.9"], ["8.6.0"]),
        ("~8.5.2", ["8.5.2", "8.5.9"], ["8.5.1", "8.6.0"]),
        (">=8.5", ["8.5.0", "9.1.0"], ["8.4.9"]),
        (">=8.5 <8.8", ["8.5.0", "8.7.9"], ["8.8.0", "8.4.0"]),
        (">8.5", ["8.6.0"], ["8.5.0", "8.5.9"]),
        (">8.5.1", ["8.5.2"], ["8.5.1"]),
        ("<=8.5", ["8.5.9", "8.0.0"], ["8.6.0"]),
        ("8.5", ["8.5.0", "8.5.7"], ["8.6.0"]),
        ("=8.5.1", ["8.5.1"], ["8.5.2"]),
        ("8.x", ["8.0.0", "8.9.0"], ["9.0.0"]),
        ("*", ["1.0.0", "8.8.0"], []),
        ("^8.3 || ^9.1", ["8.3.0", "9.1.0"], ["9.0.0", "8.2.0"]),
        ("8.3 - 8.6", ["8.3.0", "8.6.5"], ["8.2.0", "8.7.0"]),
        ("^0.2.3", ["0.2.3", "0.2.9"], ["0.3.0", "0.2.2"]),
        ("^0.0.3", ["0.0.3"], ["0.0.4"]),
    ],
)
def test_ranges(engines, admitted, refused):
    assert [each for each in admitted if not range_admits(engines, each)] == []
    assert [each for each in refused if range_admits(engines, each)] == []


@pytest.mark.parametrize("engines", ["newest", "^", "8.3 and more", ">=x.y.z-", "^8.3,<9", None])
def test_a_range_that_cannot_be_read_refuses_nothing(engines):
    assert range_admits(engines, "8.8.0")


@pytest.mark.parametrize("version", [None, "", "latest", "8.8.0.1", "v"])
def test_a_version_that_cannot_be_read_is_not_refused(version):
    assert range_admits("^9", version)
