"""OAuth 2.0 tokens: the request to the token endpoint, what is taken from its answer, and the cache of a process."""

from __future__ import annotations

import hashlib
import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from connlint_server.engine.authentication import ClientCredentialsAuthentication, RefreshTokenAuthentication
from connlint_server.engine.body import FORM, Body, form_text
from connlint_server.engine.charsets import text_of
from connlint_server.engine.credentials import Credentials, basic_header
from connlint_server.engine.errors import ConnectorError
from connlint_server.engine.java_text import java_text
from connlint_server.engine.json_text import NotJsonError, read_json
from connlint_server.engine.request import PreparedRequest
from connlint_server.engine.url import request_uri, require_host

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, MutableMapping

    from connlint_server.engine.authentication import OAuthAuthentication
    from connlint_server.engine.redaction import Redactor

TOKEN_ERROR = "OAUTH_TOKEN_ERROR"  # noqa: S105
EXPIRED = "OAUTH_REFRESH_TOKEN_EXPIRED"
INTERACTION = "OAUTH_INTERACTION_REQUIRED"
_EARLY_SECONDS = 10
_MAX_ENTRIES = 1000


@dataclass(frozen=True, slots=True, repr=False)
class Token:
    """An access token; `lifetime` in seconds, `None` where the endpoint gave no number."""

    value: str
    lifetime: float | None


def token_request(authentication: OAuthAuthentication) -> PreparedRequest:
    """The POST to the token endpoint. Run time: the user's headers, timeouts and certificates play no part in it."""
    fields: dict[str, str | None]
    credentials = Credentials()
    if isinstance(authentication, ClientCredentialsAuthentication):
        # Run time: the audience is always there, even when it has no value.
        fields = {"audience": authentication.audience, "grant_type": "client_credentials"}
        _add_filled(fields, scope=authentication.scopes)
        if authentication.client_authentication == "basicAuthHeader":
            header = basic_header(authentication.client_id or "", authentication.client_secret or "")
            credentials = Credentials(headers=(("Authorization", header),))
        elif authentication.client_authentication == "credentialsBody":
            fields |= {"client_id": authentication.client_id, "client_secret": authentication.client_secret}
        else:
            raise ConnectorError(
                f"Unsupported client authentication method: {authentication.client_authentication}. "
                "Please use either 'basicAuthHeader' or 'credentialsBody'."
            )
    else:
        fields = {
            "grant_type": "refresh_token",
            "client_id": authentication.client_id,
            "refresh_token": authentication.refresh_token,
        }
        _add_filled(fields, client_secret=authentication.client_secret, scope=authentication.scopes)
    endpoint = authentication.token_endpoint or ""
    uri = require_host(request_uri(endpoint, skip_encoding=False), endpoint)
    headers = (*credentials.headers, ("Content-Type", FORM))
    return PreparedRequest("POST", uri, headers, Body(form_text(fields).encode("ascii"), None))


def token_of(authentication: OAuthAuthentication, body: str | None, redactor: Redactor) -> Token:
    """The token in the endpoint's answer (`None`: it had no body). Raises the connector's errors.

    `redactor`: knows where the answer may be cut, so that no part of a secret stays in a message.
    """
    document = _document(body, redactor)
    if isinstance(authentication, RefreshTokenAuthentication):
        _refuse_error_answer(document)
    found = next(_values(document, "access_token"), _MISSING) if isinstance(document, dict) else _MISSING
    if found is _MISSING:
        raise ConnectorError("OAuth token response does not contain an access_token field", code=TOKEN_ERROR)
    expires_in = next(_values(document, "expires_in"), None)
    lifetime = expires_in if isinstance(expires_in, (int, float)) and not isinstance(expires_in, bool) else None
    return Token(_as_text(found), None if lifetime is None else float(lifetime))


def shown_tokens(body: bytes, content_type: str = "") -> tuple[str, ...]:
    """Every token in an endpoint's answer that must not be shown; in an answer that is no JSON, or only a part, too."""
    texts = {body.decode("utf-8", "replace"), text_of(body, content_type) or ""}
    found: list[Any] = []
    for text in texts:
        try:
            document = read_json(text)
        except NotJsonError:
            found += [match[1] for match in _NAMED_TOKEN.finditer(text)]
        else:
            found += [value for name, value in _members(document) if _TOKEN_NAME.search(name)]
    shown = (java_text(value) for value in found if not isinstance(value, (dict, list, bool)) and value is not None)
    return tuple(value for value in dict.fromkeys(shown) if value)


@dataclass(slots=True)
class TokenCache:
    """Tokens of one process by a hash of what they were asked with. Run time: a 401 of the API drops none of them.

    `entries` is where they are kept: token and end of use by key.
    """

    clock: Callable[[], float] = time.monotonic
    entries: MutableMapping[str, tuple[str, float]] = field(default_factory=dict, repr=False)

    def get(self, authentication: OAuthAuthentication) -> str | None:
        """The token if one is cached and not within ten seconds of its end."""
        key = _cache_key(authentication)
        entry = self.entries.get(key)
        if entry is None:
            return None
        token, end = entry
        if self.clock() < end:
            return token
        del self.entries[key]
        return None

    def put(self, authentication: OAuthAuthentication, token: Token) -> None:
        """Keep the token if it has a lifetime of more than ten seconds."""
        if token.lifetime is None or token.lifetime <= _EARLY_SECONDS:
            return
        if len(self.entries) >= _MAX_ENTRIES:
            del self.entries[next(iter(self.entries))]
        self.entries[_cache_key(authentication)] = (token.value, self.clock() + token.lifetime - _EARLY_SECONDS)


_MISSING = object()
_TOKEN_NAME = re.compile(r"(?i)(?:token|secret|password|assertion)$")
# In a form, in XML, in JSON that breaks off: a name, what parts it from its value, and the value.
_NAMED_TOKEN = re.compile(
    r"""(?i)(?:token|secret|password|assertion)["'\\]{0,4}\s{0,9}(?:[=:]\s{0,9}|>)["'\\]{0,4}([^\s"'&<>,;\\{}\[\]]{3,})"""
)


def _cache_key(authentication: OAuthAuthentication) -> str:
    if isinstance(authentication, ClientCredentialsAuthentication):
        parts: list[str | None] = [
            "client credentials",
            authentication.token_endpoint,
            authentication.client_id,
            authentication.client_secret,
            authentication.audience,
            authentication.scopes,
            authentication.client_authentication,
        ]
    else:
        parts = [
            "refresh token",
            authentication.token_endpoint,
            authentication.client_id,
            authentication.client_secret,
            authentication.refresh_token,
            authentication.scopes,
        ]
    digest = hashlib.sha256()
    for part in parts:
        raw = (part or "").encode("utf-8", "replace")
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()


def _add_filled(fields: dict[str, str | None], **values: str | None) -> None:
    fields.update({name: value for name, value in values.items() if value is not None and value.strip()})


def _document(body: str | None, redactor: Redactor) -> Any:
    if body is None:
        return None
    document: Any = None
    try:
        document = read_json(body)
    except NotJsonError:
        document = None
    if not isinstance(document, (dict, list)):
        shown = body if len(body) <= 100 else redactor.cut(body, 97) + "..."
        raise ConnectorError(f"Response body is not valid JSON: {shown if body.strip() else '<empty>'}")
    return document


def _refuse_error_answer(document: Any) -> None:
    error = document.get("error") if isinstance(document, dict) else None
    if error is None:
        return
    described = document.get("error_description")
    detail = "no description provided" if described is None else _as_text(described)
    if error == "invalid_grant":
        text = f"Refresh token is invalid or expired; re-authorization is required. Details: {detail}"
        raise ConnectorError(text, code=EXPIRED)
    if error == "interaction_required":
        raise ConnectorError(
            "The identity provider requires user interaction before a token can be issued; "
            f"re-authorization is required. Details: {detail}",
            code=INTERACTION,
        )
    raise ConnectorError(f"OAuth token exchange failed: {_as_text(error)}. {detail}", code=TOKEN_ERROR)


def _values(node: Any, name: str) -> Iterator[Any]:
    """The values under that key at any depth: an object's own before those further down."""
    return (value for key, value in _members(node) if key == name)


def _members(node: Any) -> Iterator[tuple[str, Any]]:
    """The members of every object at any depth: an object's own before those further down, with no recursion."""
    todo = [node]
    while todo:
        item = todo.pop()
        if isinstance(item, dict):
            yield from item.items()
            todo += reversed(item.values())
        elif isinstance(item, list):
            todo += reversed(item)


def _as_text(value: Any) -> str:
    return "" if isinstance(value, (dict, list)) else java_text(value)
