"""`[environments.NAME]` of `connlint.toml` (or of `[tool.connlint]` in `pyproject.toml`): what a project says about runs.

    default-environment = "dev"

    [environments.dev]
    description = "The shop on this machine"
    variables = { shop = "http://localhost:8080" }
    variables-file = "dev.variables.json"
    secrets-file = ".env"
    secret-prefix = "CONNLINT_DEV_"
    keyring = "shop-dev"
    protected = false
    color = "green"

The file comes with the repository, so it is not trusted: it cannot allow hosts, its files must lie below its own folder, and
it reaches only such environment variables and keyring entries as are meant for connlint.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from connlint_server.engine.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE = "connlint.toml"
PYPROJECT = "pyproject.toml"
PREFIX = "CONNLINT_"
KEYRING_PREFIX = "connlint:"
_TEXTS = ("description", "color", "variables-file", "secrets-file", "secret-prefix", "keyring")
_KEYS = (*_TEXTS, "variables", "protected")
_OF_THE_USER = ("allowed-hosts", "allow-host", "allow-link-local", "confirm-methods", "insecure", "timeout")


class ConfigurationError(EngineError):
    """The configuration cannot be read, or says what it may not."""


@dataclass(frozen=True, slots=True)
class EnvironmentTable:
    """One environment as the configuration has it; no file that it names has been read.

    `protected`: every run is confirmed, whatever its method. `folder`: where its paths begin.
    """

    name: str
    folder: Path
    description: str | None = None
    color: str | None = None
    protected: bool = False
    variables: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    variables_file: str | None = None
    secrets_file: str | None = None
    secret_prefix: str | None = None
    keyring: str | None = None

    def path(self, name: str) -> Path:
        """A file that the table names. Raises `ConfigurationError` where it lies outside the configuration's folder."""
        folder = self.folder.resolve()
        path = (folder / name).resolve()
        if not path.is_relative_to(folder):
            raise ConfigurationError(
                f"environment {self.name}: {name} lies outside the folder of the configuration; name such a file "
                "with --vars or --secrets instead"
            )
        return path


@dataclass(frozen=True, slots=True)
class EnvironmentTables:
    """All environments of a configuration. `configuration`: its file; `None` where there is none."""

    tables: Mapping[str, EnvironmentTable] = field(default_factory=lambda: MappingProxyType({}))
    default: str | None = None
    configuration: Path | None = None

    def find(self, name: str | None) -> EnvironmentTable | None:
        """The named one, else the default one, else `None`. Raises `ConfigurationError` for a name that is not there."""
        wanted = name if name is not None else self.default
        if wanted is None:
            return None
        table = self.tables.get(wanted)
        if table is None:
            from connlint.nearest import nearest

            near = nearest(wanted, self.tables)
            known = ", ".join(self.tables) or "none"
            hint = f"; did you mean {near}?" if near else f"; there are: {known}"
            raise ConfigurationError(f"there is no environment {wanted!r}{hint}")
        return table


def environment_tables(start: Path | None, configuration: Path | None = None) -> EnvironmentTables:
    """The environments for a model at `start` (a file or folder): those of the nearest configuration upward.

    `configuration`: a file to read instead. Raises `ConfigurationError`.
    """
    path = configuration or (_nearest(start) if start is not None else None)
    if path is None:
        return EnvironmentTables()
    table = _table(path)
    default = table.get("default-environment")
    if default is not None and not isinstance(default, str):
        raise ConfigurationError(f"{path.name}: default-environment must be a text")
    environments = table.get("environments", {})
    if not isinstance(environments, dict):
        raise ConfigurationError(f"{path.name}: environments must be a table")
    found = {name: _environment(name, given, path) for name, given in environments.items()}
    return EnvironmentTables(MappingProxyType(found), default, path)


def _nearest(start: Path) -> Path | None:
    """The nearest `connlint.toml`, or `pyproject.toml` with a `[tool.connlint]`, from a place upward."""
    start = start.absolute()
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder / FILE
        project = folder / PYPROJECT
        if project.is_file() and _tool_table(project) is not None:
            return project
    return None


def _table(path: Path) -> dict[str, Any]:
    if path.name == PYPROJECT:
        return _tool_table(path) or {}
    return _toml(path)


def _tool_table(path: Path) -> dict[str, Any] | None:
    table = _toml(path).get("tool", {}).get("connlint")
    return table if isinstance(table, dict) else None


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: {error}") from None


def _environment(name: str, given: Any, path: Path) -> EnvironmentTable:
    where = f"{path.name}: environments.{name}"
    if not isinstance(given, dict):
        raise ConfigurationError(f"{where} must be a table")
    for key in given:
        if key in _OF_THE_USER:
            raise ConfigurationError(
                f"{where}.{key}: a project cannot decide this; it belongs into your own configuration "
                "(connlint/config.toml in your configuration folder) or on the command line"
            )
        if key not in _KEYS:
            from connlint.nearest import nearest

            near = nearest(key, _KEYS)
            raise ConfigurationError(f"{where}.{key}: there is no such key{f'; did you mean {near}?' if near else ''}")
    for key in _TEXTS:
        if key in given and not isinstance(given[key], str):
            raise ConfigurationError(f"{where}.{key} must be a text")
    protected, variables = given.get("protected", False), given.get("variables", {})
    if not isinstance(protected, bool):
        raise ConfigurationError(f"{where}.protected must be true or false")
    if not isinstance(variables, dict):
        raise ConfigurationError(f"{where}.variables must be a table: its keys are the variables")
    prefix = given.get("secret-prefix")
    if prefix is not None and not prefix.startswith(PREFIX):
        raise ConfigurationError(
            f"{where}.secret-prefix must begin with {PREFIX}, so that a project cannot take other variables of your "
            "environment; give another prefix with --secret-prefix"
        )
    return EnvironmentTable(
        name=name,
        folder=path.parent,
        description=given.get("description"),
        color=given.get("color"),
        protected=protected,
        variables=MappingProxyType({key: _plain(value) for key, value in variables.items()}),
        variables_file=given.get("variables-file"),
        secrets_file=given.get("secrets-file"),
        secret_prefix=prefix,
        keyring=given.get("keyring"),
    )


def _plain(value: Any) -> Any:
    """A value of TOML as one of JSON: its dates and times as their texts."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value if isinstance(value, (str, int, float, bool)) else value.isoformat()
