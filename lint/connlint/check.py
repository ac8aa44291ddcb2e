"""From models to findings: runs the rules, and lets one mistake give one finding."""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from connlint.config import Config
from connlint.finding import Finding, Persona
from connlint.rule import Context
from connlint.span import Span
from connlint.suppress import suppressions_of
from connlint.workspace import Workspace, model_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from connlint.bpmn.model import ConnectorTask, Model
    from connlint.concealed import Concealed
    from connlint.rule import Flag, Rule
    from connlint.suppress import Suppressed

SPEAKS_FIRST = ("unresolvable-secret", "unquoted-secret", "secret-syntax", "feel-syntax", "legacy-secret")
"""Where several of these see the same characters, the first of this order speaks."""

SPEAKS_LAST = "invalid-input"
"""A rule about a field's own value speaks before this one."""

SILENT_WHERE_MISSING = ("invalid-choice", "invalid-input", "invalid-map", "invalid-timeout", "invalid-url")
"""What an empty value is not is of no interest where it must not be empty."""


MAX_FLAGS = 200
"""So many places of one task a rule tells. An expression that was made to harm has a hundred thousand."""


class RuleCrash(Exception):
    """A rule failed on a model: a defect of connlint, told with where it happened. The cause is chained."""

    def __init__(self, rule: str, path: str, cause: Exception) -> None:
        super().__init__(f"the rule {rule} crashed on {path}: {type(cause).__name__}: {cause}")
        self.rule = rule
        self.path = path

    def __reduce__(self) -> tuple[type[RuleCrashText], tuple[str, str, str]]:
        return RuleCrashText, (self.rule, self.path, str(self))


class RuleCrashText(RuleCrash):
    """The same, come from another process: as text only."""

    def __init__(self, rule: str, path: str, text: str) -> None:
        Exception.__init__(self, text)
        self.rule = rule
        self.path = path


def check_text(text: str, path: str = "model.bpmn", config: Config | None = None) -> list[Finding]:
    """The findings of one model's decoded text, in the order of the text.

    >>> check_text("<not closed")[0].rule
    'xml-syntax'
    """
    model = model_of(text, path)
    return check_model(model, Workspace({path: model}), config or Config())


def check_model(
    model: Model,
    workspace: Workspace,
    config: Config,
    crashes: list[RuleCrash] | None = None,
    run: Callable[[Rule, Model, Context], Iterable[Finding]] | None = None,
) -> list[Finding]:
    """The findings of a model within its workspace. A crash is raised, or collected where a list is given.

    `run` stands for `run_rule`: an editor, which knows what has not changed, runs a rule on less than everything.
    """
    return examine(model, workspace, config, crashes, run).findings


class Examined(NamedTuple):
    """The findings of a model, and what its suppressions did."""

    findings: list[Finding]
    suppressed: Suppressed | None = None


def examine(
    model: Model,
    workspace: Workspace,
    config: Config,
    crashes: list[RuleCrash] | None = None,
    run: Callable[[Rule, Model, Context], Iterable[Finding]] | None = None,
) -> Examined:
    """As `check_model`, with what the suppressions did."""
    context = Context(model, workspace, config)
    run = run or run_rule
    found: list[Finding] = []

    def run_one(rule: Rule, judge: Callable[[], Iterable[Finding]]) -> Iterable[Finding]:
        try:
            return list(judge())
        except Exception as error:
            crash = RuleCrash(rule.name, model.path, error)
            if crashes is None:
                raise crash from error
            crashes.append(crash)
            return ()

    rules = rules_for(config)
    for rule in rules:
        if rule.over != "suppressions":
            found.extend(run_one(rule, lambda rule=rule: run(rule, model, context)))  # type: ignore[misc]
    suppressions = suppressions_of(model, config.ignores)
    if not suppressions.several and not suppressions.nameless:
        return Examined(settle(found, config))
    judging = [rule for rule in rules if rule.over == "suppressions"]
    if judging:
        # Whether a suppression is of any use does not depend on which rules this run was asked for.
        named = {rule.name: rule for rule in rules_for(_of_all(config)) if rule.name in suppressions.rules}
        for rule in named.values():
            if rule not in rules and rule.over != "suppressions":
                found.extend(run_one(rule, lambda rule=rule: run(rule, model, context)))  # type: ignore[misc]
    whole = suppressions.apply(settle(found, _of_all(config)), model)
    shown = suppressions.apply(settle(_of(found, rules), config), model).left
    context = context._replace(suppressed=whole)
    for rule in judging:
        shown.extend(run_one(rule, lambda rule=rule: run_rule(rule, model, context)))  # type: ignore[misc]
    return Examined(settle(suppressions.apply(shown, model).left, config), whole)


def _of(found: Iterable[Finding], rules: Iterable[Rule]) -> list[Finding]:
    names = {rule.name for rule in rules}
    return [finding for finding in found if finding.rule in names]


def _of_all(config: Config) -> Config:
    """The same configuration with every rule and every persona."""
    return config._replace(select=frozenset(), ignore=frozenset(), persona=Persona.AUDITOR)


def rules_for(config: Config) -> list[Rule]:
    """The rules that the configuration lets run."""
    from connlint.rules import load_rule, rule_names

    rules = [load_rule(name) for name in rule_names() if config.runs(name)]
    return [rule for rule in rules if config.shows(rule.name, rule.persona, rule.persona)]


def run_rule(rule: Rule, model: Model, context: Context) -> Iterator[Finding]:
    """What one rule finds in a model."""
    if rule.over in ("model", "suppressions"):
        for flag in _discreet(rule(model, context), model, None):
            yield _finding(rule, model, None, flag, context.config)
        return
    for task in tasks_for(rule, model):
        yield from run_task_rule(rule, task, context)


def tasks_for(rule: Rule, model: Model) -> tuple[ConnectorTask, ...]:
    """The tasks that a rule over tasks looks at."""
    match rule.over:
        case "http-tasks":
            return model.http_tasks
        case "templated":
            return model.templated
        case _:
            return model.tasks


def run_task_rule(rule: Rule, task: ConnectorTask, context: Context) -> Iterator[Finding]:
    """What one rule finds in one task: so much of it as anybody reads, the rest is told when that is mended."""
    for flag in _discreet(islice(rule(task, context), MAX_FLAGS), context.model, task):
        yield _finding(rule, context.model, task, flag, context.config)


def _discreet(flags: Iterable[Flag], model: Model, task: ConnectorTask | None) -> Iterator[Flag]:
    """The flags without the credentials that the task, or the whole model, holds: looked for once there is a flag."""
    concealed: Concealed | None = None
    for flag in flags:
        from connlint.concealed import concealed_in, concealed_of
        from connlint.discretion import discreet

        if concealed is None:
            concealed = concealed_of(task) if task is not None else concealed_in(model)
        yield discreet(flag, concealed, model.document.text)


def _finding(rule: Rule, model: Model, task: ConnectorTask | None, flag: Flag, config: Config) -> Finding:
    node = flag.node or (task.node if task is not None else None)
    return Finding(
        rule=rule.name,
        severity=config.severities.get(rule.name) or flag.severity or rule.severity,
        message=flag.message,
        path=flag.path or model.path,
        span=flag.span,
        element=node.reference if node is not None else None,
        field=flag.field,
        related=flag.related,
        fix=flag.fix,
        persona=flag.persona or rule.persona,
        confidential=flag.confidential,
    )


def settle(found: Iterable[Finding], config: Config) -> list[Finding]:
    """The findings that the persona is to see, one for each mistake, in the order of the text."""
    seen = [finding for finding in found if _is_shown(finding, config)]
    seen.sort(key=lambda finding: (finding.path, finding.span, finding.rule))
    return list(_one_for_each_mistake(seen))


def _is_shown(finding: Finding, config: Config) -> bool:
    if config.persona.sees(finding.persona):
        return True
    if finding.rule not in config.extend_select:
        return False
    from connlint.rules import load_rule

    return config.shows(finding.rule, finding.persona, load_rule(finding.rule).persona)


def _one_for_each_mistake(findings: list[Finding]) -> Iterator[Finding]:
    seen: dict[tuple[str, str, str | None], dict[str, _Seen]] = {}
    for finding in findings:
        seen.setdefault(_field_of(finding), {}).setdefault(finding.rule, _Seen()).add(_widened(finding.span))
    for finding in findings:
        in_field = seen[_field_of(finding)]
        if not any(in_field[rule].touches(_widened(finding.span)) for rule in _having_the_say(finding.rule, in_field)):
            yield finding


def _field_of(finding: Finding) -> tuple[str, str, str | None]:
    return finding.path, finding.element.id if finding.element is not None else "", finding.field


def _having_the_say(rule: str, rules: Iterable[str]) -> Iterator[str]:
    """The rules that take the word from this one where they see the same characters."""
    if rule in SPEAKS_FIRST:
        before = SPEAKS_FIRST[: SPEAKS_FIRST.index(rule)]
        yield from (other for other in rules if other in before)
    elif rule == SPEAKS_LAST:
        yield from (other for other in rules if other != rule)
    elif rule in SILENT_WHERE_MISSING:
        yield from (other for other in rules if other == "missing-input")


class _Seen:
    """The characters that one rule sees. A model may have more findings than can be compared with each other."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def add(self, span: Span) -> None:
        """One more stretch, in the order of the text."""
        self._starts.append(span.start)
        self._ends.append(max(span.end, self._ends[-1] if self._ends else span.end))

    def touches(self, span: Span) -> bool:
        """Whether one of the stretches shares a character with this one."""
        before = bisect_left(self._starts, span.end)
        return before > 0 and self._ends[before - 1] > span.start


def _widened(span: Span) -> Span:
    """An empty span stands for the place between two characters: it shares what touches it."""
    return span if span.start < span.end else Span(span.start - 1, span.end + 1)
