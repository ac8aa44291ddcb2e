"""What the rules and the editor ask of a template, for the values of one task.

A version may have been published with several contents and nothing tells which was applied. So something is
demanded, or wrong, only where every content says so, and allowed where any does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from connlint.templates.conditions import is_active, is_number, literal_text
from connlint.templates.model import AllMatch, Equals, IsActive, IsEmpty, OneOf, scalar_text
from connlint.templates.requirements import Requirement
from connlint.templates.runtime_inputs import EARLIER_PLACES, connector_of, refused

if TYPE_CHECKING:
    from connlint.templates.model import (
        Binding,
        BindingKind,
        Choice,
        Condition,
        Content,
        FeelMode,
        Property,
        Template,
        Use,
    )
    from connlint.templates.runtime_inputs import Connector
    from connlint.templates.values import Given, TaskValues

ViolationKind = Literal["pattern", "too-short", "too-long", "feel-required", "number", "boolean"]


class Violation(NamedTuple):
    """A constraint that a value breaks in every content, with the property that says so."""

    kind: ViolationKind
    property: Property
    expected: str


# What is demanded


def mandatory(template: Template, values: TaskValues) -> tuple[Requirement, ...]:
    """What every content of the version certainly demands and the task does not give.

    Left out is what the run time has a default for. `refused` is false throughout: see `requirements`.
    """
    connector = connector_of(template.task_type)
    missing: list[Requirement] = []
    for binding in template.demanded:
        if connector is not None and binding.kind == "input" and binding.name in connector.defaulted:
            continue
        if not values.given(binding).is_missing:
            continue
        demanding = _demanding(template, binding, values)
        if demanding is not None:
            content, prop = demanding
            missing.append(Requirement(binding, because=_reason(prop.condition, content), property=prop))
    return tuple(missing)


def requirements(
    values: TaskValues, template: Template | None = None, connector: Connector | None = None
) -> tuple[Requirement, ...]:
    """What is missing: what the connector refuses first, then what only the template asks for.

    Either may be None. Without a connector the job type that the template writes decides.
    """
    if connector is None and template is not None:
        connector = connector_of(template.task_type)
    first = refused(connector, values) if connector is not None else ()
    if template is None:
        return first
    asked = {each.binding: each for each in mandatory(template, values)}
    merged = []
    for each in first:
        if _is_left_open(template, each.binding, values):
            continue
        binding = _place_in(template, each.binding)
        asked.pop(binding, None)
        merged.append(each._replace(binding=binding, property=property_for(template, binding, values)))
    return (*merged, *asked.values())


def _place_in(template: Template, binding: Binding) -> Binding:
    """Where the template has what the connector reads: the first templates had some of it elsewhere."""
    earlier = EARLIER_PLACES.get(binding, binding)
    return earlier if earlier in template.uses and binding not in template.uses else binding


def _is_left_open(template: Template, binding: Binding, values: TaskValues) -> bool:
    """Whether the template has no field for the binding because it begins with a choice that is none of its own.

    Until somebody chooses, there is nothing that could be filled in.
    """
    uses = template.uses.get(binding, ())
    if not uses or any(is_active(use.property, template.contents[use.content], values) is not False for use in uses):
        return False
    return any(
        _is_own_odd_choice(asked, values)
        for use in uses
        for name in _asked(use.property.condition)
        for asked in template.contents[use.content].by_id.get(name, ())
    )


def _is_own_odd_choice(prop: Property, values: TaskValues) -> bool:
    offered = {choice.value for choice in prop.choices}
    given = values.given(prop.binding)
    return bool(offered) and given.text not in offered and given.kind != "absent" and is_own_default(prop, given)


def _asked(condition: Condition | None) -> tuple[str, ...]:
    """The ids of the properties that a condition asks for their value."""
    match condition:
        case AllMatch(conditions):
            return tuple(name for each in conditions for name in _asked(each))
        case Equals(name, _) | OneOf(name, _):
            return (name,)
    return ()


def _demanding(template: Template, binding: Binding, values: TaskValues) -> tuple[Content, Property] | None:
    """The first content's property that demands a value, where in every content one certainly does."""
    demanding: dict[int, Property] = {}
    for index, prop in template.uses[binding]:
        if index in demanding or not prop.constraints.not_empty:
            continue
        if is_active(prop, template.contents[index], values):
            demanding[index] = prop
    if len(demanding) != len(template.contents):
        return None
    return template.contents[0], demanding[0]


def _reason(condition: Condition | None, content: Content) -> Binding | None:
    """The binding of the value that a condition depends on first."""
    match condition:
        case AllMatch(conditions):
            return next((found for each in conditions if (found := _reason(each, content))), None)
        case Equals(name, _) | OneOf(name, _) | IsEmpty(name, _) | IsActive(name, _):
            return next((each.binding for each in content.by_id.get(name, ())), None)
    return None


# What is known


def known_names(template: Template, kind: BindingKind = "input") -> frozenset[str]:
    """The names of this kind of binding, of all contents together."""
    return frozenset(binding.name for binding in template.uses if binding.kind == kind)


def knows_target(template: Template, target: str) -> bool:
    """Whether an input mapping with this target belongs to the template.

    That is: some content has it, or has a part of it (`authentication` given whole), or has the context that it
    is a part of (`headers.Accept`).
    """
    for name in known_names(template):
        if name == target or name.startswith(target + ".") or target.startswith(name + "."):
            return True
    return False


def property_for(template: Template, binding: Binding, values: TaskValues) -> Property | None:
    """The property that best describes the binding for this task: an active one first; None if there is none."""
    best: Property | None = None
    for use in _uses(template, binding):
        answer = is_active(use.property, template.contents[use.content], values)
        if answer is True:
            return use.property
        if best is None or answer is None:
            best = use.property
    return best


def missing_inputs(template: Template, values: TaskValues) -> tuple[Property, ...]:
    """The inputs that the task could still be given: possibly active, visible, not mapped yet; demanded ones first."""
    found: dict[Binding, Property] = {}
    for binding in template.uses:
        if binding.kind != "input" or values.given(binding).kind != "absent":
            continue
        for use in template.uses[binding]:
            if (
                use.property.type != "Hidden"
                and is_active(use.property, template.contents[use.content], values) is not False
            ):
                found[binding] = use.property
                break
    demanded = {each.binding for each in mandatory(template, values)}
    return tuple(sorted(found.values(), key=lambda prop: prop.binding not in demanded))


# What a value may be


def choices(template: Template, binding: Binding, values: TaskValues | None = None) -> tuple[Choice, ...]:
    """The choices of all contents together; empty where some content takes any text.

    With `values`, properties that are certainly inactive are left out.
    """
    found: dict[str, Choice] = {}
    for use in _uses(template, binding, values):
        if use.property.type != "Dropdown" or not use.property.choices:
            return ()
        for each in use.property.choices:
            found.setdefault(each.value, each)
    return tuple(found.values())


def own_defaults(template: Template, binding: Binding, values: TaskValues) -> frozenset[str]:
    """The texts that the template itself writes there: nobody's mistake, even where they are none of its choices."""
    defaults = (use.property.default for use in _uses(template, binding, values))
    return frozenset(scalar_text(each) for each in defaults if each is not None)


def is_own_default(prop: Property, given: Given) -> bool:
    """Whether a value is what the template itself writes for the property."""
    if prop.default is None:
        return False
    default = scalar_text(prop.default)
    if given.kind == "feel":
        return given.text == default.removeprefix("=")
    return given.kind == "static" and given.text == default


def fixed_values(template: Template, binding: Binding, values: TaskValues) -> tuple[str, ...]:
    """The values that the template writes itself and lets nobody change; empty where some content lets people edit.

    Properties that are certainly inactive are left out.
    """
    uses = _uses(template, binding, values)
    defaults = [use.property.default for use in uses if use.property.type == "Hidden"]
    if len(defaults) != len(uses):
        return ()
    return tuple(dict.fromkeys(each for each in defaults if isinstance(each, str) and each))


def feel_mode(template: Template, binding: Binding, values: TaskValues | None = None) -> FeelMode | None:
    """The most permissive mode of all contents: "optional" where both text and FEEL are allowed. None: not known."""
    modes = {use.property.feel for use in _uses(template, binding, values)}
    if not modes:
        return None
    if len(modes) == 1:
        return modes.pop()
    if "optional" in modes or "required" in modes:
        return "optional"
    return "static"


def violations(template: Template, binding: Binding, given: Given, values: TaskValues) -> tuple[Violation, ...]:
    """The constraints, other than a missing value, that `given` breaks in every content that judges it.

    A content judges where one of its properties for the binding is active; where that cannot be told it must
    be broken too. Expressions are judged only as the numbers and booleans that modelers write as FEEL; a
    pattern that cannot be evaluated is never broken. Whoever knows that a value holds a secret reference,
    which the run time replaces, does not ask.
    """
    if given.kind not in ("static", "feel") or given.is_missing:
        return ()
    by_content: dict[int, list[dict[ViolationKind, Violation]]] = {}
    certain = False
    for use in _uses(template, binding):
        answer = is_active(use.property, template.contents[use.content], values)
        if answer is not False:
            certain = certain or answer is True
            by_content.setdefault(use.content, []).append(_broken(use.property, given))
    if not certain:
        return ()
    all_of_them = [broken for several in by_content.values() for broken in several]
    shared = set(all_of_them[0]).intersection(*all_of_them)
    return tuple(each for kind, each in all_of_them[0].items() if kind in shared)


def _broken(prop: Property, given: Given) -> dict[ViolationKind, Violation]:
    from connlint.templates.patterns import matches

    found: dict[ViolationKind, Violation] = {}
    if is_own_default(prop, given):
        return found

    def breaks(kind: ViolationKind, expected: str) -> None:
        found[kind] = Violation(kind, prop, expected)

    # Run time: in headers and inbound properties the leading = is optional.
    is_expression_anyway = prop.binding.kind in ("header", "property")
    if given.kind == "static" and prop.feel == "required" and not is_expression_anyway:
        breaks("feel-required", "a FEEL expression, which begins with =")
    text = literal_text(prop, given)
    if text is None:
        return found
    constraints = prop.constraints
    if prop.type == "Number" and not is_number(text):
        breaks("number", "a number")
    if prop.type == "Boolean" and text not in ("true", "false"):
        breaks("boolean", "true or false")
    if constraints.pattern is not None and matches(constraints.pattern.source, text) is False:
        breaks("pattern", constraints.pattern.message or f"a text that matches {constraints.pattern.source}")
    if constraints.min_length is not None and len(text) < constraints.min_length:
        breaks("too-short", f"at least {constraints.min_length} characters")
    if constraints.max_length is not None and len(text) > constraints.max_length:
        breaks("too-long", f"at most {constraints.max_length} characters")
    return found


def _uses(template: Template, binding: Binding, values: TaskValues | None = None) -> tuple[Use, ...]:
    uses = template.uses.get(binding, ())
    if values is None:
        return uses
    return tuple(use for use in uses if is_active(use.property, template.contents[use.content], values) is not False)
