"""What the user has settled: rules, persona, engine version, known secrets. A value; `config_file` reads it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from connlint.finding import Persona, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connlint.engine_version import EngineVersion


class Config(NamedTuple):
    """The settings of one run, or of one file of it.

    `select` empty means every rule. `secrets` None means that no list of secrets was declared.
    `templates` are files and folders of element templates; with `modeler_templates` Camunda Modeler's folders count too.
    `responses` are recorded responses by the id of their task: JSON objects with `status`, `headers` and `body`.
    """

    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    persona: Persona = Persona.REGULAR
    engine_version: EngineVersion | None = None
    secrets: frozenset[str] | None = None
    templates: tuple[str, ...] = ()
    modeler_templates: bool = False
    responses: Mapping[str, Any] = MappingProxyType({})
    severities: Mapping[str, Severity] = MappingProxyType({})

    def runs(self, rule: str) -> bool:
        return rule not in self.ignore and (not self.select or rule in self.select)
