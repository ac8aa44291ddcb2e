"""The frame of a rule: what a file in `rules/` declares, and what it is given.

A rule is a function over one connector task or over one model. It yields flags: a span, a message, and
what explains or mends it. The frame makes findings of them. The docstring is the rule's page; `GOOD` and
`BAD` beside the function are its tests and the examples on that page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

from connlint.finding import Fix, Persona, Related, Severity

if TYPE_CHECKING:
    from connlint.bpmn.model import ConnectorTask, FlowNode, Model, Process
    from connlint.config import Config
    from connlint.engine_version import EngineVersion
    from connlint.span import Span
    from connlint.suppress import Suppressed
    from connlint.task_values import ValuesOf
    from connlint.templates import Connector, Template
    from connlint.templates.template_set import TemplateSet
    from connlint.workspace import Workspace

Over = Literal["http-tasks", "connector-tasks", "templated", "model", "suppressions"]
"""What a rule looks at, one at a time: each REST or GraphQL task, each task with a job type, each of these and each
other element with an element template or an inbound connector, the model, what the model's suppressions did once all
other rules were run."""


class Option(NamedTuple):
    """A setting of one rule, in the configuration under `rules.NAME`."""

    name: str
    kind: Literal["names", "number"]
    default: Any
    meaning: str

    def takes(self, value: Any) -> bool:
        """Whether a value of the configuration fits."""
        if self.kind == "names":
            return isinstance(value, list) and all(isinstance(each, str) and each for each in value)
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0

    @property
    def expected(self) -> str:
        """What fits, in words."""
        return "a list of texts" if self.kind == "names" else "a whole number from 0"


class Flag(NamedTuple):
    """What a rule says of a place. The frame adds the rule's name, its file and its element.

    `severity` and `persona` override the rule's own; `node` names the element where the rule looks at a whole
    model; `path` is for a place in another file (a linked form). What stands at the span of a `confidential` flag is
    never shown.
    """

    span: Span
    message: str
    field: str | None = None
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    severity: Severity | None = None
    persona: Persona | None = None
    node: FlowNode | Process | None = None
    path: str | None = None
    confidential: bool = False


class Context(NamedTuple):
    """What surrounds the model at hand: its workspace, the configuration, the engine's version."""

    model: Model
    workspace: Workspace
    config: Config
    suppressed: Suppressed | None = None

    @property
    def engine(self) -> EngineVersion | None:
        """The configured engine version, else the one that the model was made for; None where unknown."""
        return self.config.engine_version or self.model.engine

    @property
    def whole_engine(self) -> str | None:
        """The engine's version with the patch level that the model has: what the ranges of templates are held against."""
        value = self.model.engine_value
        if self.config.engine_version is not None or self.model.engine is None or value is None:
            return str(self.engine) if self.engine is not None else None
        return value.text.strip()

    def template(self, task: ConnectorTask) -> Template | None:
        """The element template that is applied to the task; None where there is none, or where it is not known."""
        if task.template_id is None:
            return None
        from connlint.templates import official

        known = official(task.template_id, task.template_version)
        templates = self.workspace.templates_of(self.model)
        return known if templates is None else templates.find(task.template_id, task.template_version)

    @property
    def templates(self) -> TemplateSet:
        """All templates that the model sees."""
        from connlint.templates.template_set import TemplateSet

        return self.workspace.templates_of(self.model) or TemplateSet()

    def connector(self, task: ConnectorTask) -> Connector | None:
        """What the run time demands of the task: by its job type, else by that of its template."""
        from connlint.templates import connector_of

        template = self.template(task)
        return connector_of(task.job_type) or (connector_of(template.task_type) if template is not None else None)

    def values(self, task: ConnectorTask) -> ValuesOf:
        """The task's values, as templates ask for them."""
        from connlint.task_values import ValuesOf

        return task.once(ValuesOf)


class Rule(NamedTuple):
    """A rule as the registry holds it."""

    name: str
    severity: Severity
    persona: Persona
    over: Over
    check: Callable[[Any, Context], Iterable[Flag]]
    module: str
    options: tuple[Option, ...] = ()

    @property
    def documentation(self) -> str:
        """The docstring, as Markdown."""
        import inspect

        return inspect.getdoc(self.check) or ""

    @property
    def summary(self) -> str:
        """The first line of the documentation."""
        return self.documentation.split("\n", 1)[0]

    def __call__(self, subject: Any, context: Context) -> Iterable[Flag]:
        return self.check(subject, context)


_Check = TypeVar("_Check", bound=Callable[..., Iterator[Flag]])


def rule(
    name: str,
    *,
    severity: Severity,
    persona: Persona = Persona.REGULAR,
    over: Over = "http-tasks",
    options: tuple[Option, ...] = (),
) -> Callable[[_Check], _Check]:
    """Declares the function below it as the rule `name`."""

    def declare(check: _Check) -> _Check:
        check.rule = Rule(name, severity, persona, over, check, check.__module__, options)  # type: ignore[attr-defined]
        return check

    return declare
