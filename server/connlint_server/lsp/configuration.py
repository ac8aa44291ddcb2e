"""Settings of the client and configuration files, as one answer for each file: what it is checked with."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from connlint.config import Config
from connlint.engine_version import read_engine_version
from connlint.template_files import TemplateFiles, TemplateSources
from connlint_server.lsp.settings import Settings, read_settings

FILE_NAMES = ("connlint.toml", "pyproject.toml")


@dataclass(frozen=True, slots=True)
class FileConfig:
    """The configuration of a file. Two with equal keys are equal."""

    value: Config
    key: object
    problem: str | None = None
    """Why the configuration file does not count."""


class Configuration:
    """Settings by workspace folder, and the configuration files that were read, until `forget`."""

    def __init__(self) -> None:
        self._given: dict[str | None, Settings] = {None: Settings()}
        self._known: dict[str, FileConfig] = {}
        self._templates: dict[TemplateSources, TemplateFiles] = {}

    def set(self, given: Any, folder: str | None = None) -> bool:
        """Takes the settings of a workspace folder (a URI), or of everything else. Whether that changed anything."""
        settings = read_settings(given)
        changed = self._given.get(folder) != settings
        self._given[folder] = settings
        self.forget()
        return changed

    def drop(self, folder: str) -> None:
        self._given.pop(folder, None)

    def forget(self) -> None:
        """Configuration files and element templates are read again."""
        self._known.clear()
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
        best: str | None = None
        for folder in self._given:
            if folder is None or uri is None:
                continue
            if uri.startswith(folder.rstrip("/") + "/") and len(folder) > len(best or ""):
                best = folder
        return self._given[best]

    def config(self, path: str) -> FileConfig:
        """What the file at `path` is checked with; an untitled document's path is its URI."""
        from connlint_server.lsp.paths import uri_of

        uri = uri_of(path) if os.path.isabs(path) else path
        settings = self.settings(uri)
        folder = os.path.dirname(path) if os.path.isabs(path) else ""
        known = self._known.get(path)
        if known is None:
            known = self._known[path] = _with_settings(_from_files(folder, path, settings), settings)
        return known


def _from_files(folder: str, path: str, settings: Settings) -> FileConfig:
    """The configuration as the files say it."""
    return FileConfig(Config(), None)


def _with_settings(config: FileConfig, settings: Settings) -> FileConfig:
    """The editor's settings go over the file's."""
    changes: dict[str, Any] = {}
    if settings.persona is not None:
        changes["persona"] = settings.persona
    if settings.engine_version is not None:
        version = read_engine_version(settings.engine_version)
        if version is not None:
            changes["engine_version"] = version
    return FileConfig(
        config.value._replace(**changes), (config.key, tuple(sorted(map(str, changes.items())))), config.problem
    )
