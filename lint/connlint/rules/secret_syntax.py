"""`secret-syntax`: what looks like a secret reference and is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from connlint.bpmn.model import ConnectorTask
from connlint.bpmn.parts import ConnectorValue
from connlint.example import Case, inbound_event, rest_task
from connlint.finding import Edit, Fix, Severity
from connlint.lazy_pattern import lazy
from connlint.nearest import edit_distance
from connlint.rule import Context, Flag, rule
from connlint.secret_references import BRACES, Place, stretches_of

_CANDIDATE = lazy(
    r"(?P<dollar>\$?)(?P<open>\{{1,2})\s*(?P<word>[A-Za-z]{5,8})(?P<dot>\s*[.:]\s*)"
    r"(?P<name>[^\s{}\"',;]*)(?P<close>\s*\}{0,2})"
)


@rule("secret-syntax", severity=Severity.ERROR, over="templated")
def secret_syntax(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """Something that looks like a secret reference and is none.

    ## Why
    Only `{{secrets.NAME}}` is a reference: two braces on each side, the word in lower case with its `s`, no blank
    beside the dot. Anything else is sent as it stands, or worse: in `{secrets.X}` and `${secrets.X}` only the middle is
    replaced, so that the braces stay around the value, and `{{secrets.X}` runs on to the next `}}` in the task's
    variables and looks for a secret with all of that as its name, which fails the job.

    ## How to mend
    Write `{{secrets.NAME}}`.

    ## Fix
    Safe: writes the reference that was meant.
    """
    for mapping in task.connector_values:
        yield from _flags(task, mapping)


class _Slip(NamedTuple):
    reason: str
    meant: str | None


def _flags(task: ConnectorTask, mapping: ConnectorValue) -> Iterator[Flag]:
    if mapping.source is None or "{" not in mapping.text:
        return
    for stretch, place in stretches_of(mapping.source, is_feel=mapping.feel is not None):
        if place is Place.COMMENT:
            continue
        for match in _CANDIDATE.finditer(mapping.text, stretch.start, stretch.end):
            slip = _slip(match, place)
            if slip is None:
                continue
            span = mapping.source.source_span(*match.span())
            fix = None
            if slip.meant is not None:
                written = f'"{slip.meant}"' if place is Place.CODE else slip.meant
                fix = Fix(f"Write {written}", (Edit(span, mapping.source.encode(written)),))
            yield Flag(
                span,
                f"{mapping.name} of {task.label} has {match[0].strip()}, which is no secret reference: {slip.reason}",
                field=mapping.name,
                fix=fix,
            )


def _slip(match: re.Match[str], place: Place) -> _Slip | None:
    """What is wrong with a candidate; None where it is a reference, or something else altogether."""
    word, name = match["word"], match["name"]
    opened, closed = len(match["open"]), match["close"].count("}")
    if BRACES.match(match.string, match.start("open"), match.end()) is not None:
        return None
    if word != "secrets" and not _near(word):
        return None
    if opened == 1 and (place is Place.CODE or closed == 0):
        return None
    meant = f"{{{{secrets.{name}}}}}" if name else None
    if word != "secrets":
        return _Slip(f"it begins with secrets, not {word}", meant)
    if not name:
        return _Slip("it has no name", None)
    if ":" in match["dot"]:
        return _Slip("a dot stands behind secrets, no colon", meant)
    if match["dot"] != ".":
        return _Slip("no blank may stand beside the dot", meant)
    if match["dollar"] and opened == 1:
        return _Slip("the connector replaces secrets.NAME in it and leaves ${ and } around the value", meant)
    if opened == 1:
        return _Slip("one brace is missing on each side, and the braces stay around the value", meant)
    if closed < 2:
        return _Slip("it is not closed by }}, and everything up to the next }} is taken for its name", meant)
    return None


def _near(word: str) -> bool:
    folded = word.lower()
    return folded in ("secret", "secrets") or edit_distance(folded, "secrets", 1) <= 1


_TOKEN = {"authentication.type": "bearer"}


def _token(value: str) -> dict[str, str | None]:
    return {**_TOKEN, "authentication.token": value}


GOOD = [
    rest_task(_token("{{secrets.TOKEN}}")),
    rest_task(_token('="{{ secrets.TOKEN }}"')),
    rest_task({"headers": '={a: "{{secrets.bearerToken(zeebe)}}", b: "{{secrets.A-B}}"}'}),
    rest_task({"method": "POST", "body": '{"text": "Dear {{customer.name}}", "total": "${order.total}"}'}),
    rest_task({"method": "POST", "body": "={secrets: {a: 1}}"}),
    rest_task({"url": "{{{secrets.BASE}}}"}, template=None),
    inbound_event({"authentication.token": "{{secrets.TOKEN}}"}),
]
BAD = [
    Case(rest_task(_token("{{secret.TOKEN}}")), finds="{{secret.TOKEN}}", fixed=rest_task(_token("{{secrets.TOKEN}}"))),
    Case(
        rest_task(_token("{{Secrets.TOKEN}}")), finds="{{Secrets.TOKEN}}", fixed=rest_task(_token("{{secrets.TOKEN}}"))
    ),
    Case(
        rest_task({"headers": '={"X-Key": "${secrets.KEY}"}'}, template="com.example.Orders"),
        finds="${secrets.KEY}",
        fixed=rest_task({"headers": '={"X-Key": "{{secrets.KEY}}"}'}, template="com.example.Orders"),
        says="leaves ${ and }",
    ),
    Case(
        rest_task({"method": "POST", "body": '{"a":"{secrets.KEY}","b":1}'}, prefix="bpmn2"),
        finds="{secrets.KEY}",
        fixed=rest_task({"method": "POST", "body": '{"a":"{{secrets.KEY}}","b":1}'}, prefix="bpmn2"),
    ),
    Case(rest_task({"url": "https://a.example/{{secrets.}}"}), finds="{{secrets.}}", says="it has no name"),
    Case(
        rest_task({"queryParameters": '={a: "{{ secrets. KEY }}", b: 1}'}, element="sendTask"),
        finds="{{ secrets. KEY }}",
        fixed=rest_task({"queryParameters": '={a: "{{secrets.KEY}}", b: 1}'}, element="sendTask"),
    ),
    Case(
        rest_task(_token("{{secrets:TOKEN}}")), finds="{{secrets:TOKEN}}", fixed=rest_task(_token("{{secrets.TOKEN}}"))
    ),
    Case(
        rest_task({"headers": '={"X-Key": "{{secrets.KEY}"}'}),
        finds="{{secrets.KEY}",
        fixed=rest_task({"headers": '={"X-Key": "{{secrets.KEY}}"}'}),
        says="not closed",
    ),
    Case(
        inbound_event({"authentication.token": "{{secret.TOKEN}}"}),
        finds="{{secret.TOKEN}}",
        fixed=inbound_event({"authentication.token": "{{secrets.TOKEN}}"}),
    ),
    Case(
        rest_task({"headers": '={"X-Key": {{secret.KEY}}}'}),
        finds="{{secret.KEY}}",
        fixed=rest_task({"headers": '={"X-Key": "{{secrets.KEY}}"}'}),
    ),
]
