"""`unknown-function`: a call of a function that the place does not offer."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.bpmn.model import ConnectorTask
from connlint.example import Case, rest_task
from connlint.expressions import connector_expressions, fix_of, span_of, with_remedy
from connlint.finding import Persona, Severity
from connlint.nearest import edit_distance
from connlint.rule import Context, Flag, rule


@rule("unknown-function", severity=Severity.ERROR, over="templated")
def unknown_function(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """A call of a function that does not exist in this place.

    ## Why
    Nothing fails: the call gives null, and the process goes on with that. An error expression with `bmpnError(...)`
    never throws an error. Which functions there are depends on the place (`bpmnError` exists in result and error
    expressions only) and on the engine's version (`from json` only from 8.9). A connector runtime of one's own can add
    functions: a name there that is near to none is reported to the auditor persona only.

    ## How to mend
    Write the function's name as the table of functions has it; names of several words have single blanks.

    ## Fix
    Safe where one letter, two swapped letters, the case or the blanks differ; else unsafe.
    """
    from connlint.feel.call_checks import unknown_functions
    from connlint.feel.function_table import functions

    for expression in connector_expressions(task, context):
        if not expression.is_sound:
            continue
        for problem in unknown_functions(expression.feel.constructs, expression.place, context.engine):
            edit = problem.remedy.edit if problem.remedy is not None else None
            near = edit is not None and _is_a_slip(problem.about or "", edit.replacement)
            may_be_added = (
                problem.remedy is None and expression.place.in_connector_runtime and problem.about not in functions()
            )
            yield Flag(
                span_of(expression, problem),
                with_remedy(f"{expression.label} of {task.label}: {problem.message}", problem.remedy)
                + " (the call gives null)",
                field=expression.field,
                fix=fix_of(expression, problem.remedy, safe=near),
                persona=Persona.AUDITOR if may_be_added else None,
            )


def _is_a_slip(written: str, meant: str) -> bool:
    written, meant = (name.casefold().replace(" ", "").replace("_", "") for name in (written, meant))
    return edit_distance(written, meant, 1) <= 1


_ERROR = 'if error.code = "404" then {} else null'

GOOD = [
    rest_task({"queryParameters": "={q: upper case(city), n: string length(city), d: today()}"}),
    rest_task(headers={"errorExpression": _ERROR.format('bpmnError("NOT_FOUND", error.message)')}),
    rest_task({"body": "=from json(text)"}, engine="8.9.0"),
    rest_task({"body": '={twice: function(x) 2 * x, a: twice(1), b: fromAi(toolCall.a, "an a")}'}, template=None),
]
BAD = [
    Case(
        rest_task(headers={"errorExpression": _ERROR.format('bmpnError("NOT_FOUND")')}),
        finds="bmpnError",
        fixed=rest_task(headers={"errorExpression": _ERROR.format('bpmnError("NOT_FOUND")')}),
        says="did you mean `bpmnError`",
    ),
    Case(rest_task({"body": "=from json(text)"}, engine="8.8.0"), finds="from json", says="only from Camunda 8.9"),
    Case(
        rest_task({"queryParameters": "={q: uppercase(city)}"}, template=None, prefix="bpmn2"),
        finds="uppercase",
        fixed=rest_task({"queryParameters": "={q: upper case(city)}"}, template=None, prefix="bpmn2"),
    ),
    Case(
        rest_task({"body": '=bpmnError("a")'}, element="sendTask"), finds="bpmnError", says="does not exist in an input"
    ),
]
