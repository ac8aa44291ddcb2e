"""The settings of each file: what the command line says, over the nearest configuration file and what that extends."""

from __future__ import annotations

import os
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from connlint.config import Config, ConfigError
from connlint.config_file import ConfigFiles, named_path
from connlint.finding import Persona, Severity
from connlint.input_files import Unreadable, read_file
from connlint.path_patterns import matcher
from connlint.shown_path import shown_path

if TYPE_CHECKING:
    from connlint.config_table import ConfigFile, ConfigTable, OverrideTable
    from connlint.configured_ignores import ConfiguredIgnores
    from connlint.engine_version import EngineVersion
    from connlint.secret_declarations import SecretFile
    from connlint.suppress import ConfiguredIgnore


class CommandLine(NamedTuple):
    """What was given on the command line; it counts more than any file.

    `within`: the folders in which an untrusted configuration may name files; None where every configuration is trusted.
    """

    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    extend_select: frozenset[str] = frozenset()
    persona: Persona | None = None
    engine_version: EngineVersion | None = None
    modeler_templates: bool = False
    config_file: str | None = None
    isolated: bool = False
    within: tuple[str, ...] | None = None


class Configuration:
    """The settings for files by their path; what is equal for several of them is the same value."""

    def __init__(self, command_line: CommandLine = CommandLine()) -> None:  # noqa: B008 - an immutable value
        self.command_line = command_line
        self._files = ConfigFiles(command_line.config_file, isolated=command_line.isolated, within=command_line.within)
        self._ignores: dict[str, ConfiguredIgnores] = {}
        self._known: dict[tuple[str | None, tuple[Any, ...]], Config] = {}

    def file_for(self, path: str) -> str | None:
        """The configuration file that counts for a file; None where there is none."""
        return self._files.nearest(os.path.dirname(os.path.abspath(path)))

    def config_for(self, path: str) -> Config:
        """The settings for a file. Raises `ConfigError`."""
        file = self.file_for(path)
        if file is None:
            key: tuple[str | None, tuple[Any, ...]] = (None, ())
            return self._known.get(key) or self._known.setdefault(key, self._finished(_Settings()))
        layers = self._files.layers(file)
        wanted = tuple(_wanted_overrides(layer, path) for layer in layers)
        ignores = tuple(self._ignores_of(layer).for_path(path) for layer in layers if layer.table.ignore)
        key = (file, (wanted, tuple(map(id, ignores))))
        known = self._known.get(key)
        if known is None:
            settings = _Settings(self.command_line.within)
            for layer in layers:
                settings.take(layer, layer.table, ())
            for layer, numbers in zip(layers, wanted, strict=True):
                for number in numbers:
                    settings.take(layer, layer.table.overrides[number], ("overrides", number))
            settings.ignores = tuple(chain.from_iterable(ignores))
            known = self._known[key] = self._finished(settings)
        return known

    def environments_for(self, path: str) -> dict[str, tuple[dict[str, Any], str]]:
        """The environments for a file, by name: each table as it is written, and the folder that its paths count from."""
        file = self.file_for(path)
        found = self._files.environments(file) if file is not None else {}
        return {name: (table, layer.folder) for name, (table, layer) in found.items()}

    def secret_files_for(self, path: str) -> tuple[SecretFile, ...]:
        """The files in which the configuration of a file has the names of secrets. Raises `ConfigError`."""
        from connlint.secret_declarations import secret_files

        file = self.file_for(path)
        layers = self._files.layers(file) if file is not None else ()
        return tuple(each for layer in layers for each in secret_files(layer, self.command_line.within))

    def is_excluded(self, path: str) -> bool:
        """Whether a configuration file leaves the file out."""
        file = self.file_for(path)
        if file is None:
            return False
        return any(matcher(layer.folder, tuple(layer.table.exclude))(path) for layer in self._files.layers(file))

    def _ignores_of(self, layer: ConfigFile) -> ConfiguredIgnores:
        known = self._ignores.get(layer.path)
        if known is None:
            from connlint.configured_ignores import ConfiguredIgnores

            known = self._ignores[layer.path] = ConfiguredIgnores(layer)
        return known

    def _finished(self, settings: _Settings) -> Config:
        """With the command line over it."""
        given = self.command_line
        asked = given.select | given.extend_select
        off = {name for name, level in settings.levels.items() if level == "off"}
        return Config(
            select=given.select or settings.select,
            ignore=given.ignore | ((settings.ignore | off) - asked),
            persona=given.persona or settings.persona,
            engine_version=given.engine_version or settings.engine_version,
            secrets=settings.secrets,
            templates=tuple(dict.fromkeys(settings.templates)),
            modeler_templates=given.modeler_templates,
            responses=MappingProxyType(settings.responses),
            severities=MappingProxyType(
                {name: Severity(level) for name, level in settings.levels.items() if level != "off"}
            ),
            extend_select=given.extend_select | settings.extend_select,
            options=MappingProxyType({name: MappingProxyType(each) for name, each in settings.options.items()}),
            ignores=settings.ignores,
        )


class _Settings:
    """Settings while the layers are laid over each other."""

    def __init__(self, within: tuple[str, ...] | None = None) -> None:
        self._within = within
        self.select: frozenset[str] = frozenset()
        self.ignore: frozenset[str] = frozenset()
        self.extend_select: frozenset[str] = frozenset()
        self.persona = Persona.REGULAR
        self.engine_version: EngineVersion | None = None
        self.secrets: frozenset[str] | None = None
        self.templates: tuple[str, ...] = ()
        self.responses: dict[str, Any] = {}
        self.levels: dict[str, str] = {}
        self.options: dict[str, dict[str, Any]] = {}
        self.ignores: tuple[ConfiguredIgnore, ...] = ()

    def take(self, file: ConfigFile, table: ConfigTable | OverrideTable, at: tuple[str | int, ...]) -> None:
        """Lays one table over what is there: lists that add up are added, everything else is replaced."""
        from connlint.engine_version import read_engine_version

        if table.select is not None:
            self.select = frozenset(table.select)
        self.extend_select |= frozenset(table.extend_select)
        self.ignore |= frozenset(each for each in table.ignore if isinstance(each, str))
        if table.persona is not None:
            self.persona = Persona(table.persona)
        if table.engine_version is not None:
            self.engine_version = read_engine_version(table.engine_version)
        declared = self._declared_secrets(file, table, at)
        if declared is not None:
            self.secrets = declared | (self.secrets or frozenset())
        for name, given in table.rules.items():
            options = {"severity": given} if isinstance(given, str) else dict(given)
            if "severity" in options:
                self.levels[name] = options.pop("severity")
            self.options.setdefault(name, {}).update(options)
        if hasattr(table, "templates"):
            self.templates += tuple(self._existing(file, each) for each in table.templates)
        for element, written in getattr(table, "responses", {}).items():
            self.responses[element] = self._recorded(file, element, written)

    def _existing(self, file: ConfigFile, written: str) -> str:
        path = named_path(file, written, ("templates",), self._within)
        if not os.path.exists(path):
            raise file.error(f"there is no file or folder {written}", ("templates",), written)
        return path

    def _recorded(self, file: ConfigFile, element: str, written: str) -> object:
        """The response that `connlint run --record` saved for a task."""
        import json

        at = ("responses", element)
        path = named_path(file, written, at, self._within)
        saved = read_file(path)
        if isinstance(saved, Unreadable):
            is_there = os.path.exists(path)
            why = f"{written} cannot be read: {saved.reason}" if is_there else f"there is no file {written}"
            raise file.error(why, at, written)
        try:
            # Of any length: Python refuses to read long whole numbers.
            return json.loads(saved.decode("utf-8"), parse_int=float)
        except (ValueError, RecursionError):
            raise file.error(f"{written} is no recorded response: it is no JSON", at, written) from None

    def _declared_secrets(
        self, file: ConfigFile, table: ConfigTable | OverrideTable, at: tuple[str | int, ...]
    ) -> frozenset[str] | None:
        """The names that a table declares; None where it declares no list."""
        files = [table.secrets_file] if isinstance(table.secrets_file, str) else table.secrets_file
        if table.secrets is None and files is None:
            return None
        names = set(table.secrets or ())
        for each in files or ():
            path = named_path(file, each, (*at, "secrets-file"), self._within)
            if not os.path.isfile(path):
                raise file.error(f"there is no file {each}", (*at, "secrets-file"), each)
            names |= names_in_env_file(path)
        return frozenset(names)


def names_in_env_file(path: str) -> frozenset[str]:
    """The names in an env file; the values are not kept. Raises `ConfigError` where it cannot be read."""
    from dotenv import dotenv_values

    try:
        return frozenset(dotenv_values(path, interpolate=False))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError("the env file cannot be read", shown_path(path)) from error


def _wanted_overrides(file: ConfigFile, path: str) -> tuple[int, ...]:
    return tuple(
        number
        for number, override in enumerate(file.table.overrides)
        if matcher(file.folder, tuple(override.paths))(path)
    )
