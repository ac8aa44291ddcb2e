"""`invalid-result-variable`: a result variable that no expression can read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from connlint.bpmn.model import ConnectorTask
from connlint.example import Case, rest_task
from connlint.finding import Edit, Fix, Severity
from connlint.masking import shown
from connlint.rule import Context, Flag, rule

if TYPE_CHECKING:
    from connlint.bpmn.parts import TaskHeader

LONGEST = 60
"""What is longer is no name that somebody meant."""


@rule("invalid-result-variable", severity=Severity.ERROR, over="templated")
def invalid_result_variable(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """The result variable is no name of FEEL.

    ## Why
    The name is taken as it stands: dots are not split, blanks are not trimmed, FEEL is not evaluated. A variable
    `my-order` is written, but no expression reads it without backticks: `my-order` is `my` minus `order`.

    ## How to mend
    Use letters, digits and `_`, such as `orderResponse`.

    ## Fix
    Unsafe: writes `_` for what a name cannot have. Expressions that read the variable must follow.
    """
    if task.node.is_inbound:
        header: TaskHeader | None = task.property_named("resultVariable")
    else:
        header = task.result_variable if task.is_outbound else None
    if header is None or header.value is None or not header.text.strip() or "secrets." in header.text:
        return
    from connlint.feel.token_kinds import is_plain_name

    name = header.text
    if is_plain_name(name):
        return
    meant = re.sub(r"\W+", "_", name.strip().removeprefix("=").strip(), flags=re.ASCII).strip("_")
    fix = None
    if is_plain_name(meant) and len(meant) <= LONGEST:
        fix = Fix(f"Write {meant}", (Edit(header.value.span, header.value.encode(meant)),), "unsafe")
    yield Flag(
        header.value.span,
        f"resultVariable of {task.label} is {shown(header.name, name)}, which is no name of FEEL; expressions cannot read the variable",
        field=header.name,
        fix=fix,
    )


def _named(name: str) -> dict[str, str | None]:
    return {"resultExpression": None, "resultVariable": name}


GOOD = [
    rest_task(headers=_named("orderResponse")),
    rest_task(headers=_named("größe_2")),
    rest_task(headers=_named(" ")),
    rest_task(headers=_named("$order"), template=None),
]
BAD = [
    Case(rest_task(headers=_named("my order")), finds="my order", fixed=rest_task(headers=_named("my_order"))),
    Case(
        rest_task(headers=_named("order-1"), prefix="bpmn2"),
        finds="order-1",
        fixed=rest_task(headers=_named("order_1"), prefix="bpmn2"),
    ),
    Case(
        rest_task(headers=_named("=order"), template=None, element="sendTask"),
        finds="=order",
        fixed=rest_task(headers=_named("order"), template=None, element="sendTask"),
    ),
    Case(rest_task(headers=_named("order.total")), finds="order.total", fixed=rest_task(headers=_named("order_total"))),
    Case(rest_task(headers=_named("1st")), finds="1st"),
]
