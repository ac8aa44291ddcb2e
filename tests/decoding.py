"""What a stretch of an XML file means."""

from __future__ import annotations

import html

from connlint.span import Span


def decoded(text: str, span: Span) -> str:
    """The characters of the span with their entities resolved."""
    return html.unescape(text[span.start : span.end])
