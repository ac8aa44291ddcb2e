"""The GraphQL connector (`io.camunda:connector-graphql:1`): its input as a request of the REST connector's client."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from connlint_server.engine.binding import ConnectorInput, authentication_readers, read_fields, read_method
from connlint_server.engine.body import BODY_METHODS
from connlint_server.engine.coercions import Documents, as_any, as_boolean, as_integer, as_object, as_text, as_text_map
from connlint_server.engine.documents import DocumentStore
from connlint_server.engine.errors import ConnectorError
from connlint_server.engine.java_text import java_text
from connlint_server.engine.json_text import write_json
from connlint_server.engine.validation import (
    NOT_BLANK,
    NOT_NULL,
    Violation,
    authentication_violations,
    refuse,
    request_violations,
)

REQUEST_TYPE = "io.camunda.connector.http.graphql.model.GraphQLRequest"
ERROR_CODE = "GRAPHQL_ERROR"


@dataclass(frozen=True, slots=True, repr=False)
class GraphQlInput:
    """The bound input: the query with its variables, and the request fields around them."""

    query: str | None
    variables: Any
    request: ConnectorInput
    is_given: bool


def bind_graphql(
    variables: Mapping[str, Any], *, fetched: Mapping[str, bytes] | None = None, store: DocumentStore | None = None
) -> GraphQlInput:
    """Bind the job variables; the request fields lie under `graphql`."""
    documents = Documents(fetched or {}, store or DocumentStore())
    readers = {
        "graphql": lambda value: {"graphql": _graphql_fields(value, documents)},
        **authentication_readers(documents),
    }
    fields = read_fields(variables, readers)
    graphql = fields.pop("graphql", None)
    query = (graphql or {}).pop("query", None)
    query_variables = (graphql or {}).pop("variables", None)
    return GraphQlInput(query, query_variables, ConnectorInput(**(graphql or {}), **fields), graphql is not None)


def validate_graphql(job: GraphQlInput) -> None:
    """Raise the connector's error with every violated constraint."""
    refuse([*_violations(job), *authentication_violations(job.request)])


def request_of(job: GraphQlInput) -> ConnectorInput:
    """The request: `{query, variables}` as JSON body, or as query parameters for a method without one."""
    payload: dict[str, Any] = {"query": job.query}
    if job.variables is not None:
        payload["variables"] = job.variables
    request = job.request
    is_body = request.method in BODY_METHODS
    parameters = {
        name: write_json(value) if isinstance(value, Mapping) else java_text(value) for name, value in payload.items()
    }
    return ConnectorInput(
        method=request.method,
        url=request.url,
        headers=request.headers,
        query_parameters=None if is_body else parameters,
        body=payload if is_body else None,
        inline_authentication=request.inline_authentication,
        configured_authentication=request.configured_authentication,
        has_configuration=request.has_configuration,
        connection_timeout=request.connection_timeout,
        read_timeout=request.read_timeout,
        store_response=request.store_response,
    )


def refuse_errors(result: Mapping[str, Any] | None) -> None:
    """Raise `GRAPHQL_ERROR` where a successful response reports errors in its body."""
    body = (result or {}).get("body")
    errors = body.get("errors") if isinstance(body, dict) else None
    if not isinstance(errors, list) or not errors:
        return
    first = errors[0]
    message = first.get("message") if isinstance(first, dict) else None
    variables = {"response": {"body": body, "headers": (result or {}).get("headers")}}
    raise ConnectorError(java_text(message), code=ERROR_CODE, variables=variables)


def _graphql_fields(value: Any, documents: Documents) -> dict[str, Any] | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        return as_object(value, "graphql", f"{REQUEST_TYPE}$GraphQL", lambda item: _graphql_fields(item, documents))
    readers = {
        "query": lambda item: {"query": as_text(item, "graphql, query", documents)},
        "variables": lambda item: {"variables": as_any(item, "graphql, variables", documents)},
        "method": lambda item: {"method": read_method(item, "graphql, method")},
        "url": lambda item: {"url": as_text(item, "graphql, url", documents)},
        "headers": lambda item: {"headers": as_text_map(item, "graphql, headers", documents)},
        "storeResponse": lambda item: {"store_response": as_boolean(item, "graphql, storeResponse")},
        "connectionTimeoutInSeconds": lambda item: {
            "connection_timeout": as_integer(item, "graphql, connectionTimeoutInSeconds")
        },
        "readTimeoutInSeconds": lambda item: {"read_timeout": as_integer(item, "graphql, readTimeoutInSeconds")},
    }
    return read_fields(value, readers)


def _violations(job: GraphQlInput) -> Iterator[Violation]:
    if not job.is_given:
        yield "graphql", NOT_NULL
        return
    if job.query is None or not job.query.strip():
        yield "graphql.query", NOT_BLANK
    yield from request_violations(job.request, "graphql.")
