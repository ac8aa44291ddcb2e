"""What the user has settled: rules, persona, engine version, known secrets. A value; `config_file` reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from connlint.finding import Persona, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connlint.engine_version import EngineVersion


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one run, or of one file of it.

    `select` empty means every rule. `secrets` None means that no list of secrets was declared.
    """

    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    persona: Persona = Persona.REGULAR
    engine_version: EngineVersion | None = None
    secrets: frozenset[str] | None = None
    severities: Mapping[str, Severity] = field(default_factory=dict)

    def runs(self, rule: str) -> bool:
        return rule not in self.ignore and (not self.select or rule in self.select)
