"""`xml-syntax`: a file that is not well-formed XML."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.bpmn.model import Model
from connlint.example import Case, file, rest_task
from connlint.finding import Related, Severity
from connlint.rule import Context, Flag, rule


@rule("xml-syntax", severity=Severity.ERROR, over="model")
def xml_syntax(model: Model, context: Context) -> Iterator[Flag]:
    """The file is not well-formed XML.

    ## Why
    The engine refuses to deploy it, and no modeler opens it. A typical cause is a quote inside an attribute that was
    typed by hand: `source="={"a": 1}"`. A document type with entities of its own is refused too, whatever it says:
    models have none, and such entities are a way to read files or to fill the memory of whoever opens the file.

    What can be read beside the damage is checked all the same.

    ## How to mend
    Write `&quot;` for a quote inside an attribute, `&lt;` for `<` and `&amp;` for `&`; close what was opened.
    """
    for problem in model.document.problems:
        node, field = model.place_at(problem.span.start)
        related = (Related("opened here", problem.related),) if problem.related is not None else ()
        yield Flag(problem.span, problem.message, field=field, related=related, node=node)


_TASK = rest_task().text

GOOD = [
    rest_task({"url": '="https://a.example/?q=" + "<&>"'}),
    file(_TASK.replace("\n", "\r\n")),
    file(_TASK.replace("<bpmn:process", "<!-- a comment -->\n<bpmn:process")),
]
BAD = [
    Case(file(_TASK.replace("</bpmn:process>\n", "")), finds="</bpmn:definitions>"),
    Case(file(_TASK.replace('source="noAuth"', 'source="={"a": 1}"')), finds='"'),
    Case(file(_TASK + "<more />"), finds="<more />"),
]
