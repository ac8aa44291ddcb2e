"""A text as it may be shown: without what may be a credential in it, on one line, not too long.

This is wider than what `hardcoded-credential` reports. There, what is no credential must not be called one; here, what
may be one is not shown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connlint.credentials import (
    CREDENTIAL_INPUTS,
    credential_in,
    credentials_in_url,
    is_credential_header,
    is_credential_input,
    is_credential_parameter,
    is_sent_credential,
)
from connlint.lazy_pattern import lazy
from connlint.secret_references import holds_secret
from connlint.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint.bpmn.parts import InputMapping

MASK = "***"

_MAY_TELL = (
    "auth",
    "token",
    "secret",
    "passw",
    "key",
    "appid",
    "app_id",
    "signature",
    "bearer",
    "basic",
    "digest",
    "@",
)
"""What every name of a credential, every scheme and every URL with a user in it has: most texts need no second look."""

_PRIVATE_KEY = lazy(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL)
_SCHEMED = lazy(r"\b(?:Bearer|Basic|Token|ApiKey|Digest)\s+(?P<value>[^\s\"'`,;&{}()<>]{8,})", re.IGNORECASE)
_NAME = lazy(r"(?<![\w.-])(?P<name>[A-Za-z][\w.-]*+)[\"'`]?\s*+(?P<sign>:|={0,2})\s*+")
_VALUE = lazy(r"[\"'`]?(?P<value>[^\s\"'`&#,;{}()<>|]{8,8192})")
_UP_TO_NEXT = lazy(r"[^,}]{0,400}")
_QUOTED = lazy(r"\"((?:[^\"\\]|\\.)*+)\"?|'([^']*)'?", re.DOTALL)
_SCHEME_ALONE = lazy(r"\s*(?:Bearer|Basic|Token|ApiKey|Digest)?\s*", re.IGNORECASE)


def masked(name: str, text: str, *, is_feel: bool = False) -> str:
    """The text of the field `name` as it may be shown."""
    spans = sorted(confidential_in(name, text, is_feel=is_feel))
    parts: list[str] = []
    at = 0
    for span in spans:
        if span.end > at:
            parts += [text[at : span.start], MASK] if span.start >= at else []
            at = span.end
    return "".join([*parts, text[at:]])


def masked_value(mapping: InputMapping) -> str:
    """The text of an input as it may be shown."""
    return masked(mapping.name, mapping.text, is_feel=mapping.feel is not None)


def shown(name: str, text: str, *, is_feel: bool = False) -> str:
    """The value of a field in a message: in quotes, on one line, not too long, and without credentials."""
    return f'"{shortened(masked(name, text, is_feel=is_feel))}"'


def shortened(text: str) -> str:
    """A text as a message shows it: line breaks as blanks, and no more than 60 characters."""
    text = re.sub(r"\s*[\n\r]\s*", " ", text)
    return text if len(text) <= 60 else f"{text[:59]}…"


def confidential_in(name: str, text: str, *, is_feel: bool = False) -> tuple[Span, ...]:
    """The stretches of a decoded value that are not shown. `name` is the input's target, the header's key, or a property.

    >>> masked("url", "https://a.example/?q=1&api_key=4f9Kq2Lz93vTn0")
    'https://a.example/?q=1&api_key=***'
    """
    return tuple(dict.fromkeys((*_by_its_name(name, text, is_feel=is_feel), *_by_its_looks(text))))


def is_named_as_credential(name: str) -> bool:
    """Whether a field of that name holds a credential, whatever it looks like."""
    return name in CREDENTIAL_INPUTS or is_credential_input(name) or is_sent_credential(name)


def _by_its_name(name: str, text: str, *, is_feel: bool) -> Iterator[Span]:
    """Of a field that holds a credential everything but references, and in FEEL every literal text."""
    if not is_named_as_credential(name):
        return
    whole = text.strip("=` ")
    if is_feel and credential_in(whole) is not None and _QUOTED.search(whole) is None:
        # Somebody pasted it where FEEL was asked for.
        start = text.index(whole)
        yield Span(start, start + len(whole))
        return
    for start, literal in quoted(text) if is_feel else ((0, text),):
        if "{" in literal or "$" in literal or holds_secret(literal):
            continue
        scheme = _SCHEME_ALONE.match(literal)
        begin = scheme.end() if scheme is not None else 0
        rest = literal[begin:].rstrip()
        if rest:
            yield Span(start + begin, start + begin + len(rest))


def _names_credential(name: str, sign: str) -> bool:
    return is_credential_header(name) or is_credential_input(name) or (sign == "=" and is_credential_parameter(name))


def quoted(text: str) -> Iterator[tuple[int, str]]:
    """What stands in quotes of either kind, also where they are not closed, and where it begins."""
    for found in _QUOTED.finditer(text):
        group = found.lastindex or 0
        yield found.start(group), found[group]


def _by_its_looks(text: str) -> Iterator[Span]:
    lowered = text.lower()
    if not any(each in lowered for each in _MAY_TELL):
        return
    for found in _PRIVATE_KEY.finditer(text):
        yield Span(*found.span())
    for found in _SCHEMED.finditer(text):
        if credential_in(found["value"]) is not None:
            yield Span(*found.span("value"))
    end = 0
    for found in _NAME.finditer(text):
        if found.start() < end or not _names_credential(found["name"], found["sign"]):
            continue
        value = _VALUE.match(text, found.end())
        if value is not None and credential_in(value["value"]) is not None:
            end = value.end()
            yield Span(*value.span("value"))
            continue
        expression = _UP_TO_NEXT.match(text, found.end())
        if expression is not None:
            end = expression.end()
            for start, literal in quoted(expression[0]):
                if credential_in(literal) is not None:
                    yield Span(expression.start() + start, expression.start() + start + len(literal))
    for _, span in credentials_in_url(text):
        yield span
