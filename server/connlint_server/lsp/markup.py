"""Texts for people: Markdown where the client shows it, plain text elsewhere."""

from __future__ import annotations

import re

from lsprotocol import types as t

_MEANING = re.compile(r"[\\`*\[\]<>&!#|~:]|(?<!\w)_|_(?!\w)")
"""What Markdown, and HTML within it, would not read as it stands. A colon makes a link of an address."""
_PLAIN = re.compile(
    r"(?P<fence>```+)\w*\n(?P<block>.*?)\n(?P=fence)|(?P<tick>`+)(?P<code>.+?)(?P=tick)(?!`)"
    r"|\[(?P<label>[^\]]+)\]\((?P<target>[^)]+)\)|\\(?P<meant>[!-/:-@\[-`{-~])|\*\*",
    re.DOTALL,
)
_RUN = re.compile(r"`+")


def content(text: str, *, markdown: bool) -> t.MarkupContent:
    """A text that is written in Markdown, in the form that the client shows."""
    if markdown:
        return t.MarkupContent(t.MarkupKind.Markdown, text)
    return t.MarkupContent(t.MarkupKind.PlainText, plain(text))


def plain(text: str) -> str:
    """Markdown as a person reads it without a renderer."""
    return _PLAIN.sub(_read, text).strip()


def _read(found: re.Match[str]) -> str:
    if found["label"] is not None:
        return f"{found['label']} ({found['target']})"
    if found["code"] is not None:
        return found["code"].strip() if len(found["tick"]) > 1 else found["code"]
    return found["block"] if found["block"] is not None else found["meant"] or ""


def literal(text: str) -> str:
    """Words from a model or a template in a sentence: nothing in them is read as Markdown, no picture is fetched."""
    return _MEANING.sub(r"\\\g<0>", " ".join(text.split()))


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
    if not text:
        return "(empty)"
    longest = max(map(len, _RUN.findall(text)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {text} {fence}" if longest else f"`{text}`"
