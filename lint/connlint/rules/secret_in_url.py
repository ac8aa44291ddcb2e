"""`secret-in-url`: a secret in the path or query of a URL."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.bpmn.model import ConnectorTask
from connlint.bpmn.parts import InputMapping
from connlint.example import Case, rest_task
from connlint.finding import Persona, Severity
from connlint.rule import Context, Flag, rule
from connlint.secret_references import Form, Place, Reference, references_of


@rule("secret-in-url", severity=Severity.WARNING, persona=Persona.PEDANTIC)
def secret_in_url(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """A secret in the path or the query of a URL.

    ## Why
    URLs are written down everywhere: in access logs of servers and proxies, in traces, in error texts. A secret in one
    is soon no secret any more. A secret that is the address itself, at the beginning of the URL, is no credential.

    ## How to mend
    Send the credential in a header, or by the task's authentication, if the API takes it there.
    """
    url = task.field("url")
    if url is not None:
        for reference in references_of(url):
            if not _is_address(url, reference):
                yield from _flag(task, url, reference)
    query = task.field("queryParameters")
    if query is not None:
        for reference in references_of(query):
            yield from _flag(task, query, reference)
    location, value = task.input("authentication.apiKeyLocation"), task.input("authentication.value")
    if value is not None and location is not None and location.text.lower() == "query":
        for reference in references_of(value):
            yield from _flag(task, value, reference)


def _is_address(url: InputMapping, reference: Reference) -> bool:
    """Whether it stands where the scheme and host are: before it only blanks, quotes or the scheme."""
    before = url.text[: reference.span.start].lstrip('= "')
    return before in ("", "http://", "https://") or ("/" not in before.partition("://")[2] and "?" not in before)


def _flag(task: ConnectorTask, mapping: InputMapping, reference: Reference) -> Iterator[Flag]:
    if mapping.source is None or reference.place is Place.COMMENT:
        return
    if (reference.place is Place.CODE) != (reference.form is Form.CAMUNDA):
        return
    yield Flag(
        mapping.source.source_span(*reference.span),
        f"{mapping.name} of {task.label} puts the secret {reference.name} into the URL, which logs and proxies write down",
        field=mapping.name,
    )


GOOD = [
    rest_task({"url": "{{secrets.BASE_URL}}/orders"}),
    rest_task({"url": '="https://" + "{{secrets.HOST}}" + "/orders"'}),
    rest_task({"headers": '={"X-Key": "{{secrets.KEY}}"}'}),
    rest_task({"url": "https://{{secrets.TENANT}}.example.com/orders"}),
]
BAD = [
    Case(rest_task({"url": "https://chat.example.com/hooks/{{secrets.HOOK}}"}), finds="{{secrets.HOOK}}"),
    Case(
        rest_task({"queryParameters": '={q: city,\n appid: "{{secrets.APP_ID}}"}'}, template=None),
        finds="{{secrets.APP_ID}}",
    ),
    Case(
        rest_task({"url": '="https://a.example/?key={{secrets.KEY}}&q=" + q'}, prefix="bpmn2"), finds="{{secrets.KEY}}"
    ),
    Case(
        rest_task(
            {
                "authentication.type": "apiKey",
                "authentication.apiKeyLocation": "query",
                "authentication.name": "key",
                "authentication.value": "{{secrets.KEY}}",
            }
        ),
        finds="{{secrets.KEY}}",
    ),
]
