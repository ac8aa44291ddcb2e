"""`unused-suppression`: a suppression that suppresses nothing."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.bpmn.model import Model
from connlint.example import Case, Example, file, rest_task
from connlint.finding import Severity
from connlint.rule import Context, Flag, rule
from connlint.rules import rule_names


@rule("unused-suppression", severity=Severity.WARNING, over="suppressions")
def unused_suppression(model: Model, context: Context) -> Iterator[Flag]:
    """A suppression names a rule that finds nothing where it is suppressed.

    ## Why
    What it accepted was mended, or is now elsewhere. Left behind, it would hide the next mistake of the kind. That
    holds for comments and for `[[ignore]]` in the configuration, as far as it names an element or a file.

    ## How to mend
    Take the name out of the suppression, or the suppression out of the file.
    """
    suppressed = context.suppressed
    for each in suppressed.idle if suppressed is not None else ():
        if each.rule not in rule_names() or each.rule == "unused-suppression":
            continue
        if each.is_for_this_model:
            what = f"in {each.element}" if each.element is not None else "there"
            yield Flag(each.span, f"{each.rule} finds nothing {what}; the suppression is of no use", path=each.path)


def _with_comment(example: Example, text: str) -> Example:
    return file(example.text.replace("<bpmn:serviceTask", f"<!-- connlint: {text} -->\n    <bpmn:serviceTask"))


_SECRET = rest_task({"method": "POST", "body": '={"key": "{{secrets.KEY}}"}'})

GOOD = [
    _with_comment(_SECRET, "ignore[secret-in-body] the partner wants it so"),
    file(_SECRET.text.replace("<bpmn:definitions", "<!-- connlint: ignore[secret-in-body] -->\n<bpmn:definitions")),
    file(
        _SECRET.text.replace(
            '<zeebe:input source="={', '<!-- connlint: ignore[secret-in-body] --><zeebe:input source="={'
        )
    ),
    rest_task(),
]
BAD = [
    Case(_with_comment(rest_task(), "ignore[secret-in-body] once"), finds="secret-in-body"),
    Case(_with_comment(_SECRET, "ignore[ secret-in-body, missing-input ]"), finds="missing-input"),
    Case(
        file(_SECRET.text.replace("</bpmn:process>", "<!-- connlint: ignore[secret-in-body] --></bpmn:process>")),
        finds="secret-in-body",
    ),
]
