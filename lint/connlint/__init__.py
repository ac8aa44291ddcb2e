"""connlint: checks the connectors in Camunda 8 BPMN models.

The names below load on first use, so that `import connlint` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.version import __version__

if TYPE_CHECKING:
    from connlint import feel as feel
    from connlint.check import check_text as check_text
    from connlint.config import Config as Config
    from connlint.finding import Finding as Finding
    from connlint.finding import Severity as Severity

__all__ = ["Config", "Finding", "Severity", "__version__", "check_text", "feel"]

_HOMES = {
    "Config": "connlint.config",
    "Finding": "connlint.finding",
    "Severity": "connlint.finding",
    "check_text": "connlint.check",
}


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name == "feel":
        return import_module("connlint.feel")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
