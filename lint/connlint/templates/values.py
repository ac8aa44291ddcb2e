"""What a task gives for one binding of a template: the only thing that templates ask of a model.

The model layer implements `TaskValues`; templates never see BPMN.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from connlint.templates.model import Binding

GivenKind = Literal["absent", "static", "feel", "unknown"]


class Given(NamedTuple):
    """A value as far as it can be read from the model.

    - absent: there is no mapping
    - static: `text` is the value, literally (empty for a mapping without `source`)
    - feel: `text` is the expression without the leading `=`
    - unknown: something is given, but what cannot be read (a part of a context that a variable builds)
    """

    kind: GivenKind
    text: str = ""

    @property
    def is_missing(self) -> bool:
        """Whether nothing usable is given: absent, blank, a lone `=`, or an expression that is null or blank text.

        Unknown values and every other expression count as given.
        """
        match self.kind:
            case "absent":
                return True
            case "static":
                return self.text.strip() in ("", "=")
            case "feel":
                text = self.text.strip()
                return text in ("", "null") or (text[0] == text[-1] == '"' and len(text) > 1 and not text[1:-1].strip())
        return False


ABSENT = Given("absent")
UNKNOWN = Given("unknown")


def static(text: str) -> Given:
    """A literal text."""
    return Given("static", text)


def feel(text: str) -> Given:
    """An expression, without its leading `=`."""
    return Given("feel", text)


def from_source(source: str | None) -> Given:
    """What an input mapping's `source` gives.

    Run time: FEEL exactly if the text begins with `=` and has something behind it.
    """
    if source is None:
        return static("")
    if source.startswith("=") and len(source) > 1:
        return feel(source[1:])
    return static(source)


class TaskValues(Protocol):
    """The values of one task, by binding."""

    def given(self, binding: Binding) -> Given:
        """What the task gives for `binding`: nested targets joined, the last of several mappings, never an error."""
        ...
