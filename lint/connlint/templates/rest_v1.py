"""The first generation of REST templates: one template per authentication, without versions."""

from __future__ import annotations

from connlint.job_types import REST_JOB_TYPE
from connlint.templates.draft import Draft, Release, Variant, definition_of, dropdown, header_of, input_of
from connlint.templates.model import Pattern

ID_PREFIX = "io.camunda.connectors.HttpJson.v1."

_URL = Pattern("^(=|https?://).*", "Must be a http(s) URL.")
_URL_WITHOUT_FEEL = Pattern("^https?://.*", "Must be a http(s) URL.")


def _no_auth(t: Draft) -> None:
    t.name = "REST Connector (no authentication)"
    t.add(
        definition_of("type", "Hidden", "none", "taskType", REST_JOB_TYPE),
        dropdown("method", "get post patch put delete", default="get"),
        input_of("url", not_empty=True, pattern=_URL),
        input_of("queryParameters", "Text", "required", optional=True),
        input_of("headers", "Text", "required", optional=True),
        input_of("body", "Text", "optional", optional=True),
        header_of("resultVariable"),
        header_of("resultExpression", "Text", "required"),
    )


def _basic(t: Draft) -> None:
    _no_auth(t)
    t.name = "REST Connector (basic authentication)"
    t.feel("required", "body")
    t.add(
        input_of("authentication.type", "Hidden", "none", default="basic"),
        input_of("authentication.username", not_empty=True),
        input_of("authentication.password", not_empty=True),
    )


def _bearer(t: Draft) -> None:
    _no_auth(t)
    t.name = "REST Connector (bearer token)"
    t.feel("required", "body")
    t.add(
        input_of("authentication.type", "Hidden", "none", default="bearer"),
        input_of("authentication.token", not_empty=True),
    )


def _static_url(t: Draft) -> None:
    t.pattern(_URL_WITHOUT_FEEL, "url")


def _misspelt(t: Draft) -> None:
    _static_url(t)
    t.drop("queryParameters")
    t.add(input_of("queryParamters", "Text", "required", optional=True))


def _without_feel(t: Draft) -> None:
    _misspelt(t)
    written = ("url", "queryParamters", "headers", "body")
    credentials = ("authentication.username", "authentication.password", "authentication.token")
    t.feel("none", *written, *(each for each in credentials if each in t.properties))


_VARIANTS = (Variant(None, _static_url), Variant(None, _misspelt), Variant(None, _without_feel))

RELEASES: dict[str, tuple[Release, ...]] = {
    ID_PREFIX + "noAuth": (Release(None, _no_auth, _VARIANTS),),
    ID_PREFIX + "basicAuth": (Release(None, _basic, _VARIANTS),),
    ID_PREFIX + "bearerToken": (Release(None, _bearer, _VARIANTS),),
}
