"""The table of a configuration file, decoded and checked. Imported only where there is a file."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from connlint.config import PYPROJECT, ConfigError
from connlint.engine_version import read_engine_version
from connlint.input_files import Unreadable, read_file
from connlint.nearest import nearest
from connlint.path_patterns import is_pattern
from connlint.rules import no_such_rule, rule_names
from connlint.shown_path import shown_path
from connlint.source.lines import LineIndex
from connlint.toml_places import entries, place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from connlint.span import Span
    from connlint.toml_places import PathStep

PersonaName = Literal["regular", "pedantic", "auditor"]
LEVELS = ("off", "info", "warning", "error")

_ERROR_PATH = re.compile(r" - at `(?:key in )?\$([^`]*)`$")
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")
_UNKNOWN = re.compile(r"Object contains unknown field `([^`]*)`")

Rules = Annotated[
    dict[str, Any], Meta(description="For each rule its severity, or a table with it and the rule's options.")
]
Names = Annotated[list[str], Meta(description="Names of rules.")]
Engine = Annotated[str, Meta(description="Instead of the engine version in the models, such as 8.8.")]
Secrets = Annotated[list[str], Meta(description="The names of the secrets that there are.")]
SecretsFile = Annotated[str | list[str], Meta(description="Env files whose names count as declared secrets.")]


class IgnoreTable(Struct, forbid_unknown_fields=True, frozen=True):
    """A finding that is accepted: of one rule, in one element or everywhere, in the files that a pattern names."""

    rule: str
    reason: Annotated[str, Meta(min_length=1)]
    element: str | None = None
    path: str | None = None


class OverrideTable(Struct, forbid_unknown_fields=True, frozen=True, rename="kebab"):
    """What is different for the files that one of the patterns names."""

    paths: Annotated[list[str], Meta(min_length=1, description="Patterns as in .gitignore, from the file's folder.")]
    select: Names | None = None
    extend_select: Names = []
    ignore: Names = []
    persona: PersonaName | None = None
    engine_version: Engine | None = None
    secrets: Secrets | None = None
    secrets_file: SecretsFile | None = None
    rules: Rules = {}


class ConfigTable(Struct, forbid_unknown_fields=True, frozen=True, rename="kebab"):
    """`connlint.toml`, or `[tool.connlint]` in `pyproject.toml`."""

    extend: Annotated[str | list[str], Meta(description="Files whose settings come before these.")] = []
    select: Names | None = None
    extend_select: Annotated[list[str], Meta(description="Rules that run whatever the persona.")] = []
    ignore: Annotated[
        list[str | IgnoreTable], Meta(description="Names of rules, or tables of findings that are accepted.")
    ] = []
    persona: PersonaName | None = None
    engine_version: Engine | None = None
    rules: Rules = {}
    overrides: list[OverrideTable] = []
    secrets: Secrets | None = None
    secrets_file: SecretsFile | None = None
    templates: Annotated[list[str], Meta(description="Files, folders or npm packages with element templates.")] = []
    responses: Annotated[dict[str, str], Meta(description="Recorded responses: files, by the id of their task.")] = {}
    exclude: Annotated[list[str], Meta(description="Patterns as in .gitignore of files that are not checked.")] = []
    default_environment: Annotated[str | None, Meta(description="The environment that `connlint run` takes.")] = None
    environments: Annotated[dict[str, dict[str, Any]], Meta(description="What `connlint run` knows, by name.")] = {}


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """One file as it is written. `prefix` leads to our table in it."""

    path: str
    text: str
    prefix: tuple[str, ...]
    table: ConfigTable

    @property
    def folder(self) -> str:
        return os.path.dirname(os.path.abspath(self.path))

    @property
    def extends(self) -> tuple[str, ...]:
        extend = self.table.extend
        return (extend,) if isinstance(extend, str) else tuple(extend)

    def place(self, path: tuple[PathStep, ...], word: str | None = None) -> Span:
        """Where a key of the table stands in the text, or a word in its value."""
        return place_of(self.text, (*self.prefix, *path), word)

    def error(self, message: str, path: tuple[PathStep, ...], word: str | None = None) -> ConfigError:
        """An error at a key of the table."""
        return _error(message, self.path, self.text, (*self.prefix, *path), word)


def read_config_file(path: str) -> ConfigFile:
    """Reads and checks one file. Raises `ConfigError`, with the place, for what is not known or makes no sense."""
    shown = shown_path(path)
    data = read_file(path)
    if isinstance(data, Unreadable):
        raise ConfigError(f"the configuration cannot be read: {data.reason}", shown)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError("the configuration is not UTF-8", shown) from error
    try:
        whole = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(error, shown, text) from error
    except RecursionError as error:
        raise ConfigError("the configuration is nested too deeply to be read", shown) from error
    prefix = ("tool", "connlint") if os.path.basename(path) == PYPROJECT else ()
    table: Any = whole
    for step in prefix:
        table = table.get(step, {}) if isinstance(table, dict) else {}
    try:
        decoded = msgspec.convert(table, ConfigTable)
    except msgspec.ValidationError as error:
        raise _explained(str(error), shown, text, prefix) from error
    file = ConfigFile(shown, text, prefix, decoded)
    _check(file)
    return file


def _syntax_error(error: tomllib.TOMLDecodeError, path: str, text: str) -> ConfigError:
    message = str(error)
    found = re.search(r" \(at line (\d+), column (\d+)\)$", message)
    if found is not None:
        return ConfigError(f"this is not TOML: {message[: found.start()]}", path, int(found[1]), int(found[2]))
    end = LineIndex(text).position(len(text))
    reason = message.removesuffix(" (at end of document)")
    return ConfigError(f"this is not TOML: {reason}", path, end.line + 1, end.column + 1)


def _error(message: str, path: str, text: str, at: tuple[PathStep, ...], word: str | None) -> ConfigError:
    position = LineIndex(text).position(place_of(text, at, word).start)
    return ConfigError(message, path, position.line + 1, position.column + 1)


def _explained(message: str, path: str, text: str, prefix: tuple[str, ...]) -> ConfigError:
    """The decoder's message, with the place and the nearest key."""
    found = _ERROR_PATH.search(message)
    steps: list[PathStep] = []
    if found is not None:
        message = message[: found.start()]
        steps = [step[1] if step[1] is not None else int(step[2]) for step in _STEP.finditer(found[1])]
    where = ".".join(str(step) for step in steps if isinstance(step, str))
    unknown = _UNKNOWN.match(message)
    if unknown is not None:
        key = unknown[1]
        struct = {"overrides": OverrideTable, "ignore": IgnoreTable}.get(str(steps[0]) if steps else "", ConfigTable)
        near = nearest(key, struct.__struct_encode_fields__)
        hint = f"; did you mean {near!r}?" if near else f"; there are {', '.join(struct.__struct_encode_fields__)}"
        within = f" in {where}" if where else ""
        return _error(f"there is no setting {key!r}{within}{hint}", path, text, (*prefix, *steps, key), None)
    said = message[:1].lower() + message[1:].replace("`", "")
    return _error(f"{where}: {said}" if where else said, path, text, (*prefix, *steps), None)


def _check(file: ConfigFile) -> None:
    table = file.table
    _check_names(file, table.select or (), ("select",))
    _check_names(file, table.extend_select, ("extend-select",))
    for number, each in enumerate(table.ignore):
        if isinstance(each, str):
            _check_names(file, (each,), ("ignore",))
        else:
            _check_names(file, (each.rule,), ("ignore", number, "rule"))
            _check_patterns(file, (each.path,), ("ignore", number, "path"))
    _check_patterns(file, table.exclude, ("exclude",))
    _check_rules(file, table.rules, ())
    _check_engine(file, table.engine_version, ())
    for number, override in enumerate(table.overrides):
        at: tuple[PathStep, ...] = ("overrides", number)
        _check_patterns(file, override.paths, (*at, "paths"))
        _check_names(file, override.select or (), (*at, "select"))
        _check_names(file, override.extend_select, (*at, "extend-select"))
        _check_names(file, override.ignore, (*at, "ignore"))
        _check_rules(file, override.rules, at)
        _check_engine(file, override.engine_version, at)


def _check_names(file: ConfigFile, names: Iterable[str], at: tuple[PathStep, ...]) -> None:
    for name in names:
        if name not in rule_names():
            raise file.error(no_such_rule(name), at, name)


def _check_patterns(file: ConfigFile, patterns: Iterable[str | None], at: tuple[PathStep, ...]) -> None:
    for pattern in patterns:
        if pattern is not None and not is_pattern(pattern):
            raise file.error(f"{pattern!r} is no pattern of .gitignore", at, pattern)


def _check_engine(file: ConfigFile, version: str | None, at: tuple[PathStep, ...]) -> None:
    if version is not None and read_engine_version(version) is None:
        raise file.error(f"{version!r} is no engine version, such as 8.8", (*at, "engine-version"))


def _check_rules(file: ConfigFile, rules: dict[str, Any], at: tuple[PathStep, ...]) -> None:
    for name, given in rules.items():
        here = (*at, "rules", name)
        _check_names(file, (name,), here)
        if isinstance(given, str):
            _check_level(file, given, here)
            continue
        if not isinstance(given, dict):
            raise file.error(f"rules.{name}: a severity or a table is expected", here)
        for key, value in given.items():
            if key == "severity":
                _check_level(file, value, (*here, key))
            else:
                _check_option(file, name, key, value, (*here, key))


def _check_level(file: ConfigFile, level: Any, at: tuple[PathStep, ...]) -> None:
    if level not in LEVELS:
        raise file.error(f"{level!r} is no severity; expected is one of {', '.join(LEVELS)}", at)


def _check_option(file: ConfigFile, name: str, key: str, value: Any, at: tuple[PathStep, ...]) -> None:
    from connlint.rules import load_rule

    options = load_rule(name).options
    option = next((each for each in options if each.name == key), None)
    if option is None:
        known = ["severity", *(each.name for each in options)]
        near = nearest(key, known)
        hint = f"; did you mean {near!r}?" if near else f"; there is {', '.join(known)}"
        raise file.error(f"the rule {name} has no option {key!r}{hint}", at)
    if not option.takes(value):
        raise file.error(f"{key} of the rule {name}: {option.expected} is expected", at)


def ignore_tables(file: ConfigFile) -> Iterator[tuple[IgnoreTable, Span]]:
    """The accepted findings of a file, each with the place where it is written."""
    places = {entry.path: entry.span for entry in entries(file.text)}
    for number, each in enumerate(file.table.ignore):
        if isinstance(each, IgnoreTable):
            path: tuple[PathStep, ...] = (*file.prefix, "ignore", number)
            yield each, places.get(path) or file.place(("ignore", number))
