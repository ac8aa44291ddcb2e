"""Texts for people: Markdown where the client shows it, plain text elsewhere."""

from __future__ import annotations

import re

from lsprotocol import types as t

_FENCE = re.compile(r"^```\w*\n?", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")


def content(text: str, *, markdown: bool) -> t.MarkupContent:
    """A text that is written in Markdown, in the form that the client shows."""
    if markdown:
        return t.MarkupContent(t.MarkupKind.Markdown, text)
    return t.MarkupContent(t.MarkupKind.PlainText, plain(text))


def plain(text: str) -> str:
    """Markdown as a person reads it without a renderer."""
    text = _FENCE.sub("", text)
    text = _LINK.sub(r"\1 (\2)", text)
    return text.replace("**", "").replace("`", "").strip()


def code(text: str, language: str = "") -> str:
    """A block of code; nothing in the text can end it."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{language}\n{text}\n{fence}"


def inline(text: str) -> str:
    """A value from a model inside a sentence: nothing in it is read as Markdown."""
    text = " ".join(text.split())
    if len(text) > 200:
        text = text[:199] + "…"
    if "`" in text:
        return f"`` {text} ``"
    return f"`{text}`" if text else "(empty)"
