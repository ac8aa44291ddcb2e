"""`reserved-variable`: a process variable with the name of one of the connector's inputs."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.bpmn.model import ConnectorTask, Model
from connlint.bpmn.variables import Presence
from connlint.bpmn.written import WriteKind
from connlint.example import Case, process, rest_task
from connlint.finding import Persona, Related, Severity
from connlint.rule import Context, Flag, rule
from connlint.workspace import Workspace

DOCUMENTED = (
    "body",
    "url",
    "method",
    "headers",
    "authentication",
    "queryParameters",
    "connectionTimeoutInSeconds",
    "readTimeoutInSeconds",
    "writeTimeoutInSeconds",
)
"""The names of the connector's documentation."""

FETCHED = (
    "clientTls",
    "skipEncoding",
    "storeResponse",
    "documentReturnFormat",
    "groupSetCookieHeaders",
    "ignoreNullValues",
    "followRedirects",
    "authenticationConfiguration",
)
"""The further names that the connector fetches (rest-connector §2.2)."""

SHOWN_TASKS = 5


@rule("reserved-variable", severity=Severity.WARNING, over="model")
def reserved_variable(model: Model, context: Context) -> Iterator[Flag]:
    """A process variable has the name of an input of the REST connector, where a REST task can see it.

    ## Why
    The connector asks the engine for its inputs by name. A name that the task does not map is looked up among the
    process variables: a variable `body` is sent with every POST that has no body of its own, a variable `headers`
    adds headers that nobody wrote. A name that the task does map hides the variable. And a REST task's own result
    under the name of one of its inputs never leaves the task: it is lost.

    ## How to mend
    Give the variable a name of its own, such as `orderBody`.
    """
    for each in model.processes:
        for presence, tasks in context.workspace.once(_affected).get(id(each), {}).values():
            yield _flag(presence, tasks, model)


_Affected = dict[int, dict[int, tuple[Presence, list[ConnectorTask]]]]
"""By the process and the place that writes it: a variable with a reserved name, and the tasks that see it."""


def _affected(workspace: Workspace) -> _Affected:
    """A variable of one model can reach the tasks of another: this is worked out for the workspace as a whole."""
    affected: _Affected = {}
    for model in workspace.models.values():
        for task in model.http_tasks:
            for name in _reaching(task):
                for presence in workspace.variables.seen_as(task.node, name):
                    if _counts(presence, task):
                        of_process = affected.setdefault(id(presence.write.node.process), {})
                        of_process.setdefault(id(presence.write), (presence, []))[1].append(task)
    return affected


def _reaching(task: ConnectorTask) -> tuple[str, ...]:
    """The names that the task's connector asks for."""
    return DOCUMENTED + FETCHED if task.is_rest else ("authentication",)


def _counts(presence: Presence, task: ConnectorTask) -> bool:
    """Whether the task is affected. Of what it writes itself and keeps, only a result that is lost counts."""
    write = presence.write
    if presence.home is not task.node or write.node is not task.node:
        return True
    if write.kind in (WriteKind.LOOP_ELEMENT, WriteKind.LOOP_COLLECTION):
        return True
    # Its own result stays in the task only because an input of the task has that name already; with output
    # mappings they can still read it.
    return not task.node.outputs and any(mapping.root == write.name for mapping in task.node.inputs)


def _flag(presence: Presence, tasks: list[ConnectorTask], model: Model) -> Flag:
    write = presence.write
    loop = write.kind in (WriteKind.LOOP_ELEMENT, WriteKind.LOOP_COLLECTION)
    if len(tasks) == 1 and tasks[0].node is write.node and presence.home is write.node and not loop:
        consequence = (
            f"it is also an input of {tasks[0].label}, so the result stays in the task and the process never gets it"
        )
    else:
        consequence = " and ".join(_consequences(write.name, tasks))
    return Flag(
        write.span,
        f'the process variable "{write.name}" ({write.kind.value} of {write.node.label}) has the name of an input of the'
        f" REST connector: {consequence}",
        field=write.field,
        related=tuple(
            Related(f"{task.label} can see it", task.node.span, _other_path(task, write.path))
            for task in tasks[:SHOWN_TASKS]
        ),
        persona=Persona.PEDANTIC if write.name in FETCHED else None,
        node=write.node,
        path=write.path if write.path != model.path else None,
    )


def _consequences(name: str, tasks: list[ConnectorTask]) -> Iterator[str]:
    mapped = [task for task in tasks if any(mapping.root == name for mapping in task.node.inputs)]
    unmapped = [task for task in tasks if task not in mapped]
    if unmapped:
        yield f"{_listed(unmapped)} {_verb(unmapped, 'does', 'do')} not map it, so it is used for the request"
    if mapped:
        yield f"in {_listed(mapped)} the input of that name hides it"


def _listed(tasks: list[ConnectorTask]) -> str:
    labels = list(dict.fromkeys(task.label for task in tasks))
    if len(labels) > 2:
        return f"{labels[0]} and {len(labels) - 1} more tasks"
    return " and ".join(labels)


def _verb(tasks: list[ConnectorTask], one: str, many: str) -> str:
    return one if len({task.label for task in tasks}) == 1 else many


def _other_path(task: ConnectorTask, path: str) -> str | None:
    return task.model.path if task.model.path != path else None


def _script(name: str, element_id: str = "Script_1") -> str:
    return (
        f'<bpmn:scriptTask id="{element_id}" name="Make it">\n'
        f'  <bpmn:extensionElements><zeebe:script expression="=1" resultVariable="{name}" /></bpmn:extensionElements>\n'
        "</bpmn:scriptTask>"
    )


def _sub_process(content: str, mapping: str = "") -> str:
    return (
        '<bpmn:subProcess id="Sub_1" name="Prepare">\n'
        f"  <bpmn:extensionElements>{mapping}</bpmn:extensionElements>\n"
        f"{content}\n</bpmn:subProcess>"
    )


_OWN_BODY = '<zeebe:ioMapping><zeebe:input source="=1" target="body" /></zeebe:ioMapping>'

GOOD = [
    rest_task(headers={"resultVariable": "orderResponse"}, beside=_script("orderBody")),
    process(_script("body")),
    rest_task({"body": "=1"}, beside=_script("result")),
    rest_task(beside=_sub_process(_script("body"), _OWN_BODY)),
    rest_task({"body": "=x"}, headers={"resultVariable": "body"}, outputs={"order": "=body.order"}),
]
BAD = [
    Case(rest_task(beside=_script("body")), finds="body", says="does not map it"),
    Case(rest_task(beside=_sub_process(_script("headers"))), finds="headers"),
    Case(rest_task(beside=_script("url")), finds="url", says="hides it"),
    Case(
        rest_task(headers={"resultExpression": '={order: response.body, "headers": response.headers}'}),
        finds="headers",
        says="used for the request",
    ),
    Case(
        rest_task({"body": "=x"}, headers={"resultVariable": "body", "resultExpression": None}),
        finds="body",
        says="never gets it",
    ),
    Case(
        rest_task(
            inside="<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>"
            '<zeebe:loopCharacteristics inputCollection="=all" inputElement="body" />'
            "</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>"
        ),
        finds="body",
    ),
    Case(rest_task(beside=_script("followRedirects")), finds="followRedirects"),
]
