"""`invalid-retries`: retries that the engine cannot read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from connlint.bpmn.model import ConnectorTask
from connlint.bpmn.values import mapping_feel
from connlint.example import Case, process, rest_task
from connlint.field_values import bare
from connlint.finding import Edit, Fix, Severity
from connlint.lazy_pattern import lazy
from connlint.masking import masked, shortened, shown
from connlint.rule import Context, Flag, rule

if TYPE_CHECKING:
    from connlint.bpmn.values import FeelText
    from connlint.feel.nodes import Node

# Run time: static text is read as a decimal number, without any blank around it.
_NUMBER = lazy(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)


@rule("invalid-retries", severity=Severity.ERROR, over="connector-tasks")
def invalid_retries(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """The retries of a task are neither a whole number from 0 up nor FEEL that gives one.

    ## Why
    The engine reads the number when the task is reached. What is no number raises an incident before the connector
    sees the job; with a negative number there is no try left.

    ## How to mend
    Write a whole number, such as `3`, or FEEL. Leave the attribute out for the default of 3. 0 means that there is
    an incident at once; 1 means one try.

    ## Fix
    Safe: removes blanks around a number.
    """
    definition = task.node.definition
    if definition is None or definition.retries is None:
        return
    value = definition.retries
    feel = mapping_feel(value)
    if feel is not None:
        yield from _judge_feel(task, feel)
        return
    reason = _reason(value.text)
    if reason is None:
        return
    stripped = value.text.strip()
    fix = None
    if stripped != value.text and stripped and _reason(stripped) is None:
        fix = Fix("Remove the blanks", (Edit(value.span, value.encode(stripped)),))
    yield Flag(value.span, _message(task, shown("", value.text), reason), fix=fix)


def _judge_feel(task: ConnectorTask, feel: FeelText) -> Iterator[Flag]:
    from connlint.feel.nodes import If

    if feel.parsed.errors:
        return
    pending: list[Node] = [feel.parsed.tree]
    while pending:
        node = bare(pending.pop())
        if isinstance(node, If):
            pending += [node.otherwise, node.then]
            continue
        reason = _reason_of_feel(node)
        if node is not None and reason is not None:
            yield Flag(
                feel.span(node.start, node.end),
                _message(task, f"`{shortened(masked('', feel.text[node.start : node.end]))}`", reason),
            )


def _message(task: ConnectorTask, shown: str, reason: str) -> str:
    return f"the retries of {task.label} are {shown}; a whole number from 0 up is expected ({reason})"


def _reason(text: str) -> str | None:
    """Why the engine does not take the text, None where it does."""
    if not _NUMBER.fullmatch(text):
        return "the engine raises an incident: not a number"
    return _reason_of_number(Decimal(text))


def _reason_of_number(number: Decimal) -> str | None:
    if number < 0:
        return "there is no try left, and the engine raises an incident"
    return "a part of a try does not count" if number != number.to_integral_value() else None


def _reason_of_feel(node: Node | None) -> str | None:
    from connlint.feel.nodes import Boolean, Context, ListLiteral, Negation, Null, Number, String, Temporal

    match node:
        case Number(value=number):
            return _reason_of_number(number)
        case Negation(operand=Number(value=number)):
            return _reason_of_number(-number)
        case String() | Boolean() | Null() | Context() | ListLiteral() | Temporal():
            return "the engine raises an incident: the expression gives no number"
    return None


_JOB = '<bpmn:{0} id="Work_1"><bpmn:extensionElements><zeebe:taskDefinition type="work" retries="{1}" />'
_WORK = _JOB + "</bpmn:extensionElements></bpmn:{0}>"

GOOD = [
    rest_task(retries="0"),
    rest_task(retries=None),
    rest_task(retries="=maxRetries"),
    rest_task(retries='=if urgent then 10 else number("3")'),
    process(_WORK.format("scriptTask", "10")),
]
BAD = [
    Case(rest_task(retries="many"), finds="many", says='are "many"; a whole number'),
    Case(rest_task(retries="-1"), finds="-1", says="no try left"),
    Case(rest_task(retries=" 3"), finds=" 3", fixed=rest_task(retries="3")),
    Case(rest_task(retries="1.5", template=None, prefix="bpmn2"), finds="1.5"),
    Case(rest_task(retries='="3"'), finds='"3"', says="gives no number"),
    Case(rest_task(retries="=if urgent then -1 else 3"), finds="-1"),
    Case(process(_WORK.format("sendTask", "{{secrets.RETRIES}}")), finds="{{secrets.RETRIES}}"),
]
