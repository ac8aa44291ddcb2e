"""The variable or the secret that a cursor is on, with all places that name it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from connlint.feel.token_kinds import is_name_part
from connlint.secret_references import references_in
from connlint_server.lsp.cursor import Cursor
from connlint_server.lsp.occurrences import Occurrence, secret_occurrences, variable_at
from connlint_server.lsp.positions import to_offset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lsprotocol import types as t

    from connlint.bpmn.forms import Form
    from connlint.bpmn.model import Model
    from connlint.source.value import SourceValue
    from connlint_server.lsp.server import ConnlintServer


class Named(NamedTuple):
    """A name with everything that names the same; `models` are those that were looked through."""

    kind: Literal["variable", "secret"]
    name: str
    here: Occurrence
    places: tuple[Occurrence, ...]
    models: Mapping[str, Model]
    forms: Mapping[str, Form] = MappingProxyType({})


def named_in(ls: ConnlintServer, uri: str, position: t.Position) -> Named | None:
    """At a position of the protocol."""
    analysis = ls.analysis(uri)
    if analysis is None:
        return None
    return named_at(ls, Cursor(analysis, to_offset(analysis.document.lines, position, ls.encoding)))


def named_at(ls: ConnlintServer, cursor: Cursor, *, own_file: bool = False) -> Named | None:
    """With `own_file` only the cursor's own model is looked through, for secrets."""
    value = _value(cursor)
    if value is None:
        return None
    return _secret(ls, cursor, value, own_file=own_file) or _variable(cursor, value)


def _value(cursor: Cursor) -> SourceValue | None:
    if cursor.value is not None:
        return cursor.value
    text = cursor.element.text if cursor.element is not None and not cursor.in_start_tag else None
    return text if text is not None and text.span.holds(cursor.offset) else None


def _secret(ls: ConnlintServer, cursor: Cursor, value: SourceValue, *, own_file: bool) -> Named | None:
    at = value.decoded_offset(cursor.offset)
    for reference in references_in(value, is_feel=value.text.startswith("=")):
        if reference.name_span.holds(at):
            path = cursor.model.path
            models = {path: cursor.model}
            if not own_file:
                models = {**ls.neighbours.with_secret(path, reference.name), **models}
            here = Occurrence(path, value.source_span(*reference.name_span), False)
            return Named("secret", reference.name, here, tuple(secret_occurrences(models, reference.name)), models)
    return None


def _variable(cursor: Cursor, value: SourceValue) -> Named | None:
    workspace = cursor.analysis.surroundings.workspace
    names = _names(value, value.decoded_offset(cursor.offset))
    path = cursor.model.path
    found = variable_at(workspace.models, workspace.variables, path, cursor.offset, names) if names else None
    if found is None:
        return None
    name, places = found
    here = next(each for each in places if each.path == path and each.span.holds(cursor.offset))
    return Named("variable", name, here, places, workspace.models, workspace.forms)


def _names(value: SourceValue, at: int) -> list[str]:
    """What may be the name at a place of a text: the word there, and what stands there in quotes or backticks."""
    text = value.text
    start = end = at
    while start and is_name_part(text[start - 1]):
        start -= 1
    while end < len(text) and is_name_part(text[end]):
        end += 1
    found = [text[start:end]] if start < end else []
    for quote in ('"', "`"):
        begin, close = text.rfind(quote, 0, at), text.find(quote, at)
        if 0 <= begin < close and close - begin < 200:
            found.append(text[begin + 1 : close])
    return found
