"""Job variables -> the connector's typed input, with Jackson's coercions and error texts.

Fields are read in the order in which they stand in the JSON: the first that cannot be read is the one that is reported.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from connlint_server.engine.authentication import (
    ApiKeyAuthentication,
    Authentication,
    BasicAuthentication,
    BearerAuthentication,
    ClientCredentialsAuthentication,
    NoAuthentication,
    RefreshTokenAuthentication,
)
from connlint_server.engine.coercions import (
    Documents,
    as_any,
    as_boolean,
    as_choice,
    as_integer,
    as_object,
    as_text,
    as_text_map,
    no_creator,
)
from connlint_server.engine.documents import DocumentStore
from connlint_server.engine.errors import ConnectorError, input_error, invalid_field
from connlint_server.engine.json_text import NotJsonError, read_json
from connlint_server.engine.tls import ClientTls

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

METHODS = ("POST", "GET", "DELETE", "PATCH", "PUT")
REQUEST_TYPE = "io.camunda.connector.http.rest.model.HttpJsonRequest"
_BASE = "io.camunda.connector.http.base.model"
T = TypeVar("T")


@dataclass(frozen=True, slots=True, repr=False)
class ConnectorInput:
    """The bound input of one job. Timeouts in seconds; `None` is the connector's default, 0 is without end."""

    method: str | None = None
    url: str | None = None
    headers: Mapping[str, str | None] | None = None
    query_parameters: Mapping[str, str | None] | None = None
    body: Any = None
    inline_authentication: Authentication | None = None
    configured_authentication: Authentication | None = None
    has_configuration: bool = False
    skip_encoding: bool = False
    connection_timeout: int | None = None
    read_timeout: int | None = None
    client_tls: ClientTls | None = None
    store_response: bool = False
    ignore_null_values: bool = False
    follow_redirects: bool = False

    @property
    def authentication(self) -> Authentication | None:
        """The one that is used. Run time: a configuration object wins even when it holds no authentication."""
        return self.configured_authentication if self.has_configuration else self.inline_authentication


def parse_variables(variables_json: str, request_type: str = REQUEST_TYPE) -> dict[str, Any]:
    """The variables as an object; a list of one object counts as that object."""
    value: Any = None
    readable = True
    try:
        value = read_json(variables_json)
    except NotJsonError:
        readable = False
    if not readable:
        raise input_error("This is not a JSON object")
    return _root_object(value, request_type)


def _root_object(value: Any, request_type: str) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    if isinstance(value, list):
        return as_object(value, "", request_type, lambda item: _root_object(item, request_type))
    if value is None:
        raise ConnectorError("The job has no variables")
    raise input_error(no_creator(request_type, value))


def bind(
    variables: Mapping[str, Any], *, fetched: Mapping[str, bytes] | None = None, store: DocumentStore | None = None
) -> ConnectorInput:
    """Bind the variables of a REST connector job. `fetched`: contents of external documents by URL."""
    documents = Documents(fetched or {}, store or DocumentStore())
    readers: dict[str, Callable[[Any], dict[str, Any]]] = {
        "method": lambda value: {"method": read_method(value, "method")},
        "url": lambda value: {"url": as_text(value, "url", documents)},
        "headers": lambda value: {"headers": as_text_map(value, "headers", documents)},
        "queryParameters": lambda value: {"query_parameters": as_text_map(value, "queryParameters", documents)},
        "body": lambda value: {"body": as_any(value, "body", documents)},
        "skipEncoding": lambda value: {"skip_encoding": as_text(value, "skipEncoding", documents) == "true"},
        "connectionTimeoutInSeconds": lambda value: {
            "connection_timeout": as_integer(value, "connectionTimeoutInSeconds")
        },
        "readTimeoutInSeconds": lambda value: {"read_timeout": as_integer(value, "readTimeoutInSeconds")},
        "storeResponse": lambda value: {"store_response": as_boolean(value, "storeResponse")},
        "ignoreNullValues": lambda value: {"ignore_null_values": as_boolean(value, "ignoreNullValues")},
        "followRedirects": lambda value: {"follow_redirects": as_boolean(value, "followRedirects")},
        "clientTls": lambda value: {"client_tls": _client_tls(value, documents)},
        **authentication_readers(documents),
    }
    return ConnectorInput(**read_fields(variables, readers))


def read_fields(values: Mapping[str, Any], readers: Mapping[str, Callable[[Any], dict[str, Any]]]) -> dict[str, Any]:
    """Read the known fields in the order of the values; unknown ones are ignored."""
    fields: dict[str, Any] = {}
    for name, value in values.items():
        if reader := readers.get(name):
            fields.update(reader(value))
    return fields


def authentication_readers(documents: Documents) -> dict[str, Callable[[Any], dict[str, Any]]]:
    """The two fields that can authenticate: the task's own object and a configuration of the cluster."""
    return {
        "authentication": lambda value: {"inline_authentication": _authentication(value, "authentication", documents)},
        "authenticationConfiguration": lambda value: _configuration(value, documents),
    }


def read_method(value: Any, path: str) -> str | None:
    return as_choice(value, path, METHODS, f"{_BASE}.HttpMethod")


def _configuration(value: Any, documents: Documents) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        return as_object(
            value,
            "authenticationConfiguration",
            f"{_BASE}.auth.RestAuthenticationConfiguration",
            lambda item: _configuration(item, documents),
        )
    path = "authenticationConfiguration, authentication"
    return {
        "has_configuration": True,
        "configured_authentication": _authentication(value.get("authentication"), path, documents),
    }


def _client_tls(value: Any, documents: Documents) -> ClientTls | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        return as_object(value, "clientTls", f"{_BASE}.ClientTls", lambda item: _client_tls(item, documents))

    def text(name: str) -> str | None:
        return as_text(value.get(name), f"clientTls, {name}", documents)

    return ClientTls(
        client_certificate=text("clientCertificate"),
        client_private_key=text("clientPrivateKey"),
        private_key_password=text("privateKeyPassword"),
        trusted_certificate=text("trustedCertificate"),
    )


def _authentication(value: Any, path: str, documents: Documents) -> Authentication | None:
    if value is None:
        return None
    if isinstance(value, list):
        found = "START_OBJECT" if value and isinstance(value[0], dict) else "END_ARRAY"
        raise input_error(
            f"Unexpected token ({found}), expected VALUE_STRING: need String, Number of Boolean value that contains type "
            f"id (for subtype of {_BASE}.auth.Authentication)"
        )
    kind = value.get("type") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in _KINDS:
        raise invalid_field(path, None)
    names, make = _KINDS[kind]
    bound: dict[str, str | None] = {}
    for name, item in value.items():
        if name in names:
            field_path = f"{path}, {name}"
            if name == "apiKeyLocation":
                bound[name] = as_choice(item, field_path, ("headers", "query"), f"{_BASE}.auth.ApiKeyLocation")
            else:
                bound[name] = as_text(item, field_path, documents)
    return make(*(bound.get(name) for name in names))


_KINDS: dict[str, tuple[tuple[str, ...], Callable[..., Authentication]]] = {
    "noAuth": ((), NoAuthentication),
    "basic": (("username", "password"), BasicAuthentication),
    "bearer": (("token",), BearerAuthentication),
    "apiKey": (("apiKeyLocation", "name", "value"), ApiKeyAuthentication),
    "oauth-client-credentials-flow": (
        ("oauthTokenEndpoint", "clientId", "clientSecret", "audience", "clientAuthentication", "scopes"),
        ClientCredentialsAuthentication,
    ),
    "oauth-refresh-token": (
        ("oauthTokenEndpoint", "clientId", "clientSecret", "refreshToken", "scopes"),
        RefreshTokenAuthentication,
    ),
}
