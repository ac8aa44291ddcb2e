"""The REST template `io.camunda.connectors.HttpJson.v2`, version by version.

A new version is one function with what it changed and one line in `RELEASES`. Where several contents went out
under one number, the last one is the release's own and the others are variants of it.
"""

from __future__ import annotations

from connlint.job_types import REST_JOB_TYPE
from connlint.templates.draft import (
    Draft,
    Release,
    Variant,
    header_of,
    input_of,
)
from connlint.templates.model import AllMatch, FeelMode, OneOf, Pattern, Property
from connlint.templates.rest_v2_first import FIRST_RELEASES
from connlint.templates.shared_changes import (
    URL,
    URL_MESSAGE,
    api_key,
    behind_saved_authentication,
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

ID = "io.camunda.connectors.HttpJson.v2"

_LOOSE_URL = Pattern(r"^(=|http://|https://|secrets|\{\{).*$", URL_MESSAGE)
_DIGITS = Pattern(r"^\d+$", "Must be a number")

_WITH_BODY = OneOf("method", ("POST", "PUT", "PATCH"))
_TIMEOUTS = ("connectionTimeoutInSeconds", "readTimeoutInSeconds")


def _3(t: Draft) -> None:
    t.name = "REST Connector"
    nested_authentication_type(t, "basic bearer noAuth oauth-client-credentials-flow")
    t.choices("method", "DELETE POST GET PATCH PUT", "GET")
    t.demand("method")
    t.types("String", "required", "headers", "queryParameters")
    t.pattern(URL, "url")
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
    api_key(t)


def _6(t: Draft) -> None:
    t.engines = "^8.5"
    retries(t)


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
    t.pattern(URL, "authentication.oauthTokenEndpoint")


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
    t.pattern(Pattern(_DIGITS.source, URL_MESSAGE), "url")


def _8_static_url(t: Draft) -> None:
    t.pattern(Pattern(r"^(http://|https://|secrets|\{\{).*$", URL_MESSAGE), "url")


def _8_nested_url(t: Draft) -> None:
    t.pattern(Pattern(r"^(=.*|(secrets.*|(http://|https://|\{\{).*))$", URL_MESSAGE), "url")


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
    nulls: FeelMode | None = None,
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
        if nulls is not None:
            t.add(_ignore_nulls(nulls))

    return Variant(engines, change)


def _ignore_nulls(feel: FeelMode) -> Property:
    return input_of("ignoreNullValues", "Boolean", feel, default=False)


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
    identity(t, ID)


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


def _16(t: Draft) -> None:
    saved_authentication(t)
    secret_marks(t)


def _17(t: Draft) -> None:
    response_format(t, "storeResponse")
    job_timeout(t)


def _18(t: Draft) -> None:
    behind_saved_authentication(t, "url")


def _18_as_17(t: Draft) -> None:
    for id, prop in list(t.properties.items()):
        if isinstance(prop.condition, AllMatch):
            t.condition(prop.condition.conditions[0], id)
    t.condition(None, "authentication.type", "url")
    t.pattern(URL, "url")
    t.drop("urlOverride")


RELEASES: tuple[Release, ...] = (
    *FIRST_RELEASES,
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
    Release("9", _9, suggested=False),
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


# Seen as 11 and as 17, each like the plain one of that number. Those between are taken to be like theirs; earlier and
# later ones are not known.
HYBRID_RELEASES: tuple[Release, ...] = (
    Release("11", hybrid(RELEASES, "11", REST_JOB_TYPE), (Variant("^8.3", _with_nulls),)),
    *(each for each in RELEASES if each.version in ("12", "13", "14", "15", "16", "17")),
)
