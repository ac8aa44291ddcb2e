"""The configuration file of a place: the nearest `connlint.toml`, or `pyproject.toml` with `[tool.connlint]`, upward."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from connlint.config import FILE, PYPROJECT

if TYPE_CHECKING:
    from connlint.config_table import ConfigFile


class ConfigFiles:
    """The configuration files of a run, each looked for and read once."""

    def __init__(self, given: str | None = None, *, isolated: bool = False) -> None:
        """`given`: the one file that counts for every place. `isolated`: none counts."""
        self._given = given
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
            known = self._read[path] = _layers(path, ())
        return known

    def environments(self, path: str) -> dict[str, tuple[dict[str, Any], ConfigFile]]:
        """The environments of the file and of what it extends, by name: each table as it is written, and its file.

        Raises `ConfigError`.
        """
        return {name: (table, file) for file in self.layers(path) for name, table in file.table.environments.items()}


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
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return b"tool.connlint" in data
    return isinstance(table, dict) and "connlint" in table


def _layers(path: str, extending: tuple[str, ...]) -> tuple[ConfigFile, ...]:
    from connlint.config_table import read_config_file

    file = read_config_file(path)
    layers: list[ConfigFile] = []
    chain = (*extending, os.path.realpath(path))
    for extended in file.extends:
        target = os.path.normpath(os.path.join(file.folder, extended))
        if os.path.realpath(target) in chain:
            raise file.error(f"{extended} is extended in a circle", ("extend",), extended)
        if not os.path.isfile(target):
            raise file.error(f"there is no file {extended} to extend", ("extend",), extended)
        layers += _layers(target, chain)
    return (*layers, file)
