"""An input that is missing, and why it is demanded."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from connlint.templates.model import Binding, Property


class Requirement(NamedTuple):
    """`binding` must have a value and has none.

    `refused`: the run time refuses the task without it (else only the template asks). `because`: the binding
    whose value demands this one, such as `authentication.type`. `property`: what the template says of it.
    """

    binding: Binding
    refused: bool = False
    because: Binding | None = None
    property: Property | None = None
