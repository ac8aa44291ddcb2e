"""Telling a literal credential from a placeholder, by where it stands and what it looks like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connlint.lazy_pattern import lazy
from connlint.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

CREDENTIAL_INPUTS = (
    "authentication.password",
    "authentication.token",
    "authentication.value",
    "authentication.clientSecret",
    "authentication.refreshToken",
    "clientTls.clientPrivateKey",
    "clientTls.privateKeyPassword",
)
"""The inputs of the REST and GraphQL connectors that are credentials and nothing else."""

SHORTEST = 8
"""Characters below which a literal is a test word rather than a credential."""

CERTAIN_LENGTH = 20
"""Characters from which one kind of character is enough, as in a number of hexadecimal digits."""

_HEADER = lazy(
    r"(?:^|[-_])(?:authorization|token|secret|password|api-?key|access-?key|subscription-?key)$", re.IGNORECASE
)
_PARAMETER = lazy(
    r"(?:^|[-_.])(?:access_?token|token|secret|password|passwd|api_?key|apikey|key|app_?id|client_?secret|signature)$",
    re.IGNORECASE,
)
_INPUT = lazy(r"(?:password|passwd|secret|token|api_?key|access_?key|private_?key|authorization)$", re.IGNORECASE)
_SCHEME = lazy(r"(?:Bearer|Basic|Token|ApiKey|Digest)\s+", re.IGNORECASE)
_PLACEHOLDER = lazy(
    r"your|place.?holder|place.?here|change.?me|example|dummy|sample|insert|redacted|replace|invalid|fake|todo|\bmy[-_ ]|<|>|%|\*\*|\.\.\.|…|xxx",
    re.IGNORECASE,
)
_TEST_WORD = lazy(r"test|demo|none|null|token|secret|password|admin|guest|user|foo|bar", re.IGNORECASE)
_WORDS = lazy(r"[A-Za-z]{1,14}(?:[-_.][A-Za-z]{1,14})*")
_USER_INFO = lazy(r"://(?P<user>[^\s/?#@:\"'`]*)(?::(?P<password>[^\s/?#\"'`]*))?@")
_QUERY = lazy(r"[?&](?P<name>[^\s=&#?]+)=(?P<value>[^\s&#]*)")
_PRIVATE_KEY = lazy(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")


def is_credential_header(name: str) -> bool:
    """Whether a header of that name carries a credential: `Authorization`, `X-Api-Key`, `X-Auth-Token`, ..."""
    return _HEADER.search(name) is not None


def is_credential_parameter(name: str) -> bool:
    """Whether a query parameter of that name carries a credential: `api_key`, `access_token`, `appid`, ..."""
    return _PARAMETER.search(name) is not None


def is_credential_input(name: str) -> bool:
    """Whether a helper input of another template is named as a credential: `gitlabAccessToken`, `apiKey`, ..."""
    return _INPUT.search(name.rpartition(".")[2]) is not None


def is_sent_credential(field: str) -> bool:
    """Whether it is a header or query parameter that carries a credential."""
    group, _, name = field.removeprefix("graphql.").partition(".")
    return (group == "headers" and is_credential_header(name)) or (
        group == "queryParameters" and is_credential_parameter(name)
    )


def credential_in(text: str) -> Span | None:
    """The part of a text that looks like a literal credential, the scheme before it left out; None where none does.

    Placeholders, prose and short test words are no credentials, nor is anything with a reference in it.
    """
    if _PRIVATE_KEY.search(text):
        return Span(0, len(text))
    scheme = _SCHEME.match(text)
    start = scheme.end() if scheme is not None else 0
    literal = text[start:].strip()
    if len(literal) < SHORTEST or "{{" in literal or "${" in literal or "secrets." in literal:
        return None
    if any(character.isspace() for character in literal) or _PLACEHOLDER.search(literal):
        return None
    if len(set(literal)) < 5:
        return None
    if len(literal) < CERTAIN_LENGTH and (_kinds(literal) < 2 or _TEST_WORD.search(literal)):
        return None
    if _WORDS.fullmatch(literal):
        return None
    start = text.index(literal, start)
    return Span(start, start + len(literal))


def credentials_in_url(text: str) -> Iterator[tuple[str, Span]]:
    """The literal credentials of a URL, or of a piece of one, with what each is called: a parameter, or `password`.

    >>> [(name, span.start) for name, span in credentials_in_url("https://a.example/?q=1&api_key=4f9Kq2Lz93vTn0")]
    [('api_key', 31)]
    """
    for found in _USER_INFO.finditer(text):
        part = "password" if found["password"] is not None else "user"
        if credential_in(found[part]) is not None:
            yield "password" if part == "password" else "token", Span(*found.span(part))
    for found in _QUERY.finditer(text):
        if is_credential_parameter(found["name"]) and "{" not in found["value"]:
            literal = credential_in(found["value"])
            if literal is not None:
                start = found.start("value")
                yield found["name"], Span(start + literal.start, start + literal.end)


def _kinds(text: str) -> int:
    """How many kinds of letters and digits a text has."""
    return any(c.islower() for c in text) + any(c.isupper() for c in text) + any(c.isdigit() for c in text)


def secret_name(field: str) -> str:
    """A name for the secret that takes a literal's place: `clientSecret` gives `CLIENT_SECRET`."""
    last = field.rpartition(".")[2]
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", last)
    return re.sub(r"\W+", "_", spaced).strip("_").upper() or "SECRET"
