"""connlint: checks the connectors in Camunda 8 BPMN models.

The names below load on first use, so that `import connlint` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.version import __version__

if TYPE_CHECKING:
    from connlint import feel as feel

__all__ = ["__version__", "feel"]


def __getattr__(name: str) -> object:
    if name == "feel":
        import importlib

        return importlib.import_module("connlint.feel")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
