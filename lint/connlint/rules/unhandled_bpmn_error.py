"""`unhandled-bpmn-error`: a BPMN error that nothing catches."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.bpmn.catching import catchers_of
from connlint.bpmn.model import ConnectorTask
from connlint.example import Case, Example, rest_task
from connlint.feel.nodes import Argument, Call, Node, String
from connlint.finding import Persona, Severity
from connlint.rule import Context, Flag, rule


@rule("unhandled-bpmn-error", severity=Severity.WARNING, persona=Persona.PEDANTIC, over="connector-tasks")
def unhandled_bpmn_error(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """An error expression throws a BPMN error that no event catches.

    ## Why
    A BPMN error without a catching boundary event or event sub-process around the task is an incident, as if it had
    never been thrown. Only expressions of which every code is a literal are judged.

    ## How to mend
    Attach an error boundary event with that code to the task, or to a sub-process around it.
    """
    header = task.error_expression
    if header is None or header.feel is None or header.feel.parsed.errors:
        return
    codes = _codes(header.feel.parsed.tree)
    if codes is None:
        return
    for code in codes:
        if not catchers_of(task.node, code.value, context.model):
            yield Flag(
                header.feel.span(code.start, code.end),
                f"errorExpression of {task.label} throws the BPMN error {code.value}, which no boundary event and no event"
                " sub-process around it catches (an incident)",
                field=header.name,
            )


def _codes(tree: Node) -> list[String] | None:
    """The codes of all `bpmnError` calls; None where one is computed, or where an error is written as a context."""
    from connlint.feel.nodes import ContextEntry
    from connlint.feel.scopes import visit

    codes: list[String] = []
    for node, _ in visit(tree, only=(Call, ContextEntry)):
        if isinstance(node, ContextEntry) and node.key == "errorType":
            return None
        if isinstance(node, Call) and node.target is None and node.name == "bpmnError":
            argument = _code_of(node.arguments)
            if argument is None or not isinstance(argument.value, String):
                return None
            codes.append(argument.value)
    return codes


def _code_of(arguments: tuple[Argument, ...]) -> Argument | None:
    named = next((argument for argument in arguments if argument.name == "errorCode"), None)
    if named is not None:
        return named
    return arguments[0] if arguments and arguments[0].name is None else None


def _throwing(expression: str, code: str | None, attached_to: str = "Activity_1") -> Example:
    reference = ' errorRef="Error_1"' if code is not None else ""
    boundary = (
        f'<bpmn:boundaryEvent id="Event_1" attachedToRef="{attached_to}">'
        f'<bpmn:errorEventDefinition id="Definition_1"{reference} /></bpmn:boundaryEvent>'
    )
    error = f'<bpmn:error id="Error_1" errorCode="{code}" />' if code is not None else ""
    return rest_task(headers={"errorExpression": expression}, beside=boundary, definitions=error)


_NOT_FOUND = '=if error.code = "404" then bpmnError("NOT_FOUND", "gone") else null'

GOOD = [
    _throwing(_NOT_FOUND, "NOT_FOUND"),
    _throwing(_NOT_FOUND, None),
    _throwing("=bpmnError(error.code)", "OTHER"),
    rest_task(headers={"errorExpression": "=null"}),
]
BAD = [
    Case(rest_task(headers={"errorExpression": _NOT_FOUND}), finds='"NOT_FOUND"', says="no boundary event"),
    Case(_throwing(_NOT_FOUND, "GONE"), finds='"NOT_FOUND"'),
    Case(_throwing(_NOT_FOUND, "NOT_FOUND", attached_to="Another"), finds='"NOT_FOUND"'),
    Case(
        _throwing('=if status = 202 then bpmnError(errorCode: "LATER") else bpmnError("NO")', "NO"),
        finds='"LATER"',
    ),
]
