"""`unknown-variable`: a name that nothing in sight provides."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.bpmn.model import ConnectorTask
from connlint.bpmn.values import FeelText
from connlint.example import Case, process, rest_task
from connlint.expressions import output_names
from connlint.finding import Persona, Severity
from connlint.nearest import nearest
from connlint.rule import Context, Flag, rule

ENGINE_NAMES = frozenset({"camunda", "secrets", "loopCounter", "toolCall"})
"""What the engine or another rule knows: secrets, a loop's counter, the call of an agent's tool."""


@rule("unknown-variable", severity=Severity.WARNING, persona=Persona.AUDITOR, over="connector-tasks")
def unknown_variable(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """A mapping reads a name that neither the process nor an earlier mapping of the task provides.

    ## Why
    A variable that does not exist is null, without an error. Whoever starts the process can give it any variable, and
    so can a message: that is why this may be false, and only the auditor persona reports it.

    ## How to mend
    Correct the name, or make the variable a part of what starts the process.
    """
    known = {presence.write.name for presence in context.workspace.variables.visible(task.node)} | ENGINE_NAMES
    for mapping in task.node.inputs:
        if mapping.feel is not None:
            yield from _unknown(task, mapping.feel, mapping.name, mapping.name, known)
        known.add(mapping.root)
    results = output_names(task)
    if not task.is_http or results is None:
        return  # what another worker gives back is not known
    for mapping in task.node.outputs:
        if mapping.feel is not None:
            yield from _unknown(task, mapping.feel, f"the output mapping {mapping.name}", None, known | results)


def _unknown(task: ConnectorTask, feel: FeelText, label: str, field: str | None, known: set[str]) -> Iterator[Flag]:
    from connlint.feel.variables import free_names

    for name in free_names(feel.parsed.tree) if not feel.parsed.errors else ():
        if name.is_certain and name.name not in known:
            near = nearest(name.name, sorted(known))
            hint = f"; did you mean {near}?" if near else ""
            yield Flag(
                feel.span(*name.name_span),
                f"{label} of {task.label} reads {name.name}, which nothing in the process provides{hint}",
                field=field,
            )


_SCRIPT = (
    '<bpmn:scriptTask id="Script_1" name="Make it"><bpmn:extensionElements>'
    '<zeebe:script expression="=1" resultVariable="orderId" /></bpmn:extensionElements></bpmn:scriptTask>'
)

GOOD = [
    rest_task({"url": '="https://a.example/" + string(orderId)'}, beside=_SCRIPT),
    rest_task(only={"base": "https://a.example", "method": "GET", "url": '=base + "/a"'}, template=None),
    rest_task({"queryParameters": "={a: 1, b: a, c: for x in [1, 2] return x}"}),
    process('<bpmn:task id="a" />'),
]
BAD = [
    Case(
        rest_task({"url": '="https://a.example/" + string(orderID)'}, beside=_SCRIPT),
        finds="orderID",
        says="did you mean orderId",
    ),
    Case(rest_task({"queryParameters": "={q: city.name,\n r: [region]}"}, template=None), finds=("city", "region")),
    Case(
        rest_task(only={"url": '=base + "/a"', "base": "https://a.example"}, template=None, prefix="bpmn2"),
        finds="base",
    ),
]
