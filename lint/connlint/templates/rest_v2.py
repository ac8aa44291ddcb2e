"""The REST template `io.camunda.connectors.HttpJson.v2`, version by version.

A new version is one function with what it changed and one line in `RELEASES`. Where several contents went out
under one number, the last one is the release's own and the others are variants of it.
"""

from __future__ import annotations

from connlint.templates.draft import (
    Draft,
    Release,
    Variant,
    definition_of,
    dropdown,
    header_of,
    input_of,
)
from connlint.templates.model import AllMatch, Equals, IsEmpty, OneOf, Pattern, Property, Unreadable

ID = "io.camunda.connectors.HttpJson.v2"
HYBRID_ID = "io.camunda.connectors.HttpJson.v2-hybrid"

_URL_MESSAGE = "Must be a http(s) URL"
_TIMEOUT_MESSAGE = "Must be a timeout in seconds (default value is 20 seconds) or a FEEL expression"
_URL = Pattern(r"^(=|(http://|https://|secrets|\{\{).*$)", _URL_MESSAGE)
_LOOSE_URL = Pattern(r"^(=|http://|https://|secrets|\{\{).*$", _URL_MESSAGE)
_DIGITS = Pattern(r"^\d+$", "Must be a number")

_OAUTH = ("oauthTokenEndpoint", "clientId", "clientSecret", "scopes", "audience", "clientAuthentication")
_WITH_BODY = OneOf("method", ("POST", "PUT", "PATCH"))
_TIMEOUTS = ("connectionTimeoutInSeconds", "readTimeoutInSeconds")


def _authentication(*names: str) -> list[str]:
    return [f"authentication.{name}" for name in names]


def _first(t: Draft) -> None:
    chosen = "authenticationType"
    bearer, basic, oauth = (Equals(chosen, each) for each in ("bearer", "basic", "oauth-client-credentials-flow"))
    t.name = "REST connector"
    t.add(
        definition_of("type", "Hidden", "none", "taskType", "io.camunda:http-json:1"),
        dropdown(
            "authentication.type", "noAuth basic bearer oauth-client-credentials-flow", default="noAuth", id=chosen
        ),
        dropdown("method", "get post patch put delete", default="get"),
        input_of("url", not_empty=True, pattern=Pattern("^(=|(http://|https://|secrets).*$)", _URL_MESSAGE + ".")),
        input_of("queryParameters", "Text", "required", optional=True),
        input_of("headers", "Text", "required", optional=True),
        input_of("authentication.token", not_empty=True, when=bearer),
        input_of("authentication.oauthTokenEndpoint", not_empty=True, when=oauth),
        input_of("authentication.clientId", not_empty=True, when=oauth),
        input_of("authentication.clientSecret", not_empty=True, when=oauth),
        input_of("authentication.scopes", optional=True, when=oauth),
        input_of("authentication.audience", optional=True, when=oauth),
        dropdown(
            "authentication.clientAuthentication",
            "credentialsBody basicAuthHeader",
            default="basicAuthHeader",
            when=oauth,
        ),
        input_of("authentication.username", not_empty=True, when=basic),
        input_of("authentication.password", not_empty=True, when=basic),
        input_of(
            "connectionTimeoutInSeconds",
            optional=True,
            default="20",
            pattern=Pattern(r"^(=|([0-9]+|secrets\..+)$)", _TIMEOUT_MESSAGE),
        ),
        input_of("body", "Text", optional=True, when=OneOf("method", ("post", "put", "patch", "delete"))),
        header_of("resultVariable"),
        header_of("resultExpression", "Text", "required"),
        header_of("errorExpression", "Text", "required"),
    )


def _of_july_2023(t: Draft) -> None:
    t.pattern(Pattern("^(=|http://|https://|secrets).*$", _URL_MESSAGE + "."), "url")
    t.pattern(Pattern(r"^(=.+|[0-9]+|secrets\..+)$", _TIMEOUT_MESSAGE), "connectionTimeoutInSeconds")


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
    t.pattern(Pattern("^(=|https?://).*", _URL_MESSAGE + "."), "url")


def _demanding_audience(t: Draft) -> None:
    _of_december_2022(t)
    t.demand("authentication.audience")


def _before_oauth(t: Draft) -> None:
    _of_december_2022(t)
    t.drop(*_authentication(*_OAUTH))
    t.choices("authenticationType", "noAuth basic bearer", "noAuth")


def _before_timeouts(t: Draft) -> None:
    _before_oauth(t)
    t.drop("connectionTimeoutInSeconds")


def _before_feel_url(t: Draft) -> None:
    _before_timeouts(t)
    t.pattern(Pattern("^https?://.*", _URL_MESSAGE + "."), "url")


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
    t.pattern(Pattern(r"^(=|(https?://|secrets\..+|\{\{secrets\..+\}\}).*$)", _URL_MESSAGE), "url")
    t.pattern(
        Pattern(r"^(=|([0-9]+|secrets\..+|\{\{secrets\..+\}\})$)", _TIMEOUT_MESSAGE), "connectionTimeoutInSeconds"
    )


def _2_of_2023(t: Draft) -> None:
    t.pattern(Pattern(r"^(=|https?://|\{\{secrets\..+\}\}).*$", _URL_MESSAGE), "url")
    t.pattern(Pattern(r"^(=.+|[0-9]+|\{\{secrets\..+\}\})$", _TIMEOUT_MESSAGE), "connectionTimeoutInSeconds")


def _3(t: Draft) -> None:
    t.name = "REST Connector"
    t.rename("authenticationType", "authentication.type")
    for id, prop in list(t.properties.items()):
        if isinstance(prop.condition, Equals):
            t.condition(Equals("authentication.type", prop.condition.value), id)
    t.choices("authentication.type", "basic bearer noAuth oauth-client-credentials-flow", "noAuth")
    t.choices("method", "DELETE POST GET PATCH PUT", "GET")
    t.choices("authentication.clientAuthentication", "credentialsBody basicAuthHeader")
    t.demand("method", "authentication.clientAuthentication")
    t.types("String", "required", "headers", "queryParameters")
    t.pattern(_URL, "url")
    t.pattern(None, "connectionTimeoutInSeconds")
    t.condition(_WITH_BODY, "body")
    t.add(header_of("retryBackoff", "Hidden", default="PT0S"))


def _loose_url(t: Draft) -> None:
    t.pattern(_LOOSE_URL, "url")


def _4(t: Draft) -> None:
    t.name = "REST Outbound Connector"


def _5(t: Draft) -> None:
    t.engines = "^8.4"
    t.choices("authentication.type", "apiKey basic bearer noAuth oauth-client-credentials-flow", "noAuth")
    chosen = Equals("authentication.type", "apiKey")
    t.add(
        dropdown("authentication.apiKeyLocation", "headers query", not_empty=True, default="headers", when=chosen),
        input_of("authentication.name", not_empty=True, when=chosen),
        input_of("authentication.value", not_empty=True, when=chosen),
    )


def _6(t: Draft) -> None:
    t.engines = "^8.5"
    t.add(
        definition_of("retries", "String", "optional", "retryCount", "3"),
        header_of("retryBackoff", "String", "optional", default="PT0S"),
    )


def _three_timeouts(t: Draft) -> None:
    t.demand("connectionTimeoutInSeconds")
    t.add(
        input_of("readTimeoutInSeconds", not_empty=True, default="20"),
        input_of("writeTimeoutInSeconds", not_empty=True, default="0"),
    )


def _6_with_timeouts(t: Draft) -> None:
    _loose_url(t)
    _three_timeouts(t)


def _7(t: Draft) -> None:
    _three_timeouts(t)
    t.condition(_WITH_BODY, "writeTimeoutInSeconds")
    t.pattern(_URL, "authentication.oauthTokenEndpoint")


def _7_loose(t: Draft) -> None:
    t.pattern(_LOOSE_URL, "url", "authentication.oauthTokenEndpoint")


def _7_loose_before_timeouts(t: Draft) -> None:
    _7_loose(t)
    t.drop("readTimeoutInSeconds", "writeTimeoutInSeconds")
    t.relax("connectionTimeoutInSeconds", optional=True)


def _7_free_endpoint(t: Draft) -> None:
    t.pattern(_LOOSE_URL, "url")
    t.pattern(None, "authentication.oauthTokenEndpoint")


def _without_write_timeout(t: Draft) -> None:
    t.drop("writeTimeoutInSeconds")


def _8(t: Draft) -> None:
    t.engines = "^8.6"
    _without_write_timeout(t)
    t.pattern(_DIGITS, *_TIMEOUTS)


def _8_free_timeouts(t: Draft) -> None:
    t.pattern(None, *_TIMEOUTS)


def _8_crossed(t: Draft) -> None:
    """A content whose URL carries the timeout's pattern."""
    t.pattern(_DIGITS, "url")
    t.pattern(None, "connectionTimeoutInSeconds")
    t.relax("connectionTimeoutInSeconds")


def _8_crossed_message(t: Draft) -> None:
    _8_crossed(t)
    t.pattern(Pattern(_DIGITS.source, _URL_MESSAGE), "url")


def _8_static_url(t: Draft) -> None:
    t.pattern(Pattern(r"^(http://|https://|secrets|\{\{).*$", _URL_MESSAGE), "url")


def _8_nested_url(t: Draft) -> None:
    t.pattern(Pattern(r"^(=.*|(secrets.*|(http://|https://|\{\{).*))$", _URL_MESSAGE), "url")


def _hidden(name: str) -> Property:
    return input_of(name, "Hidden", "none", optional=True)


def _group_cookies(t: Draft) -> None:
    t.add(_hidden("groupSetCookieHeaders"))


def _9(t: Draft) -> None:
    t.engines = None
    t.add(input_of("storeResponse", "Boolean", "none", default=False))


def _10(t: Draft) -> None:
    t.engines = "^8.3"
    t.choices("method", "POST GET DELETE PATCH PUT", "GET")
    t.feel("static", "storeResponse")
    t.types("Number", "static", *_TIMEOUTS)
    for each in _TIMEOUTS:
        t.default(each, 20)
    t.feel("none", "retryBackoff")
    t.add(_hidden("skipEncoding"))


def _10_published(
    engines: str | None = None,
    *,
    flags: str = "",
    store: str = "none",
    numbers: bool = False,
    nulls: str = "",
) -> Variant:
    """One of the contents of version 10, which differ in four places."""

    def change(t: Draft) -> None:
        if flags:
            t.add(_hidden(flags))
        if not store:
            t.drop("storeResponse")
        elif store == "none":
            t.feel("none", "storeResponse")
        if not numbers:
            t.types("String", "optional", *_TIMEOUTS)
        if nulls:
            t.add(_ignore_nulls("optional" if nulls == "optional" else "static"))

    return Variant(engines, change)


def _ignore_nulls(feel: str) -> Property:
    return input_of("ignoreNullValues", "Boolean", "optional" if feel == "optional" else "static", default=False)


_COOKIES = "groupSetCookieHeaders"
_10_VARIANTS = (
    _10_published(flags="isHeaderGroupingEnabled"),
    _10_published(flags=_COOKIES),
    _10_published(flags=_COOKIES, store="static", numbers=True),
    _10_published(flags=_COOKIES, numbers=True),
    _10_published(flags=_COOKIES, store="static"),
    _10_published(flags=_COOKIES, nulls="optional"),
    _10_published("^8.7", nulls="optional"),
    _10_published(),
    _10_published(flags=_COOKIES, store=""),
    _10_published("^8.3", store="static", numbers=True, nulls="static"),
    _10_published(nulls="static"),
    _10_published(store="static", numbers=True, nulls="optional"),
    _10_published(flags=_COOKIES, store="static", numbers=True, nulls="static"),
    _10_published(flags=_COOKIES, nulls="static"),
)


def _11(t: Draft) -> None:
    t.add(
        header_of("elementTemplateVersion", "Hidden", id="version"),
        header_of("elementTemplateId", "Hidden", id="id", default=ID),
    )


def _with_nulls(t: Draft) -> None:
    t.add(_ignore_nulls("static"))


def _12(t: Draft) -> None:
    _with_nulls(t)
    t.condition(_WITH_BODY, "ignoreNullValues")


def _12_unconditional(t: Draft) -> None:
    t.condition(None, "ignoreNullValues")


def _follow_redirects(t: Draft) -> None:
    t.add(input_of("followRedirects", "Boolean", "static", default=False))


def _13(t: Draft) -> None:
    t.engines = "^8.9"
    _follow_redirects(t)
    t.default("resultExpression", "{\n  myResponseBody: response.body\n}")


def _13_without_redirects(t: Draft) -> None:
    t.drop("followRedirects")


def refresh_token(t: Draft) -> None:
    """The sixth authentication: the same inputs as client credentials, under ids of their own."""
    t.choices(
        "authentication.type",
        "apiKey basic bearer noAuth oauth-client-credentials-flow oauth-refresh-token",
        "noAuth",
    )
    chosen = Equals("authentication.type", "oauth-refresh-token")
    prefix = "authentication.oauthRefreshToken."
    t.add(
        input_of(
            "authentication.oauthTokenEndpoint",
            id=prefix + "oauthTokenEndpoint",
            not_empty=True,
            pattern=_URL,
            when=chosen,
        ),
        input_of("authentication.clientId", id=prefix + "clientId", not_empty=True, when=chosen),
        input_of("authentication.clientSecret", id=prefix + "clientSecret", optional=True, when=chosen),
        input_of("authentication.refreshToken", id=prefix + "refreshToken", not_empty=True, when=chosen),
        input_of("authentication.scopes", id=prefix + "scopes", optional=True, when=chosen),
    )


def _14(t: Draft) -> None:
    t.engines = "^8.10"
    refresh_token(t)


def _15(t: Draft) -> None:
    t.name = "Send REST Request"
    t.add(
        input_of("clientTls.clientCertificate", "Text", optional=True),
        input_of("clientTls.clientPrivateKey", "Text", optional=True),
        input_of("clientTls.privateKeyPassword", optional=True),
        input_of("clientTls.trustedCertificate", "Text", optional=True),
    )
    t.default("retryBackoff", "PT30S")


def saved_authentication(t: Draft) -> None:
    """A configuration that several tasks can share."""
    t.add(input_of("authenticationConfiguration", "Configuration", "none", optional=True))


def secret_marks(t: Draft) -> None:
    """The inputs that modelers mask."""
    t.secret(*_authentication("value", "password", "token", "clientSecret"))
    t.secret("authentication.oauthRefreshToken.clientSecret", "authentication.oauthRefreshToken.refreshToken")


def _16(t: Draft) -> None:
    saved_authentication(t)
    secret_marks(t)


def response_format(t: Draft, stored: str) -> None:
    """JSON, text or document instead of the switch `stored`; a time limit of the job."""
    t.drop(stored)
    t.add(
        dropdown("documentReturnFormat.choice", "DOCUMENT TEXT JSON", default="JSON", id="documentReturnFormat"),
        input_of(
            "documentReturnFormat.encoding",
            id="documentReturnFormatEncoding",
            default="UTF-8",
            when=Equals("documentReturnFormat", "TEXT"),
        ),
    )


def job_timeout(t: Draft) -> None:
    t.add(header_of("jobTimeout", optional=True))


def _17(t: Draft) -> None:
    response_format(t, "storeResponse")
    job_timeout(t)


def behind_saved_authentication(t: Draft, url: str) -> None:
    """A saved authentication takes the place of the task's own, and of its URL where it has one."""
    alone = IsEmpty("authenticationConfiguration", True)
    for id, prop in list(t.properties.items()):
        if prop.binding.name.startswith("authentication."):
            t.condition(alone if prop.condition is None else AllMatch((prop.condition, alone)), id)
    t.condition(alone, url)
    t.pattern(Pattern(r"^($|=|(http://|https://|secrets|\{\{).*$)", _URL_MESSAGE), url)
    t.add(input_of(url, id="urlOverride", optional=True, when=IsEmpty("authenticationConfiguration", False)))


def _18(t: Draft) -> None:
    behind_saved_authentication(t, "url")


def _18_as_17(t: Draft) -> None:
    for id, prop in list(t.properties.items()):
        if isinstance(prop.condition, AllMatch):
            t.condition(prop.condition.conditions[0], id)
    t.condition(None, "authentication.type", "url")
    t.pattern(_URL, "url")
    t.drop("urlOverride")


def _hybrid(t: Draft) -> None:
    for release in RELEASES:
        release.change(t)
        if release.version == "17":
            break
    t.name = "Hybrid Send REST Request"
    t.add(definition_of("type", "String", "none", "taskDefinitionType", "io.camunda:http-json:1"))
    t.drop("taskType")
    t.default("id", HYBRID_ID)


RELEASES: tuple[Release, ...] = (
    Release(None, _first, tuple(Variant(None, each) for each in _FIRST_VARIANTS)),
    Release("1", _1, (Variant(None, _of_july_2023),)),
    Release("2", _2, (Variant(None, _2_of_2023),)),
    Release("3", _3, (Variant(None, _loose_url),)),
    Release("4", _4, (Variant(None, _loose_url),)),
    Release("5", _5, (Variant(None, _loose_url),)),
    Release("6", _6, (Variant(None, _loose_url), Variant(None, _6_with_timeouts))),
    Release(
        "7",
        _7,
        (
            Variant(None, _7_loose),
            Variant(None, _7_loose_before_timeouts),
            Variant(None, _7_free_endpoint),
            Variant(None, _without_write_timeout),
        ),
    ),
    Release(
        "8",
        _8,
        (
            Variant(None, _8_free_timeouts),
            Variant(None, _8_crossed),
            Variant(None, _8_crossed_message),
            Variant(None, _8_static_url),
            Variant(None, _8_nested_url),
            Variant(None, _group_cookies),
        ),
    ),
    Release("9", _9),
    Release("10", _10, _10_VARIANTS),
    Release("11", _11, (Variant("^8.3", _with_nulls),)),
    Release("12", _12, (Variant("^8.3", _12_unconditional), Variant("^8.3", _follow_redirects))),
    Release("13", _13, (Variant("^8.3", _13_without_redirects),)),
    Release("14", _14),
    Release("15", _15, (Variant("^8.10", saved_authentication),)),
    Release("16", _16),
    Release("17", _17),
    Release("18", _18, (Variant("^8.10", _18_as_17),)),
)
HYBRID_RELEASES: tuple[Release, ...] = (Release("17", _hybrid),)
