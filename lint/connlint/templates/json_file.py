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
    from collections.abc import Iterator

    from msgspec.json import Decoder

    from connlint.templates.json_schema import TemplateJson
    from connlint.templates.model import Template

_ERROR_PATH = re.compile(r" - at `(?:key in )?\$([^`]*)`$")
_TYPE = re.compile(r"(?:(?<=xpected )|(?<=, got ))`([^`]*)`")
_JSON_TYPES = {"str": "string", "int": "number", "float": "number", "bool": "boolean"}
_BYTE = re.compile(r" \(byte (\d{1,12})\)$")
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
    """One template of a file: what it is called; the whole of it is built when it is first asked for.

    `prefix` leads to it in the file: to a place in a list, or nowhere where it is the whole file.
    """

    id: str
    version: str | None
    name: str
    engines: str | None
    origin: str
    source: TemplateJson = field(repr=False)
    prefix: tuple[PathStep, ...] = ()
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
    text: str = field(default="", repr=False)


MOST_PROBLEMS = 100
"""Problems of one file that are told one by one."""


def load_templates(text: str, origin: str) -> TemplateFile:
    """Reads a template file's text. `origin` says where it came from, for people (a path, a package's name).

    Never raises: what cannot be read is a problem of the result. Where the text is no JSON, the templates of a
    list that are whole are loaded nevertheless.
    """
    import msgspec

    body = text.removeprefix("\ufeff")
    shift = len(text) - len(body)
    several = body.lstrip(" \t\r\n").startswith("[")
    problems: list[TemplateProblem] = []
    places: list[Span] | None = None
    try:
        parts = _parts(body, several=several)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        body = _without_lone_surrogates(body)
        try:
            parts = _parts(body, several=several)
        except (msgspec.DecodeError, UnicodeEncodeError, RecursionError) as error:
            problems.append(_malformed(body, origin, error))
            places = elements(body) if several else []
            parts = [body[span.start : span.end].encode("utf-8", "replace") for span in places]
    entries: list[Entry] = []
    failures: list[_Failure] = []
    for index, part in enumerate(parts):
        found = _read(part, origin, index, (index,) if several else ())
        if isinstance(found, Entry):
            entries.append(found)
        else:
            failures.append(found)
    if failures:
        places = places or (elements(body) if several else [Span(0, len(body))])
        broken = next((each.error for each in failures if each.error is not None), None)
        if broken is not None and not problems:
            # Of a text that is no JSON only the first such place is told: what follows is guesswork.
            problems.append(_malformed(body, origin, broken))
        problems += _problems_of(failures, body, origin, places)
    return TemplateFile(
        origin, tuple(entries), tuple(each._replace(span=each.span.shifted(shift)) for each in problems), text
    )


def pattern_problem(file: TemplateFile, template_id: str, version: str | None, pattern: str) -> TemplateProblem | None:
    """That a pattern of a file's template is given up, at its place; None where the template has no such pattern."""
    for entry in file.entries:
        if entry.id != template_id or entry.version != version:
            continue
        for number, prop in enumerate(entry.source.properties):
            found = prop.constraints.pattern if prop.constraints is not None else None
            if found is None or pattern != (found if isinstance(found, str) else found.value):
                continue
            path = (*entry.prefix, "properties", number, "constraints", "pattern")
            shift = len(file.text) - len(file.text.removeprefix("\ufeff"))
            value = path if isinstance(found, str) else (*path, "value")
            span = span_at(file.text[shift:], value).shifted(shift)
            message = f"{_written(path)}: the pattern takes too long; values are not held against it"
            return TemplateProblem(file.origin, span, _written(path), message)
    return None


def _written(path: tuple[PathStep, ...]) -> str:
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)


class _Failure(NamedTuple):
    """A part that is no template, at a `place` in the list of parts; `prefix` leads there."""

    place: int
    prefix: tuple[PathStep, ...]
    path: tuple[PathStep, ...]
    message: str
    error: Exception | None = None


def _parts(body: str, *, several: bool) -> list[bytes]:
    return _raw_list().decode(body) if several else [_raw().decode(body)]


def _problems_of(failures: list[_Failure], body: str, origin: str, places: list[Span]) -> Iterator[TemplateProblem]:
    """What is wrong in the structure of the parts, each at its place."""
    structural = [each for each in failures if each.error is None]
    for number, failure in enumerate(structural):
        left = len(structural) - number
        message = failure.message
        if number == MOST_PROBLEMS - 1 and left > 1:
            message += f" (and {left - 1:,} more in this file)"
        written = _written((*failure.prefix, *failure.path))
        place = places[failure.place]
        span = span_at(body[place.start : place.end], failure.path).shifted(place.start)
        yield TemplateProblem(origin, span, written, f"{written}: {message}")
        if number == MOST_PROBLEMS - 1:
            return


def _read(part: bytes, origin: str, place: int, prefix: tuple[PathStep, ...]) -> Entry | _Failure:
    """One template, by its text."""
    import msgspec

    try:
        found = _decoder().decode(part)
    except msgspec.ValidationError as error:
        path, message = _explained(str(error))
        return _Failure(place, prefix, path, message)
    except (msgspec.DecodeError, RecursionError) as error:
        return _Failure(place, prefix, (), "", error)
    nameless = next((number for number, each in enumerate(found.properties) if each.binding.lacks_name), None)
    if nameless is not None:
        binding = found.properties[nameless].binding
        message = f"a binding of type {binding.type!r} needs {binding.wanted_name!r}"
        return _Failure(place, prefix, ("properties", nameless, "binding"), message)
    return Entry(found.id, found.version_text, found.name, found.engine_range, origin, found, prefix)


_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<lone>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def _without_lone_surrogates(body: str) -> str:
    """The text as modelers read it, who take halves of a character; of the same length."""
    body = _ESCAPE.sub(lambda found: "\\ufffd" if found["lone"] is not None else found[0], body)
    return _SURROGATE.sub("\ufffd", body)


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
    """A text that is no JSON. The standard library's decoder knows the place better, and takes more for JSON."""
    import json

    start, message = len(body), str(error)
    try:
        json.loads(body, parse_int=str, parse_float=str)
    except json.JSONDecodeError as exact:
        start, message = exact.pos, exact.msg
    except RecursionError:
        start, message = 0, "it is nested too deeply"
    else:
        place = _BYTE.search(message)
        if place is not None:
            start = len(body.encode("utf-8", "replace")[: int(place[1])].decode("utf-8", "ignore"))
            message = message[: place.start()].removeprefix("JSON is malformed: ")
    span = Span(min(start, len(body)), min(start + 1, len(body)))
    return TemplateProblem(origin, span, "$", f"this is not JSON: {_lower(message)}", is_syntax=True)


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
