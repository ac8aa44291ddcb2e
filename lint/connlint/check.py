"""From models to findings: runs the rules, and lets one mistake give one finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.config import Config
from connlint.finding import Finding, Severity
from connlint.rule import Context
from connlint.span import Span
from connlint.workspace import Workspace, model_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from connlint.bpmn.model import ConnectorTask, Model
    from connlint.rule import Flag, Rule

SPEAKS_FIRST = ("unresolvable-secret", "unquoted-secret", "secret-syntax", "feel-syntax", "legacy-secret")
"""Where several of these see the same characters, the first of this order speaks."""

SPEAKS_LAST = "invalid-input"
"""A rule about a field's own value speaks before this one."""

SILENT_WHERE_MISSING = ("invalid-choice", "invalid-input", "invalid-map", "invalid-timeout", "invalid-url")
"""What an empty value is not is of no interest where it must not be empty."""


class RuleCrash(Exception):
    """A rule failed on a model: a defect of connlint, told with where it happened. The cause is chained."""

    def __init__(self, rule: str, path: str, cause: Exception) -> None:
        super().__init__(f"the rule {rule} crashed on {path}: {type(cause).__name__}: {cause}")
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
    context = Context(model, workspace, config)
    run = run or run_rule
    found: list[Finding] = []
    for rule in rules_for(config):
        try:
            found.extend(run(rule, model, context))
        except Exception as error:
            crash = RuleCrash(rule.name, model.path, error)
            if crashes is None:
                raise crash from error
            crashes.append(crash)
    return settle(found, config)


def rules_for(config: Config) -> list[Rule]:
    """The rules that the configuration lets run."""
    from connlint.rules import load_rule, rule_names

    rules = [load_rule(name) for name in rule_names() if config.runs(name)]
    return [rule for rule in rules if config.persona.sees(rule.persona)]


def run_rule(rule: Rule, model: Model, context: Context) -> Iterator[Finding]:
    """What one rule finds in a model."""
    if rule.over == "model":
        for flag in rule(model, context):
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
    """What one rule finds in one task."""
    for flag in rule(task, context):
        yield _finding(rule, context.model, task, flag, context.config)


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
    seen = [finding for finding in found if config.persona.sees(finding.persona)]
    seen.sort(key=lambda finding: (finding.path, finding.span, finding.rule))
    return list(_one_for_each_mistake(seen))


def _one_for_each_mistake(findings: list[Finding]) -> Iterator[Finding]:
    by_field: dict[tuple[str, str, str | None], list[Finding]] = {}
    for finding in findings:
        by_field.setdefault(_field_of(finding), []).append(finding)
    for finding in findings:
        if not any(_speaks_before(other, finding) for other in by_field[_field_of(finding)]):
            yield finding


def _field_of(finding: Finding) -> tuple[str, str, str | None]:
    return finding.path, finding.element.id if finding.element is not None else "", finding.field


def _speaks_before(one: Finding, other: Finding) -> bool:
    """Whether the first takes the word from the second: they see the same characters, and it has the say."""
    if one.rule == "missing-input" and other.rule in SILENT_WHERE_MISSING:
        return _same_characters(one, other)
    if one.rule == other.rule or other.rule not in (*SPEAKS_FIRST, SPEAKS_LAST):
        return False
    if other.rule in SPEAKS_FIRST and (
        one.rule not in SPEAKS_FIRST or SPEAKS_FIRST.index(one.rule) > SPEAKS_FIRST.index(other.rule)
    ):
        return False
    return _same_characters(one, other)


def _same_characters(one: Finding, other: Finding) -> bool:
    if one.path != other.path:
        return False
    return _widened(one.span).overlaps(_widened(other.span))


def _widened(span: Span) -> Span:
    """An empty span stands for the place between two characters: it shares what touches it."""
    return span if span.start < span.end else Span(span.start - 1, span.end + 1)


def worst(findings: Iterable[Finding]) -> Severity | None:
    """The highest severity among the findings."""
    return max((finding.severity for finding in findings), key=lambda severity: severity.rank, default=None)
