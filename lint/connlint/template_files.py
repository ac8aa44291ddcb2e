"""Where element templates of one's own are found, and their files read: each folder once, and only when asked for.

Looked through are the `.camunda/element-templates` folders beside a model and above it, what the configuration names
(files, folders, the folder of an npm package), and, when asked for, the folders of Camunda Modeler.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from connlint.input_files import read_loosely
from connlint.shown_path import shown_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from connlint.templates.json_file import TemplateFile
    from connlint.templates.template_set import TemplateSet

BESIDE_A_MODEL = os.path.join(".camunda", "element-templates")
NO_TEMPLATES = frozenset({"package.json", "package-lock.json", "npm-shrinkwrap.json", "tsconfig.json"})
SKIPPED_FOLDERS = frozenset({"node_modules", ".git"})


class TemplateSources(NamedTuple):
    """What is looked through beside the folders of the models. `configured` are paths of files and folders."""

    configured: tuple[str, ...] = ()
    modeler: bool = False


class TemplateFiles:
    """Reads template files, for models by their path. A model's set is the same value for the same folders."""

    def __init__(self, sources: TemplateSources = TemplateSources()) -> None:  # noqa: B008 - an immutable value
        self._sources = sources
        self._sets: dict[tuple[str, ...], TemplateSet] = {}
        self._files: dict[str, TemplateFile | None] = {}
        self._folders: dict[str, tuple[str, ...]] = {}

    def for_model(self, path: str) -> TemplateSet:
        """The templates that a model at that path sees, the official ones among them."""
        folder = os.path.dirname(os.path.abspath(path))
        roots = self._folders.get(folder)
        if roots is None:
            roots = self._folders[folder] = (*_folders_above(folder), *self._elsewhere())
        found = self._sets.get(roots)
        if found is None:
            found = self._sets[roots] = self._read(roots)
        return found

    def _elsewhere(self) -> tuple[str, ...]:
        configured = tuple(os.path.abspath(path) for path in self._sources.configured)
        return (*configured, *(modeler_folders() if self._sources.modeler else ()))

    def _read(self, roots: tuple[str, ...]) -> TemplateSet:
        from connlint.templates.template_set import TemplateSet

        paths = dict.fromkeys(path for root in roots for path in json_files(root))
        return TemplateSet(file for path in paths if (file := self._file(path)) is not None)

    def _file(self, path: str) -> TemplateFile | None:
        if path not in self._files:
            from connlint.templates.json_file import load_templates

            text = read_loosely(path)
            self._files[path] = load_templates(text, shown_path(path)) if text is not None else None
        return self._files[path]


class GivenTemplates:
    """Templates whose texts are at hand, by the names of their files; the same for every model."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def for_model(self, path: str) -> TemplateSet:
        """The templates of all texts."""
        from connlint.templates.json_file import load_templates
        from connlint.templates.template_set import TemplateSet

        return TemplateSet(load_templates(text, name) for name, text in self._texts.items())


def json_files(root: str) -> Iterator[str]:
    """The JSON files that a root stands for: itself, or all below it in a stable order."""
    if os.path.isfile(root):
        yield root
        return
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(each for each in folders if each not in SKIPPED_FOLDERS)
        yield from (
            os.path.join(folder, name) for name in sorted(names) if name.endswith(".json") and name not in NO_TEMPLATES
        )


def modeler_folders() -> tuple[str, ...]:
    """Where Camunda Modeler keeps its user's templates, on the three systems that it runs on."""
    home = os.path.expanduser("~")
    roots = (
        os.path.join(os.environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config"), "camunda-modeler"),
        os.path.join(home, "Library", "Application Support", "camunda-modeler"),
        os.path.join(os.environ.get("APPDATA") or os.path.join(home, "AppData", "Roaming"), "camunda-modeler"),
    )
    found = (os.path.join(root, "resources", "element-templates") for root in roots)
    return tuple(dict.fromkeys(folder for folder in found if os.path.isdir(folder)))


def _folders_above(folder: str) -> Iterator[str]:
    """The `.camunda/element-templates` folders from here upward, up to the repository's root."""
    current = folder
    while True:
        candidate = os.path.join(current, BESIDE_A_MODEL)
        if os.path.isdir(candidate):
            yield candidate
        above = os.path.dirname(current)
        if above == current or os.path.exists(os.path.join(current, ".git")):
            return
        current = above
