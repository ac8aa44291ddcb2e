"""`duplicate-input`: two input mappings with the same target."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from connlint.bpmn.model import ConnectorTask
from connlint.example import Case, Example, encoded, rest_task
from connlint.finding import Fix, Related, Severity
from connlint.local_reads import names_variable
from connlint.removal import removed
from connlint.rule import Context, Flag, rule

if TYPE_CHECKING:
    from connlint.bpmn.parts import InputMapping


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


def _mapped(target: str, *sources: str) -> Example:
    """A task with a mapping of the target for each of the sources, at the end of its mappings."""
    task = rest_task({target: None, "method": "POST"})
    lines = [f'<zeebe:input source="{encoded(source)}" target="{target}" />' for source in sources]
    inserted = "".join(f"  {line}\n    " for line in lines)
    return Example(
        task.content.replace("</zeebe:ioMapping>", f"{inserted}</zeebe:ioMapping>"), snippet="\n".join(lines)
    )


_URLS = ("https://api.example.com/v1", "https://api.example.com/v2")
_HEADERS = ('={"Accept": "text/plain"}', '={"Accept": "text/csv"}')
_NAMES = ("=customer.name", "=customer.name")

GOOD = [
    rest_task({"method": "POST", "body.customer": "=customer", "body.order": "=order"}),
    _mapped("body", "={a: 1}", '=context put(body, "page", 1)'),
    rest_task({"method": "POST", "body": "=a", "body.b": "=b"}),
]
BAD = [
    Case(_mapped("url", *_URLS), finds="url", fixed=_mapped("url", _URLS[1]), says="the last mapping wins"),
    Case(
        _mapped("headers", *_HEADERS), finds="headers", fixed=_mapped("headers", _HEADERS[1]), says="with another value"
    ),
    Case(
        _mapped("body.customer.name", *_NAMES),
        finds="body.customer.name",
        fixed=_mapped("body.customer.name", _NAMES[1]),
        says="with the same value",
    ),
]
