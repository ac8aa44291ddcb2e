"""The version of Camunda's engine that a model is made for."""

from __future__ import annotations

import re
from typing import NamedTuple

from connlint.lazy_pattern import lazy

_VERSION = lazy(r"\s*v?(\d{1,6})\.(\d{1,6})(?:[.\-+].*)?\s*", re.DOTALL)


class EngineVersion(NamedTuple):
    """`8.10` is (8, 10); the patch level never decides anything here."""

    major: int
    minor: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"


def read_engine_version(text: str) -> EngineVersion | None:
    """`8.8.0`, `8.8` or `8.10.0-alpha4`; None for anything else: what cannot be read is unknown, not wrong."""
    match = _VERSION.fullmatch(text)
    return EngineVersion(int(match[1]), int(match[2])) if match else None
