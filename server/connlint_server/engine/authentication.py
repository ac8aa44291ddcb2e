"""The ways to authenticate, as data, and what each adds to the request.

`credentials_of` gives the steps to what is added. It is a generator, and never holds a client: for OAuth it yields one
`TokenCall`, which says what the token is asked with, and is sent the token itself; for all others it yields nothing.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from connlint_server.engine.oauth import TokenCall

# Run time: this very text in the password field means "no password".
EMPTY_PASSWORD = "SPEC_PASSWORD_EMPTY_PATTERN"  # noqa: S105


@dataclass(frozen=True, slots=True, repr=False)
class NoAuthentication:
    """`noAuth`: nothing is added."""


@dataclass(frozen=True, slots=True, repr=False)
class BasicAuthentication:
    username: str | None
    password: str | None


@dataclass(frozen=True, slots=True, repr=False)
class BearerAuthentication:
    token: str | None


@dataclass(frozen=True, slots=True, repr=False)
class ApiKeyAuthentication:
    """`location` is `headers` or `query`."""

    location: str | None
    name: str | None
    value: str | None


@dataclass(frozen=True, slots=True, repr=False)
class ClientCredentialsAuthentication:
    """OAuth 2.0 client credentials; `client_authentication` is `basicAuthHeader` or `credentialsBody`."""

    token_endpoint: str | None
    client_id: str | None
    client_secret: str | None
    audience: str | None
    client_authentication: str | None
    scopes: str | None


@dataclass(frozen=True, slots=True, repr=False)
class RefreshTokenAuthentication:
    """OAuth 2.0 with a refresh token."""

    token_endpoint: str | None
    client_id: str | None
    client_secret: str | None
    refresh_token: str | None
    scopes: str | None


Authentication: TypeAlias = (
    NoAuthentication
    | BasicAuthentication
    | BearerAuthentication
    | ApiKeyAuthentication
    | ClientCredentialsAuthentication
    | RefreshTokenAuthentication
)


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """What an authentication adds to the request: headers before the user's, query parameters before the user's."""

    headers: tuple[tuple[str, str], ...] = ()
    query: tuple[tuple[str, str], ...] = ()


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
            from connlint_server.engine.oauth import TokenCall

            token = yield TokenCall(authentication)
            return _authorization(f"Bearer {token}")


def basic_header(username: str, password: str) -> str:
    """`Basic ` and the base64 of `username:password` in UTF-8."""
    if password == EMPTY_PASSWORD:
        password = ""
    return "Basic " + base64.b64encode(f"{username}:{password}".encode("utf-8", "replace")).decode("ascii")


def literal_credentials(authentication: Authentication | None) -> tuple[str, ...]:
    """The values of an authentication that must not be shown, whether they came from a secret or stood in the model."""
    match authentication:
        case BasicAuthentication(_, password):
            values: tuple[str | None, ...] = (password,)
        case BearerAuthentication(token):
            values = (token,)
        case ApiKeyAuthentication(_, _, value):
            values = (value,)
        case ClientCredentialsAuthentication(client_secret=secret):
            values = (secret,)
        case RefreshTokenAuthentication(client_secret=secret, refresh_token=token):
            values = (secret, token)
        case _:
            values = ()
    return tuple(value for value in values if value)


def credential_headers(headers: Mapping[str, str | None] | None) -> tuple[str, ...]:
    """What must not be shown of the user's own Authorization and Cookie headers: all but the scheme or cookie names."""
    values: list[str] = []
    for name, value in (headers or {}).items():
        if not value or not value.strip():
            continue
        if name.lower() in {"authorization", "proxy-authorization"}:
            scheme, _, rest = value.strip().partition(" ")
            values.append(rest.strip() or scheme)
        elif name.lower() == "cookie":
            values += [pair.partition("=")[2].strip() for pair in value.split(";")]
    return tuple(value for value in values if value)


def _authorization(value: str) -> Credentials:
    return Credentials(headers=(("Authorization", value),))
