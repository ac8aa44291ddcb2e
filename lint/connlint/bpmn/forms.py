"""The fields of Camunda forms, which are process variables: linked `.form` files and forms inside a model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from connlint.lazy_pattern import lazy
from connlint.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint.source.value import SourceValue


class FormField(NamedTuple):
    """A variable that a form writes. The span is the key's text, within the JSON."""

    variable: str
    span: Span


class Form(NamedTuple):
    """A form: `id` links it, `path` is its own file, or the model's where it is embedded.

    `text` is the JSON; for an embedded form `value` maps offsets in it to the model's file.
    """

    id: str
    path: str
    text: str
    fields: tuple[FormField, ...]
    value: SourceValue | None = None

    def span(self, field: FormField) -> Span:
        """The key's place in the file at `path`."""
        return self.value.source_span(*field.span) if self.value is not None else field.span


INPUT_TYPES = frozenset(
    [
        "textfield",
        "textarea",
        "number",
        "datetime",
        "checkbox",
        "radio",
        "select",
        "checklist",
        "taglist",
        "filepicker",
        "expression",
        "dynamiclist",
    ]
)
"""Component types that write the variable of their key."""


def read_form(text: str, path: str, value: SourceValue | None = None) -> Form | None:
    """The form of a JSON text; None where it is not one: a form that cannot be read is nobody's mistake here."""
    import json

    try:
        content = json.loads(text, parse_int=float)  # of any length: Python refuses to read long whole numbers
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict) or not isinstance(content.get("components"), list):
        return None
    form_id = content.get("id")
    keys = _key_spans(text)
    fields = []
    for key in _variables(content["components"]):
        spans = keys.get(key)
        if spans:
            root = re.match(r"[^.\[]*", key)
            name = root[0] if root else key
            span = spans.pop(0)
            fields.append(FormField(name, Span(span.start, span.start + len(name))))
    return Form(form_id if isinstance(form_id, str) else "", path, text, tuple(fields), value)


def _variables(components: list[object]) -> Iterator[str]:
    """The variables' keys, in order. Below a group or list with a path, the path's root is the variable."""
    stack: list[object] = list(reversed(components))
    while stack:
        component = stack.pop()
        if not isinstance(component, dict):
            continue
        kind = component.get("type")
        path = component.get("path")
        if isinstance(path, str) and path:
            yield path
            continue
        key = component.get("key")
        if isinstance(key, str) and key and kind in INPUT_TYPES:
            yield key
        inner = component.get("components")
        if isinstance(inner, list):
            stack.extend(reversed(inner))


_KEY = lazy(r'"(?:key|path)"\s*:\s*"((?:[^"\\]|\\.)*)"')


def _key_spans(text: str) -> dict[str, list[Span]]:
    """Where the texts of all `key` and `path` members stand, by their meaning."""
    import json

    spans: dict[str, list[Span]] = {}
    for match in _KEY.finditer(text):
        try:
            key = json.loads(f'"{match[1]}"')
        except ValueError:
            continue
        spans.setdefault(key, []).append(Span(match.start(1), match.end(1)))
    return spans
