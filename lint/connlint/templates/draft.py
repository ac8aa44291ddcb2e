"""How the official templates are written down: a version is the previous one with changes.

A `Release` says what its version changed and which other contents were published under the same number;
`contents_of` plays the changes up to the version that is asked for, and nothing is built before that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from connlint.templates.model import (
    UNCONSTRAINED,
    Binding,
    Choice,
    Condition,
    Constraints,
    Content,
    FeelMode,
    Pattern,
    Property,
    PropertyType,
    Scalar,
)
from connlint.templates.words import words_for

if TYPE_CHECKING:
    from connlint.templates.model import BindingKind


class Draft:
    """The properties of a content while it is put together, by id."""

    __slots__ = ("engines", "name", "properties")

    def __init__(self) -> None:
        self.properties: dict[str, Property] = {}
        self.engines: str | None = None
        self.name = ""

    def copy(self) -> Draft:
        other = Draft()
        other.properties, other.engines, other.name = dict(self.properties), self.engines, self.name
        return other

    def add(self, *properties: Property) -> None:
        for each in properties:
            self.properties[each.id] = each

    def drop(self, *ids: str) -> None:
        for each in ids:
            del self.properties[each]

    def rename(self, old: str, new: str) -> None:
        """Gives the property another id (not another binding)."""
        self.properties[new] = self.properties.pop(old)._replace(id=new)

    def types(self, type: PropertyType, feel: FeelMode, *ids: str) -> None:
        for each in ids:
            self.properties[each] = self.properties[each]._replace(type=type, feel=feel)

    def feel(self, mode: FeelMode, *ids: str) -> None:
        for each in ids:
            self.properties[each] = self.properties[each]._replace(feel=mode)

    def choices(self, id: str, values: str, default: str | None = None) -> None:
        """The choices of a dropdown, given as words between blanks, and its default."""
        self.properties[id] = self.properties[id]._replace(choices=_choices(values), default=default)

    def default(self, id: str, value: Scalar | None) -> None:
        self.properties[id] = self.properties[id]._replace(default=value)

    def pattern(self, pattern: Pattern | None, *ids: str) -> None:
        for each in ids:
            prop = self.properties[each]
            self.properties[each] = prop._replace(constraints=prop.constraints._replace(pattern=pattern))

    def demand(self, *ids: str) -> None:
        """These may no longer be empty."""
        for each in ids:
            prop = self.properties[each]
            constraints = prop.constraints._replace(not_empty=True)
            self.properties[each] = prop._replace(constraints=constraints, optional=False)

    def relax(self, *ids: str, optional: bool = False) -> None:
        """These may be empty."""
        for each in ids:
            prop = self.properties[each]
            constraints = prop.constraints._replace(not_empty=False)
            self.properties[each] = prop._replace(constraints=constraints, optional=optional)

    def condition(self, condition: Condition | None, *ids: str) -> None:
        for each in ids:
            self.properties[each] = self.properties[each]._replace(condition=condition)

    def secret(self, *ids: str) -> None:
        for each in ids:
            self.properties[each] = self.properties[each]._replace(secret=True)


Change = Callable[[Draft], None]


class Variant(NamedTuple):
    """Another content that was published under the same number: changes to the release's own content."""

    engines: str | None
    change: Change


class Release(NamedTuple):
    """A version: what it changed, and its other contents. `version` is None for the first.

    `suggested` is false for one that only a pre-release carried.
    """

    version: str | None
    change: Change
    variants: tuple[Variant, ...] = ()
    suggested: bool = True


def contents_of(releases: tuple[Release, ...], version: str | None) -> tuple[str, tuple[Content, ...]] | None:
    """Name and contents of a version, the release's own content first; None where there is no such version."""
    if all(each.version != version for each in releases):
        return None
    draft = Draft()
    for release in releases:
        release.change(draft)
        if release.version == version:
            break
    contents = [_content(draft, version)]
    for variant in release.variants:
        other = draft.copy()
        other.engines = variant.engines
        variant.change(other)
        contents.append(_content(other, version))
    return draft.name, tuple(contents)


def _content(draft: Draft, version: str | None) -> Content:
    # Templates that name themselves in a header do so with their own version.
    stamp = draft.properties.get("version")
    if stamp is not None:
        draft.default("version", version)
    return Content(tuple(draft.properties.values()), draft.engines)


def input_of(
    name: str,
    type: PropertyType = "String",
    feel: FeelMode = "optional",
    *,
    id: str | None = None,
    not_empty: bool = False,
    optional: bool = False,
    pattern: Pattern | None = None,
    choices: str = "",
    default: Scalar | None = None,
    when: Condition | None = None,
    secret: bool = False,
) -> Property:
    """An input mapping's property. `choices` are words between blanks."""
    constraints = Constraints(not_empty, pattern) if not_empty or pattern is not None else UNCONSTRAINED
    words = words_for(name)
    return Property(
        id=id or name,
        binding=Binding("input", name),
        type=type,
        feel=feel,
        choices=_choices(choices),
        constraints=constraints,
        condition=when,
        default=default,
        optional=optional,
        secret=secret,
        label=words.label,
        doc=words.doc,
        group=words.group,
    )


def dropdown(
    name: str,
    choices: str,
    *,
    not_empty: bool = False,
    default: str | None = None,
    when: Condition | None = None,
    id: str | None = None,
) -> Property:
    """An input that takes one of a few words."""
    return input_of(name, "Dropdown", "none", id=id, choices=choices, not_empty=not_empty, default=default, when=when)


def header_of(
    key: str,
    type: PropertyType = "String",
    feel: FeelMode = "none",
    *,
    default: str | None = None,
    optional: bool = False,
    id: str | None = None,
) -> Property:
    """A task header's property."""
    return _plain("header", key, id or key, type, feel, default, optional)


def definition_of(name: str, type: PropertyType, feel: FeelMode, id: str, default: str) -> Property:
    """A property of the task definition: its type or its retries."""
    return _plain("definition", name, id, type, feel, default, optional=False)


def _plain(
    kind: BindingKind, name: str, id: str, type: PropertyType, feel: FeelMode, default: str | None, optional: bool
) -> Property:
    words = words_for(name)
    return Property(
        id=id,
        binding=Binding(kind, name),
        type=type,
        feel=feel,
        default=default,
        optional=optional,
        label=words.label,
        doc=words.doc,
        group=words.group,
    )


def _choices(values: str) -> tuple[Choice, ...]:
    return tuple(Choice(each, words_for(each).label) for each in values.split())
