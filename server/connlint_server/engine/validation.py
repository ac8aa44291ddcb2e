"""The connector's own checks after binding: every violation at once, as one input error."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connlint_server.engine.authentication import (
    ApiKeyAuthentication,
    Authentication,
    BasicAuthentication,
    BearerAuthentication,
    ClientCredentialsAuthentication,
    RefreshTokenAuthentication,
)
from connlint_server.engine.errors import VALIDATION_PREFIX, input_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint_server.engine.binding import ConnectorInput

NOT_NULL = "must not be null"
NOT_EMPTY = "must not be empty"
NOT_BLANK = "must not be blank"
HTTP_URL = "Must be a http(s) URL"

# A full match, and Java's dot stops at every line end; "=" alone and what a secret filter left in place also pass.
_URL = re.compile(r"=|(?:http://|https://|secrets|\{\{)[^\n\r\u0085\u2028\u2029]*")

Violation = tuple[str, str]


def validate(job: ConnectorInput) -> None:
    """Raise the connector's error with every violated constraint of the job."""
    refuse([*request_violations(job), *authentication_violations(job)])


def refuse(violations: list[Violation]) -> None:
    """Raise the one error that lists the violations, if there are any."""
    if violations:
        lines = "".join(
            f"\n - Property: {name}: Validation failed. Original message: {text}" for name, text in violations
        )
        raise input_error(VALIDATION_PREFIX + lines)


def request_violations(job: ConnectorInput, prefix: str = "") -> Iterator[Violation]:
    """Constraints on url and method; `prefix` stands before the property names (GraphQL: `graphql.`)."""
    if job.method is None:
        yield f"{prefix}method", NOT_NULL
    if job.url is None or not job.url.strip():
        yield f"{prefix}url", NOT_BLANK
    yield from _url_violations(f"{prefix}url", job.url)


def authentication_violations(job: ConnectorInput) -> Iterator[Violation]:
    """Constraints on both authentications: the inline one counts even where a configuration overrides it."""
    yield from _violations_of(job.inline_authentication, "authentication")
    yield from _violations_of(job.configured_authentication, "authenticationConfiguration.authentication")


def _violations_of(authentication: Authentication | None, path: str) -> Iterator[Violation]:
    match authentication:
        case BasicAuthentication(username, _):
            yield from _empty(path, username=username)
        case BearerAuthentication(token):
            yield from _empty(path, token=token)
        case ApiKeyAuthentication(location, name, value):
            if location is None:
                yield f"{path}.apiKeyLocation", NOT_NULL
            yield from _empty(path, name=name, value=value)
        case ClientCredentialsAuthentication(endpoint, client_id, client_secret, _, client_authentication, _):
            yield from _empty(
                path,
                oauthTokenEndpoint=endpoint,
                clientId=client_id,
                clientSecret=client_secret,
                clientAuthentication=client_authentication,
            )
            yield from _url_violations(f"{path}.oauthTokenEndpoint", endpoint)
        case RefreshTokenAuthentication(endpoint, client_id, _, refresh_token, _):
            yield from _empty(path, oauthTokenEndpoint=endpoint, clientId=client_id, refreshToken=refresh_token)
            yield from _url_violations(f"{path}.oauthTokenEndpoint", endpoint)
        case _:
            pass


def _empty(path: str, **values: str | None) -> Iterator[Violation]:
    for name, value in values.items():
        if not value:
            yield f"{path}.{name}", NOT_EMPTY


def _url_violations(path: str, url: str | None) -> Iterator[Violation]:
    if url is not None and not _URL.fullmatch(url):
        yield path, HTTP_URL
