"""Element templates from the text of a JSON file: one object, or a list of them.

What later schemas add is ignored. What contradicts every schema gives a `TemplateProblem` at its place; the
other templates of the file are loaded all the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from connlint.span import Span
from connlint.templates.json_positions import PathStep, elements, span_at

if TYPE_CHECKING:
    from msgspec.json import Decoder

    from connlint.templates.json_schema import TemplateJson
    from connlint.templates.model import Template

_ERROR_PATH = re.compile(r" - at `(?:key in )?\$([^`]*)`$")
_TYPE = re.compile(r"(?:(?<=xpected )|(?<=, got ))`([^`]*)`")
_JSON_TYPES = {"str": "string", "int": "number", "float": "number", "bool": "boolean"}
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]|\[(?:\.\.\.)\]")


class TemplateProblem(NamedTuple):
    """What is wrong in a template file: the message names the path, the span (in code points) is its place.

    `is_syntax`: the text is no JSON at all from there on.
    """

    origin: str
    span: Span
    path: str
    message: str
    is_syntax: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One template of a file: what it is called; the whole of it is built when it is first asked for."""

    id: str
    version: str | None
    name: str
    engines: str | None
    origin: str
    source: TemplateJson = field(repr=False)
    _built: list[Template] = field(default_factory=list, init=False, repr=False, compare=False)

    def template(self) -> Template:
        """The template, with this one content."""
        if not self._built:
            from connlint.templates.json_template import template_of

            self._built.append(template_of(self.source, self.origin))
        return self._built[0]


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """What a file gave: its templates in order, and what is wrong with the others."""

    origin: str
    entries: tuple[Entry, ...]
    problems: tuple[TemplateProblem, ...]


def load_templates(text: str, origin: str) -> TemplateFile:
    """Reads a template file's text. `origin` says where it came from, for people (a path, a package's name).

    Never raises: what cannot be read is a problem of the result. Where the text is no JSON, the templates of a
    list that are whole are loaded nevertheless.
    """
    import msgspec

    body = text.removeprefix("\ufeff")
    entries: list[Entry] = []
    problems: list[TemplateProblem] = []
    several = body.lstrip(" \t\r\n").startswith("[")
    try:
        parts = _raw_list().decode(body) if several else [_raw().decode(body)]
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError) as error:
        problems.append(_malformed(body, origin, error))
        spans = elements(body) if several else []
        parts = [body[span.start : span.end].encode("utf-8", "replace") for span in spans]
    read = [_read(each, body, origin, (index,) if several else ()) for index, each in enumerate(parts)]
    for found in read:
        if isinstance(found, Entry):
            entries.append(found)
        else:
            problems.append(found)
    # Of a text that is no JSON only the first such place is told: what follows is guesswork.
    problems = [each for index, each in enumerate(problems) if index == 0 or not each.is_syntax]
    shift = len(text) - len(body)
    return TemplateFile(
        origin, tuple(entries), tuple(each._replace(span=each.span.shifted(shift)) for each in problems)
    )


def _read(part: bytes, body: str, origin: str, prefix: tuple[PathStep, ...]) -> Entry | TemplateProblem:
    """One template; `part` is its text and stands at `prefix` in `body`."""
    import msgspec

    try:
        found = _decoder().decode(part)
    except msgspec.ValidationError as error:
        path, message = _explained(str(error))
        return _problem(body, origin, (*prefix, *path), message)
    except (msgspec.DecodeError, RecursionError) as error:
        return _malformed(body, origin, error)
    nameless = next((number for number, each in enumerate(found.properties) if each.binding.lacks_name), None)
    if nameless is not None:
        binding = found.properties[nameless].binding
        message = f"a binding of type {binding.type!r} needs {binding.wanted_name!r}"
        return _problem(body, origin, (*prefix, "properties", nameless, "binding"), message)
    return Entry(found.id, found.version_text, found.name, found.engine_range, origin, found)


@cache
def _decoder() -> Decoder[TemplateJson]:
    import msgspec

    from connlint.templates.json_schema import TemplateJson

    return msgspec.json.Decoder(TemplateJson)


@cache
def _raw() -> Decoder[bytes]:
    import msgspec

    return msgspec.json.Decoder(msgspec.Raw)


@cache
def _raw_list() -> Decoder[list[bytes]]:
    import msgspec

    return msgspec.json.Decoder(list[msgspec.Raw])


def _malformed(body: str, origin: str, error: Exception) -> TemplateProblem:
    """A text that is no JSON. The standard library's decoder knows the place better, and takes less for JSON."""
    import json

    start, message = len(body), str(error)
    try:
        json.loads(body, parse_int=str, parse_float=str)
    except json.JSONDecodeError as exact:
        start, message = exact.pos, exact.msg
    except RecursionError:
        start, message = 0, "it is nested too deeply"
    span = Span(min(start, len(body)), min(start + 1, len(body)))
    return TemplateProblem(origin, span, "$", f"this is not JSON: {_lower(message)}", is_syntax=True)


def _problem(body: str, origin: str, path: tuple[PathStep, ...], message: str) -> TemplateProblem:
    written = "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return TemplateProblem(origin, span_at(body, path), written, f"{written}: {message}")


def _explained(error: str) -> tuple[tuple[PathStep, ...], str]:
    """The path and the rest of the decoder's message."""
    found = _ERROR_PATH.search(error)
    if found is None:
        return (), _lower(_TYPE.sub(_in_json, error))
    steps: list[PathStep] = []
    for step in _STEP.finditer(found[1]):
        if step[1] is not None:
            steps.append(step[1])
        elif step[2] is not None:
            steps.append(int(step[2]))
    return tuple(steps), _lower(_TYPE.sub(_in_json, error[: found.start()]))


def _in_json(types: re.Match[str]) -> str:
    """Types of Python in backticks, as people who write JSON call them."""
    names = (_JSON_TYPES.get(each, each) for each in types[1].split(" | "))
    return f"`{' | '.join(dict.fromkeys(names))}`"


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]
