"""What an entry of the function table is, and how its text is read.

An entry is one or more signatures, then indented lines: documentation, `since VERSION` where the function is
not as old as Camunda 8, and `> call = result` as an example (which the tests run):

    floor(n: number): number
    floor(n: number, scala [scale]: number): number
        Rounds down.
        > floor(1.56, 1) = 1.5

A parameter carries the engine's name, behind it in brackets the documented one where that differs, and the
types that the engine accepts; `...` marks the parameter that takes the remaining arguments.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Version: TypeAlias = "str | tuple[int, int]"
"""A version of the engine: `8.6.0`, or its major and minor number."""

POINT = ("number", "date", "time", "date and time", "days and time duration", "years and months duration")

SHORTHANDS = {"point": POINT, "duration": POINT[4:], "day": ("date", "date and time")}


def _shown(types: tuple[str, ...]) -> str:
    return next((word for word, meant in SHORTHANDS.items() if meant == types), " | ".join(types))


class Place(Enum):
    """Where an expression stands; it decides who evaluates it and so which functions there are."""

    INPUT_MAPPING = "input mapping"
    OUTPUT_MAPPING = "output mapping"
    CONDITION = "condition"
    OTHER = "another place that the engine evaluates"
    RESULT_EXPRESSION = "result expression"
    ERROR_EXPRESSION = "error expression"

    @property
    def in_connector_runtime(self) -> bool:
        """Whether the connector runtime evaluates it, and not the workflow engine (Zeebe)."""
        return self in CONNECTOR_PLACES


CONNECTOR_PLACES = frozenset({Place.RESULT_EXPRESSION, Place.ERROR_EXPRESSION})
ENGINE_PLACES = frozenset(Place) - CONNECTOR_PLACES
EVERYWHERE = frozenset(Place)


class Parameter(NamedTuple):
    """One parameter of a signature.

    `name` is the engine's name, the only one that works in `name: value`. `documented_name` is what the
    documentation calls it, where that differs: with it the engine does not find the function.
    `types` are the types that a value may have; `any` among them accepts all.
    """

    name: str
    documented_name: str | None
    types: tuple[str, ...]
    is_variadic: bool

    def accepts(self, type_name: str) -> bool:
        return "any" in self.types or type_name in self.types

    @property
    def label(self) -> str:
        """The parameter as a signature shows it, with the engine's name: `start: number`."""
        return f"{self.name}{'...' if self.is_variadic else ''}: {_shown(self.types)}"


class Signature(NamedTuple):
    """One way to call a function. `result` is a type's name, or `any` where it depends on the arguments."""

    parameters: tuple[Parameter, ...]
    result: str

    @property
    def is_variadic(self) -> bool:
        return bool(self.parameters) and self.parameters[-1].is_variadic

    def label(self, name: str) -> str:
        """The signature of the function of that name, in one line.

        >>> functions()["before"].signatures[1].label("before")
        'before(point: point, range: range): boolean'
        """
        return f"{name}({', '.join(parameter.label for parameter in self.parameters)}): {self.result}"

    def fits_count(self, count: int) -> bool:
        """Whether the engine takes it for a call with so many arguments in order."""
        return count == len(self.parameters) or (self.is_variadic and count > len(self.parameters))

    def fits_names(self, names: set[str]) -> bool:
        """Whether the engine takes it for a call with these named arguments: those left out are null."""
        return names <= {parameter.name for parameter in self.parameters}


class FunctionInfo(NamedTuple):
    """A function by its name, with all its signatures in the order in which the engine tries them.

    `since` is the first minor version of Camunda that has it ("8.3"), None where version 8.0 had it.
    `example` is a call and its result as FEEL texts; the result is empty where it differs from call to call.
    """

    name: str
    group: str
    signatures: tuple[Signature, ...]
    documentation: str
    since: str | None
    places: frozenset[Place]
    example: tuple[str, str]


def functions(place: Place | None = None, engine_version: Version | None = None) -> Mapping[str, FunctionInfo]:
    """The functions that a place offers in a version of the engine, by name.

    Without a place those of all places; without a version those of the newest.

    >>> sorted(set(functions(Place.ERROR_EXPRESSION)) - set(functions(Place.CONDITION)))
    ['backoff', 'bpmnError', 'createDocument', 'ignoreError', 'jobError']
    >>> "from json" in functions(engine_version="8.8")
    False
    """
    return _offered(place, None if engine_version is None else version_key(engine_version))


@cache
def _offered(place: Place | None, version: tuple[int, int] | None) -> Mapping[str, FunctionInfo]:
    return MappingProxyType(
        {
            info.name: info
            for info in all_functions()
            if (place is None or place in info.places)
            and (version is None or info.since is None or version_key(info.since) <= version)
        }
    )


def version_key(version: Version) -> tuple[int, int]:
    """Major and minor of `8`, `8.6`, `8.6.0-alpha1`, as numbers to compare."""
    if isinstance(version, tuple):
        return version
    match = re.match(r"\s*(\d+)(?:\.(\d+))?", version)
    if match is None:
        raise ValueError(f"{version!r} is not a version such as 8.8")
    return int(match[1]), int(match[2] or 0)


@cache
def all_functions() -> tuple[FunctionInfo, ...]:
    """Every entry of the table, group by group."""
    from connlint.feel.function_table import (
        booleans,
        connectors,
        contexts,
        conversions,
        lists,
        numbers,
        ranges,
        strings,
        temporals,
    )

    groups = (conversions, booleans, strings, numbers, lists, contexts, temporals, ranges)
    sources = [(group.ENTRIES, group.GROUP, EVERYWHERE) for group in groups]
    sources.append((connectors.RUNTIME_ENTRIES, connectors.GROUP, CONNECTOR_PLACES))
    sources.append((connectors.AGENT_ENTRIES, connectors.GROUP, ENGINE_PLACES))
    return tuple(info for source in sources for info in read_entries(*source))


def read_entries(text: str, group: str, places: frozenset[Place]) -> Iterator[FunctionInfo]:
    """The entries that a text of this module's form holds."""
    for block in text.strip().split("\n\n"):
        yield _entry(block.splitlines(), group, places)


def _entry(lines: list[str], group: str, places: frozenset[Place]) -> FunctionInfo:
    name = ""
    since: str | None = None
    example = ("", "")
    signatures = []
    documentation = []
    for line in lines:
        stripped = line.strip()
        if line == stripped:
            name, signature = _signature(line)
            signatures.append(signature)
        elif stripped.startswith("since "):
            since = stripped.removeprefix("since ")
        elif stripped.startswith("> "):
            call, _, result = stripped[2:].partition(" = ")
            example = (call, result)
        else:
            documentation.append(stripped)
    return FunctionInfo(name, group, tuple(signatures), " ".join(documentation), since, places, example)


def _signature(line: str) -> tuple[str, Signature]:
    name, _, rest = line.partition("(")
    parameters, _, result = rest.rpartition("): ")
    return name, Signature(tuple(_parameter(text) for text in parameters.split(", ") if text), result)


def _parameter(text: str) -> Parameter:
    names, _, types = text.partition(": ")
    is_variadic = names.endswith("...")
    name, _, documented = names.removesuffix("...").partition(" [")
    accepted = tuple(kind for word in types.split(" | ") for kind in SHORTHANDS.get(word, (word,)))
    return Parameter(name, documented.rstrip("]") or None, accepted, is_variadic)
