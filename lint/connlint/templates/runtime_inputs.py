"""What the REST and GraphQL connectors themselves read and demand, whatever template was applied.

This holds for tasks without a template, and for those of other templates on the same job type.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from connlint.field_names import RESPONSE_FORMAT, WRITE_TIMEOUT
from connlint.job_types import GRAPHQL_JOB_TYPE, REST_JOB_TYPE
from connlint.templates.model import Binding, input_binding
from connlint.templates.requirements import Requirement
from connlint.whole_number import whole_number

if TYPE_CHECKING:
    from connlint.templates.values import TaskValues

Takes = Literal["text", "url", "seconds", "boolean", "map", "any", "choice", "context"]


class RuntimeInput(NamedTuple):
    """One variable, or part of one, that the connector reads.

    `choices` are the words that it takes, in the spelling of its documentation; with `any_case` their case
    does not matter, with `ordinals` a number from 0 counts as the entry of `ordinal_order`.
    `default` is what the run time takes where nothing is given, in words; None: it has none.
    """

    name: str
    takes: Takes
    choices: tuple[str, ...] = ()
    any_case: bool = False
    ordinals: bool = False
    default: str | None = None

    def admits(self, text: str) -> bool:
        """Whether a static text is one of the choices (true where there are none).

        Run time: a blank around a method is trimmed, around every other choice it is not.
        """
        if not self.choices:
            return True
        if self.ordinals:
            text = text.strip()
            if text.isdecimal() and whole_number(text) < len(self.choices):
                return True
        if self.any_case:
            return text.lower() in {each.lower() for each in self.choices}
        return text in self.choices


# In the order of the run time's enumeration, which its ordinals count.
METHODS = ("POST", "GET", "DELETE", "PATCH", "PUT")
METHODS_WITH_BODY = frozenset(("POST", "PATCH", "PUT"))

# What each authentication cannot do without (run time: bean validation). A basic password may be empty.
AUTHENTICATION_NEEDS: dict[str, tuple[str, ...]] = {
    "noAuth": (),
    "basic": ("username",),
    "bearer": ("token",),
    "apiKey": ("apiKeyLocation", "name", "value"),
    "oauth-client-credentials-flow": ("oauthTokenEndpoint", "clientId", "clientSecret", "clientAuthentication"),
    "oauth-refresh-token": ("oauthTokenEndpoint", "clientId", "refreshToken"),
}
# What each authentication reads at all; an input that only others read has no effect.
AUTHENTICATION_READS: dict[str, frozenset[str]] = {
    "noAuth": frozenset(),
    "basic": frozenset(("username", "password")),
    "bearer": frozenset(("token",)),
    "apiKey": frozenset(("apiKeyLocation", "name", "value")),
    "oauth-client-credentials-flow": frozenset(
        ("oauthTokenEndpoint", "clientId", "clientSecret", "clientAuthentication", "audience", "scopes")
    ),
    "oauth-refresh-token": frozenset(("oauthTokenEndpoint", "clientId", "clientSecret", "refreshToken", "scopes")),
}
AUTHENTICATION_PARTS = tuple(dict.fromkeys(part for reads in AUTHENTICATION_READS.values() for part in sorted(reads)))

AUTHENTICATION_TYPE = input_binding("authentication.type")
_AUTHENTICATION = input_binding("authentication")
_EARLY_GRAPHQL_TOKEN = input_binding("graphql.authentication.token")
EARLIER_PLACES = {input_binding("authentication.token"): _EARLY_GRAPHQL_TOKEN}
"""Where the first templates had what today's connector reads elsewhere."""

_SAVED_AUTHENTICATION = input_binding("authenticationConfiguration")


class Connector(NamedTuple):
    """A connector as the run time sees it.

    `fetched` are the variables that its worker asks for: an input whose target begins with another name never
    reaches it. `mandatory` are refused when null or blank. `defaulted` may be left out, however much a
    template demands them.
    """

    name: str
    job_type: str
    prefix: str
    fetched: frozenset[str]
    inputs: dict[str, RuntimeInput]
    mandatory: tuple[str, ...]
    defaulted: frozenset[str]


def connector_of(job_type: str | None) -> Connector | None:
    """The connector that serves the job type; None for any other than REST and GraphQL."""
    if job_type == REST_JOB_TYPE:
        return rest_connector()
    if job_type == GRAPHQL_JOB_TYPE:
        return graphql_connector()
    return None


@cache
def rest_connector() -> Connector:
    """The REST connector."""
    inputs = (
        *_request(""),
        RuntimeInput("queryParameters", "map"),
        RuntimeInput("body", "any"),
        RuntimeInput("skipEncoding", "boolean", default="false"),
        RuntimeInput("followRedirects", "boolean", default="false"),
        RuntimeInput("ignoreNullValues", "boolean", default="false"),
        RuntimeInput("groupSetCookieHeaders", "boolean", default="false"),
        RuntimeInput("clientTls.clientCertificate", "text"),
        RuntimeInput("clientTls.clientPrivateKey", "text"),
        RuntimeInput("clientTls.privateKeyPassword", "text"),
        RuntimeInput("clientTls.trustedCertificate", "text"),
        *_shared(),
    )
    return _connector("REST", REST_JOB_TYPE, "", inputs, ("url", "method"))


@cache
def graphql_connector() -> Connector:
    """The GraphQL connector: its request lies under `graphql.`."""
    inputs = (
        *_request("graphql."),
        RuntimeInput("graphql.query", "text"),
        RuntimeInput("graphql.variables", "map"),
        *_shared(),
    )
    mandatory = ("graphql.url", "graphql.method", "graphql.query")
    return _connector("GraphQL", GRAPHQL_JOB_TYPE, "graphql.", inputs, mandatory)


def refused(connector: Connector, values: TaskValues) -> tuple[Requirement, ...]:
    """What is missing from the task so that the connector certainly refuses it, in the order of its documentation.

    Nothing is said about values that cannot be read, nor about an authentication of an unknown type.
    """
    missing: list[Requirement] = []
    saved = values.given(_SAVED_AUTHENTICATION)
    for name in connector.mandatory:
        # A saved authentication may bring the URL.
        if name.endswith("url") and not saved.is_missing:
            continue
        if values.given(input_binding(name)).is_missing:
            missing.append(Requirement(input_binding(name), refused=True))
    return (*missing, *_refused_authentication(values))


def _refused_authentication(values: TaskValues) -> tuple[Requirement, ...]:
    chosen = values.given(AUTHENTICATION_TYPE)
    if chosen.is_missing:
        # Run time: no authentication object at all means none; one without a type is refused.
        present = [chosen, values.given(_AUTHENTICATION), *(values.given(part) for part in _parts())]
        if all(each.kind == "absent" for each in present):
            return ()
        first = next((part for part in _parts() if values.given(part).kind != "absent"), None)
        return (Requirement(AUTHENTICATION_TYPE, refused=True, because=first),)
    if chosen.kind != "static":
        return ()
    needs = AUTHENTICATION_NEEDS.get(chosen.text, ())
    # GraphQL's first templates put the token elsewhere; what connectors of that time made of it is not known.
    if chosen.text == "bearer" and not values.given(_EARLY_GRAPHQL_TOKEN).is_missing:
        return ()
    return tuple(
        Requirement(input_binding(f"authentication.{need}"), refused=True, because=AUTHENTICATION_TYPE)
        for need in needs
        if values.given(input_binding(f"authentication.{need}")).is_missing
    )


@cache
def _parts() -> tuple[Binding, ...]:
    return tuple(input_binding(f"authentication.{part}") for part in AUTHENTICATION_PARTS)


def _request(prefix: str) -> tuple[RuntimeInput, ...]:
    return (
        RuntimeInput(prefix + "url", "url"),
        RuntimeInput(prefix + "method", "choice", METHODS, any_case=True, ordinals=True),
        RuntimeInput(prefix + "headers", "map"),
        RuntimeInput(prefix + "connectionTimeoutInSeconds", "seconds", default="20"),
        RuntimeInput(prefix + "readTimeoutInSeconds", "seconds", default="the connection timeout, else 20"),
        RuntimeInput(prefix + "storeResponse", "boolean", default="false"),
    )


def _shared() -> tuple[RuntimeInput, ...]:
    def part(name: str, takes: Takes = "text", choices: tuple[str, ...] = (), any_case: bool = False) -> RuntimeInput:
        return RuntimeInput("authentication." + name, takes, choices, any_case)

    return (
        part("type", "choice", tuple(AUTHENTICATION_NEEDS)),
        part("apiKeyLocation", "choice", ("headers", "query"), any_case=True),
        part("name"),
        part("value"),
        part("username"),
        part("password"),
        part("token"),
        part("oauthTokenEndpoint", "url"),
        part("clientId"),
        part("clientSecret"),
        part("audience"),
        part("scopes"),
        part("clientAuthentication", "choice", ("credentialsBody", "basicAuthHeader")),
        part("refreshToken"),
        RuntimeInput("authenticationConfiguration", "context"),
        RuntimeInput(
            RESPONSE_FORMAT,
            "choice",
            ("DOCUMENT", "TEXT", "JSON"),
            default="none: JSON if it reads as JSON",
        ),
        RuntimeInput("documentReturnFormat.encoding", "text", default="UTF-8"),
    )


def _connector(
    name: str, job_type: str, prefix: str, inputs: tuple[RuntimeInput, ...], mandatory: tuple[str, ...]
) -> Connector:
    defaulted = {each.name for each in inputs if each.default is not None}
    # Where it is read it has a default of its own.
    defaulted.add(prefix + WRITE_TIMEOUT)
    return Connector(
        name=name,
        job_type=job_type,
        prefix=prefix,
        fetched=frozenset(each.name.partition(".")[0] for each in inputs),
        inputs={each.name: each for each in inputs},
        mandatory=mandatory,
        defaulted=frozenset(defaulted),
    )
