"""Changes that the REST and the GraphQL template went through alike, each in a version of its own."""

from __future__ import annotations

from connlint.templates.draft import Change, Draft, Release, definition_of, dropdown, header_of, input_of
from connlint.templates.model import AllMatch, Equals, IsEmpty, Pattern, Property

URL_MESSAGE = "Must be a http(s) URL"
URL = Pattern(r"^(=|(http://|https://|secrets|\{\{).*$)", URL_MESSAGE)
TIMEOUT_MESSAGE = "Must be a timeout in seconds (default value is 20 seconds) or a FEEL expression"


def authentication_inputs(*names: str) -> list[str]:
    return [f"authentication.{name}" for name in names]


def first_credentials(oauth: Equals, basic: Equals) -> tuple[Property, ...]:
    """The inputs of client credentials and of user and password, as the first templates had them."""
    return (
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
    )


def nested_authentication_type(t: Draft, choices: str) -> None:
    """The type of the authentication gets the id of its input, which all conditions follow."""
    t.rename("authenticationType", "authentication.type")
    for id, prop in list(t.properties.items()):
        if isinstance(prop.condition, Equals):
            t.condition(Equals("authentication.type", prop.condition.value), id)
    t.choices("authentication.type", choices, "noAuth")
    t.choices("authentication.clientAuthentication", "credentialsBody basicAuthHeader")
    t.demand("authentication.clientAuthentication")


def api_key(t: Draft) -> None:
    """The fourth authentication."""
    chosen = Equals("authentication.type", "apiKey")
    t.add(
        dropdown("authentication.apiKeyLocation", "headers query", not_empty=True, default="headers", when=chosen),
        input_of("authentication.name", not_empty=True, when=chosen),
        input_of("authentication.value", not_empty=True, when=chosen),
    )


def retries(t: Draft) -> None:
    """How often a failed job is tried again, and after what time."""
    t.add(
        definition_of("retries", "String", "optional", "retryCount", "3"),
        header_of("retryBackoff", "String", "optional", default="PT0S"),
    )


def identity(t: Draft, template_id: str) -> None:
    """The task carries the template's version and id in headers."""
    t.add(
        header_of("elementTemplateVersion", "Hidden", id="version"),
        header_of("elementTemplateId", "Hidden", id="id", default=template_id),
    )


def hybrid(releases: tuple[Release, ...], last: str, job_type: str) -> Change:
    """The plain template up to a version, with a job type that people choose; its headers still name the plain one."""

    def change(t: Draft) -> None:
        for release in releases:
            release.change(t)
            if release.version == last:
                break
        t.drop("taskType")
        t.add(definition_of("type", "String", "none", "taskDefinitionType", job_type))

    return change


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
            pattern=URL,
            when=chosen,
        ),
        input_of("authentication.clientId", id=prefix + "clientId", not_empty=True, when=chosen),
        input_of("authentication.clientSecret", id=prefix + "clientSecret", optional=True, when=chosen),
        input_of("authentication.refreshToken", id=prefix + "refreshToken", not_empty=True, when=chosen),
        input_of("authentication.scopes", id=prefix + "scopes", optional=True, when=chosen),
    )


def saved_authentication(t: Draft) -> None:
    """A configuration that several tasks can share."""
    t.add(input_of("authenticationConfiguration", "Configuration", "none", optional=True))


def secret_marks(t: Draft) -> None:
    """The inputs that modelers mask."""
    t.secret(*authentication_inputs("value", "password", "token", "clientSecret"))
    t.secret("authentication.oauthRefreshToken.clientSecret", "authentication.oauthRefreshToken.refreshToken")


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


def behind_saved_authentication(t: Draft, url: str) -> None:
    """A saved authentication takes the place of the task's own, and of its URL where it has one."""
    alone = IsEmpty("authenticationConfiguration", True)
    for id, prop in list(t.properties.items()):
        if prop.binding.name.startswith("authentication."):
            t.condition(alone if prop.condition is None else AllMatch((prop.condition, alone)), id)
    t.condition(alone, url)
    t.pattern(Pattern(r"^($|=|(http://|https://|secrets|\{\{).*$)", URL_MESSAGE), url)
    t.add(input_of(url, id="urlOverride", optional=True, when=IsEmpty("authenticationConfiguration", False)))
