"""A decoded template file's object as the same `Template` that the official ones are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from msgspec import UNSET

from connlint.templates.model import (
    UNCONSTRAINED,
    AllMatch,
    Binding,
    BindingKind,
    Choice,
    Condition,
    Constraints,
    Content,
    Equals,
    FeelMode,
    IsActive,
    IsEmpty,
    OneOf,
    Pattern,
    Property,
    PropertyType,
    Scalar,
    Template,
    Unreadable,
    scalar_text,
)

if TYPE_CHECKING:
    from connlint.templates.json_schema import (
        BindingJson,
        ConditionJson,
        ConstraintsJson,
        PropertyJson,
        TemplateJson,
    )

# No published template nests conditions more than once.
_DEEPEST_CONDITION = 20

# A name is shown in messages.
_LONGEST_NAME = 100

_TYPES: dict[str, PropertyType] = {each: each for each in get_args(PropertyType)}
_FEEL: dict[str, FeelMode] = {each: each for each in get_args(FeelMode)}

# Which attribute of a binding names its place, by the binding's type.
_BY_NAME: dict[str, BindingKind] = {
    "zeebe:input": "input",
    "zeebe:property": "property",
    "property": "attribute",
    "bpmn:Message#property": "message",
    "bpmn:Message#zeebe:subscription#property": "subscription",
    "bpmn:Signal#property": "signal",
    "bpmn:TimerEventDefinition#property": "timer",
    "bpmn:ConditionalEventDefinition#property": "conditional",
    "bpmn:ConditionalEventDefinition#zeebe:conditionalFilter#property": "conditional",
}
_BY_PROPERTY: dict[str, BindingKind] = {
    "zeebe:taskDefinition": "definition",
    "zeebe:calledElement": "called-element",
    "zeebe:calledDecision": "called-decision",
    "zeebe:userTask": "user-task",
    "zeebe:formDefinition": "form",
    "zeebe:assignmentDefinition": "assignment",
    "zeebe:taskSchedule": "task-schedule",
    "zeebe:priorityDefinition": "priority",
    "zeebe:script": "script",
    "zeebe:adHoc": "ad-hoc",
}


def template_of(source: TemplateJson, origin: str) -> Template:
    """The template that `source` describes, with its one content."""
    content = Content(tuple(map(_property, source.properties)), source.engine_range)
    return Template(
        id=source.id,
        version=source.version_text,
        name=source.name[:_LONGEST_NAME],
        contents=(content,),
        deprecated=bool(source.deprecated),
        origin=origin,
    )


def _property(source: PropertyJson) -> Property:
    binding = _binding(source.binding)
    return Property(
        # Nothing refers to a property without an id; the binding's name serves people.
        id=source.id if source.id is not None else f"({binding.kind} {binding.name})",
        binding=binding,
        type=_TYPES.get(source.type or "String", "Unknown"),
        feel=_FEEL.get(source.feel or "none", "optional"),
        choices=tuple(Choice(scalar_text(each.value), each.name) for each in source.choices or ()),
        constraints=_constraints(source.constraints),
        condition=_condition(source.condition) if source.condition is not None else None,
        default=_scalar(source.value),
        optional=bool(source.optional),
        secret=bool(source.secret),
        label=source.label or binding.name,
        doc=source.description or "",
        group=source.group or "",
    )


def _binding(source: BindingJson) -> Binding:
    kind = _BY_NAME.get(source.type)
    if kind is not None:
        return Binding(kind, source.name)
    kind = _BY_PROPERTY.get(source.type)
    if kind is not None:
        return Binding(kind, source.property)
    match source.type:
        case "zeebe:taskHeader":
            return Binding("header", source.key)
        case "zeebe:output":
            return Binding("output", source.source)
        case "zeebe:taskDefinition:type":
            return Binding("definition", "type")
        case "zeebe:linkedResource":
            return Binding("linked-resource", f"{source.link_name}.{source.property}")
    return Binding("unknown", f"{source.type} {source.name or source.property or source.key}".strip())


def _constraints(source: ConstraintsJson | None) -> Constraints:
    if source is None:
        return UNCONSTRAINED
    pattern = source.pattern
    if isinstance(pattern, str):
        found: Pattern | None = Pattern(pattern)
    else:
        found = Pattern(pattern.value, pattern.message or "") if pattern is not None else None
    return Constraints(
        not_empty=bool(source.not_empty),
        pattern=found,
        min_length=int(source.min_length) if source.min_length is not None else None,
        max_length=int(source.max_length) if source.max_length is not None else None,
    )


def _condition(source: ConditionJson, depth: int = 0) -> Condition:
    if depth > _DEEPEST_CONDITION:
        return Unreadable("nested too deeply")
    if source.all_match is not UNSET:
        return AllMatch(tuple(_condition(each, depth + 1) for each in source.all_match))
    name = source.property
    if name is None:
        return Unreadable("names no property")
    if source.equals is not UNSET:
        return Unreadable("compares with null") if source.equals is None else Equals(name, source.equals)
    if source.one_of is not UNSET:
        return OneOf(name, tuple(each for each in source.one_of if each is not None))
    if source.is_active is not UNSET:
        return IsActive(name, source.is_active)
    if source.is_empty is not UNSET:
        return IsEmpty(name, source.is_empty)
    return Unreadable("an operator of another schema")


def _scalar(value: Any) -> Scalar | None:
    return value if isinstance(value, str | bool | int | float) else None
