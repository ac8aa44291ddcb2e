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
from connlint.templates.json_positions import PathStep, span_at

if TYPE_CHECKING:
    from msgspec.json import Decoder

    from connlint.templates.json_schema import TemplateJson
    from connlint.templates.model import Template

_ERROR_PATH = re.compile(r" - at `(?:key in )?\$([^`]*)`$")
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]|\[(?:\.\.\.)\]")
_MALFORMED_AT = re.compile(r"\(byte (\d+)\)")


class TemplateProblem(NamedTuple):
    """What is wrong in a template file: the message names the path, the span (in code points) is its place."""

    origin: str
    span: Span
    path: str
    message: str


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

    Never raises: what cannot be read is a problem of the result.
    """
    import msgspec

    text_of_json = text.removeprefix("\ufeff")
    shift = len(text) - len(text_of_json)
    try:
        several = _starts_with(text_of_json, "[")
        raw = _raw_list().decode(text_of_json) if several else [msgspec.Raw(text_of_json.encode())]
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        return TemplateFile(origin, (), (_malformed(text_of_json, origin, str(error), shift),))
    entries: list[Entry] = []
    problems: list[TemplateProblem] = []
    for index, one in enumerate(raw):
        prefix: tuple[PathStep, ...] = (index,) if several else ()
        try:
            found = _decoder().decode(one)
        except msgspec.ValidationError as error:
            path, message = _explained(str(error))
            problems.append(_problem(text_of_json, origin, (*prefix, *path), message, shift))
            continue
        except (msgspec.DecodeError, RecursionError) as error:
            problems.append(_malformed(text_of_json, origin, str(error), shift))
            continue
        nameless = next((number for number, each in enumerate(found.properties) if each.binding.lacks_name), None)
        if nameless is not None:
            binding = found.properties[nameless].binding
            path = (*prefix, "properties", nameless, "binding")
            message = f"a binding of type {binding.type!r} needs {binding.wanted_name}"
            problems.append(_problem(text_of_json, origin, path, message, shift))
            continue
        entries.append(Entry(found.id, found.version_text, found.name, found.engine_range, origin, found))
    return TemplateFile(origin, tuple(entries), tuple(problems))


@cache
def _decoder() -> Decoder[TemplateJson]:
    import msgspec

    from connlint.templates.json_schema import TemplateJson

    return msgspec.json.Decoder(TemplateJson)


@cache
def _raw_list() -> Decoder[list[bytes]]:
    import msgspec

    return msgspec.json.Decoder(list[msgspec.Raw])


def _starts_with(text: str, bracket: str) -> bool:
    return text.lstrip(" \t\r\n").startswith(bracket)


def _malformed(text: str, origin: str, error: str, shift: int) -> TemplateProblem:
    """A text that is no JSON; the decoder counts bytes, we count code points."""
    found = _MALFORMED_AT.search(error)
    offset = len(text)
    if found is not None:
        offset = len(text.encode("utf-8", "surrogatepass")[: int(found[1])].decode("utf-8", "ignore"))
    message = "this is not JSON: " + _MALFORMED_AT.sub("", error).removeprefix("JSON is malformed: ").strip()
    start = min(offset, len(text))
    return TemplateProblem(origin, Span(start, min(start + 1, len(text))).shifted(shift), "$", message)


def _problem(text: str, origin: str, path: tuple[PathStep, ...], message: str, shift: int) -> TemplateProblem:
    written = "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return TemplateProblem(origin, span_at(text, path).shifted(shift), written, f"{written}: {message}")


def _explained(error: str) -> tuple[tuple[PathStep, ...], str]:
    """The path and the rest of the decoder's message."""
    found = _ERROR_PATH.search(error)
    if found is None:
        return (), _lower(error)
    steps: list[PathStep] = []
    for step in _STEP.finditer(found[1]):
        if step[1] is not None:
            steps.append(step[1])
        elif step[2] is not None:
            steps.append(int(step[2]))
    return tuple(steps), _lower(error[: found.start()])


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]
