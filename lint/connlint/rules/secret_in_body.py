"""`secret-in-body`: a secret reference in the request's body."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.bpmn.model import ConnectorTask
from connlint.example import Case, rest_task
from connlint.finding import Severity
from connlint.rule import Context, Flag, rule
from connlint.secret_references import Form, Place, references_of


@rule("secret-in-body", severity=Severity.WARNING)
def secret_in_body(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """A secret reference in the body of a request.

    ## Why
    The connector's documentation says that secrets are not supported in the body. Today's connectors do replace
    them there, but the value then travels in the payload: an API that stores or echoes what it is sent keeps the
    secret, and logs of request bodies hold it. Connectors before 8.8 paste the value as it is, so that a quote in
    it breaks the JSON.

    ## How to mend
    Send the credential where credentials belong: by the task's authentication, or in a header. For a token
    endpoint that wants `client_secret` in the body, use the OAuth 2.0 authentication with the credentials in the
    body; the connector then makes that request itself. If the API really wants it so, suppress the finding with
    the reason.
    """
    body = task.request_prefix + ("variables" if task.is_graphql and not task.is_rest else "body")
    for mapping in task.node.inputs:
        if mapping.name != body and not mapping.name.startswith(f"{body}."):
            continue
        for reference in references_of(mapping):
            if mapping.source is None or reference.place is Place.COMMENT:
                continue
            if reference.place is Place.CODE and reference.form is Form.BARE:
                continue  # null at run time, no secret is sent: `unquoted-secret` says so
            yield Flag(
                mapping.source.source_span(*reference.span),
                f"{mapping.name} of {task.label} holds the secret {reference.name}; the documentation does not"
                " support secrets in the body (at run time the value is sent as part of the payload)",
                field=mapping.name,
            )


GOOD = [
    rest_task({"method": "POST", "body": '={"total": order.total}'}),
    rest_task({"method": "POST", "headers": '={"X-Key": "{{secrets.KEY}}"}', "body": '={"a": 1}'}),
    rest_task({"method": "POST", "body": '={"hint": "see the secrets. page"}'}),
    rest_task({"method": "POST", "body": "=payload // {{secrets.KEY}}"}),
]
BAD = [
    Case(
        rest_task({"method": "POST", "body": '={"client_secret": "{{secrets.CLIENT_SECRET}}"}'}),
        finds="{{secrets.CLIENT_SECRET}}",
        says="holds the secret CLIENT_SECRET",
    ),
    Case(
        rest_task({"method": "POST", "body": '{"user":"{{ secrets.USER }}","key":"{{secrets.KEY}}"}'}),
        finds=("{{ secrets.USER }}", "{{secrets.KEY}}"),
    ),
    Case(rest_task({"method": "POST", "body.auth.key": "secrets.KEY"}, template=None), finds="secrets.KEY"),
    Case(
        rest_task({"method": "POST", "body": "={a: 1,\n b: camunda.secrets.KEY}"}, engine="8.10.0"),
        finds="camunda.secrets.KEY",
    ),
]
