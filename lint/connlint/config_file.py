"""The configuration file of a place: the nearest `connlint.toml`, or `pyproject.toml` with `[tool.connlint]`, upward."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from connlint.config import FILE, PYPROJECT

if TYPE_CHECKING:
    from connlint.config_table import ConfigFile


class ConfigFiles:
    """The configuration files of a run, each looked for and read once."""

    def __init__(
        self, given: str | None = None, *, isolated: bool = False, within: tuple[str, ...] | None = None
    ) -> None:
        """`given`: the one file that counts for every place. `isolated`: none counts. `within`: see `named_path`."""
        self._given = given
        self._within = within
        self._isolated = isolated
        self._nearest: dict[str, str | None] = {}
        self._read: dict[str, tuple[ConfigFile, ...]] = {}

    def nearest(self, folder: str) -> str | None:
        """The path of the configuration file for an absolute folder; None where there is none."""
        if self._isolated:
            return None
        if self._given is not None:
            return self._given
        passed: list[str] = []
        found: str | None = None
        while folder not in self._nearest:
            passed.append(folder)
            found = _in(folder)
            above = os.path.dirname(folder)
            if found is not None or above == folder:
                break
            folder = above
        else:
            found = self._nearest[folder]
        for each in passed:
            self._nearest[each] = found
        return found

    def layers(self, path: str) -> tuple[ConfigFile, ...]:
        """The file and what it extends, the farthest first. Raises `ConfigError`."""
        known = self._read.get(path)
        if known is None:
            known = self._read[path] = self._layers(path, ())
        return known

    def _layers(self, path: str, extending: tuple[str, ...]) -> tuple[ConfigFile, ...]:
        from connlint.config_table import read_config_file

        file = read_config_file(path)
        layers: list[ConfigFile] = []
        chain = (*extending, os.path.realpath(path))
        for extended in file.extends:
            target = named_path(file, extended, ("extend",), self._within)
            if os.path.realpath(target) in chain:
                raise file.error(f"{extended} is extended in a circle", ("extend",), extended)
            if not os.path.isfile(target):
                raise file.error(f"there is no file {extended} to extend", ("extend",), extended)
            layers += self._layers(target, chain)
        return (*layers, file)

    def environments(self, path: str) -> dict[str, tuple[dict[str, Any], ConfigFile]]:
        """The environments of the file and of what it extends, by name: each table as it is written, and its file.

        Raises `ConfigError`.
        """
        return {name: (table, file) for file in self.layers(path) for name, table in file.table.environments.items()}


def named_path(file: ConfigFile, written: str, at: tuple[str | int, ...], within: tuple[str, ...] | None) -> str:
    """The path of a file that a configuration names, from its own folder on.

    `within`: the configuration is not trusted, so that what it names must lie in its own folder or in one of these.
    Nothing outside is touched, not even to see whether it is there. Raises `ConfigError`.
    """
    path = os.path.normpath(os.path.join(file.folder, written))
    if within is not None and not _lies_in(path, (file.folder, *within)):
        raise file.error(f"{written} lies outside of the workspace, which is not trusted: it is not read", at, written)
    return path


def _lies_in(path: str, folders: tuple[str, ...]) -> bool:
    """By its text first: to follow links outside would be to look there already."""
    if not any(_is_below(path, folder) for folder in folders):
        return False
    real = os.path.realpath(path)
    return any(_is_below(real, os.path.realpath(folder)) for folder in folders)


def _is_below(path: str, folder: str) -> bool:
    return path.startswith(os.path.join(folder, ""))


def _in(folder: str) -> str | None:
    own = os.path.join(folder, FILE)
    if os.path.isfile(own):
        return own
    project = os.path.join(folder, PYPROJECT)
    return project if os.path.isfile(project) and _has_table(project) else None


def _has_table(path: str) -> bool:
    """Whether a `pyproject.toml` has our table; most of them are told without being parsed."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return False
    if b"connlint" not in data:
        return False
    import tomllib

    try:
        table = tomllib.loads(data.decode("utf-8")).get("tool", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError):
        return b"tool.connlint" in data
    return isinstance(table, dict) and "connlint" in table
