"""What the inputs, headers and choices of the connectors are called and mean, for messages, hover and completion."""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """A short label, one line of documentation, and the group that a form would show the property in."""

    label: str
    doc: str = ""
    group: str = ""


def words_for(name: str) -> Words:
    """The words for an input's target, a header's key or a choice; GraphQL's own inputs share those of REST."""
    found = _WORDS.get(name)
    if found is None and name.startswith("graphql."):
        found = _WORDS.get(name.removeprefix("graphql."))
    return found or Words(name)


_WORDS: dict[str, Words] = {
    # The request
    "method": Words("Method", "The HTTP method: GET, POST, PUT, PATCH or DELETE.", "endpoint"),
    "url": Words("URL", "Where the request goes; begins with http:// or https://.", "endpoint"),
    "headers": Words("Headers", "A FEEL context of header names and their values.", "endpoint"),
    "queryParameters": Words(
        "Query parameters", "A FEEL context that is appended to the query of the URL.", "endpoint"
    ),
    "queryParamters": Words(
        "Query parameters", "A misspelt name of early templates; the connector ignores it.", "endpoint"
    ),
    "body": Words(
        "Body", "What is sent with POST, PUT and PATCH: a context as JSON or form, a text as it is.", "payload"
    ),
    "skipEncoding": Words("Skip URL encoding", "With `true` the URL is sent as written, not encoded anew.", "endpoint"),
    "followRedirects": Words("Follow redirects", "Whether a 3xx answer with a location is followed.", "endpoint"),
    "storeResponse": Words(
        "Store response", "Whether the response is stored as a document instead of a body.", "endpoint"
    ),
    "groupSetCookieHeaders": Words("Group cookies", "Gathers Set-Cookie headers in a list (8.7 only).", "endpoint"),
    "isHeaderGroupingEnabled": Words("Group headers", "An early name of cookie grouping; without effect.", "endpoint"),
    "ignoreNullValues": Words(
        "Leave out nulls", "Whether entries that are null are left out of a JSON body.", "payload"
    ),
    "headersValue": Words("Headers", "The headers, before a template of 2023 adds its content type.", "endpoint"),
    "contentTypeValue": Words(
        "Content type", "The content type that a template of 2023 adds to the headers.", "endpoint"
    ),
    "documentReturnFormat": Words("Response format", "How the response's body is read.", "endpoint"),
    "documentReturnFormat.choice": Words(
        "Response format", "JSON (the body must be JSON), TEXT, or DOCUMENT (stored, not a body).", "endpoint"
    ),
    "documentReturnFormat.encoding": Words("Response encoding", "The character set of a text response.", "endpoint"),
    # Time
    "connectionTimeoutInSeconds": Words(
        "Connection timeout", "Seconds to wait for a connection; 0 waits for ever, 20 if left out.", "timeout"
    ),
    "readTimeoutInSeconds": Words(
        "Read timeout", "Seconds to wait for data; 0 waits for ever, the connection timeout if left out.", "timeout"
    ),
    "writeTimeoutInSeconds": Words(
        "Write timeout", "Seconds to wait while sending; read by connectors of 8.5 only.", "timeout"
    ),
    # Authentication
    "authentication": Words("Authentication", "How the request proves who sends it.", "authentication"),
    "authentication.type": Words("Authentication", "How the request proves who sends it.", "authentication"),
    "authentication.apiKeyLocation": Words(
        "API key location", "Whether the key travels as a header or in the query.", "authentication"
    ),
    "authentication.name": Words("API key name", "The name of the header or query parameter.", "authentication"),
    "authentication.value": Words("API key value", "The key itself; keep it in a secret.", "authentication"),
    "authentication.username": Words("Username", "The name for basic authentication.", "authentication"),
    "authentication.password": Words("Password", "The password for basic authentication; a secret.", "authentication"),
    "authentication.token": Words("Bearer token", "Sent behind `Bearer `; keep it in a secret.", "authentication"),
    "graphql.authentication.token": Words(
        "Bearer token", "Where the templates up to version 3 wrote the token.", "authentication"
    ),
    "authentication.oauthTokenEndpoint": Words(
        "OAuth token endpoint", "The URL that the access token is fetched from.", "authentication"
    ),
    "authentication.clientId": Words("Client ID", "The OAuth client's name.", "authentication"),
    "authentication.clientSecret": Words("Client secret", "The OAuth client's secret.", "authentication"),
    "authentication.audience": Words(
        "Audience", "The API that the token is for, where the server asks.", "authentication"
    ),
    "authentication.clientAuthentication": Words(
        "Client authentication", "Whether ID and secret go in the body or in a Basic header.", "authentication"
    ),
    "authentication.scopes": Words("Scopes", "The OAuth scopes, divided by blanks.", "authentication"),
    "authentication.refreshToken": Words(
        "Refresh token", "The long-lived token that a new access token is fetched with.", "authentication"
    ),
    "authenticationConfiguration": Words(
        "Saved authentication", "A configuration that holds the authentication for several tasks.", "authentication"
    ),
    # TLS
    "clientTls": Words("Client TLS", "Certificates for mutual TLS.", "tls"),
    "clientTls.clientCertificate": Words("Client certificate", "PEM text; needs the private key too.", "tls"),
    "clientTls.clientPrivateKey": Words("Client private key", "PEM text; needs the certificate too.", "tls"),
    "clientTls.privateKeyPassword": Words("Private key password", "Opens an encrypted private key.", "tls"),
    "clientTls.trustedCertificate": Words("Trusted certificate", "PEM text of the authority to trust.", "tls"),
    # GraphQL
    "graphql.query": Words("Query", "The GraphQL query or mutation.", "graphql"),
    "graphql.variables": Words("Variables", "A FEEL context of the query's variables.", "graphql"),
    "graphql.method": Words("Method", "POST sends a JSON body, GET puts the query into the URL.", "endpoint"),
    # Headers and task definition
    "resultVariable": Words("Result variable", "The process variable that takes the whole response.", "output"),
    "resultExpression": Words(
        "Result expression", "A FEEL context that picks process variables from the response.", "output"
    ),
    "errorExpression": Words("Error expression", "FEEL that turns a response or failure into an error.", "error"),
    "retryBackoff": Words(
        "Retry backoff", "The pause before a retry, as an ISO-8601 duration such as PT30S.", "retries"
    ),
    "jobTimeout": Words("Job timeout", "How long the connector may hold the job, as an ISO-8601 duration.", "retries"),
    "elementTemplateVersion": Words("Template version", "Written by the template.", "connector"),
    "elementTemplateId": Words("Template id", "Written by the template.", "connector"),
    "type": Words("Job type", "The kind of job that the connector subscribes to.", "definition"),
    "retries": Words("Retries", "How often the engine tries again; 3 if left out.", "retries"),
    # Choices
    "noAuth": Words("None"),
    "basic": Words("Basic"),
    "bearer": Words("Bearer token"),
    "apiKey": Words("API key"),
    "oauth-client-credentials-flow": Words("OAuth 2.0 client credentials"),
    "oauth-refresh-token": Words("OAuth 2.0 refresh token"),
    "query": Words("Query"),
    "credentialsBody": Words("In the body"),
    "basicAuthHeader": Words("Basic header"),
    "DOCUMENT": Words("Document"),
    "TEXT": Words("Text"),
}
