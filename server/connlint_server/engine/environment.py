"""The environment of a run: process variables and secrets, from the project's configuration and from what the user gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from connlint.input_files import Unreadable, read_file
from connlint_server.engine.environment_table import ConfigurationError
from connlint_server.engine.process_variables import from_assignments, from_json_text
from connlint_server.engine.secret_sources import from_env_file, from_keyring, from_process

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from connlint_server.engine.environment_table import EnvironmentTable


@dataclass(frozen=True, slots=True)
class Environment:
    """`variables`: process variables as JSON values; `secrets`: name to value. `name`: `None` for no environment."""

    name: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict, repr=False)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    protected: bool = False
    description: str | None = None
    color: str | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What the user gives beside an environment. It goes over the environment's own; later ones over earlier ones.

    `variables`: JSON texts with the name of their source. `assignments`: `name=text` or `name==FEEL`.
    `secret_files`: env files. `secret_prefixes`: of variables of the process environment.
    """

    variables: tuple[tuple[str, str], ...] = ()
    assignments: tuple[str, ...] = ()
    secret_files: tuple[Path, ...] = ()
    secret_prefixes: tuple[str, ...] = ()


def environment_of(
    table: EnvironmentTable | None,
    given: Given = Given(),
    *,
    secret_names: Iterable[str] = (),
    environ: Mapping[str, str] | None = None,
) -> Environment:
    """Read everything that the table and the user name. Raises `ConfigurationError`.

    `secret_names`: those to ask a keyring for, which cannot list what it has. Secrets of the table: the process
    environment goes over the env file, and that over the keyring.
    """
    variables: dict[str, Any] = {}
    secrets: dict[str, str] = {}
    if table is not None:
        if table.variables_file is not None:
            variables.update(_variables_of(table.path(table.variables_file), table.name))
        variables.update(table.variables)
        if table.keyring is not None:
            secrets.update(from_keyring(table.keyring, secret_names))
        if table.secrets_file is not None:
            secrets.update(from_env_file(table.path(table.secrets_file)))
        if table.secret_prefix is not None:
            secrets.update(from_process(table.secret_prefix, environ))
    for source, text in given.variables:
        variables.update(from_json_text(text, source))
    variables.update(from_assignments(given.assignments, variables))
    for path in given.secret_files:
        secrets.update(from_env_file(path, may_be_pipe=True))
    for prefix in given.secret_prefixes:
        secrets.update(from_process(prefix, environ))
    if table is None:
        return Environment(None, variables, secrets)
    return Environment(table.name, variables, secrets, table.protected, table.description, table.color)


def _variables_of(path: Path, environment: str) -> dict[str, Any]:
    data = read_file(str(path))
    if isinstance(data, Unreadable):
        raise ConfigurationError(f"environment {environment}: {path} cannot be read: {data.reason}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigurationError(f"environment {environment}: {path} cannot be read: it is not in UTF-8") from None
    return from_json_text(text, str(path))
