"""The findings of an open document. A keystroke inside one task runs the tasks' rules on that task.

A rule over tasks may look at its task, at what surrounds the tasks (`outline.structure`), at the variables of the
workspace, and at the configuration. While those that it looks at have not changed, what it found in a task stays true
for as long as the task's text is the same.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from connlint.check import RuleCrash, check_model, rules_for, run_rule, run_task_rule, tasks_for
from connlint.rule import Context
from connlint.span import Span
from connlint_server.lsp.live_model import LiveModel
from connlint_server.lsp.outline import WatchedWorkspace, contribution, place_and_text, structure, written_variables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from connlint.bpmn.model import Model
    from connlint.config import Config
    from connlint.finding import Finding
    from connlint.rule import Rule
    from connlint_server.lsp.documents import OpenDocument

logger = logging.getLogger(__name__)

Found = dict[int, tuple["Finding", ...]]
"""What one rule found in each task that it has looked at, by the identity of the task's node."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What else a document's findings depend on. Two with equal keys give the same findings."""

    workspace: WatchedWorkspace
    config: Config
    key: object


class Analysis:
    """One open document: its model and its findings, each brought up to date when asked for."""

    def __init__(self, document: OpenDocument, path: str, surroundings: Callable[[Model], Surroundings]) -> None:
        self.document = document
        self.live = LiveModel(document, path)
        self._surroundings = surroundings
        self._found: dict[str, Found] = {}
        """By the name of the rule."""
        self._kept: Surroundings | None = None
        self._lookers: set[str] = set()
        """The rules over tasks that have looked at variables: what they found depends on other tasks too."""
        self._structure: object = None
        self._variables: object = None
        self._findings: tuple[Finding, ...] | None = None
        self.revision = 0
        """Raised whenever the findings may have changed."""
        self._key: object = None
        self._generation = 0
        """Raised whenever what was found before may not hold any more."""
        self._crashed: set[str] = set()

    @property
    def model(self) -> Model:
        """The model of the document as it is now. Its offsets are those of `live`."""
        self._refresh()
        return self.live.model

    @property
    def surroundings(self) -> Surroundings:
        """Of the document as it is now; what was worked out for them is kept for as long as nothing changes."""
        fresh = self._surroundings(self.model)
        if self._kept is None or self._kept.key != fresh.key:
            self._kept = fresh
        return self._kept

    def findings(self) -> tuple[Finding, ...]:
        """The findings of the document as it is now, with the document's offsets."""
        model, surroundings = self._up_to_date()
        if self._findings is None:
            crashes: list[RuleCrash] = []
            found = check_model(model, surroundings.workspace, surroundings.config, crashes, self._run)
            self._report(crashes)
            self._findings = tuple(self._in_document(finding) for finding in found)
            self.revision += 1
        return self._findings

    def steps(self) -> Iterator[None]:
        """Works out the greater part of the findings in small steps, between which others can have their turn.

        Where the document is changed in between, what still holds is kept and the rest goes on with the new text.
        """
        at_end = False
        while not at_end:
            at_end = True
            model, surroundings = self._up_to_date()
            generation = self._generation
            for _ in self._looks(model, Context(model, surroundings.workspace, surroundings.config)):
                yield
                if self._generation != generation or self.document.changed is not None:
                    at_end = False
                    break

    def _up_to_date(self) -> tuple[Model, Surroundings]:
        model = self.model
        surroundings = self.surroundings
        if surroundings.key != self._key:
            self._found.clear()
            self._findings = None
            self._key = surroundings.key
            self._generation += 1
        return model, surroundings

    def _refresh(self) -> None:
        before = self.live.model
        change = self.live.refresh()
        if change is False:
            return
        self._generation += 1
        self._findings = self._kept = None
        if change is True:
            self._carry_over(before)
            return
        old, new = change
        for found in self._found.values():
            found.pop(id(old.node), None)
        self._forget_what_points_into(new.node.element.span)
        if contribution(old.node, before) != contribution(new.node, before):
            self._forget_lookers()
            self._variables = None

    def _carry_over(self, before: Model) -> None:
        """After a reading of the whole text: what was found in tasks whose text is the same still holds."""
        after = self.live.model
        found, self._found = self._found, {}
        had, self._structure = self._structure, structure(after)
        had_variables, self._variables = self._variables, written_variables(after)
        if had != self._structure:
            return
        same_variables = had_variables == self._variables
        earlier = {task.node.id: task for task in before.templated}
        for task in after.templated:
            old = earlier.get(task.node.id)
            if old is None or place_and_text(old, before) != place_and_text(task, after):
                continue
            inside = old.node.element.span
            move = partial(Span.shifted, by=task.node.element.span.start - inside.start)
            for rule, by_task in found.items():
                findings = by_task.get(id(old.node))
                if findings is None or (rule in self._lookers and not same_variables):
                    continue
                if all(_lies_in(finding, inside) for finding in findings):
                    moved = tuple(_moved(finding, move) for finding in findings)
                    self._found.setdefault(rule, {})[id(task.node)] = moved

    def _run(self, rule: Rule, model: Model, context: Context) -> Iterator[Finding]:
        if rule.over == "model":
            return run_rule(rule, model, context)
        for _ in self._look(rule, model, context):
            pass
        return chain.from_iterable(self._found[rule.name].values())

    def _looks(self, model: Model, context: Context) -> Iterator[None]:
        for rule in rules_for(context.config):
            if rule.over not in ("model", "suppressions"):
                # A rule that crashes does so again where crashes are told of.
                with suppress(Exception):
                    yield from self._look(rule, model, context)

    def _look(self, rule: Rule, model: Model, context: Context) -> Iterator[None]:
        """Runs a rule on the tasks that it has not looked at, one at a step."""
        if self._structure is None:
            self._structure = structure(model)
        if self._variables is None:
            self._variables = written_variables(model)
        tasks = tasks_for(rule, model)
        found = self._found.setdefault(rule.name, {})
        if len(found) == len(tasks) and found.keys() == {id(task.node) for task in tasks}:
            return
        workspace = context.workspace
        assert isinstance(workspace, WatchedWorkspace)
        for task in tasks:
            if id(task.node) not in found:
                workspace.looked_at = False
                found[id(task.node)] = tuple(run_task_rule(rule, task, context))
                if workspace.looked_at:
                    self._lookers.add(rule.name)
                yield

    def _forget_lookers(self) -> None:
        for rule in self._lookers:
            self._found.pop(rule, None)

    def _forget_what_points_into(self, task: Span) -> None:
        for found in self._found.values():
            stale = [each for each, findings in found.items() if findings and any(_touches(f, task) for f in findings)]
            for each in stale:
                del found[each]

    def _in_document(self, finding: Finding) -> Finding:
        # A finding in another file (a linked form) counts in that file.
        return _moved(finding, self.live.to_document) if finding.path == self.live.path else finding

    def _report(self, crashes: list[RuleCrash]) -> None:
        for crash in crashes:
            if crash.rule not in self._crashed:
                self._crashed.add(crash.rule)
                logger.error("%s", crash)


def _spans(finding: Finding) -> Iterator[Span]:
    """Every place of the document that a finding names."""
    for related in finding.related:
        if related.path is None:
            yield related.span
    yield finding.span
    if finding.fix is not None:
        for edit in finding.fix.edits:
            yield edit.span


def _lies_in(finding: Finding, place: Span) -> bool:
    return all(place.start <= span.start and span.end <= place.end for span in _spans(finding))


def _touches(finding: Finding, place: Span) -> bool:
    return any(span.start <= place.end and place.start <= span.end for span in _spans(finding))


def _moved(finding: Finding, move: Callable[[Span], Span]) -> Finding:
    fix = finding.fix
    return finding._replace(
        span=move(finding.span),
        related=tuple(
            related if related.path is not None else related._replace(span=move(related.span))
            for related in finding.related
        ),
        fix=fix and fix._replace(edits=tuple(edit._replace(span=move(edit.span)) for edit in fix.edits)),
    )
