"""The ways to authenticate, as data, and what of them must not be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping


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


OAuthAuthentication: TypeAlias = ClientCredentialsAuthentication | RefreshTokenAuthentication


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
