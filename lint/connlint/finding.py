"""What connlint says of a model: a finding, at its exact characters, with what explains and what mends it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from connlint.span import Span


class Severity(StrEnum):
    """How bad a finding is; `rank` orders them for `--fail-on`."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        return {"error": 3, "warning": 2, "info": 1}[self.value]


class Persona(StrEnum):
    """For whom a finding is meant: each persona sees its own findings and those of the ones before it."""

    REGULAR = "regular"
    PEDANTIC = "pedantic"
    AUDITOR = "auditor"

    def sees(self, persona: Persona) -> bool:
        order = (Persona.REGULAR, Persona.PEDANTIC, Persona.AUDITOR)
        return order.index(persona) <= order.index(self)


Safety = Literal["safe", "unsafe"]


class Edit(NamedTuple):
    """`text` instead of what stands at `span`; `text` is already encoded for its place in the file."""

    span: Span
    text: str


class Fix(NamedTuple):
    """Edits of one file that belong together. Safe: the meaning is certain. Unsafe: a person must agree.

    The edits of a `confidential` one write a credential that stands in the file already: they can be made, not shown.
    """

    title: str
    edits: tuple[Edit, ...]
    safety: Safety = "safe"
    confidential: bool = False


class Related(NamedTuple):
    """A second place that explains the finding. `path` is None for the finding's own file."""

    message: str
    span: Span
    path: str | None = None


class ElementReference(NamedTuple):
    """The BPMN element that a finding belongs to; `type` is BPMN's local name, such as `serviceTask`."""

    id: str
    name: str
    type: str


class Finding(NamedTuple):
    """One thing that is wrong. `span` counts code points of the decoded file at `path`.

    `field` is the input mapping's target or the task header's key, where the finding is about one. What stands at the
    span of a `confidential` finding is never shown.
    """

    rule: str
    severity: Severity
    message: str
    path: str
    span: Span
    element: ElementReference | None = None
    field: str | None = None
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    persona: Persona = Persona.REGULAR
    confidential: bool = False

    @property
    def url(self) -> str:
        """Where the rule's page is."""
        from connlint.version import DOCUMENTATION

        return f"{DOCUMENTATION}/rules/{self.rule}.md"
