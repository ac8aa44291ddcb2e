"""The form in which a secret is written, by the version of the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.engine_version import EngineVersion
from connlint.secret_references import names_in

if TYPE_CHECKING:
    from connlint_server.lsp.cursor import Cursor

RESOLVED_BY_ENGINE = EngineVersion(8, 10)
"""From here on the engine itself resolves `camunda.secrets.NAME`, as a path of FEEL."""


def engine_resolves(engine: EngineVersion | None) -> bool:
    return engine is not None and engine >= RESOLVED_BY_ENGINE


def secret_source(name: str, engine: EngineVersion | None) -> str:
    """A secret as the whole of an input's value."""
    if engine_resolves(engine) and name.isidentifier():
        return f"=camunda.secrets.{name}"
    return f"{{{{secrets.{name}}}}}"


def known_secrets(cursor: Cursor, others: frozenset[str]) -> dict[str, str]:
    """The names of all secrets that are known here, each with where it is known from."""
    known: dict[str, str] = {}
    for name in sorted(others):
        known[name] = "used in this workspace"
    for name in sorted(names_in(cursor.model.document.text)):
        known[name] = "used in this model"
    for name in sorted(cursor.context.config.secrets or ()):
        known[name] = "declared"
    return known
