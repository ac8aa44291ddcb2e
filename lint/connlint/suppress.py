"""Findings that a person accepted: by a comment before the element, or by `[[ignore]]` in the configuration.

`<!-- connlint: ignore[rule, ...] reason -->` stands for the element that follows it, with all that is in it; before the
root element it stands for the whole file. Camunda's modelers drop comments, hence the second way.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from connlint.lazy_pattern import lazy
from connlint.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connlint.bpmn.model import Model
    from connlint.finding import Finding
    from connlint.source.tree import Comment, Element

_COMMENT = lazy(r"\s*connlint\s*:\s*ignore\b\s*(?:\[(?P<names>[^\]]*)\])?(?P<reason>.*)", re.DOTALL)
_NAME = lazy(r"[^\s,]+")


class ConfiguredIgnore(NamedTuple):
    """`[[ignore]]`, as far as it is meant for the file at hand.

    `file` and `span` say where it is written. `names_file`: its path is the name of one file, no pattern.
    """

    rule: str
    element: str | None
    reason: str
    file: str
    span: Span
    names_file: bool = False


class Suppression(NamedTuple):
    """One rule that is suppressed in one place: `span` is where its name is written, `covers` what it stands for.

    `path` is None for a comment of the model itself. `element` is the id of the element that it stands for. Where
    `is_for_this_model`, the model alone tells that it is of no use.
    """

    rule: str
    span: Span
    covers: Span | None
    element: str | None
    path: str | None = None
    is_for_this_model: bool = True

    def hides(self, finding: Finding, model: Model) -> bool:
        """Whether the finding, of that model, is what the suppression means."""
        if finding.rule != self.rule:
            return False
        if self.covers is not None and finding.path == model.path and _within(finding.span, self.covers):
            return True
        if self.element is None:
            # Without an element `[[ignore]]` stands for the whole file, a comment for nothing but what it covers.
            return self.path is not None
        return finding.element is not None and finding.element.id == self.element


class NamelessSuppression(NamedTuple):
    """A comment that names no rule."""

    span: Span


class Suppressed(NamedTuple):
    """What suppressions did in a model: the findings that are left, the suppressions that hid something or nothing."""

    left: list[Finding]
    used: tuple[Suppression, ...]
    idle: tuple[Suppression, ...]
    nameless: tuple[NamelessSuppression, ...] = ()


class Suppressions(NamedTuple):
    """All suppressions for a model."""

    several: tuple[Suppression, ...]
    nameless: tuple[NamelessSuppression, ...]

    @property
    def rules(self) -> frozenset[str]:
        """The names of the rules that they mean."""
        return frozenset(each.rule for each in self.several)

    def apply(self, findings: Iterable[Finding], model: Model) -> Suppressed:
        """Takes the suppressed ones out of the findings."""
        by_rule: dict[str, list[Suppression]] = {}
        for each in self.several:
            by_rule.setdefault(each.rule, []).append(each)
        left: list[Finding] = []
        used: dict[Suppression, None] = {}
        for finding in findings:
            hiding = [each for each in by_rule.get(finding.rule, ()) if each.hides(finding, model)]
            used.update(dict.fromkeys(hiding))
            if not hiding:
                left.append(finding)
        idle = tuple(each for each in self.several if each not in used)
        return Suppressed(left, tuple(used), idle, self.nameless)


NONE = Suppressions((), ())


def suppressions_of(model: Model, ignores: tuple[ConfiguredIgnore, ...]) -> Suppressions:
    """The suppressions in a model's comments, and those of the configuration that are meant for it."""
    comments = [each for each in model.document.comments if "connlint" in each.text]
    if not comments and not ignores:
        return NONE
    several: list[Suppression] = []
    nameless: list[NamelessSuppression] = []
    for comment in comments:
        match = _COMMENT.fullmatch(comment.text)
        if match is None:
            continue
        names = list(_NAME.finditer(match["names"] or ""))
        if not names:
            nameless.append(NamelessSuppression(comment.span))
            continue
        covers, element = _covered(comment, model)
        begin = comment.span.start + len("<!--") + match.start("names")
        several += (Suppression(each[0], Span(*each.span()).shifted(begin), covers, element) for each in names)
    ids = _ids(model) if ignores else frozenset()
    several += (
        Suppression(each.rule, each.span, None, each.element, each.file, each.element is not None or each.names_file)
        for each in ignores
        if each.element is None or each.element in ids
    )
    return Suppressions(tuple(several), tuple(nameless))


def _covered(comment: Comment, model: Model) -> tuple[Span | None, str | None]:
    """The stretch that a comment stands for, and the id of its element."""
    root = model.document.root
    if root is None or comment.span.end <= root.start_tag.start:
        return Span(0, len(model.document.text)), None
    around = model.document.element_at(comment.span.start)
    following = (
        next((each for each in around.children if each.span.start >= comment.span.end), None) if around else None
    )
    if following is None:
        return None, None
    return following.span, following.value("id")


def _ids(model: Model) -> frozenset[str]:
    """The ids that `[[ignore]]` may name."""
    return frozenset(each.id for each in model.nodes()).union(each.id for each in model.processes)


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def comment_edit(model: Model, element: Element, rules: Iterable[str], reason: str) -> tuple[Span, str]:
    """Where to write which comment so that the rules are suppressed in an element: for the editor's action."""
    start = element.span.start
    line = model.document.text.rfind("\n", 0, start) + 1
    before = model.document.text[line:start]
    indent = before if not before.strip() else ""
    said = re.sub(r"-(?=-)|-$", "- ", " ".join(reason.split()))
    return Span(start, start), f"<!-- connlint: ignore[{', '.join(rules)}] {said} -->\n{indent}"
