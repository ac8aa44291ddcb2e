"""`insecure-url`: credentials that travel unencrypted."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.bpmn.model import ConnectorTask
from connlint.constants import Constant, constants_of, joined_branches, joined_parts, known_beginning, text_of
from connlint.credentials import is_credential_header
from connlint.example import Case, rest_task
from connlint.field_names import TOKEN_ENDPOINT
from connlint.field_values import FieldValue, value_of
from connlint.finding import Edit, Fix, Related, Severity
from connlint.hosts import is_local
from connlint.lazy_pattern import lazy
from connlint.request_maps import headers_of
from connlint.rule import Context, Flag, Option, rule
from connlint.secret_references import Place, references_of
from connlint.span import Span

_HTTP = lazy(r"http://(?P<host>\[[^\]]*\]|[^/?#:@\s\"{}]+)(?P<end>[/?#:]|$)")

SCHEME = "http"
SENT_BY_REST = ("url", "headers", "queryParameters", "body")
SENT_BY_GRAPHQL = ("url", "headers", "query", "variables")

LOCAL_HOSTS = Option("local-hosts", "names", (), "further hosts that http is fine for, with all that lies below them")


@rule("insecure-url", severity=Severity.WARNING, options=(LOCAL_HOSTS,))
def insecure_url(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """Credentials or secrets are sent over http to a host that is not local.

    ## Why
    Everybody on the way can read them. Hosts of this machine, of private networks and of a cluster's inside are left
    alone, and so is a request without credentials.

    ## How to mend
    Use `https://`.

    ## Fix
    Unsafe: writes `https`; whether the server answers there is for you to know.
    """
    sent = _what_is_sent(task)
    for field, what in ((f"{task.request_prefix}url", sent), (TOKEN_ENDPOINT, ("the client's credentials", None))):
        value = value_of(task, field)
        if value is None or what is None:
            continue
        for scheme, host in _unencrypted(value):
            if not is_local(host) and not _is_allowed(host, context):
                yield _flag(task, value, scheme, host, *what)


def _is_allowed(host: str, context: Context) -> bool:
    allowed = context.config.option("insecure-url", LOCAL_HOSTS.name, LOCAL_HOSTS.default)
    return any(host.lower() == each.lower() or host.lower().endswith(f".{each.lower()}") for each in allowed)


def _what_is_sent(task: ConnectorTask) -> tuple[str, Span | None] | None:
    """What needs protection, in words, and where it stands."""
    kind = text_of(task, "authentication.type")
    chosen = task.input("authentication.type") or task.input("authentication")
    if kind not in (None, "noAuth", ""):
        return f"the credentials of {kind}", chosen.span if chosen is not None else None
    fields = [f"{task.request_prefix}{name}" for name in (SENT_BY_REST if task.is_rest else SENT_BY_GRAPHQL)]
    for mapping in task.node.inputs:
        if mapping.source is None or not any(f"{mapping.name}.".startswith(f"{field}.") for field in fields):
            continue
        for reference in references_of(mapping):
            if reference.place in (Place.TEXT, Place.STRING):
                return f"the secret {reference.name}", mapping.source.source_span(*reference.span)
    for together in headers_of(task):
        for header in together:
            if is_credential_header(header.name) and not header.is_null:
                return f"the header {header.name}", header.span
    return None


def _unencrypted(value: FieldValue) -> Iterator[tuple[Span, str]]:
    """Where `http` stands in each URL that the value can be, and its host, which must be known as a whole."""
    for constant in constants_of(value):
        if constant.is_text and (match := _HTTP.match(constant.text)) is not None:
            yield _scheme_of(constant), match["host"]
    for parts in joined_branches(value):
        beginning = known_beginning(parts)
        match = _HTTP.match("".join(constant.text for constant in beginning))
        if match is not None and match["end"]:
            yield _scheme_of(beginning[0]), match["host"]


def _scheme_of(constant: Constant) -> Span:
    """`http` where the file has it so; all of the text where it is joined, or escaped."""
    first = constant.spot(0, len(SCHEME))
    if first != constant.span:
        return first
    from connlint.feel.nodes import String

    start = next(iter(joined_parts(constant.node)), None)
    feel = constant.value.mapping.feel
    if isinstance(start, String) and feel is not None and feel.text.startswith(SCHEME, start.start + 1):
        return feel.span(start.start + 1, start.start + 1 + len(SCHEME))
    return first


def _flag(task: ConnectorTask, value: FieldValue, scheme: Span, host: str, sent: str, where: Span | None) -> Flag:
    return Flag(
        scheme,
        f"{value.field} of {task.label} sends {sent} unencrypted to {host}; use https",
        field=value.mapping.name,
        related=(Related(f"{sent} would be readable on the way", where),) if where is not None else (),
        fix=Fix("Write https", (Edit(scheme, "https"),), "unsafe") if scheme.end - scheme.start == 4 else None,
    )


_BEARER = {"authentication.type": "bearer", "authentication.token": "{{secrets.TOKEN}}"}

GOOD = [
    rest_task(
        {**_BEARER, "url": "http://api.shop.example/a"}, options={"insecure-url": {"local-hosts": ["shop.example"]}}
    ),
    rest_task({**_BEARER, "url": "https://api.example.com/a"}),
    rest_task({"url": "http://api.example.com/a"}),
    rest_task({**_BEARER, "url": "http://localhost:8080/a"}),
    rest_task({**_BEARER, "url": "http://10.1.2.3/a"}),
    rest_task({**_BEARER, "url": "http://orders.shop.svc.cluster.local/a"}),
    rest_task({**_BEARER, "url": '="http://" + host + "/a"'}),
    rest_task({**_BEARER, "url": "http://{{secrets.HOST}}/a"}),
    rest_task({**_BEARER, "url": "http://orders/a"}, template=None),
]
BAD = [
    Case(
        rest_task({**_BEARER, "url": "http://api.example.com/a"}),
        finds="http",
        fixed=rest_task({**_BEARER, "url": "https://api.example.com/a"}),
        says="the credentials of bearer",
    ),
    Case(
        rest_task({"url": '="http://api.example.com/a/" + id', "headers": '={"X-Key": "{{secrets.KEY}}"}'}),
        finds="http",
        fixed=rest_task({"url": '="https://api.example.com/a/" + id', "headers": '={"X-Key": "{{secrets.KEY}}"}'}),
        says="the secret KEY",
    ),
    Case(
        rest_task({"url": "http://a.example", "headers": '={"Authorization": "Bearer " + token}'}, template=None),
        finds="http",
        fixed=rest_task(
            {"url": "https://a.example", "headers": '={"Authorization": "Bearer " + token}'}, template=None
        ),
    ),
    Case(
        rest_task(
            {
                "authentication.type": "oauth-client-credentials-flow",
                "authentication.oauthTokenEndpoint": "http://login.example.com/token",
                "url": '=base + "/a"',
            },
            element="sendTask",
        ),
        finds="http",
        fixed=rest_task(
            {
                "authentication.type": "oauth-client-credentials-flow",
                "authentication.oauthTokenEndpoint": "https://login.example.com/token",
                "url": '=base + "/a"',
            },
            element="sendTask",
        ),
    ),
]
