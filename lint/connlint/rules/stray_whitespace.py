"""`stray-whitespace`: a blank that changes what a value is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from connlint.bpmn.model import ConnectorTask
from connlint.example import Case, rest_task
from connlint.field_values import is_feel
from connlint.finding import Edit, Fix, Severity
from connlint.rule import Context, Flag, rule
from connlint.secret_references import is_secret

if TYPE_CHECKING:
    from connlint.bpmn.parts import InputMapping
    from connlint.span import Span
    from connlint.templates import Connector

LINE_BREAKS = "\n\r\x85\u2028\u2029"


@rule("stray-whitespace", severity=Severity.WARNING, over="connector-tasks")
def stray_whitespace(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """A blank or line break stands before `=`, or around a URL, a choice or a secret.

    ## Why
    The engine takes a value as FEEL only if `=` is its very first character: with a blank before it, the
    expression itself is sent as text. A blank around a static value stays part of it: a token with a blank at its end
    is another token, and a choice with one is none.

    ## How to mend
    Remove the blank.

    ## Fix
    Safe: removes the blanks.
    """
    connector = context.connector(task)
    for mapping in task.node.inputs:
        text = mapping.text
        stripped = text.strip()
        if mapping.feel is not None or not stripped or stripped == text or mapping is not task.input(mapping.name):
            continue
        if is_feel(stripped) and text[0].isspace():
            before = len(text) - len(text.lstrip())
            yield _flag(task, mapping, [(0, before)], "makes text of the expression, and the text is what is sent")
            continue
        consequence = _consequence(mapping.name, stripped, connector)
        if consequence is not None:
            stretches = _around(text, with_leading=not _is_url(mapping.name, connector) or is_secret(stripped))
            if stretches:
                yield _flag(task, mapping, stretches, consequence)


def _consequence(name: str, stripped: str, connector: Connector | None) -> str | None:
    """What the blanks around the static text do; None where blanks are fine."""
    if is_secret(stripped):
        return "is sent as a part of the secret's value"
    runtime = connector.inputs.get(name) if connector is not None else None
    if runtime is None:
        return None
    if runtime.takes == "url" and stripped.startswith(("http://", "https://")):
        return "belongs to the URL"
    if runtime.choices and runtime.admits(stripped):
        return "is taken away by today's connectors" if runtime.ordinals else "makes an unknown choice of it"
    return None


def _is_url(name: str, connector: Connector | None) -> bool:
    runtime = connector.inputs.get(name) if connector is not None else None
    return runtime is not None and runtime.takes == "url"


def _around(text: str, *, with_leading: bool) -> list[tuple[int, int]]:
    """The blanks at both ends. What `invalid-url` speaks of is left out: blanks before a URL, line breaks in it."""
    stretches = []
    begin, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if begin and with_leading:
        stretches.append((0, begin))
    if end < len(text) and (with_leading or not any(mark in text for mark in LINE_BREAKS)):
        stretches.append((end, len(text)))
    return stretches


def _flag(task: ConnectorTask, mapping: InputMapping, stretches: list[tuple[int, int]], consequence: str) -> Flag:
    assert mapping.source is not None
    spans: list[Span] = [mapping.source.source_span(*stretch) for stretch in stretches]
    first = mapping.text[slice(*stretches[0])]
    what = "a line break" if any(mark in first for mark in LINE_BREAKS) else "a blank"
    where = "before" if stretches[0][0] == 0 else "behind"
    return Flag(
        spans[0],
        f"{mapping.name} of {task.label} has {what} {where} its value, which {consequence}",
        field=mapping.name,
        fix=Fix("Remove the blanks", tuple(Edit(span, "") for span in spans)),
    )


_BEARER = {"authentication.type": "bearer"}

GOOD = [
    rest_task({"url": "https://a.example/b c", "headers": "= {a: 1} "}),
    rest_task({**_BEARER, "authentication.token": "{{ secrets.TOKEN }}"}),
    rest_task({"method": "POST", "body": " two words "}),
    rest_task({"connectionTimeoutInSeconds": " 20 "}, template=None),
    rest_task({"url": " https://a.example"}),
    rest_task({"authentication.type": "   "}),
]
BAD = [
    Case(
        rest_task({"url": "https://a.example/orders "}),
        finds=" ",
        fixed=rest_task({"url": "https://a.example/orders"}),
        says="behind its value",
    ),
    Case(
        rest_task({"method": "POST", "body": "\n ={a: 1}"}, prefix="bpmn2"),
        finds="\n ",
        fixed=rest_task({"method": "POST", "body": "={a: 1}"}, prefix="bpmn2"),
        says="makes text of the expression",
    ),
    Case(
        rest_task({**_BEARER, "authentication.token": " {{secrets.TOKEN}}\t"}),
        finds=" ",
        fixed=rest_task({**_BEARER, "authentication.token": "{{secrets.TOKEN}}"}),
    ),
    Case(
        rest_task({"authentication.type": "noAuth "}, template=None, element="sendTask"),
        finds=" ",
        fixed=rest_task({"authentication.type": "noAuth"}, template=None, element="sendTask"),
        says="unknown choice",
    ),
    Case(
        rest_task(only={"apiKey": "secrets.KEY\n"}, template="com.example.Mail", job_type="mail"),
        finds="\n",
        fixed=rest_task(only={"apiKey": "secrets.KEY"}, template="com.example.Mail", job_type="mail"),
    ),
]
