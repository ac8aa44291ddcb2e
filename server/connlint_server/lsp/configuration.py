"""Settings of the client and configuration files, as one answer for each file: what it is checked with."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from connlint.config import Config, ConfigError
from connlint.configuration import CommandLine
from connlint.configuration import Configuration as FileConfiguration
from connlint.engine_version import read_engine_version
from connlint.template_files import TemplateFiles, TemplateSources
from connlint_server.lsp.settings import Settings, read_settings, section_in
from connlint_server.paths import folder_around, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connlint.secret_declarations import SecretFile
    from connlint_server.lsp.session import Session

FILE_NAMES = ("connlint.toml", "pyproject.toml")


@dataclass(frozen=True, slots=True)
class FileConfig:
    """The configuration of a file."""

    value: Config
    problem: str | None = None
    """Why the configuration file does not count."""


class Configuration:
    """Settings by workspace folder, and the configuration files that were read, until `forget`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._given: dict[str | None, Settings] = {None: Settings()}
        self._known: dict[str, FileConfig] = {}
        self._readers: dict[CommandLine, FileConfiguration] = {}
        self._templates: dict[TemplateSources, TemplateFiles] = {}

    def set(self, given: Any, folder: str | None = None) -> bool:
        """Takes the settings of a workspace folder (a path), or of everything else. Whether that changed anything.

        What says nothing of connlint leaves everything as it was.
        """
        section = section_in(given)
        if section is None:
            return False
        settings = read_settings(section)
        changed = self._given.get(folder, self._given[None]) != settings
        self._given[folder] = settings
        self.forget()
        return changed

    def drop(self, folder: str) -> None:
        self._given.pop(folder, None)

    def forget(self) -> None:
        """Configuration files and element templates are read again."""
        self._known.clear()
        self._readers.clear()
        self._templates.clear()

    def templates(self, config: Config) -> TemplateFiles:
        """The element templates that a configuration lets models see; another value after `forget`."""
        sources = TemplateSources(config.templates, config.modeler_templates)
        found = self._templates.get(sources)
        if found is None:
            found = self._templates[sources] = TemplateFiles(sources)
        return found

    def settings(self, uri: str | None = None) -> Settings:
        """The settings for a document: those of the innermost workspace folder that holds it."""
        return self._settings_at(name_of(uri) if uri is not None else None)

    def file(self, path: str | None) -> str | None:
        """The configuration file that the settings name for the file at `path`, or for none.

        A relative one counts from the workspace folder that holds the file, else from the first one.
        """
        named = self._settings_at(path).configuration
        if named is None:
            return None
        folders = self._session.folders
        folder = (folder_around(path, folders) if path is not None else None) or self._session.first_folder
        return os.path.normpath(os.path.join(folder or os.getcwd(), named))

    def config(self, path: str) -> FileConfig:
        """What the file at `path` is checked with; an untitled document's path is its URI."""
        known = self._known.get(path)
        if known is None:
            known = self._known[path] = self._read(path)
        return known

    def secret_files(self, paths: Iterable[str]) -> tuple[SecretFile, ...]:
        """The files in which the configurations of some files have the names of secrets. Raises `ConfigError`."""
        return tuple(dict.fromkeys(each for path in paths for each in self._files(path).secret_files_for(path)))

    def is_excluded(self, path: str) -> bool:
        """Whether a configuration file leaves the file out."""
        try:
            return self._files(path).is_excluded(path)
        except ConfigError:
            return False

    def _settings_at(self, path: str | None) -> Settings:
        if len(self._given) == 1 or path is None:
            return self._given[None]
        return self._given[folder_around(path, filter(None, self._given))]

    def _read(self, path: str) -> FileConfig:
        try:
            return FileConfig(self._files(path).config_for(path))
        except ConfigError as error:
            # Half a configuration would say what nobody has settled: the editor's settings are left.
            alone = FileConfiguration(self._asked(path)._replace(isolated=True, config_file=None))
            return FileConfig(alone.config_for(path), f"{error.path}: {error.message}")

    def _files(self, path: str) -> FileConfiguration:
        asked = self._asked(path)
        found = self._readers.get(asked)
        if found is None:
            found = self._readers[asked] = FileConfiguration(asked)
        return found

    def _asked(self, path: str) -> CommandLine:
        """The editor's settings, which count more than any file, as the command line's do."""
        has_file = os.path.isabs(path)
        settings = self._settings_at(path)
        engine = settings.engine_version
        return CommandLine(
            persona=settings.persona,
            engine_version=read_engine_version(engine) if engine is not None else None,
            config_file=self.file(path),
            isolated=not has_file,
            within=None if self._session.trusted else tuple(self._session.folders),
        )
