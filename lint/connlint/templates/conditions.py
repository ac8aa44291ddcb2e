"""Whether a property is active for a task: conditions with three answers.

True and False are certain; None means that the model does not tell (a FEEL value, a value that a template's
default may stand for, an unreadable condition). Nothing may be reported on the strength of None.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connlint.templates.model import (
    AllMatch,
    Condition,
    Content,
    Equals,
    IsActive,
    IsEmpty,
    OneOf,
    Property,
    scalar_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from connlint.templates.values import Given, TaskValues

Answer = bool | None


def holds(condition: Condition | None, content: Content, values: TaskValues) -> Answer:
    """Whether `condition`, which stands in `content`, is met by the task's values. No condition always is."""
    return _holds(condition, content, values, frozenset())


def is_active(prop: Property, content: Content, values: TaskValues) -> Answer:
    """Whether `prop`, a property of `content`, is shown and written for a task with these values."""
    return _holds(prop.condition, content, values, frozenset((prop.id,)))


def _holds(condition: Condition | None, content: Content, values: TaskValues, asked: frozenset[str]) -> Answer:
    match condition:
        case None:
            return True
        case AllMatch(conditions):
            return _every(_holds(each, content, values, asked) for each in conditions)
        case Equals(name, value):
            return _of_value(content.by_id.get(name), values, lambda text: text == scalar_text(value))
        case OneOf(name, several):
            texts = frozenset(map(scalar_text, several))
            return _of_value(content.by_id.get(name), values, lambda text: text in texts)
        case IsEmpty(name, expected):
            return _of_value(content.by_id.get(name), values, lambda text: (text == "") is expected)
        case IsActive(name, expected):
            # Properties whose conditions ask for each other in a circle have no answer.
            if name in asked:
                return None
            answer = _any(
                _holds(each.condition, content, values, asked | {name}) for each in content.by_id.get(name, ())
            )
            return None if answer is None else answer is expected
    return None


def _of_value(properties: tuple[Property, ...] | None, values: TaskValues, test: Callable[[str], bool]) -> Answer:
    """The answer of `test` on the value of the property that a condition names; None where it is not certain."""
    if not properties:
        return None
    answers = {_of_one_value(each, values, test) for each in properties}
    return answers.pop() if len(answers) == 1 else None


def _of_one_value(prop: Property, values: TaskValues, test: Callable[[str], bool]) -> Answer:
    given = values.given(prop.binding)
    if given.kind == "static":
        return test(given.text)
    if given.kind == "absent":
        # The modeler takes the default for a mapping that is not there; the run time has nothing.
        answer = test("")
        if prop.default is not None and test(scalar_text(prop.default)) is not answer:
            return None
        return answer
    text = literal_text(prop, given)
    return None if text is None else test(text)


def literal_text(prop: Property, given: Given) -> str | None:
    """The text that a value stands for in the template's terms, or None where it is an expression or unknown.

    Modelers write numbers and booleans as FEEL (`=20`, `=false`); conditions and patterns mean `20` and `false`.
    """
    if given.kind == "static":
        return given.text
    if given.kind == "feel":
        text = given.text.strip()
        if prop.type == "Boolean" and text in ("true", "false"):
            return text
        if prop.type == "Number" and is_number(text):
            return text
    return None


def is_number(text: str) -> bool:
    """Whether a text is a number as JSON and FEEL write it, blanks around it aside."""
    return re.fullmatch(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*", text, re.ASCII) is not None


def _every(answers: Iterable[Answer]) -> Answer:
    found = set(answers)
    if False in found:
        return False
    return None if None in found else True


def _any(answers: Iterable[Answer]) -> Answer:
    found = set(answers)
    if True in found:
        return True
    return None if None in found else False
