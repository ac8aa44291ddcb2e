"""`insecure-url`: credentials that travel unencrypted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connlint.bpmn.model import ConnectorTask
from connlint.constants import constant_of, joined_parts, text_of
from connlint.credentials import is_credential_header
from connlint.example import Case, rest_task
from connlint.field_values import FieldValue, bare, value_of
from connlint.finding import Edit, Fix, Related, Severity
from connlint.hosts import is_local
from connlint.rule import Context, Flag, Option, rule
from connlint.secret_references import Place, references_of
from connlint.span import Span

_HTTP = re.compile(r"http://(?P<host>\[[^\]]*\]|[^/?#:@\s\"{}]+)(?P<end>[/?#:]|$)")


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
    reason = _what_is_sent(task)
    for field, sent in ((f"{task.request_prefix}url", reason), ("authentication.oauthTokenEndpoint", None)):
        value = value_of(task, field)
        place = _http_of(value) if value is not None else None
        if value is None or place is None or _is_allowed(place[1], context):
            continue
        scheme, host = place
        if field == "authentication.oauthTokenEndpoint":
            yield _flag(task, value, scheme, host, "the client's credentials", None)
        elif sent is not None:
            yield _flag(task, value, scheme, host, sent[0], sent[1])


def _is_allowed(host: str, context: Context) -> bool:
    allowed = context.config.option("insecure-url", LOCAL_HOSTS.name, LOCAL_HOSTS.default)
    return any(host.lower() == each.lower() or host.lower().endswith(f".{each.lower()}") for each in allowed)


def _what_is_sent(task: ConnectorTask) -> tuple[str, Span | None] | None:
    """What needs protection, in words, and where it stands."""
    kind = text_of(task, "authentication.type")
    chosen = task.input("authentication.type") or task.input("authentication")
    if kind not in (None, "noAuth", ""):
        return f"the credentials of {kind}", chosen.span if chosen is not None else None
    prefix = task.request_prefix
    for mapping in task.node.inputs:
        if mapping.source is None or not mapping.name.startswith(
            (f"{prefix}headers", "queryParameters", f"{prefix}url", "body")
        ):
            continue
        for reference in references_of(mapping):
            if reference.place in (Place.TEXT, Place.STRING):
                return f"the secret {reference.name}", mapping.source.source_span(*reference.span)
    headers = value_of(task, f"{prefix}headers")
    node = bare(headers.node) if headers is not None else None
    from connlint.feel.nodes import Context as FeelContext

    if headers is not None and headers.mapping.feel is not None and isinstance(node, FeelContext):
        for entry in node.entries:
            if is_credential_header(entry.key):
                return f"the header {entry.key}", headers.mapping.feel.span(*entry.key_span)
    return None


def _http_of(value: FieldValue) -> tuple[Span, str] | None:
    """Where `http` stands in a URL whose whole host is known and not local, and that host."""
    from connlint.feel.nodes import String

    constant = constant_of(value)
    if constant is not None:
        match = _HTTP.match(constant.text) if constant.is_text else None
        if match is None or is_local(match["host"]):
            return None
        span = constant.spot(0, 4)
        return (span, match["host"]) if span.end - span.start == 4 else None
    feel = value.mapping.feel
    first = next(iter(joined_parts(value.node)), None)
    if feel is None or not isinstance(first, String):
        return None
    match = _HTTP.match(first.value)
    if match is None or not match["end"] or is_local(match["host"]):
        return None
    return feel.span(first.start + 1, first.start + 5), match["host"]


def _flag(task: ConnectorTask, value: FieldValue, scheme: Span, host: str, sent: str, where: Span | None) -> Flag:
    return Flag(
        scheme,
        f"{value.field} of {task.label} sends {sent} unencrypted to {host}; use https",
        field=value.mapping.name,
        related=(Related(f"{sent} would be readable on the way", where),) if where is not None else (),
        fix=Fix("Write https", (Edit(scheme, "https"),), "unsafe"),
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
