"""`invalid-timeout`: a timeout that the connector cannot read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connlint.bpmn.model import ConnectorTask
from connlint.constants import Constant, constants_of
from connlint.example import Case, rest_task
from connlint.field_names import WRITE_TIMEOUT
from connlint.field_values import value_of
from connlint.finding import Persona, Severity
from connlint.lazy_pattern import lazy
from connlint.rule import Context, Flag, rule
from connlint.whole_number import whole_number

TIMEOUTS = ("connectionTimeoutInSeconds", "readTimeoutInSeconds", WRITE_TIMEOUT)
LARGEST = 2**31 - 1
LIKELY_MILLISECONDS = 1000

# Run time: Java's Integer is read from text with its blanks trimmed and a sign allowed (rest-connector §2.3).
_WHOLE = lazy(r"\s*[+-]?\d+\s*", re.ASCII)


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
        for constant in constants_of(value_of(task, task.request_prefix + name)):
            yield from _judge(task, constant)


def _judge(task: ConnectorTask, constant: Constant) -> Iterator[Flag]:
    given = _given(constant)
    if given is None:
        return
    field = constant.value.field
    reason = _reason(given, constant)
    if reason is not None:
        yield Flag(
            constant.span,
            f"{field} of {task.label} is {constant.shown}; a whole number of seconds from 0 is expected ({reason})",
            field=constant.value.mapping.name,
        )
    elif whole_number(given) >= LIKELY_MILLISECONDS:
        yield Flag(
            constant.span,
            f"{field} of {task.label} is {constant.shown} seconds, {_spoken(whole_number(given))}; were milliseconds meant?",
            field=constant.value.mapping.name,
            severity=Severity.WARNING,
            persona=Persona.PEDANTIC,
        )


def _given(constant: Constant) -> str | None:
    """What the connector reads; None where it takes its default, or a number that is not known."""
    match constant.kind:
        case "null":
            return None
        case "context":
            return "a context"
        case "list":
            # Run time: a list of one counts as what it holds.
            return "a list" if len(getattr(constant.node, "items", ())) != 1 else None
        case _:
            blank = not constant.text.strip() or (constant.kind == "text" and constant.text == "=")
            return None if blank or constant.is_secret or constant.text.strip() == "null" else constant.text


def _reason(text: str, constant: Constant) -> str | None:
    """Why the run time refuses the value, None where it takes it."""
    if _WHOLE.fullmatch(text):
        number = whole_number(text)
        if number > LARGEST or number < -LARGEST - 1:
            return "it does not fit into 32 bits, and the job fails: invalid field"
        return "a negative time fails the job while the client is built" if number < 0 else None
    if re.fullmatch(r"-?\d+\.\d+", text.strip()):
        if text.strip().startswith("-"):
            return "a negative time fails the job"
        if constant.kind == "number":
            return "fractions of a second are cut off"
        return "a fraction fails the job: invalid field"
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
    rest_task({"connectionTimeoutInSeconds": "=if slow then null else 5", "readTimeoutInSeconds": " =20"}),
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
    Case(rest_task({"readTimeoutInSeconds": '=if slow then "1 minute" else 20'}), finds='"1 minute"'),
    Case(rest_task({"readTimeoutInSeconds": "{{secrets.TIMEOUT}}s"}), finds="{{secrets.TIMEOUT}}s"),
    Case(
        rest_task({"writeTimeoutInSeconds": "soon"}, version="7", engine="8.5.0", element="businessRuleTask"),
        finds="soon",
    ),
    Case(rest_task({"readTimeoutInSeconds": "=20000"}), finds="20000", says="were milliseconds meant"),
]
