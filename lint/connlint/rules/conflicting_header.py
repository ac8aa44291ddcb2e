"""`conflicting-header`: a header that breaks or doubles what the connector sends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from connlint.authentication import chosen_authentication
from connlint.bpmn.model import ConnectorTask
from connlint.constants import text_of
from connlint.example import Case, rest_task
from connlint.finding import Related, Severity
from connlint.request_maps import headers_of
from connlint.request_method import sends_body
from connlint.rule import Context, Flag, rule

if TYPE_CHECKING:
    from connlint.request_maps import MapEntry

WRITTEN_BY_THE_CLIENT = ("content-length", "transfer-encoding")
CONTENT_TYPE = "Content-Type"


@rule("conflicting-header", severity=Severity.ERROR)
def conflicting_header(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """A header gets in the way of one that the connector writes itself.

    ## Why
    `Content-Length` and `Transfer-Encoding` belong to the HTTP client: set beside a body they fail the request (error).
    `Content-Type: null` takes the header away, but only in exactly this spelling: `content-type: null` fails
    the job (error). An `Authorization` header does not replace the one of the chosen authentication: both are
    sent, and what the server makes of two is anybody's guess (warning); the same goes for a header of the API
    key's name.

    ## How to mend
    Leave the length to the client. Write `Content-Type` in this spelling. Choose `noAuth` where a header of your own
    authenticates, or take the header away.
    """
    with_body = sends_body(task, context)
    authenticating = _authentication_header(task)
    for together in headers_of(task):
        for header in together:
            yield from _judge(task, header, with_body, authenticating)


def _judge(task: ConnectorTask, header: MapEntry, with_body: bool, authenticating: str | None) -> Iterator[Flag]:
    name = header.name.lower()
    if name in WRITTEN_BY_THE_CLIENT and with_body:
        yield Flag(
            header.span,
            f"the header {header.name} of {task.label} is written by the HTTP client itself; set beside a body it fails"
            ' the request ("An error with the HTTP protocol occurred")',
            field=header.field,
        )
    elif name == CONTENT_TYPE.lower() and header.name != CONTENT_TYPE and header.is_null:
        yield Flag(
            header.span,
            f"the header {header.name} of {task.label} is null; only {CONTENT_TYPE} in this spelling takes the header"
            " away (the connector fails the job)",
            field=header.field,
        )
    elif authenticating is not None and name == authenticating.lower():
        kind = task.input("authentication.type") or task.input("authentication")
        related = (Related("the authentication that sends it too", kind.span),) if kind is not None else ()
        yield Flag(
            header.span,
            f"{task.label} sends the header {header.name} twice: its authentication sends {authenticating}, and this one"
            " does not replace it",
            field=header.field,
            related=related,
            severity=Severity.WARNING,
        )


def _authentication_header(task: ConnectorTask) -> str | None:
    """The header that the chosen authentication sends; None where there is none, or where it cannot be told."""
    chosen = chosen_authentication(task)
    if chosen in ("basic", "bearer", "oauth-client-credentials-flow", "oauth-refresh-token"):
        return "Authorization"
    if chosen == "apiKey" and (text_of(task, "authentication.apiKeyLocation") or "").lower() == "headers":
        return text_of(task, "authentication.name") or None
    return None


_BEARER = {"authentication.type": "bearer", "authentication.token": "{{secrets.TOKEN}}"}
_KEY = {"authentication.type": "apiKey", "authentication.name": "X-Key", "authentication.value": "{{secrets.KEY}}"}

GOOD = [
    rest_task({"headers": '={"Authorization": "{{secrets.TOKEN}}", "Content-Length": "0"}'}),
    rest_task({"method": "POST", "body": "=order", "headers": '={"Content-Type": null, "Host": "a.example"}'}),
    rest_task({"authentication.type": "=kind", "headers": '={"Authorization": token}'}),
    rest_task({"method": "=verb", "body": "=order", "headers": '={"content-length": "1"}'}),
    rest_task({**_KEY, "authentication.apiKeyLocation": "query", "headers": '={"X-Key": key}'}),
    rest_task({"headers": "=all"}),
]
BAD = [
    Case(
        rest_task({"method": "POST", "body": '={"a": 1}', "headers": '={"A": 1, "Content-Length": "10"}'}),
        finds='"Content-Length"',
        says="HTTP client itself",
    ),
    Case(
        rest_task({"method": "put", "body.a": "=1", "headers.Transfer-Encoding": "chunked"}, template=None),
        finds="Transfer-Encoding",
    ),
    Case(rest_task({"headers": '={"content-type": null}'}, prefix="bpmn2"), finds='"content-type"', says="null"),
    Case(rest_task({**_BEARER, "headers": "={Authorization: token}"}), finds="Authorization", says="twice"),
    Case(
        rest_task(
            {
                "authentication.type": None,
                "authentication": '={"type": "basic", "username": user, "password": word}',
                "headers": '=if a then {"authorization": token} else null',
            },
            element="sendTask",
        ),
        finds='"authorization"',
    ),
    Case(
        rest_task({**_KEY, "authentication.apiKeyLocation": "headers", "headers": '=[{"x-key": 1}]'}), finds='"x-key"'
    ),
    Case(
        rest_task(
            only={
                **_BEARER,
                "graphql.method": "POST",
                "graphql.url": "https://api.example.com",
                "graphql.query": "{ a }",
                "graphql.headers": '={"Content-Length": 9}',
            },
            template=None,
            job_type="io.camunda:connector-graphql:1",
        ),
        finds='"Content-Length"',
    ),
]
