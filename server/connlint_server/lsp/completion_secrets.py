"""Completion of secrets: their names, in the form that the engine's version and the place want."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lsprotocol import types as t

from connlint_server.lsp import markup
from connlint_server.lsp.offer import Offer
from connlint_server.lsp.secret_forms import engine_resolves, known_secrets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint_server.lsp.cursor import Cursor
    from connlint_server.lsp.server import ConnlintServer

_BEGUN = re.compile(r"\{\{\s*(?:s(?:e(?:c(?:r(?:e(?:t(?:s(?:\.[\w./-]*)?)?)?)?)?)?)?)?$|\{$")
_BEGUN_PATH = re.compile(r"(?<![\w.`])camunda(?:\.(?:secrets(?:\.\w*)?|\w*))?$|(?<![\w.`])secrets(?:\.[\w.-]*)?$")


def secret_offers(ls: ConnlintServer, cursor: Cursor) -> Iterator[Offer]:
    """References at a place where the connector replaces them: the source of an input, and nowhere else."""
    value = cursor.value
    if value is None or not cursor.is_input or cursor.attribute_name != "source" or cursor.task is None:
        return
    engine = cursor.context.engine
    at = value.decoded_offset(cursor.offset)
    before = value.text[:at]
    in_code = cursor.feel is not None and not in_string(before[1:])
    if in_code:
        begun = _BEGUN_PATH.search(before)
        start = begun.start() if begun is not None else at
        if begun is None and not _begins_operand(before):
            return
        for name, origin in _known(ls, cursor).items():
            if engine_resolves(engine) and name.isidentifier():
                label, rank = f"camunda.secrets.{name}", 6
            else:
                label, rank = f'"{{{{secrets.{name}}}}}"', 6
            words = label if begun is None else f"secrets.{name} camunda.secrets.{name}"
            yield _offer(cursor, label, name, origin, start, at, rank if begun is None else 1, filter_text=words)
        return
    begun = _BEGUN.search(before)
    credential = cursor.mapping is not None and cursor.mapping.name.startswith("authentication.")
    if begun is None and (before or not credential or cursor.feel is not None):
        return
    start = begun.start() if begun is not None else at
    end = at + len(re.match(r"[\w./-]*\s*\}{0,2}", value.text[at:])[0]) if begun is not None else at  # type: ignore[index]
    for name, origin in _known(ls, cursor).items():
        label = f"{{{{secrets.{name}}}}}"
        if begun is None and engine_resolves(engine) and name.isidentifier() and not value.text:
            label = f"=camunda.secrets.{name}"
        yield _offer(cursor, label, name, origin, start, end, 2, filter_text=None)


def _known(ls: ConnlintServer, cursor: Cursor) -> dict[str, str]:
    known = known_secrets(cursor, ls.neighbours.secrets())
    for name in sorted(ls.session.secret_names):
        known[name] = "kept by the editor"
    for name in sorted(ls.environment_secrets(cursor.analysis.live.path)):
        known[name] = "set in the environment"
    return known


def _offer(
    cursor: Cursor, label: str, name: str, origin: str, start: int, end: int, rank: int, *, filter_text: str | None
) -> Offer:
    assert cursor.value is not None
    return Offer(
        label,
        t.CompletionItemKind.Constant,
        (label,),
        cursor.value.source_span(start, end),
        detail=f"secret, {origin}",
        documentation=f"The secret **{markup.literal(name)}**, {origin}.",
        filter=filter_text,
        rank=rank,
    )


def in_string(code: str) -> bool:
    """Whether the end of a FEEL text lies inside a string literal."""
    inside = False
    escaped = False
    for character in code:
        if escaped:
            escaped = False
        elif character == "\\" and inside:
            escaped = True
        elif character == '"':
            inside = not inside
    return inside


def _begins_operand(before: str) -> bool:
    """Whether a value may begin right here: behind an operator, a bracket, a colon, or at the start."""
    return before.rstrip()[-1:] in ("=", "(", "[", ",", ":", "+", "{") if before.rstrip() != "{" else False
