"""`static-escape`: a backslash in static text that the engine takes for an escape."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connlint.bpmn.model import ConnectorTask
from connlint.bpmn.parts import InputMapping
from connlint.example import Case, rest_task
from connlint.finding import Edit, Fix, Severity
from connlint.lazy_pattern import lazy
from connlint.rule import Context, Flag, rule

_ESCAPE = lazy(r"\\(?:\\|(?P<escaped>[nrtbf'\"])|\Z)")
_MEANING = {"n": "a line break", "r": "a carriage return", "t": "a tab", "b": "a backspace", "f": "a form feed"}


@rule("static-escape", severity=Severity.WARNING, over="connector-tasks")
def static_escape(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """A backslash in a static text changes what the connector gets.

    ## Why
    The engine reads a static text as the inside of a FEEL string. `C:\\new` becomes `C:`, a line break and `ew`;
    `\\"` in a JSON body becomes `"` and breaks the JSON; a text that ends in one backslash does not parse, and the
    deployment is refused.

    ## How to mend
    Double the backslash, or write the value as FEEL.

    ## Fix
    Unsafe: doubles the backslash.
    """
    for mapping in task.node.inputs:
        if mapping.feel is None and mapping.source is not None and "\\" in mapping.text:
            for match in _ESCAPE.finditer(mapping.text):
                if match[0] != "\\\\":  # a doubled backslash is a backslash: somebody knew
                    yield _flag(task, mapping, match)


def _flag(task: ConnectorTask, mapping: InputMapping, match: re.Match[str]) -> Flag:
    assert mapping.source is not None
    span = mapping.source.source_span(*match.span())
    escaped = match["escaped"] or ""
    if not escaped:
        says = "ends in a backslash, which swallows the end of the text; the deployment is refused"
    else:
        says = f"has {match[0]}, which the engine turns into {_MEANING.get(escaped, escaped)}"
    return Flag(
        span,
        f"{mapping.name} of {task.label} {says}",
        field=mapping.name,
        fix=Fix("Double the backslash", (Edit(span, mapping.source.encode("\\\\" + escaped)),), "unsafe"),
    )


GOOD = [
    rest_task({"method": "POST", "body": '{"a": "b/c", "d": "100%"}'}),
    rest_task({"method": "POST", "body": '={"path": "C:\\new"}'}),
    rest_task({"pattern": "\\d+\\s", "folder": "C:\\\\new"}, template="com.example.Files"),
]
BAD = [
    Case(
        rest_task({"folder": "C:\\new"}, template="com.example.Files"),
        finds="\\n",
        fixed=rest_task({"folder": "C:\\\\new"}, template="com.example.Files"),
        says="a line break",
    ),
    Case(
        rest_task({"method": "POST", "body": '{"say": "a \\"b\\""}'}, prefix="bpmn2"),
        finds=('\\"', '\\"'),
        fixed=rest_task({"method": "POST", "body": '{"say": "a \\\\"b\\\\""}'}, prefix="bpmn2"),
    ),
    Case(
        rest_task({"method": "POST", "body.target": "D:\\data\\"}, element="sendTask"),
        finds="\\",
        fixed=rest_task({"method": "POST", "body.target": "D:\\data\\\\"}, element="sendTask"),
        says="swallows",
    ),
]
