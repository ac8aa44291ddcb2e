"""`duplicate-input`: two input mappings with the same target."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from connlint.bpmn.model import ConnectorTask
from connlint.example import Case, Example, rest_task
from connlint.finding import Fix, Related, Severity
from connlint.local_reads import names_variable
from connlint.removal import removed
from connlint.rule import Context, Flag, rule

if TYPE_CHECKING:
    from connlint.bpmn.model import InputMapping


@rule("duplicate-input", severity=Severity.WARNING, over="connector-tasks")
def duplicate_input(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """Two input mappings of a task have the same target.

    ## Why
    The engine evaluates the mappings in order, and the last one wins: the value of the earlier one is lost without a
    word, while a modeler's form may show that very one. It is no duplicate where the later mapping, or one between
    the two, reads the earlier value.

    ## How to mend
    Keep the mapping that is meant, and remove the other.

    ## Fix
    Unsafe: removes the earlier mapping, which has no effect. Whether its value was the one that was meant, only a
    person knows.
    """
    earlier: dict[str, int] = {}
    inputs = task.node.inputs
    for index, mapping in enumerate(inputs):
        if not mapping.name or mapping.target is None:
            continue
        first = earlier.get(mapping.name)
        earlier[mapping.name] = index
        if first is not None and not names_variable(mapping.root, inputs[first + 1 : index + 1]):
            yield _flag(task, inputs[first], mapping, context)


def _flag(task: ConnectorTask, first: InputMapping, last: InputMapping, context: Context) -> Flag:
    assert first.target is not None
    assert last.target is not None
    differs = "another value" if first.text != last.text else "the same value"
    return Flag(
        last.target.span,
        f"{last.name} of {task.label} is mapped twice; the last mapping wins, and the earlier one, with {differs}, has"
        " no effect",
        field=last.name,
        related=(Related(f"the earlier mapping of {last.name}", first.target.span),),
        fix=Fix(
            f"Remove the earlier mapping of {last.name}",
            (removed(first.element, context.model.document),),
            "unsafe",
        ),
    )


def _doubled(target: str, source: str, **others: str) -> Example:
    """A task in which a further mapping follows its own."""
    example = rest_task({target: "TAKEN_OUT", **others})
    before = example.content.replace(
        "</zeebe:ioMapping>", f'  <zeebe:input source="{source}" target="{target}" />\n    </zeebe:ioMapping>'
    )
    return Example(
        content=before,
        snippet="\n".join(line.strip() for line in before.split("\n") if f'target="{target}"' in line),
    )


def _without_first(example: Example) -> Example:
    lines = [line for line in example.content.split("\n") if "TAKEN_OUT" not in line]
    return Example(content="\n".join(lines), snippet="")


_URL = _doubled("url", "https://api.example.com/v2")
_HEADERS = _doubled("headers", "={&quot;Accept&quot;: &quot;text/plain&quot;}", queryParameters="={page: 1}")
_NESTED = _doubled("body.customer.name", "=customer.name", method="POST")

GOOD = [
    rest_task(),
    rest_task({"body.customer": "=customer", "body.order": "=order", "bodyType": "json"}),
    _doubled("body", "=context put(body, &quot;page&quot;, 1)"),
    rest_task({"body": "=a", "body.b": "=b"}),
]
BAD = [
    Case(_URL, finds="url", fixed=_without_first(_URL), says="the last mapping wins"),
    Case(_HEADERS, finds="headers", fixed=_without_first(_HEADERS), says="another value"),
    Case(_NESTED, finds="body.customer.name", fixed=_without_first(_NESTED)),
]
