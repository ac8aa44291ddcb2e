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
    """A file of element templates holds something that is no template.

    ## Why
    Modelers leave such a template out, often without a word, and tasks that have it are not checked against it. The
    finding stands at the place in the JSON; the other templates of the file are used all the same.

    ## How to mend
    Correct the JSON, or take the file out of the folder.
    """
    for owner, flag in context.workspace.once(_problems):
        if owner is model:
            yield flag


def _problems(workspace: Workspace) -> tuple[tuple[Model, Flag], ...]:
    """Each problem once, with the first model that sees the file."""
    found: dict[tuple[str, int, str], tuple[Model, Flag]] = {}
    for model in workspace.models.values():
        templates = workspace.templates_of(model)
        for problem in templates.problems if templates is not None else ():
            key = (problem.origin, problem.span.start, problem.message)
            found.setdefault(key, (model, Flag(problem.span, problem.message, path=problem.origin)))
    return tuple(found.values())


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
