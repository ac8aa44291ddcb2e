"""`secret-in-url`: a secret in the path or query of a URL."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.authentication import chosen_authentication
from connlint.bpmn.model import ConnectorTask
from connlint.bpmn.parts import ConnectorValue
from connlint.constants import text_of
from connlint.example import Case, rest_task
from connlint.field_names import KEY_LOCATION
from connlint.field_values import FieldValue, value_of
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
    url = f"{task.request_prefix}url"
    for value in _written(task, url):
        for reference in _references(value):
            if not _is_address(value, reference):
                yield from _flag(task, value.mapping, reference)
    for value in _written(task, "queryParameters") if task.is_rest else ():
        for reference in _references(value):
            yield from _flag(task, value.mapping, reference)
    if chosen_authentication(task) == "apiKey" and (text_of(task, KEY_LOCATION) or "").lower() == "query":
        for value in _written(task, "authentication.value"):
            for reference in _references(value):
                yield from _flag(task, value.mapping, reference)


def _written(task: ConnectorTask, field: str) -> Iterator[FieldValue]:
    """The value of a field, or the values of its parts, without those that a later mapping replaces."""
    names = [field, *(mapping.name for mapping in task.node.inputs if mapping.name.startswith(f"{field}."))]
    values = (value_of(task, name) for name in dict.fromkeys(names))
    return (value for value in values if value is not None)


def _references(value: FieldValue) -> Iterator[Reference]:
    """The references of a mapping that stand in the value, which may be a part of it."""
    node, feel = value.node, value.mapping.feel
    start, end = (
        (feel.offset + node.start, feel.offset + node.end) if node is not None and feel is not None else (0, None)
    )
    for reference in references_of(value.mapping):
        if start <= reference.span.start and (end is None or reference.span.end <= end):
            yield reference


def _is_address(url: FieldValue, reference: Reference) -> bool:
    """Whether it stands where the scheme and host are: before it only blanks, quotes or the scheme."""
    node, feel = url.node, url.mapping.feel
    start = feel.offset + node.start if node is not None and feel is not None else 0
    before = url.mapping.text[start : reference.span.start].lstrip('= "')
    return before in ("", "http://", "https://") or ("/" not in before.partition("://")[2] and "?" not in before)


def _flag(task: ConnectorTask, mapping: ConnectorValue, reference: Reference) -> Iterator[Flag]:
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
