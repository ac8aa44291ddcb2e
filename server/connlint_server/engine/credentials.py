"""What an authentication adds to a request, and the steps to it.

`credentials_of` is a generator, and never holds a client: for OAuth it yields one `TokenCall`, which says what the token is
asked with, and is sent the token itself; for all others it yields nothing.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING

from connlint_server.engine.authentication import (
    ApiKeyAuthentication,
    BasicAuthentication,
    BearerAuthentication,
    NoAuthentication,
)

if TYPE_CHECKING:
    from collections.abc import Generator

    from connlint_server.engine.authentication import Authentication, OAuthAuthentication

# Run time: this very text in the password field means "no password".
EMPTY_PASSWORD = "SPEC_PASSWORD_EMPTY_PATTERN"  # noqa: S105


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """What an authentication adds to the request: headers before the user's, query parameters before the user's."""

    headers: tuple[tuple[str, str], ...] = ()
    query: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class TokenCall:
    """A token is needed, asked for with this authentication."""

    authentication: OAuthAuthentication


def credentials_of(authentication: Authentication | None) -> Generator[TokenCall, str, Credentials]:
    """The steps to the credentials: yields token calls, expects the token for each, returns what is to be added."""
    match authentication:
        case None | NoAuthentication():
            return Credentials()
        case BasicAuthentication(username, password):
            return _authorization(basic_header(username or "", password or ""))
        case BearerAuthentication(token):
            return _authorization(f"Bearer {token or ''}")
        case ApiKeyAuthentication("query", name, value):
            return Credentials(query=((name or "", value or ""),))
        case ApiKeyAuthentication(_, name, value):
            return Credentials(headers=((name or "", value or ""),))
        case _:
            token = yield TokenCall(authentication)
            return _authorization(f"Bearer {token}")


def basic_header(username: str, password: str) -> str:
    """`Basic ` and the base64 of `username:password` in UTF-8."""
    if password == EMPTY_PASSWORD:
        password = ""
    return "Basic " + base64.b64encode(f"{username}:{password}".encode("utf-8", "replace")).decode("ascii")


def _authorization(value: str) -> Credentials:
    return Credentials(headers=(("Authorization", value),))
