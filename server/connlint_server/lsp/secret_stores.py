"""The lists of a configuration and the env files that have the names of secrets: a rename goes on there.

Their values are nobody's business here. What is edited of an env file is the stretch of a name.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from connlint.config import ConfigError
from connlint.input_files import Unreadable, read_file
from connlint.source.lines import LineIndex
from connlint_server.lsp.positions import to_range
from connlint_server.paths import uri_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lsprotocol import types as t

    from connlint.secret_declarations import SecretFile, WrittenName
    from connlint_server.lsp.server import ConnlintServer


class StoreError(Exception):
    """Why it cannot be told what a file says of secrets."""


@dataclass(frozen=True, slots=True)
class Store:
    """One file with names of secrets, as the editor shows it or as it is on disk."""

    path: str
    uri: str
    lines: LineIndex
    names: tuple[WrittenName, ...]

    def has(self, name: str) -> bool:
        return any(each.name == name for each in self.names)

    def places(self, ls: ConnlintServer, name: str) -> Iterator[t.Range]:
        return (to_range(self.lines, each.span, ls.encoding) for each in self.names if each.name == name)


def stores_for(ls: ConnlintServer, models: Iterable[str]) -> list[Store]:
    """All that the configurations of some models name. Raises `StoreError`."""
    try:
        files = ls.configuration.secret_files(path for path in models if os.path.isabs(path))
    except ConfigError as error:
        raise StoreError(f"{error.path}: {error.message}") from None
    found = (_store(ls, each) for each in files)
    return [each for each in found if each is not None]


def _store(ls: ConnlintServer, file: SecretFile) -> Store | None:
    shown = ls.documents.at(file.path)
    text = shown.text if shown is not None else _text(file.path)
    if text is None:
        return None
    try:
        names = tuple(file.names(text))
    except tomllib.TOMLDecodeError as error:
        raise StoreError(f"{os.path.basename(file.path)}: this is not TOML: {error}") from None
    return Store(file.path, shown.uri if shown is not None else uri_of(file.path), LineIndex(text), names)


def _text(path: str) -> str | None:
    """With the line ends as they are, since edits count them; None where there is no file."""
    if not os.path.isfile(path):
        return None
    data = read_file(path)
    if isinstance(data, Unreadable):
        raise StoreError(f"{os.path.basename(path)}: {data.reason}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise StoreError(f"{os.path.basename(path)} is not UTF-8") from None
