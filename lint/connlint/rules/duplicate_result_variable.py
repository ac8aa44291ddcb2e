"""`duplicate-result-variable`: two tasks that write the same result variable."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.bpmn.model import ConnectorTask, Model
from connlint.example import Case, process
from connlint.finding import Persona, Related, Severity
from connlint.rule import Context, Flag, rule


@rule("duplicate-result-variable", severity=Severity.INFO, persona=Persona.PEDANTIC, over="model")
def duplicate_result_variable(model: Model, context: Context) -> Iterator[Flag]:
    """Two tasks of a process have the same result variable.

    ## Why
    The later one overwrites what the earlier one brought. That may be meant, as for two branches of which one runs; in
    a sequence or in parallel it loses a response.

    ## How to mend
    Give each a name of its own.
    """
    seen: dict[tuple[int, str], ConnectorTask] = {}
    for task in model.tasks:
        header = task.result_variable
        if header is None:
            continue
        first = seen.setdefault((id(task.node.process), header.text.strip()), task)
        if first is not task and first.result_variable is not None:
            yield Flag(
                header.span,
                f"resultVariable of {task.label} is {header.text.strip()}, which {first.label} writes too",
                field=header.name,
                related=(Related(f"{first.label} writes it", first.result_variable.span),),
                node=task.node,
            )


def _task(number: int, variable: str, job_type: str = "io.camunda:http-json:1") -> str:
    return (
        f'<bpmn:serviceTask id="Task_{number}"><bpmn:extensionElements><zeebe:taskDefinition type="{job_type}" />\n'
        f'<zeebe:taskHeaders><zeebe:header key="resultVariable" value="{variable}" /></zeebe:taskHeaders>'
        "</bpmn:extensionElements></bpmn:serviceTask>"
    )


def _sub(content: str) -> str:
    return f'<bpmn:subProcess id="Sub_1">{content}</bpmn:subProcess>'


GOOD = [
    process(_task(1, "first") + _task(2, "second")),
    process(_task(1, "") + _task(2, "")),
    process(_task(1, "order")),
]
BAD = [
    Case(process(_task(1, "order") + _task(2, "order")), finds="order", says="Task_1 writes too"),
    Case(process(_task(1, "order") + _sub(_task(2, "order"))), finds="order"),
    Case(
        process(_task(1, "a", "io.camunda:slack:1") + _task(2, "b") + _task(3, "a") + _task(4, "a")), finds=("a", "a")
    ),
]
