"""What the user has settled: rules, persona, engine version, known secrets. A value; `configuration` makes it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from connlint.finding import Persona, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connlint.engine_version import EngineVersion
    from connlint.suppress import ConfiguredIgnore

FILE = "connlint.toml"
PYPROJECT = "pyproject.toml"
"""Where settings stand: a file of their own, or `[tool.connlint]` of the project's."""


class ConfigError(Exception):
    """A configuration that cannot be read or says what makes no sense. `line` and `column` count from 1."""

    def __init__(self, message: str, path: str, line: int | None = None, column: int | None = None) -> None:
        place = path if line is None else f"{path}:{line}:{column}"
        super().__init__(f"{place}: {message}")
        self.message = message
        self.path = path
        self.line = line
        self.column = column

    def __reduce__(self) -> tuple[type[ConfigError], tuple[str, str, int | None, int | None]]:
        return ConfigError, (self.message, self.path, self.line, self.column)


class Config(NamedTuple):
    """The settings of one run, or of one file of it.

    `select` empty means every rule. `secrets` None means that no list of secrets was declared.
    `templates` are files and folders of element templates; with `modeler_templates` Camunda Modeler's folders count too.
    `responses` are recorded responses by the id of their task: JSON objects with `status`, `headers` and `body`.
    `extend_select` names rules that run whatever the persona; `options` holds each rule's own settings.
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
    extend_select: frozenset[str] = frozenset()
    options: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
    ignores: tuple[ConfiguredIgnore, ...] = ()

    def runs(self, rule: str) -> bool:
        """Whether the rule is chosen; whether the persona sees it is another matter."""
        return rule not in self.ignore and (not self.select or rule in self.select or rule in self.extend_select)

    def shows(self, rule: str, persona: Persona, own: Persona) -> bool:
        """Whether something meant for `persona` is shown, of a rule that is itself meant for `own`."""
        return self.persona.sees(persona) or (rule in self.extend_select and own.sees(persona))

    def option(self, rule: str, name: str, default: Any) -> Any:
        """A rule's own setting."""
        return self.options.get(rule, {}).get(name, default)
