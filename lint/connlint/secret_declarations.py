"""Where configurations and env files write the names of secrets. Of an env file only the names are looked at."""

from __future__ import annotations

import io
import os
import re
from typing import TYPE_CHECKING, NamedTuple

from connlint.config_file import named_path
from connlint.span import Span
from connlint.toml_places import entries, strings_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint.config_table import ConfigFile

_BEFORE_KEY = re.compile(r"\s*(?:export[^\S\r\n]+)?'?")
"""As python-dotenv reads it: an entry may be exported, its name in single quotes."""


class WrittenName(NamedTuple):
    """A name and where it stands, without quotes."""

    name: str
    span: Span


class SecretFile(NamedTuple):
    """A file that has names of secrets: the configuration itself, or an env file that it names."""

    path: str
    is_env: bool
    prefix: tuple[str, ...] = ()
    """Of a configuration: the table of it that is ours."""

    def names(self, text: str) -> list[WrittenName]:
        """The names in the file, whose text this is."""
        return list(names_in_env(text) if self.is_env else names_in_toml(text, self.prefix))


def secret_files(file: ConfigFile, within: tuple[str, ...] | None) -> Iterator[SecretFile]:
    """The files that a configuration's secrets are named in. `within`: as for `named_path`.

    Raises `ConfigError` for a file that it may not name.
    """
    table = file.table
    if table.secrets is not None or any(override.secrets is not None for override in table.overrides):
        yield SecretFile(os.path.abspath(file.path), False, file.prefix)
    for at, named in (
        (("secrets-file",), table.secrets_file),
        *((("overrides", number, "secrets-file"), each.secrets_file) for number, each in enumerate(table.overrides)),
    ):
        for written in [named] if isinstance(named, str) else named or ():
            yield SecretFile(named_path(file, written, at, within), True)
    for name, environment in table.environments.items():
        path = environment.get("secrets-file")
        if isinstance(path, str):
            # A run reads no file outside of the configuration's folder either.
            yield SecretFile(named_path(file, path, ("environments", name, "secrets-file"), ()), True)


def names_in_toml(text: str, prefix: tuple[str, ...] = ()) -> Iterator[WrittenName]:
    """The names in the lists `secrets` of a configuration's text, which must be TOML."""
    for entry in entries(text):
        path = entry.path[len(prefix) :]
        is_list = path == ("secrets",) or (len(path) == 3 and path[0] == "overrides" and path[2] == "secrets")
        if is_list and entry.path[: len(prefix)] == prefix:
            yield from (WrittenName(*each) for each in strings_in(text, entry.content))


def names_in_env(text: str) -> Iterator[WrittenName]:
    """The names in the text of an env file."""
    from dotenv.parser import parse_stream

    offset = 1 if text.startswith("\ufeff") else 0
    for binding in parse_stream(io.StringIO(text, newline="")):
        entry = binding.original.string
        before = _BEFORE_KEY.match(entry)
        if binding.key is not None and before is not None:
            start = offset + before.end()
            yield WrittenName(binding.key, Span(start, start + len(binding.key)))
        offset += len(entry)
