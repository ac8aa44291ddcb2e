"""`invalid-timeout`: a timeout that the connector cannot read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from connlint.bpmn.model import ConnectorTask
from connlint.example import Case, rest_task
from connlint.finding import Persona, Severity
from connlint.rule import Context, Flag, rule
from connlint.secret_references import Form, references_of

if TYPE_CHECKING:
    from connlint.bpmn.model import InputMapping
    from connlint.span import Span

TIMEOUTS = ("connectionTimeoutInSeconds", "readTimeoutInSeconds", "writeTimeoutInSeconds")
LARGEST = 2**31 - 1
LIKELY_MILLISECONDS = 1000

# Run time: Java's Integer is read from text with its blanks trimmed and a sign allowed (rest-connector §2.3).
_WHOLE = re.compile(r"\s*[+-]?\d+\s*", re.ASCII)


@rule("invalid-timeout", severity=Severity.ERROR)
def invalid_timeout(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """A timeout is not a whole number of seconds from 0 up.

    ## Why
    The connector reads the timeouts before it sends anything. Text that is no whole number fails the job as an
    invalid field, without a retry; a negative number fails it while the client is built. Fractions are no seconds:
    as text they fail, as a number they are cut off. 0 means to wait for ever.

    The value is seconds: 20000 is most likely meant as milliseconds (pedantic).

    ## How to mend
    Write a whole number of seconds, such as `20`, or FEEL that gives one. Leave it out for the default of 20.
    """
    for name in TIMEOUTS:
        mapping = task.field(name)
        if mapping is not None and mapping.source is not None:
            yield from _judge(task, mapping)


def _judge(task: ConnectorTask, mapping: InputMapping) -> Iterator[Flag]:
    given = _constant(mapping)
    if given is None:
        return
    text, shown = given
    reason = _reason(text, mapping)
    if reason is not None:
        yield Flag(
            _place(mapping),
            f"{mapping.name} of {task.label} is {shown}; a whole number of seconds from 0 is expected ({reason})",
            field=mapping.name,
        )
    elif text.strip() and int(text) >= LIKELY_MILLISECONDS:
        yield Flag(
            _place(mapping),
            f"{mapping.name} of {task.label} is {shown} seconds, {_spoken(int(text))}; were milliseconds meant?",
            field=mapping.name,
            severity=Severity.WARNING,
            persona=Persona.PEDANTIC,
        )


def _place(mapping: InputMapping) -> Span:
    """The value, or the constant inside the FEEL."""
    if mapping.feel is None:
        return mapping.span
    tree = mapping.feel.parsed.tree
    return mapping.feel.span(tree.start, tree.end)


def _constant(mapping: InputMapping) -> tuple[str, str] | None:
    """The value as a text and as a message shows it; None where it is FEEL that could be a number."""
    if mapping.feel is None:
        if mapping.text == "=" or not mapping.text.strip() or _is_secret(mapping):
            return None
        return mapping.text, f'"{mapping.text}"'
    from connlint.feel.nodes import Boolean, Context, ListLiteral, Negation, Number, Parenthesised, String

    if mapping.feel.parsed.errors:
        return None
    node = mapping.feel.parsed.tree
    while isinstance(node, Parenthesised):
        node = node.inner
    shown = f"`{mapping.text}`"
    match node:
        case Number(value=value):
            return str(value), shown
        case Negation(operand=Number(value=value)):
            return f"-{value}", shown
        case String(value=value):
            return (value, shown) if value.strip() and not _is_secret(mapping) else None
        case Boolean(value=value):
            return str(value).lower(), shown
        case Context():
            return "a context", shown
        case ListLiteral() if len(node.items) != 1:
            return "a list", shown
        case _:
            return None


def _is_secret(mapping: InputMapping) -> bool:
    """Whether the value is one secret reference and nothing else."""
    text = mapping.text if mapping.feel is None else mapping.feel.text.strip().strip('"')
    return any(
        reference.form is not Form.CAMUNDA and text.strip() == mapping.text[reference.span.start : reference.span.end]
        for reference in references_of(mapping)
    )


def _reason(text: str, mapping: InputMapping) -> str | None:
    """Why the run time refuses the value, None where it takes it."""
    stripped = text.strip()
    if stripped == "null" and mapping.feel is None:
        return None
    if _WHOLE.fullmatch(text):
        number = int(text)
        if number > LARGEST or number < -LARGEST - 1:
            return "it does not fit into 32 bits, and the job fails: invalid field"
        return "a negative time fails the job while the client is built" if number < 0 else None
    if re.fullmatch(r"-?\d+\.\d+", stripped):
        if stripped.startswith("-"):
            return "a negative time fails the job"
        return "fractions of a second are cut off as a number, and fail the job as text"
    return "the connector fails the job: invalid field"


def _spoken(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes) + [f"{rest} s"] * bool(rest)
    return " ".join(parts)


GOOD = [
    rest_task({"connectionTimeoutInSeconds": "20", "readTimeoutInSeconds": "=20"}),
    rest_task({"connectionTimeoutInSeconds": '="20"', "readTimeoutInSeconds": "0"}),
    rest_task({"connectionTimeoutInSeconds": "", "readTimeoutInSeconds": "={{secrets.X}}"}),
    rest_task({"connectionTimeoutInSeconds": "{{secrets.TIMEOUT}}", "readTimeoutInSeconds": "secrets.TIMEOUT"}),
    rest_task({"connectionTimeoutInSeconds": "=if slow then 60 else 20", "readTimeoutInSeconds": "=timeout"}),
    rest_task({"connectionTimeoutInSeconds": " 20 ", "readTimeoutInSeconds": '="{{secrets.TIMEOUT}}"'}),
]
BAD = [
    Case(rest_task({"connectionTimeoutInSeconds": "abc"}), finds="abc", says='is "abc"; a whole number'),
    Case(rest_task({"readTimeoutInSeconds": "-1"}), finds="-1", says="negative"),
    Case(rest_task({"readTimeoutInSeconds": "0.5"}), finds="0.5"),
    Case(
        rest_task({"connectionTimeoutInSeconds": "=-1", "readTimeoutInSeconds": '="twenty"'}),
        finds=("-1", '"twenty"'),
    ),
    Case(rest_task({"connectionTimeoutInSeconds": "=0.1", "readTimeoutInSeconds": "=true"}), finds=("0.1", "true")),
    Case(rest_task({"connectionTimeoutInSeconds": "PT20S"}, template=None), finds="PT20S"),
    Case(rest_task({"readTimeoutInSeconds": "99999999999"}), finds="99999999999", says="32 bits"),
    Case(rest_task({"readTimeoutInSeconds": "{{secrets.TIMEOUT}}s"}), finds="{{secrets.TIMEOUT}}s"),
    Case(
        rest_task({"writeTimeoutInSeconds": "soon"}, version="7", engine="8.5.0", element="businessRuleTask"),
        finds="soon",
    ),
    Case(rest_task({"readTimeoutInSeconds": "=20000"}), finds="20000", says="were milliseconds meant"),
]
