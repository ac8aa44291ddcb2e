"""The engine that runs are made with, where the installation has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from connlint_server.lsp.run_port import RunPort


def engine() -> RunPort | None:
    """The engine of this installation; None where it has none."""
    try:
        from connlint_server.lsp.run_engine import EnginePort
    except ImportError:
        return None
    return EnginePort()
