"""`unknown-rule`: a suppression of a rule that there is not."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.bpmn.model import Model
from connlint.example import Case, Example, file, rest_task
from connlint.finding import Edit, Fix, Severity
from connlint.nearest import nearest
from connlint.rule import Context, Flag, rule
from connlint.rules import rule_names


@rule("unknown-rule", severity=Severity.WARNING, over="suppressions")
def unknown_rule(model: Model, context: Context) -> Iterator[Flag]:
    """A suppression names no rule, or one that does not exist.

    ## Why
    It suppresses nothing, and nobody would notice. In the configuration an unknown rule is refused at once.

    ## How to mend
    Write the name as `connlint rule --all` lists it, in brackets: `ignore[secret-in-body]`.

    ## Fix
    Unsafe: the nearest name.
    """
    suppressed = context.suppressed
    if suppressed is None:
        return
    for nameless in suppressed.nameless:
        yield Flag(nameless.span, "the suppression names no rule; write it as ignore[RULE] with a reason behind it")
    for each in suppressed.idle:
        if each.path is not None or each.rule in rule_names():
            continue
        near = nearest(each.rule, rule_names())
        hint = f"; did you mean {near}?" if near is not None else "; `connlint rule --all` lists them"
        fix = Fix(f"Write {near}", (Edit(each.span, near),), "unsafe") if near is not None else None
        yield Flag(each.span, f"there is no rule {each.rule}{hint}", fix=fix)


def _with_comment(text: str, prefix: str = "bpmn") -> Example:
    task = rest_task({"method": "POST", "body": '={"key": "{{secrets.KEY}}"}'}, prefix=prefix).text
    return file(task.replace(f"<{prefix}:serviceTask", f"<!-- connlint: {text} -->\n    <{prefix}:serviceTask"))


GOOD = [
    _with_comment("ignore[secret-in-body] the partner wants it so"),
    _with_comment("ignored [secrets]"),
    rest_task(),
]
BAD = [
    Case(
        _with_comment("ignore[secret-in-boddy]"),
        finds="secret-in-boddy",
        fixed=_with_comment("ignore[secret-in-body]"),
        says="did you mean secret-in-body?",
    ),
    Case(_with_comment("ignore[secret-in-body, E501] both", prefix="bpmn2"), finds="E501"),
    Case(_with_comment("ignore the secret"), finds="<!-- connlint: ignore the secret -->", says="names no rule"),
]
