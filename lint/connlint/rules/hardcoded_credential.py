"""`hardcoded-credential`: a credential that stands in the model as it is."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.bpmn.model import ConnectorTask
from connlint.credentials import secret_name
from connlint.example import Case, inbound_event, rest_task
from connlint.finding import Edit, Fix, Severity
from connlint.literal_credentials import literal_credentials
from connlint.rule import Context, Flag, rule


@rule("hardcoded-credential", severity=Severity.ERROR, over="templated")
def hardcoded_credential(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """A password, token or key that is written into the model.

    ## Why
    Whoever can read the model, its repository or Operate can read the credential, and it cannot be changed without
    a new deployment. Looked at are the inputs of the authentication, headers and query parameters that carry
    credentials, also those in the URL, what stands before the host of a URL, inputs and inbound connectors' properties
    that are named so, and private keys. Placeholders and short test words are left alone. The value itself is never shown, not in this message and not in any output.

    ## How to mend
    Make it a secret of the cluster and refer to it: `{{secrets.NAME}}`. Then change the credential, since it was in the
    model.

    ## Fix
    Unsafe: puts a reference to a secret in its place; the secret must be made by hand.
    """
    for field, constant, start, end in literal_credentials(task):
        placeholder = f"{{{{secrets.{secret_name(field)}}}}}"
        span = constant.spot(start, end)
        if span == constant.span:
            edit = Edit(span, constant.written(constant.text[:start] + placeholder + constant.text[end:]))
        else:
            edit = Edit(span, placeholder)
        name = constant.value.mapping.name
        what = name if field == name else f"{field} in {name}"
        yield Flag(
            span,
            f"{what} of {task.label} is a credential in clear text; whoever reads the model has it",
            field=name,
            fix=Fix(f"Write {placeholder}", (edit,), "unsafe"),
            confidential=True,
        )


def _bearer(token: str) -> dict[str, str | None]:
    return {"authentication.type": "bearer", "authentication.token": token}


_OAUTH = {
    "authentication.type": "oauth-client-credentials-flow",
    "authentication.oauthTokenEndpoint": "https://login.example.com/a1B2c3D4e5F6",
    "authentication.clientId": "a1B2c3D4e5F6g7H8",
}

GOOD = [
    rest_task(_bearer("{{secrets.TOKEN}}")),
    rest_task(_bearer("=token")),
    rest_task(_bearer("<your token here>")),
    rest_task(_bearer("abc")),
    rest_task({**_OAUTH, "authentication.clientSecret": '="{{secrets.CLIENT_SECRET}}"'}),
    rest_task({"headers": '={"Accept": "application/vnd.example.v3+json", "Authorization": "Bearer " + token}'}),
    rest_task({"max_tokens": "=4096", "tokenType": "Bearer"}, template="com.example.Chat"),
]
BAD = [
    Case(
        rest_task(_bearer("eyJhbGciOiJIUzI1NiJ9x7")),
        finds="eyJhbGciOiJIUzI1NiJ9x7",
        fixed=rest_task(_bearer("{{secrets.TOKEN}}")),
        says="in clear text",
    ),
    Case(
        rest_task({**_OAUTH, "authentication.clientSecret": '="9f3a1c77e0b84d52a6c1d0e8b7f42513"'}),
        finds="9f3a1c77e0b84d52a6c1d0e8b7f42513",
        fixed=rest_task({**_OAUTH, "authentication.clientSecret": '="{{secrets.CLIENT_SECRET}}"'}),
    ),
    Case(
        rest_task({"headers": '={"X-Trace": "1",\n"Authorization": "Bearer 4f9Kq2Lz93vTn0"}'}, prefix="bpmn2"),
        finds="4f9Kq2Lz93vTn0",
        fixed=rest_task(
            {"headers": '={"X-Trace": "1",\n"Authorization": "Bearer {{secrets.AUTHORIZATION}}"}'}, prefix="bpmn2"
        ),
    ),
    Case(
        rest_task({"queryParameters": '={q: city, appid: "Zk4pW8sQ2mYt6HcV"}'}, template=None),
        finds="Zk4pW8sQ2mYt6HcV",
        fixed=rest_task({"queryParameters": '={q: city, appid: "{{secrets.APPID}}"}'}, template=None),
    ),
    Case(
        rest_task({"url": "https://api.example.com/weather?q=Bonn&appid=Zk4pW8sQ2mYt6HcV"}, element="sendTask"),
        finds="Zk4pW8sQ2mYt6HcV",
        fixed=rest_task({"url": "https://api.example.com/weather?q=Bonn&appid={{secrets.APPID}}"}, element="sendTask"),
    ),
    Case(
        inbound_event({"inbound.auth.password": "4f9Kq2Lz93vTn0"}),
        finds="4f9Kq2Lz93vTn0",
        fixed=inbound_event({"inbound.auth.password": "{{secrets.PASSWORD}}"}),
    ),
    Case(
        rest_task({"gitlabAccessToken": "glpat-x7Kq2Lz93vTn0"}, template="com.example.GitLab", element="sendTask"),
        finds="glpat-x7Kq2Lz93vTn0",
        fixed=rest_task(
            {"gitlabAccessToken": "{{secrets.GITLAB_ACCESS_TOKEN}}"}, template="com.example.GitLab", element="sendTask"
        ),
    ),
]
