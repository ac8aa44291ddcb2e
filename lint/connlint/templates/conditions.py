"""Whether a property is active for a task: conditions with three answers.

True and False are certain; None means that the model does not tell (a FEEL value, a value that a template's
default may stand for, an unreadable condition). Nothing may be reported on the strength of None.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

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

MOST_STEPS = 200
"""Conditions and properties that one answer may ask for; published templates need a dozen."""

MOST_NESTED = 30
"""How far properties may depend on each other's being active."""


def holds(condition: Condition | None, content: Content, values: TaskValues) -> Answer:
    """Whether `condition`, which stands in `content`, is met by the task's values. No condition always is."""
    return _Question(content, values).answered(condition, ())


def is_active(prop: Property, content: Content, values: TaskValues) -> Answer:
    """Whether `prop`, a property of `content`, is shown and written for a task with these values."""
    if prop.condition is None:
        return True
    answers = _answers.setdefault(values, {})
    known = answers.get(id(prop))
    if known is None or known[1] is not content:
        answer = _Question(content, values).answered(prop.condition, (prop.id,))
        known = answers[id(prop)] = (prop, content, answer)
    return known[2]


_answers: WeakKeyDictionary[TaskValues, dict[int, tuple[Property, Content, Answer]]] = WeakKeyDictionary()
"""The answers for each task's values, for as long as these are there: every rule asks for the same. Each is kept beside
what it is about, so that nothing else can have the same id."""


class _TooMuch(Exception):
    """An answer that asks for more than any template of good faith does."""


class _Question:
    """One question, which has an answer after so many steps or none: conditions of a file can be of any number and ask
    for each other in any way.
    """

    __slots__ = ("content", "steps", "values")

    def __init__(self, content: Content, values: TaskValues) -> None:
        self.content = content
        self.values = values
        self.steps = MOST_STEPS

    def answered(self, condition: Condition | None, asked: tuple[str, ...]) -> Answer:
        try:
            return self._holds(condition, asked)
        except _TooMuch:
            return None

    def _step(self) -> None:
        self.steps -= 1
        if self.steps < 0:
            raise _TooMuch

    def _holds(self, condition: Condition | None, asked: tuple[str, ...]) -> Answer:
        self._step()
        match condition:
            case None:
                return True
            case AllMatch(conditions):
                return _every(self._holds(each, asked) for each in conditions)
            case Equals(name, value):
                return self._of_value(name, lambda text: text == scalar_text(value))
            case OneOf(name, several):
                return self._of_value(name, lambda text: any(text == scalar_text(each) for each in several))
            case IsEmpty(name, expected):
                return self._of_value(name, lambda text: (text == "") is expected)
            case IsActive(name, expected):
                return self._is_active(name, expected, asked)
        return None

    def _is_active(self, name: str, expected: bool, asked: tuple[str, ...]) -> Answer:
        # Properties whose conditions ask for each other in a circle have no answer.
        if name in asked or len(asked) > MOST_NESTED:
            return None
        further = (*asked, name)
        answer = _any(self._holds(each.condition, further) for each in self.content.by_id.get(name, ()))
        return None if answer is None else answer is expected

    def _of_value(self, name: str, test: Callable[[str], bool]) -> Answer:
        """The answer of `test` on the value of the property that a condition names; None where it is not certain."""
        first: Answer = None
        for number, each in enumerate(self.content.by_id.get(name, ())):
            self._step()
            answer = _of_one_value(each, self.values, test)
            if answer is None or (number and answer is not first):
                return None
            first = answer
        return first


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
