"""The accepted findings of a configuration file, worked out once; for each model those that are meant for it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from connlint.config_table import ignore_tables
from connlint.path_patterns import matcher, only_name
from connlint.suppress import ConfiguredIgnore

if TYPE_CHECKING:
    from connlint.config_table import ConfigFile, IgnoreTable
    from connlint.span import Span


class ConfiguredIgnores:
    """`[[ignore]]` of one file. A list may have a table for each model: only what can be meant for a model is tried."""

    def __init__(self, file: ConfigFile) -> None:
        self._folder = file.folder
        self._all: list[ConfiguredIgnore] = []
        self._patterns: dict[int, str] = {}
        self._by_name: dict[str, list[int]] = {}
        self._others: list[int] = []
        self._known: dict[tuple[int, ...], tuple[ConfiguredIgnore, ...]] = {}
        for number, (table, span) in enumerate(ignore_tables(file)):
            self._all.append(_ignore(table, file.path, span))
            name = None
            if table.path is not None:
                self._patterns[number] = table.path
                name = only_name(table.path)
            if name is not None:
                self._by_name.setdefault(name, []).append(number)
            else:
                self._others.append(number)

    def for_path(self, path: str) -> tuple[ConfiguredIgnore, ...]:
        """Those that are meant for a file; for files with the same ones the same value."""
        numbers = list(self._others)
        if self._by_name:
            for name in set(os.path.abspath(path).split(os.sep)):
                numbers += self._by_name.get(name, ())
        wanted = tuple(sorted(number for number in numbers if self._is_for(number, path)))
        known = self._known.get(wanted)
        if known is None:
            known = self._known[wanted] = tuple(self._all[number] for number in wanted)
        return known

    def _is_for(self, number: int, path: str) -> bool:
        pattern = self._patterns.get(number)
        return pattern is None or matcher(self._folder, (pattern,))(path)


def _ignore(table: IgnoreTable, file: str, span: Span) -> ConfiguredIgnore:
    names_file = table.path is not None and not set("*?[!") & set(table.path) and table.path.endswith(".bpmn")
    return ConfiguredIgnore(
        rule=table.rule,
        element=table.element,
        reason=table.reason,
        file=file,
        span=span,
        names_file=names_file,
    )
