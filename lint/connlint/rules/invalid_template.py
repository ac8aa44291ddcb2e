"""`invalid-template`: a template file that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.bpmn.model import Model
from connlint.example import Case, Example, rest_task
from connlint.finding import Severity
from connlint.rule import Context, Flag, rule
from connlint.workspace import Workspace


@rule("invalid-template", severity=Severity.ERROR, over="model")
def invalid_template(model: Model, context: Context) -> Iterator[Flag]:
    """A file of element templates holds something that is no template, or that cannot be judged by.

    ## Why
    Modelers leave such a template out, often without a word, and tasks that have it are not checked against it. The
    finding stands at the place in the JSON; the other templates of the file are used all the same. A pattern that does
    not come to an end on a value of the model is told of as well (warning): a modeler's form would hang with it.

    ## How to mend
    Correct the JSON, or take the file out of the folder. Write the pattern so that no repeated group can match the same
    text in two ways.
    """
    for owner, flag in context.workspace.once(_problems):
        if owner is model:
            yield flag
    yield from _costly_patterns(model, context)


def _problems(workspace: Workspace) -> tuple[tuple[Model, Flag], ...]:
    """Each problem once, with the first model that sees the file."""
    found: dict[tuple[str, int, str], tuple[Model, Flag]] = {}
    for model in workspace.models.values():
        templates = workspace.templates_of(model)
        for problem in templates.problems if templates is not None else ():
            key = (problem.origin, problem.span.start, problem.message)
            found.setdefault(key, (model, Flag(problem.span, problem.message, path=problem.origin)))
    return tuple(found.values())


def _costly_patterns(model: Model, context: Context) -> Iterator[Flag]:
    """Patterns that are given up on a value of the model, each once."""
    from connlint.templates import costly_patterns

    told = set()
    for task in model.templated:
        template = context.template(task)
        if template is None or not template.origin:
            continue
        for pattern in costly_patterns(template, context.values(task)):
            key = (template.id, template.version, pattern)
            if key in told:
                continue
            told.add(key)
            from connlint.templates.json_file import pattern_problem

            for file in context.templates.files:
                problem = pattern_problem(file, *key)
                if problem is not None:
                    yield Flag(problem.span, problem.message, path=problem.origin, severity=Severity.WARNING)
                    break


_BROKEN = '{"id": "com.example.Slack", "name": "Slack", "appliesTo": ["bpmn:Task"], "properties": [{"type": 1}]}'
_CUT = '[{"id": "com.example.Slack", "name": "Slack", "appliesTo": ["bpmn:Task"], "properties": []}, {"id": '
_NO_LIST = '{"id": "com.example.Slack", "name": "Slack", "appliesTo": ["bpmn:Task"], "properties": "none"}'
_RIGHT = '{"id": "com.example.Slack", "name": "Slack", "appliesTo": ["bpmn:Task"], "properties": []}'


def _slack(text: str, prefix: str = "bpmn", element: str = "serviceTask") -> Example:
    templates = {"slack.json": text}
    return rest_task(template="com.example.Slack", version="1", templates=templates, prefix=prefix, element=element)


GOOD = [
    _slack(_RIGHT),
    rest_task(template="com.example.Slack", version="1"),
    rest_task(template=None, templates={"slack.json": _BROKEN}),
]
BAD = [
    Case(_slack(_BROKEN), finds="1"),
    Case(_slack(_NO_LIST, prefix="bpmn2"), finds='"none"'),
    Case(_slack(_CUT, element="sendTask"), finds=""),
    Case(rest_task(templates={"slack.json": _BROKEN}), finds="1"),
]
