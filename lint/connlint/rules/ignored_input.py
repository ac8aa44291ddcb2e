"""`ignored-input`: an input without effect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from connlint.authentication import chosen_authentication
from connlint.bpmn.model import ConnectorTask
from connlint.example import Case, Example, rest_task
from connlint.field_names import WRITE_TIMEOUT
from connlint.finding import Fix, Related, Severity
from connlint.local_reads import is_read
from connlint.removal import removed
from connlint.request_method import method_of
from connlint.rule import Context, Flag, rule

if TYPE_CHECKING:
    from connlint.bpmn.parts import InputMapping

WRITE_TIMEOUT_IN = (8, 5)


@rule("ignored-input", severity=Severity.INFO)
def ignored_input(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """An input has no effect, because another one keeps the connector from using it.

    ## Why
    The connector sends no body with GET or DELETE, and reads of an authentication only what its type needs. Only the
    connectors of 8.5 knew a write timeout. Such an input is often left over from an earlier choice, and whoever reads
    the model believes that it counts. What a later input or an output mapping reads is not ignored.

    ## How to mend
    Remove the input, or make the choice that uses it.

    ## Fix
    Unsafe: removes the input.
    """
    method = method_of(task) if task.is_rest else None
    for mapping in task.node.inputs:
        if mapping is not task.input(mapping.name):
            continue  # a later mapping wins: `duplicate-input` says so
        reason = _reason(task, mapping, method, context)
        if reason is not None and mapping.target is not None and not is_read(task, mapping):
            yield _flag(task, mapping, reason, context)


def _flag(
    task: ConnectorTask, mapping: InputMapping, reason: tuple[str, InputMapping | None], context: Context
) -> Flag:
    assert mapping.target is not None
    words, because = reason
    return Flag(
        mapping.target.span,
        f"{mapping.name} of {task.label} has no effect: {words}",
        field=mapping.name,
        related=(Related(f"{because.name} decides", because.span),) if because is not None else (),
        fix=Fix(f"Remove {mapping.name}", (removed(mapping.element, context.model.document),), "unsafe"),
    )


def _reason(
    task: ConnectorTask, mapping: InputMapping, method: str | None, context: Context
) -> tuple[str, InputMapping | None] | None:
    """Why the input has no effect, and the input that decides it."""
    name = mapping.name
    if name == "body" or name.startswith("body."):
        if method in ("GET", "DELETE"):
            return f"with {method} the connector sends no body", task.input("method")
        return None
    if name.startswith("authentication."):
        return _unread_credential(task, name.removeprefix("authentication."))
    if name == task.request_prefix + WRITE_TIMEOUT:
        return _unread_timeout(task, context)
    return None


def _unread_credential(task: ConnectorTask, part: str) -> tuple[str, InputMapping | None] | None:
    from connlint.templates.runtime_inputs import AUTHENTICATION_PARTS, AUTHENTICATION_READS

    chosen = chosen_authentication(task)
    reads = AUTHENTICATION_READS.get(chosen or "")
    if part not in AUTHENTICATION_PARTS or reads is None or part in reads:
        return None
    return f"the authentication {chosen} does not read it", task.input("authentication.type")


def _unread_timeout(task: ConnectorTask, context: Context) -> tuple[str, InputMapping | None] | None:
    from connlint.templates import known_names

    template = context.template(task)
    if template is not None:
        if task.request_prefix + WRITE_TIMEOUT in known_names(template):
            return None
        return f'version {template.version} of the template "{template.name}" does not have it', None
    if context.engine is None or context.engine == WRITE_TIMEOUT_IN:
        return None
    return "only connectors of 8.5 read it", None


def _without(example: Example, target: str) -> Example:
    lines = [line for line in example.content.split("\n") if f'target="{target}"' not in line]
    return Example(content="\n".join(lines), engine=example.engine, prefix=example.prefix)


_GET = rest_task({"body": '={"a": 1}'})
_DELETE = rest_task({"method": "delete", "body.order": "=order"}, template=None, prefix="bpmn2")
_OTHER = rest_task(
    {"authentication.type": "bearer", "authentication.username": "{{secrets.USER}}", "authentication.token": "=token"}
)
_TIMEOUT = rest_task({"writeTimeoutInSeconds": "=30"}, version="13", engine="8.9.0", element="sendTask")

GOOD = [
    rest_task({"method": "POST", "body": '={"a": 1}'}),
    rest_task({"method": "=verb", "body": '={"a": 1}'}),
    rest_task({"authentication.type": "=kind", "authentication.username": "=user"}),
    rest_task({"body": '={"city": city}', "queryParameters": "={q: body.city}"}),
    rest_task({"body": '={"city": city}'}, outputs={"sentCity": "=body.city"}),
    rest_task({"writeTimeoutInSeconds": "=30"}, version="7", engine="8.5.0"),
    rest_task({"writeTimeoutInSeconds": "=30"}, template="com.example.Shop", engine="8.5.0"),
    rest_task({"ignoreNullValues": "=false"}),
]
BAD = [
    Case(_GET, finds="body", fixed=_without(_GET, "body"), says="with GET the connector sends no body"),
    Case(_DELETE, finds="body.order", fixed=_without(_DELETE, "body.order")),
    Case(
        _OTHER,
        finds="authentication.username",
        fixed=_without(_OTHER, "authentication.username"),
        says="bearer does not read it",
    ),
    Case(_TIMEOUT, finds="writeTimeoutInSeconds", fixed=_without(_TIMEOUT, "writeTimeoutInSeconds")),
]
