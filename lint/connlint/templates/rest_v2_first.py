"""The REST template `io.camunda.connectors.HttpJson.v2` as it was written by hand: without a version, 1 and 2.

Many contents went out without a version from December 2022 on; each is told as the later one with what it lacked.
"""

from __future__ import annotations

from connlint.job_types import REST_JOB_TYPE
from connlint.templates.draft import Draft, Release, Variant, definition_of, dropdown, header_of, input_of
from connlint.templates.model import Equals, OneOf, Pattern, Unreadable
from connlint.templates.shared_changes import TIMEOUT_MESSAGE, URL_MESSAGE, authentication_inputs, first_credentials

_OAUTH = ("oauthTokenEndpoint", "clientId", "clientSecret", "scopes", "audience", "clientAuthentication")


def _first(t: Draft) -> None:
    chosen = "authenticationType"
    bearer, basic, oauth = (Equals(chosen, each) for each in ("bearer", "basic", "oauth-client-credentials-flow"))
    t.name = "REST connector"
    t.add(
        definition_of("type", "Hidden", "none", "taskType", REST_JOB_TYPE),
        dropdown(
            "authentication.type", "noAuth basic bearer oauth-client-credentials-flow", default="noAuth", id=chosen
        ),
        dropdown("method", "get post patch put delete", default="get"),
        input_of("url", not_empty=True, pattern=Pattern("^(=|(http://|https://|secrets).*$)", URL_MESSAGE + ".")),
        input_of("queryParameters", "Text", "required", optional=True),
        input_of("headers", "Text", "required", optional=True),
        input_of("authentication.token", not_empty=True, when=bearer),
        *first_credentials(oauth, basic),
        input_of(
            "connectionTimeoutInSeconds",
            optional=True,
            default="20",
            pattern=Pattern(r"^(=|([0-9]+|secrets\..+)$)", TIMEOUT_MESSAGE),
        ),
        input_of("body", "Text", optional=True, when=OneOf("method", ("post", "put", "patch", "delete"))),
        header_of("resultVariable"),
        header_of("resultExpression", "Text", "required"),
        header_of("errorExpression", "Text", "required"),
    )


def _of_july_2023(t: Draft) -> None:
    t.pattern(Pattern("^(=|http://|https://|secrets).*$", URL_MESSAGE + "."), "url")
    t.pattern(Pattern(r"^(=.+|[0-9]+|secrets\..+)$", TIMEOUT_MESSAGE), "connectionTimeoutInSeconds")


def _of_april_2023(t: Draft) -> None:
    _of_july_2023(t)
    t.feel("none", "connectionTimeoutInSeconds")
    t.pattern(
        Pattern("^([0-9]*$)|(secrets.*$)", "Must be timeout in seconds (default value is 20 seconds)"),
        "connectionTimeoutInSeconds",
    )


def _of_february_2023(t: Draft) -> None:
    _of_april_2023(t)
    t.feel("required", "body")


def _with_content_type(t: Draft) -> None:
    _of_february_2023(t)
    t.add(
        input_of("headersValue", "Text", "required", optional=True),
        # When this one is shown is not known; that it exists is.
        dropdown("contentTypeValue", "application/json text/plain", when=Unreadable("not published")),
    )
    t.types("Hidden", "none", "headers")
    t.demand("headers")


def _of_december_2022(t: Draft) -> None:
    _of_february_2023(t)
    t.pattern(Pattern("^(=|https?://).*", URL_MESSAGE + "."), "url")


def _demanding_audience(t: Draft) -> None:
    _of_december_2022(t)
    t.demand("authentication.audience")


def _before_oauth(t: Draft) -> None:
    _of_december_2022(t)
    t.drop(*authentication_inputs(*_OAUTH))
    t.choices("authenticationType", "noAuth basic bearer", "noAuth")


def _before_timeouts(t: Draft) -> None:
    _before_oauth(t)
    t.drop("connectionTimeoutInSeconds")


def _before_feel_url(t: Draft) -> None:
    _before_timeouts(t)
    t.pattern(Pattern("^https?://.*", URL_MESSAGE + "."), "url")


_FIRST_VARIANTS = (
    _of_july_2023,
    _of_april_2023,
    _with_content_type,
    _of_february_2023,
    _of_december_2022,
    _demanding_audience,
    _before_oauth,
    _before_timeouts,
    _before_feel_url,
)


def _1(t: Draft) -> None:
    t.engines = "^8.2"


def _2(t: Draft) -> None:
    t.pattern(Pattern(r"^(=|(https?://|secrets\..+|\{\{secrets\..+\}\}).*$)", URL_MESSAGE), "url")
    t.pattern(Pattern(r"^(=|([0-9]+|secrets\..+|\{\{secrets\..+\}\})$)", TIMEOUT_MESSAGE), "connectionTimeoutInSeconds")


def _2_of_2023(t: Draft) -> None:
    t.pattern(Pattern(r"^(=|https?://|\{\{secrets\..+\}\}).*$", URL_MESSAGE), "url")
    t.pattern(Pattern(r"^(=.+|[0-9]+|\{\{secrets\..+\}\})$", TIMEOUT_MESSAGE), "connectionTimeoutInSeconds")


FIRST_RELEASES: tuple[Release, ...] = (
    Release(None, _first, tuple(Variant(None, each) for each in _FIRST_VARIANTS)),
    Release("1", _1, (Variant(None, _of_july_2023),)),
    Release("2", _2, (Variant(None, _2_of_2023),)),
)
