"""Completion inside FEEL: names, members, functions, and in headers the names and media types of HTTP."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lsprotocol import types as t

from connlint.feel import nodes
from connlint.feel.function_table import functions
from connlint.feel.scopes import OUTERMOST, visit
from connlint.feel.token_kinds import is_plain_name
from connlint.feel.value_types import type_of
from connlint_server.lsp import markup
from connlint_server.lsp.completion_secrets import in_string
from connlint_server.lsp.feel_names import environment_at, names_at
from connlint_server.lsp.function_words import function_page, signature_text
from connlint_server.lsp.http_words import HEADERS, MEDIA_TYPE_HEADERS, MEDIA_TYPES
from connlint_server.lsp.offer import Offer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint.feel.nodes import Node
    from connlint.feel.scopes import Scope
    from connlint_server.lsp.cursor import Cursor, FeelAt
    from connlint_server.lsp.feel_names import KnownName
    from connlint_server.lsp.server import ConnlintServer

_WORD = re.compile(r"[\w$]*\Z")
_TEXT_BEFORE = re.compile(r'"(?:[^"\\]|\\.)*\Z')
_KEY_BEFORE = re.compile(r'"?([\w-]+)"?\s*:\s*"?[^",{}]*\Z')
_KEYWORDS = ("if", "for", "some", "every", "null", "true", "false", "function")
_MAP_INPUTS = ("headers", "graphql.headers")


def feel_offers(ls: ConnlintServer, cursor: Cursor) -> Iterator[Offer]:
    place = cursor.feel
    if place is None:
        return
    before = place.feel.text[: place.offset]
    if any(comment.start < place.offset < comment.end for comment in place.feel.parsed.comments):
        return
    if cursor.mapping is not None and cursor.mapping.name in _MAP_INPUTS:
        yield from _http(place, before)
    if in_string(before):
        return
    path = _path_at(place)
    names = names_at(ls, cursor)
    if path is not None:
        yield from _members(ls, cursor, place, names, *path)
        return
    word = _WORD.search(before)
    start = word.start() if word is not None else place.offset
    if before[:start].rstrip().endswith((".", "@")) or before[start : start + 1].isdigit():
        return
    span = place.feel.span(start, place.offset)
    own = _own_names(place)
    for name in own:
        yield Offer(name, t.CompletionItemKind.Variable, (_written(name),), span, detail="defined here", rank=1)
    for known in names.values():
        if known.name in own:
            continue  # it is not seen from here
        yield Offer(
            known.name,
            t.CompletionItemKind.Variable,
            (_written(known.name),),
            span,
            detail=_detail(known),
            documentation=f"**{markup.literal(known.name)}** — {markup.literal(known.origin)}",
            rank=2,
        )
    for info in functions(place.place, cursor.engine).values():
        yield Offer(
            info.name,
            t.CompletionItemKind.Function,
            (f"{info.name}(", ("",), ")") if info.signatures[-1].parameters else (f"{info.name}()",),
            span,
            detail=signature_text(info, info.signatures[-1]),
            documentation=function_page(info),
            rank=4,
        )
    for keyword in _KEYWORDS:
        yield Offer(keyword, t.CompletionItemKind.Keyword, (keyword,), span, rank=7)


def _path_at(place: FeelAt) -> tuple[Node, Scope, int] | None:
    """The base of the path whose last step is being written, its scope, and where that step begins."""
    found: tuple[Node, Scope, int] | None = None
    for node, scope in visit(place.feel.parsed.tree, OUTERMOST):
        if isinstance(node, nodes.Path) and node.name_span.holds(place.offset):
            found = (node.base, scope, node.name_span.start)
    return found


def _members(
    ls: ConnlintServer,
    cursor: Cursor,
    place: FeelAt,
    names: dict[str, KnownName],
    base: Node,
    scope: Scope,
    start: int,
) -> Iterator[Offer]:
    # A filter keeps its list's items, and an index picks one: either way a path behind it is one into an item.
    listed = base.base if isinstance(base, nodes.Filter) else base
    kind = type_of(listed, environment_at(ls, cursor, names), scope)
    entries = kind.entries
    if not entries and kind.items is not None:
        entries = kind.items.entries  # a path into a list is one into each of its items
    for name, found in entries.items():
        yield Offer(
            name,
            t.CompletionItemKind.Field,
            (_written(name),),
            place.feel.span(start, place.offset),
            detail=str(found) if found.kinds else "",
            rank=1,
        )


def _own_names(place: FeelAt) -> list[str]:
    """What the expression itself defines at the cursor: entries before it, iterators, parameters."""
    innermost: Scope = OUTERMOST
    size = len(place.feel.text) + 1
    # What is not written yet stands in the tree right behind the last token, before the blanks.
    offset = len(place.feel.text[: place.offset].rstrip())
    for node, scope in visit(place.feel.parsed.tree, OUTERMOST):
        if node.start <= offset <= node.end and node.end - node.start <= size:
            size = node.end - node.start
            innermost = scope
    names: dict[str, None] = {}
    scope_: Scope | None = innermost
    while scope_ is not None:
        for name, binding in scope_.bindings.items():
            if binding.position < scope_.limit:
                names[name] = None
        scope_ = scope_.parent
    return list(names)


def _http(place: FeelAt, before: str) -> Iterator[Offer]:
    """In a context of headers: names where a key is written, media types where a value of the right key is."""
    text = _TEXT_BEFORE.search(before) if in_string(before) else None
    start = text.start() + 1 if text is not None else len(before) - len(_last_key(before))
    outside = before[: text.start()] if text is not None else before[:start]
    span = place.feel.span(start, place.offset)
    if outside.rstrip().endswith(("{", ",")):
        for name, what in HEADERS.items():
            written = name if text is not None else f'"{name}": "' if "-" in name else f'{name}: "'
            parts: tuple[str | tuple[str, ...], ...] = (name,) if text is not None else (written, ("",), '"')
            yield Offer(name, t.CompletionItemKind.Property, parts, span, detail=what, rank=1)
    elif outside.rstrip().endswith(":"):
        key = _KEY_BEFORE.search(outside)
        if key is not None and key[1].lower() in MEDIA_TYPE_HEADERS:
            for media_type in MEDIA_TYPES:
                value = media_type if text is not None else f'"{media_type}"'
                yield Offer(media_type, t.CompletionItemKind.Value, (value,), span, rank=1)


def _last_key(before: str) -> str:
    found = re.search(r"[\w-]*\Z", before)
    return found[0] if found is not None else ""


def _written(name: str) -> str:
    return name if is_plain_name(name) else f"`{name}`"


def _detail(known: KnownName) -> str:
    kind = str(known.type) if known.type.kinds else ""
    return f"{kind}, {known.origin}" if kind else known.origin
