"""The settings of each file: what the command line says, over the nearest configuration file and what that extends."""

from __future__ import annotations

import os
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from connlint.config import Config, ConfigError
from connlint.config_file import ConfigFiles
from connlint.finding import Persona, Severity
from connlint.shown_path import shown_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from connlint.config_table import ConfigFile, ConfigTable, OverrideTable
    from connlint.engine_version import EngineVersion
    from connlint.suppress import ConfiguredIgnore


class CommandLine(NamedTuple):
    """What was given on the command line; it counts more than any file."""

    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    extend_select: frozenset[str] = frozenset()
    persona: Persona | None = None
    engine_version: EngineVersion | None = None
    modeler_templates: bool = False
    config_file: str | None = None
    isolated: bool = False


class Configuration:
    """The settings for files by their path; what is equal for several of them is the same value."""

    def __init__(self, command_line: CommandLine = CommandLine()) -> None:  # noqa: B008 - an immutable value
        self.command_line = command_line
        self._files = ConfigFiles(command_line.config_file, isolated=command_line.isolated)
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
        ignores = tuple(each for layer in layers for each in _ignores(layer, path))
        key = (file, (wanted, ignores))
        known = self._known.get(key)
        if known is None:
            settings = _Settings()
            for layer in layers:
                settings.take(layer, layer.table, ())
            for layer, numbers in zip(layers, wanted, strict=True):
                for number in numbers:
                    settings.take(layer, layer.table.overrides[number], ("overrides", number))
            settings.ignores = ignores
            known = self._known[key] = self._finished(settings)
        return known

    def environments_for(self, path: str) -> dict[str, tuple[dict[str, Any], str]]:
        """The environments for a file, by name: each table as it is written, and the folder that its paths count from."""
        file = self.file_for(path)
        found = self._files.environments(file) if file is not None else {}
        return {name: (table, layer.folder) for name, (table, layer) in found.items()}

    def is_excluded(self, path: str) -> bool:
        """Whether a configuration file leaves the file out."""
        file = self.file_for(path)
        if file is None:
            return False
        return any(_matcher(layer.folder, tuple(layer.table.exclude))(path) for layer in self._files.layers(file))

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

    def __init__(self) -> None:
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
        declared = _declared_secrets(file, table, at)
        if declared is not None:
            self.secrets = declared | (self.secrets or frozenset())
        for name, given in table.rules.items():
            options = {"severity": given} if isinstance(given, str) else dict(given)
            if "severity" in options:
                self.levels[name] = options.pop("severity")
            self.options.setdefault(name, {}).update(options)
        if hasattr(table, "templates"):
            paths = (os.path.join(file.folder, each) for each in table.templates)
            self.templates += tuple(
                _existing(file, path, each) for path, each in zip(paths, table.templates, strict=True)
            )
        for element, written in getattr(table, "responses", {}).items():
            self.responses[element] = _recorded(file, element, written)


def _existing(file: ConfigFile, path: str, written: str) -> str:
    if not os.path.exists(path):
        raise file.error(f"there is no file or folder {written}", ("templates",), written)
    return os.path.normpath(path)


def _recorded(file: ConfigFile, element: str, written: str) -> object:
    """The response that `connlint run --record` saved for a task."""
    import json

    path = os.path.join(file.folder, written)
    try:
        with open(path, encoding="utf-8") as saved:
            return json.load(saved)
    except OSError:
        raise file.error(f"there is no file {written}", ("responses", element), written) from None
    except (ValueError, RecursionError):
        raise file.error(f"{written} is no recorded response: it is no JSON", ("responses", element), written) from None


def _declared_secrets(
    file: ConfigFile, table: ConfigTable | OverrideTable, at: tuple[str | int, ...]
) -> frozenset[str] | None:
    """The names that a table declares; None where it declares no list."""
    files = [table.secrets_file] if isinstance(table.secrets_file, str) else table.secrets_file
    if table.secrets is None and files is None:
        return None
    names = set(table.secrets or ())
    for each in files or ():
        path = os.path.join(file.folder, each)
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
        if _matcher(file.folder, tuple(override.paths))(path)
    )


def _ignores(file: ConfigFile, path: str) -> tuple[ConfiguredIgnore, ...]:
    """The accepted findings that are meant for the file."""
    if not file.table.ignore:
        return ()
    from connlint.config_table import ignore_tables
    from connlint.suppress import ConfiguredIgnore

    return tuple(
        ConfiguredIgnore(
            rule=each.rule,
            element=each.element,
            reason=each.reason,
            file=file.path,
            span=span,
            names_file=each.path is not None and not set("*?[!") & set(each.path) and each.path.endswith(".bpmn"),
        )
        for each, span in ignore_tables(file)
        if each.path is None or _matcher(file.folder, (each.path,))(path)
    )


_matchers: dict[tuple[str, tuple[str, ...]], Callable[[str], bool]] = {}


def _matcher(folder: str, patterns: tuple[str, ...]) -> Callable[[str], bool]:
    """Whether a path below the folder is named by one of the patterns, which are read as in `.gitignore`."""
    if not patterns:
        return lambda path: False
    known = _matchers.get((folder, patterns))
    if known is not None:
        return known
    from pathspec import GitIgnoreSpec

    spec = GitIgnoreSpec.from_lines(patterns)

    def matches(path: str) -> bool:
        relative = os.path.relpath(os.path.abspath(path), folder)
        return not relative.startswith("..") and spec.match_file(relative.replace(os.sep, "/"))

    _matchers[folder, patterns] = matches
    return matches
