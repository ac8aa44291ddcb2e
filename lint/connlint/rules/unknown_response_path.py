"""`unknown-response-path`: a path below the body that a recorded response does not have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from connlint.bpmn.model import ConnectorTask
from connlint.example import Case, rest_task
from connlint.expressions import expressions_of
from connlint.finding import Persona, Severity
from connlint.nearest import nearest
from connlint.rule import Context, Flag, rule


@rule("unknown-response-path", severity=Severity.WARNING, persona=Persona.AUDITOR)
def unknown_response_path(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """An expression reads a part of the body that the recorded response of the task does not have.

    ## Why
    An entry that is not there is null, without an error. The recorded response is one of many that the API may give, and
    another one may have the entry: that is why only the auditor persona reports it. Responses are recorded by
    `connlint run --record FILE`, and named in the configuration by the task's id.

    ## How to mend
    Correct the name, or record a response that has the entry.
    """
    recorded = context.config.responses.get(task.node.id)
    if not isinstance(recorded, dict) or "body" not in recorded:
        return
    from connlint.feel.scopes import name_uses

    for expression in expressions_of(task):
        if not expression.place.in_connector_runtime or not expression.is_sound:
            continue
        for use in name_uses(expression.tree):
            if use.scope.find(use.name) is not None or not use.scope.is_certain(use.name):
                continue
            steps = list(zip((use.name, *use.path), (use.name_span, *use.step_spans), strict=True))
            if steps[0][0] == "response":
                steps = steps[1:]
            if not steps or steps[0][0] != "body":
                continue
            missing = _first_missing(recorded["body"], [name for name, _ in steps[1:]])
            if missing is None:
                continue
            index, known = missing
            name, span = steps[index + 1]
            near = nearest(name, known)
            hint = f"did you mean {near}?" if near else f"it has {', '.join(known[:6]) or 'no entries'}"
            yield Flag(
                expression.feel.span(*span),
                f"{expression.label} of {task.label} reads {name}, which the recorded response does not have; {hint}",
                field=expression.field,
            )


def _first_missing(value: Any, path: list[str]) -> tuple[int, list[str]] | None:
    """The index of the first step that leads nowhere, and what stands there instead; None where the path can be followed.

    A path goes through a list as FEEL goes through it: to the entries of its items. What is null or empty in the
    response tells nothing.
    """
    for index, step in enumerate(path):
        if isinstance(value, list):
            items = [item for item in value if isinstance(item, dict)]
            if not items:
                return None
            known = list(dict.fromkeys(key for item in items for key in item))
            value = next((item[step] for item in items if step in item), None)
        elif isinstance(value, dict):
            known = list(value)
            value = value.get(step)
        else:
            return None
        if step not in known:
            return index, known
    return None


_BODY = {"main": {"temp": 21, "humidity": 60}, "weather": [{"summary": "Clouds"}, {"code": 3}], "rain": None}
_RESPONSES = {"Activity_1": {"status": 200, "headers": {}, "body": _BODY}}

GOOD = [
    rest_task(
        headers={"resultExpression": "={t: response.body.main.temp, w: body.weather.code}"}, responses=_RESPONSES
    ),
    rest_task(headers={"resultExpression": "={t: body.weather[1].summary, r: body.rain.amount}"}, responses=_RESPONSES),
    rest_task(headers={"resultExpression": "={t: response.body.main.temprature}"}),
]
BAD = [
    Case(
        rest_task(headers={"resultExpression": "={t: response.body.main.tmp}"}, responses=_RESPONSES),
        finds="tmp",
        says="did you mean temp?",
    ),
    Case(
        rest_task(headers={"resultExpression": "={w: body.weather.sumary}"}, responses=_RESPONSES, template=None),
        finds="sumary",
    ),
    Case(
        rest_task(
            headers={"errorExpression": '=if response.body.state = 1 then bpmnError("NO") else null'},
            responses=_RESPONSES,
            prefix="bpmn2",
        ),
        finds="state",
        says="it has main, weather, rain",
    ),
]
