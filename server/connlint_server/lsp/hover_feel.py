"""Hover over FEEL: a function's signature, where a name comes from, and its value in the chosen environment."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from connlint.feel import nodes
from connlint.feel.function_table import functions
from connlint.feel.scopes import OUTERMOST, name_uses, visit
from connlint.feel.value_types import type_of
from connlint_server.lsp import markup
from connlint_server.lsp.feel_names import environment_at, names_at
from connlint_server.lsp.function_words import function_page

if TYPE_CHECKING:
    from connlint.span import Span
    from connlint_server.lsp.cursor import Cursor, FeelAt
    from connlint_server.lsp.server import ConnlintServer

_BINDINGS = {
    "entry": "an entry of this context",
    "iterator": "an item of the loop",
    "parameter": "a parameter of the function",
    "partial": "the results of the loop so far",
    "item": "an item of the filtered list",
}
_LONGEST_VALUE = 500


def feel_page(ls: ConnlintServer, cursor: Cursor) -> tuple[str, Span] | None:
    """The page and the stretch of the model that it is about."""
    place = cursor.feel
    if place is None:
        return None
    called = _function(cursor, place)
    if called is not None:
        return called
    return _name(ls, cursor, place)


def _function(cursor: Cursor, place: FeelAt) -> tuple[str, Span] | None:
    for node, _ in visit(place.feel.parsed.tree, OUTERMOST):
        if isinstance(node, nodes.Call) and node.target is None and node.name_span.holds(place.offset):
            info = functions(place.place, cursor.engine).get(node.name)
            if info is None:
                elsewhere = functions().get(node.name)
                if elsewhere is None:
                    return None
                engine = f" in engine {cursor.engine}" if cursor.engine is not None else ""
                page = f"Not offered in this {place.place.value}{engine}.\n\n{function_page(elsewhere)}"
                return page, place.feel.span(*node.name_span)
            return function_page(info), place.feel.span(*node.name_span)
    return None


def _name(ls: ConnlintServer, cursor: Cursor, place: FeelAt) -> tuple[str, Span] | None:
    for use in name_uses(place.feel.parsed.tree):
        if not use.span.holds(place.offset):
            continue
        steps = [each for each in use.step_spans if each.start <= place.offset]
        end = steps[-1].end if steps and not use.name_span.holds(place.offset) else use.name_span.end
        path = use.path[: len(steps)] if end != use.name_span.end else ()
        title = ".".join((use.name, *path))
        bound = use.scope.find(use.name)
        names = names_at(ls, cursor)
        if bound is not None:
            origin = _BINDINGS[bound.kind]
        elif use.name in names:
            origin = names[use.name].origin
        else:
            origin = "nothing in the model provides this name: it must come from where the process is started"
        lines = [f"**{markup.literal(title)}** — {markup.literal(origin)}"]
        kind = _type(ls, cursor, place, use.name_span.start, end)
        if kind:
            lines.append(f"Type: {kind}")
        if bound is None and not place.place.in_connector_runtime:
            value = ls.variable(cursor.analysis.live.path, use.name, path)
            if value is not None:
                lines.append(
                    f"In the environment {markup.literal(value[0])}:\n\n{markup.code(_shown(value[1]), 'json')}"
                )
        return "\n\n".join(lines), place.feel.span(use.name_span.start, end)
    return None


def _type(ls: ConnlintServer, cursor: Cursor, place: FeelAt, start: int, end: int) -> str:
    environment = environment_at(ls, cursor, names_at(ls, cursor))
    for node, scope in visit(place.feel.parsed.tree, OUTERMOST):
        if node.start == start and node.end == end and isinstance(node, (nodes.Name, nodes.Path)):
            found = type_of(node, environment, scope)
            return str(found) if found.kinds else ""
    return ""


def _shown(value: object) -> str:
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + " …"
