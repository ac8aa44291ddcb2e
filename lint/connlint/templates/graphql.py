"""The GraphQL template `io.camunda.connectors.GraphQL.v1`, version by version.

There is no version 5 (it never went out) and of the hybrid template only version 12 is known.
"""

from __future__ import annotations

from connlint.job_types import GRAPHQL_JOB_TYPE
from connlint.templates.draft import Draft, Release, definition_of, dropdown, header_of, input_of
from connlint.templates.model import Equals, Pattern
from connlint.templates.shared_changes import (
    TIMEOUT_MESSAGE,
    URL,
    URL_MESSAGE,
    api_key,
    behind_saved_authentication,
    first_credentials,
    hybrid,
    identity,
    job_timeout,
    nested_authentication_type,
    refresh_token,
    response_format,
    retries,
    saved_authentication,
    secret_marks,
)

ID = "io.camunda.connectors.GraphQL.v1"

_CLIENT_CREDENTIALS = "oauth-client-credentials-flow"


def _1(t: Draft) -> None:
    chosen = "authenticationType"
    oauth, basic = Equals(chosen, _CLIENT_CREDENTIALS), Equals(chosen, "basic")
    t.name = "GraphQL connector"
    t.engines = "^8.2"
    t.add(
        definition_of("type", "Hidden", "none", "taskType", GRAPHQL_JOB_TYPE),
        dropdown("authentication.type", f"noAuth basic bearer {_CLIENT_CREDENTIALS}", default="noAuth", id=chosen),
        input_of(
            "graphql.url", not_empty=True, pattern=Pattern("^(=|(http://|https://|secrets).*$)", URL_MESSAGE + ".")
        ),
        dropdown("graphql.method", "post get", default="post"),
        input_of("graphql.headers", "Text", "required", optional=True),
        input_of("graphql.query", "Text", "none", not_empty=True),
        input_of("graphql.variables", "Text", "required", optional=True),
        input_of("graphql.authentication.token", not_empty=True, when=Equals(chosen, "bearer")),
        *first_credentials(oauth, basic),
        input_of(
            "graphql.connectionTimeoutInSeconds",
            optional=True,
            default="20",
            pattern=Pattern(r"^(=|([0-9]+|secrets\..+)$)", TIMEOUT_MESSAGE),
        ),
        header_of("resultVariable"),
        header_of("resultExpression", "Text", "required"),
        header_of("errorExpression", "Text", "required"),
    )


def _2(t: Draft) -> None:
    t.pattern(Pattern(r"^(=|(https?://|secrets\..+|\{\{secrets\..+\}\}).*$)", URL_MESSAGE + "."), "graphql.url")
    t.pattern(
        Pattern(r"^(=|([0-9]+|secrets\..+|\{\{secrets\..+\}\})$)", TIMEOUT_MESSAGE),
        "graphql.connectionTimeoutInSeconds",
    )


def _3(t: Draft) -> None:
    t.name = "GraphQL Outbound Connector"
    t.pattern(Pattern(r"^(=|(https?://|\{\{secrets\..+\}\}).*$)", URL_MESSAGE + "."), "graphql.url")
    t.pattern(Pattern(r"^(=|([0-9]+|\{\{secrets\..+\}\})$)", TIMEOUT_MESSAGE), "graphql.connectionTimeoutInSeconds")


def _4(t: Draft) -> None:
    t.engines = "^8.4"
    t.drop("graphql.authentication.token")
    t.add(input_of("authentication.token", not_empty=True, when=Equals("authenticationType", "bearer")))


def _6(t: Draft) -> None:
    t.engines = "^8.5"
    nested_authentication_type(t, f"apiKey basic bearer noAuth {_CLIENT_CREDENTIALS}")
    api_key(t)
    retries(t)
    t.choices("graphql.method", "get post", "get")
    t.demand("graphql.method")
    t.pattern(URL, "graphql.url", "authentication.oauthTokenEndpoint")
    t.types("String", "required", "graphql.headers", "graphql.variables")
    t.feel("optional", "graphql.query")
    t.pattern(None, "graphql.connectionTimeoutInSeconds")


def _7(t: Draft) -> None:
    t.engines = "^8.3"
    t.add(input_of("graphql.storeResponse", "Boolean", "static", default=False))
    t.types("Number", "static", "graphql.connectionTimeoutInSeconds")
    t.default("graphql.connectionTimeoutInSeconds", 20)
    t.feel("none", "retryBackoff")


def _8(t: Draft) -> None:
    identity(t, ID)


def _9(t: Draft) -> None:
    t.name = "Send GraphQL Request"
    t.engines = "^8.9"
    refresh_token(t)
    t.add(input_of("graphql.readTimeoutInSeconds", "Number", "static", optional=True, default=20))
    t.default("retryBackoff", "PT30S")


def _11(t: Draft) -> None:
    t.engines = "^8.10"
    response_format(t, "graphql.storeResponse")


def _12(t: Draft) -> None:
    saved_authentication(t)
    job_timeout(t)


def _13(t: Draft) -> None:
    behind_saved_authentication(t, "graphql.url")


RELEASES: tuple[Release, ...] = (
    Release("1", _1),
    Release("2", _2),
    Release("3", _3),
    Release("4", _4),
    Release("6", _6),
    Release("7", _7),
    Release("8", _8),
    Release("9", _9),
    Release("10", secret_marks),
    Release("11", _11),
    Release("12", _12),
    Release("13", _13),
)
HYBRID_RELEASES: tuple[Release, ...] = (Release("12", hybrid(RELEASES, "12", GRAPHQL_JOB_TYPE)),)
