"""What an element template says, as values: bindings, properties, conditions, contents.

One version *number* of a template was often published with several contents; a `Template` here is one
id and version with all of them, because nothing in a model tells which of them was applied.
"""

from typing import Literal, NamedTuple

BindingKind = Literal[
    "input",  # zeebe:input, by target
    "output",  # zeebe:output, by source
    "header",  # zeebe:taskHeader, by key
    "definition",  # zeebe:taskDefinition, "type" or "retries"
    "property",  # zeebe:property, by name
    "attribute",  # an attribute of the BPMN element itself, by name
    "message",  # bpmn:Message, by attribute
    "subscription",  # the message's zeebe:subscription, by attribute
    "signal",
    "timer",
    "called-element",
    "called-decision",
    "user-task",
    "form",
    "assignment",
    "task-schedule",
    "priority",
    "script",
    "linked-resource",  # "<link name>.<attribute>"
    "ad-hoc",
    "conditional",
    "unknown",  # a binding of a later template schema: never judged
]
PropertyType = Literal["String", "Text", "Hidden", "Dropdown", "Boolean", "Number", "Configuration", "Unknown"]
FeelMode = Literal["none", "static", "optional", "required"]
Scalar = str | bool | int | float


class Binding(NamedTuple):
    """The place in the model that a property writes to."""

    kind: BindingKind
    name: str


def input_binding(target: str) -> Binding:
    """The input mapping with this target."""
    return Binding("input", target)


class Choice(NamedTuple):
    """One entry of a dropdown."""

    value: str
    label: str


class Pattern(NamedTuple):
    """A JavaScript regular expression that some part of the value must match."""

    source: str
    message: str = ""


class Constraints(NamedTuple):
    """What a property demands of its value. `not_empty` also means that the value must be there."""

    not_empty: bool = False
    pattern: Pattern | None = None
    min_length: int | None = None
    max_length: int | None = None


UNCONSTRAINED = Constraints()


class Equals(NamedTuple):
    """The property with this id has this value."""

    property: str
    value: Scalar


class OneOf(NamedTuple):
    """The property with this id has one of these values."""

    property: str
    values: tuple[Scalar, ...]


class IsActive(NamedTuple):
    """The property with this id is (or is not) itself active."""

    property: str
    expected: bool


class IsEmpty(NamedTuple):
    """The property with this id has no value (or has one)."""

    property: str
    expected: bool


class AllMatch(NamedTuple):
    """All of these hold."""

    conditions: "tuple[Condition, ...]"


class Unreadable(NamedTuple):
    """A condition that is not known, or of a kind that a later template schema brings: its answer is unknown."""

    reason: str = ""


Condition = Equals | OneOf | IsActive | IsEmpty | AllMatch | Unreadable


def scalar_text(value: Scalar) -> str:
    """A value of a template as a model's XML has it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


class Property(NamedTuple):
    """One property of one content.

    `id` is what conditions refer to. `default` is what the template writes when it is applied; a model
    that lacks the mapping does not have it. `label` and `doc` are for people.
    """

    id: str
    binding: Binding
    type: PropertyType
    feel: FeelMode = "none"
    choices: tuple[Choice, ...] = ()
    constraints: Constraints = UNCONSTRAINED
    condition: Condition | None = None
    default: Scalar | None = None
    optional: bool = False
    secret: bool = False
    label: str = ""
    doc: str = ""
    group: str = ""


class Content:
    """One published content: its properties and the range of engine versions that it admits (None: all).

    `by_id` holds the properties that conditions can name. Slotted by hand, as `Template` is: nothing changes
    after it was made, and a check that imports this module does not pay for generated classes.
    """

    __slots__ = ("by_id", "engines", "properties")

    def __init__(self, properties: tuple[Property, ...], engines: str | None = None) -> None:
        self.properties = properties
        self.engines = engines
        by_id: dict[str, list[Property]] = {}
        for each in properties:
            by_id.setdefault(each.id, []).append(each)
        self.by_id: dict[str, tuple[Property, ...]] = {name: tuple(found) for name, found in by_id.items()}

    def __repr__(self) -> str:
        return f"Content({len(self.properties)} properties, engines={self.engines!r})"


class Use(NamedTuple):
    """One property of one content: the index of the content in its template, and the property."""

    content: int
    property: Property


class Template:
    """One id and version, with every content that was published under it.

    `version` is None for a template without one. `uses` holds for each binding the properties, of all
    contents, that write to it; `demanded` are the bindings that every content may demand a value for;
    `origin` says where the template came from ("" for the official ones).
    """

    __slots__ = ("contents", "demanded", "deprecated", "id", "name", "origin", "uses", "version")

    def __init__(
        self,
        id: str,
        version: str | None,
        name: str,
        contents: tuple[Content, ...],
        deprecated: bool = False,
        origin: str = "",
    ) -> None:
        self.id = id
        self.version = version
        self.name = name
        self.contents = contents
        self.deprecated = deprecated
        self.origin = origin
        uses: dict[Binding, list[Use]] = {}
        demanding: dict[Binding, set[int]] = {}
        for index, content in enumerate(contents):
            for each in content.properties:
                uses.setdefault(each.binding, []).append(Use(index, each))
                if each.constraints.not_empty:
                    demanding.setdefault(each.binding, set()).add(index)
        self.uses: dict[Binding, tuple[Use, ...]] = {binding: tuple(found) for binding, found in uses.items()}
        self.demanded = tuple(binding for binding, found in demanding.items() if len(found) == len(contents))

    def __repr__(self) -> str:
        return f"Template({self.id!r}, {self.version!r}, {len(self.contents)} contents)"

    @property
    def task_type(self) -> str | None:
        """The job type that the template writes, where all contents agree on one."""
        found = {use.property.default for use in self.uses.get(Binding("definition", "type"), ())}
        value = found.pop() if len(found) == 1 else None
        return value if isinstance(value, str) else None
