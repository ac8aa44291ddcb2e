"""The part of the element template schema that matters here, as msgspec reads it.

Imported only where there is a file to decode.
"""

from __future__ import annotations

import builtins
from typing import Any

from msgspec import UNSET, Struct, UnsetType, field

# The attribute of a binding that names its place in the model, by the binding's type.
_NAMED_BY = {
    "zeebe:input": "name",
    "zeebe:output": "source",
    "zeebe:taskHeader": "key",
    "zeebe:taskDefinition": "property",
    "zeebe:property": "name",
    "property": "name",
}


class BindingJson(Struct, frozen=True):
    """Where a property writes to."""

    type: str
    name: str = ""
    key: str = ""
    source: str = ""
    property: str = ""
    link_name: str = field(name="linkName", default="")

    @builtins.property
    def wanted_name(self) -> str:
        """The attribute that a binding of this type cannot do without; empty where it has none."""
        return _NAMED_BY.get(self.type, "")

    @builtins.property
    def lacks_name(self) -> bool:
        wanted = _NAMED_BY.get(self.type)
        return wanted is not None and not getattr(self, wanted)


class ChoiceJson(Struct, frozen=True):
    """An entry of a dropdown."""

    value: str | int | float | bool
    name: str = ""


class PatternJson(Struct, frozen=True):
    """A pattern with its message."""

    value: str
    message: str | None = None


class ConstraintsJson(Struct, frozen=True):
    """What a value must be like."""

    not_empty: bool | None = field(name="notEmpty", default=None)
    min_length: int | float | None = field(name="minLength", default=None)
    max_length: int | float | None = field(name="maxLength", default=None)
    pattern: PatternJson | str | None = None


class ConditionJson(Struct, frozen=True):
    """When a property is active; of the operators one is set, in a schema that is known here."""

    property: str | None = None
    equals: str | int | float | bool | UnsetType | None = UNSET
    one_of: list[str | int | float | bool | None] | UnsetType = field(name="oneOf", default=UNSET)
    is_active: bool | UnsetType = field(name="isActive", default=UNSET)
    is_empty: bool | UnsetType = field(name="isEmpty", default=UNSET)
    all_match: list[ConditionJson] | UnsetType = field(name="allMatch", default=UNSET)


class PropertyJson(Struct, frozen=True):
    """One property. `value` may be of any JSON type in schemas to come."""

    binding: BindingJson
    id: str | None = None
    type: str | None = None
    feel: str | None = None
    label: str | None = None
    description: str | None = None
    group: str | None = None
    value: Any = None
    optional: bool | None = None
    secret: bool | None = None
    choices: list[ChoiceJson] | None = None
    constraints: ConstraintsJson | None = None
    condition: ConditionJson | None = None


class TemplateJson(Struct, frozen=True):
    """A template."""

    id: str
    name: str
    properties: list[PropertyJson]
    version: int | float | str | None = None
    engines: dict[str, Any] | None = None
    deprecated: Any = None

    @property
    def version_text(self) -> str | None:
        """The version as models carry it."""
        if self.version is None:
            return None
        if isinstance(self.version, float) and self.version.is_integer():
            return str(int(self.version))
        return str(self.version)

    @property
    def engine_range(self) -> str | None:
        """The engine versions that the template is for; None for all."""
        found = (self.engines or {}).get("camunda")
        return found if isinstance(found, str) else None
