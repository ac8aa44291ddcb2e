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

from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from connlint.config import ConfigError
from connlint.config_file import ConfigFiles
from connlint_server.engine.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    """All environments of a configuration. `configuration`: its file; `None` where there is none.

    `foreign`: those of another project that it extends, with their files: they are not taken.
    """

    tables: Mapping[str, EnvironmentTable] = field(default_factory=lambda: MappingProxyType({}))
    default: str | None = None
    configuration: Path | None = None
    foreign: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def find(self, name: str | None) -> EnvironmentTable | None:
        """The named one, else the default one, else `None`. Raises `ConfigurationError` for a name that is not there."""
        wanted = name if name is not None else self.default
        if wanted is None:
            return None
        table = self.tables.get(wanted)
        if table is None and wanted in self.foreign:
            raise ConfigurationError(
                f"the environment {wanted} stands in {self.foreign[wanted]}, neither above nor below this configuration: "
                "name that file with --config to take it"
            )
        if table is None:
            from connlint.nearest import nearest

            near = nearest(wanted, self.tables)
            known = ", ".join(self.tables) or "none"
            hint = f"; did you mean {near}?" if near else f"; there are: {known}"
            raise ConfigurationError(f"there is no environment {wanted!r}{hint}")
        return table


def environment_tables(start: Path | None, configuration: Path | None = None) -> EnvironmentTables:
    """The environments for a model in the folder `start`: those of the nearest configuration upward and of what it extends.

    `configuration`: a file to read instead. Raises `ConfigurationError`.
    """
    files = ConfigFiles(str(configuration) if configuration is not None else None)
    nearest = files.nearest(str((start or Path()).absolute())) if configuration or start else None
    if nearest is None:
        return EnvironmentTables()
    try:
        layers, environments = files.layers(nearest), files.environments(nearest)
    except ConfigError as error:
        raise ConfigurationError(str(error)) from None
    defaults = [layer.table.default_environment for layer in layers if layer.table.default_environment is not None]
    own = Path(nearest).absolute()
    found, foreign = {}, {}
    for name, (given, layer) in environments.items():
        if _is_near(Path(layer.path), own):
            found[name] = _environment(name, given, Path(layer.path))
        else:
            foreign[name] = layer.path
    return EnvironmentTables(
        MappingProxyType(found), defaults[-1] if defaults else None, own, MappingProxyType(foreign)
    )


def _is_near(extended: Path, own: Path) -> bool:
    """Whether a configuration lies above or below the one that extends it.

    A project that is opened must not take the environments of another one: their secrets would go to its addresses.
    """
    there, here = extended.resolve().parent, own.resolve().parent
    return here.is_relative_to(there) or there.is_relative_to(here)


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
