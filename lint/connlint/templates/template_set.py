"""All templates that a check knows: the official ones and those loaded from files, looked up by id and version."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from connlint.templates.engines import range_admits
from connlint.templates.model import Template
from connlint.templates.official import is_suggested, official, official_ids
from connlint.templates.official import versions as official_versions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connlint.templates.json_file import Entry, TemplateFile, TemplateProblem

OFFICIAL = "connlint"


class Known(NamedTuple):
    """A line of the list of templates: what is known, and where from (`connlint` for the official ones)."""

    id: str
    version: str | None
    name: str
    origin: str


class TemplateSet:
    """The official templates and any number of loaded files. Immutable; lookups are remembered.

    Where several sources have the same id and version the template has the contents of all: what one of them
    allows is allowed.
    """

    __slots__ = ("_entries", "_found", "files")

    def __init__(self, files: Iterable[TemplateFile] = ()) -> None:
        self.files = tuple(files)
        self._entries: dict[str, dict[str | None, list[Entry]]] = {}
        for file in self.files:
            for each in file.entries:
                self._entries.setdefault(each.id, {}).setdefault(each.version, []).append(each)
        self._found: dict[tuple[str, str | None], Template | None] = {}

    @property
    def problems(self) -> tuple[TemplateProblem, ...]:
        """What is wrong in the files, in their order."""
        return tuple(each for file in self.files for each in file.problems)

    def find(self, template_id: str, version: str | None) -> Template | None:
        """The template with this id and version (None: the one without a version); None where none is known."""
        key = (template_id, version or None)
        if key not in self._found:
            self._found[key] = self._merged(*key)
        return self._found[key]

    def knows(self, template_id: str) -> bool:
        """Whether any version of the template is known."""
        return template_id in self._entries or bool(official_versions(template_id))

    def versions(self, template_id: str) -> tuple[str | None, ...]:
        """The known versions, oldest first: none, then by number, then what is no number."""
        found = {*official_versions(template_id), *self._entries.get(template_id, ())}
        return tuple(sorted(found, key=_age))

    def latest(self, template_id: str, engine_version: str | None) -> Template | None:
        """The newest version that one would apply for the engine; with no engine given, the newest of all."""
        for version in reversed(self.versions(template_id)):
            template = self.find(template_id, version)
            if template is None or not is_suggested(template_id, version):
                continue
            if range_admits(template.contents[0].engines, engine_version):
                return template
        return None

    def known(self) -> tuple[Known, ...]:
        """Everything that is known, by id, version and origin."""
        found = [Known(each.id, each.version, each.name, each.origin) for file in self.files for each in file.entries]
        for template_id in official_ids():
            for version in official_versions(template_id):
                template = official(template_id, version)
                if template is not None:
                    found.append(Known(template_id, version, template.name, OFFICIAL))
        return tuple(sorted(found, key=lambda each: (each.id, _age(each.version), each.origin)))

    def _merged(self, template_id: str, version: str | None) -> Template | None:
        own = official(template_id, version)
        several = [own] if own is not None else []
        several += [each.template() for each in self._entries.get(template_id, {}).get(version, ())]
        if not several:
            return None
        if len(several) == 1:
            return several[0]
        contents = {(each.properties, each.engines): each for one in several for each in one.contents}
        first = several[0]
        return Template(
            id=template_id,
            version=version,
            name=first.name,
            contents=tuple(contents.values()),
            deprecated=all(each.deprecated for each in several),
            origin=", ".join(dict.fromkeys(each.origin or OFFICIAL for each in several)),
        )


def _age(version: str | None) -> tuple[int, int, str]:
    if version is None:
        return (0, 0, "")
    if version.isascii() and version.isdecimal():
        # The longer number is the larger one, of any length; timestamps have been versions.
        digits = version.lstrip("0")
        return (1, len(digits), digits)
    return (2, 0, version)
