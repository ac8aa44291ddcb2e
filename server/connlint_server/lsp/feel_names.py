"""The names that an expression can read, with what is known of each: completion and hover share it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from connlint.expressions import output_names, output_types
from connlint.feel.function_table import Place
from connlint.feel.places import environment_of, error_names, result_names
from connlint.feel.value_types import Environment, Type, context_type, type_named, type_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from connlint_server.lsp.cursor import Cursor
    from connlint_server.lsp.server import ConnlintServer

_UNKNOWN = Type()


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name, where it comes from in words, and its type as far as it is known."""

    name: str
    origin: str
    type: Type = _UNKNOWN


_ANSWER = {
    "response": "the whole response",
    "status": "the response's status code",
    "headers": "the response's headers",
    "body": "the response's body",
    "reason": "the response's reason phrase",
    "document": "the reference of a stored response",
    "error": "what went wrong, null after a success",
    "job": "the job: `job.retries` are the retries that are left",
}


def names_at(ls: ConnlintServer, cursor: Cursor) -> dict[str, KnownName]:
    """The names that come from outside of the expression at the cursor."""
    place = cursor.feel
    if place is None:
        return {}
    if place.place.in_connector_runtime:
        return {each.name: each for each in _of_answer(ls, cursor, place.place)}
    return {each.name: each for each in _of_process(cursor)}


def environment_at(ls: ConnlintServer, cursor: Cursor, names: Mapping[str, KnownName]) -> Environment:
    """The functions of the place and the types of the names."""
    assert cursor.feel is not None
    return environment_of(cursor.feel.place, cursor.engine, {name: each.type for name, each in names.items()})


def type_of_json(value: Any, depth: int = 0) -> Type:
    """The type of a value that was really there."""
    if value is None:
        return type_named("null")
    if isinstance(value, bool):
        return type_named("boolean")
    if isinstance(value, (int, float)):
        return type_named("number")
    if isinstance(value, str):
        return type_named("string")
    if isinstance(value, list):
        items = type_of_json(value[0], depth + 1) if value and depth < 12 else None
        return Type(frozenset({"list"}), {}, False, items)
    if isinstance(value, dict) and depth < 12:
        return context_type({str(key): type_of_json(each, depth + 1) for key, each in value.items()})
    return _UNKNOWN


def _of_answer(ls: ConnlintServer, cursor: Cursor, place: Place) -> Iterator[KnownName]:
    """The connector's answer, with the shape of a real one: of the last run, else of the response kept for the task."""
    task = cursor.task
    if task is None:
        return
    last = ls.runs.last(cursor.analysis.document.uri, task.node.id)
    shape = last.shape if last is not None else None
    if not isinstance(shape, dict):
        shape = cursor.context.config.responses.get(task.node.id)
    if not isinstance(shape, dict) or "error" in shape:
        shape = None
    recorded = {name: type_of_json(value) for name, value in shape.items()} if shape is not None else {}
    if place is Place.RESULT_EXPRESSION:
        found = result_names(_answer(recorded))
    else:
        found = error_names(output_types(task))
        if recorded and not output_types(task):
            found = {
                **found,
                **{name: recorded.get(name, known) for name, known in found.items() if name != "response"},
            }
            found["response"] = context_type(
                {name: each for name, each in found.items() if name not in ("job", "response")}
            )
    for name, kind in found.items():
        yield KnownName(name, _ANSWER.get(name, "a variable that the task's result makes"), kind)


def _answer(recorded: dict[str, Type]) -> dict[str, Type]:
    """What is known of any answer, and what the last one really had."""
    known = {name: kind for name, kind in result_names().items() if name != "response"}
    return {**known, **{name: kind for name, kind in recorded.items() if name in known}}


def _of_process(cursor: Cursor) -> Iterator[KnownName]:
    """Process variables that are visible here, then what the task's earlier inputs make of them."""
    node = cursor.node
    if node is None:
        return
    for presence in cursor.context.workspace.variables.visible(node):
        write = presence.write
        own = write.node is node and cursor.is_input
        if not own:
            yield KnownName(write.name, f"{write.kind.value} of {write.node.label}")
    if node.loop is not None:
        yield KnownName("loopCounter", "the number of the loop's present round, from 1", type_named("number"))
    if cursor.mapping is None:
        return
    task = cursor.task
    if not cursor.is_input and task is not None:
        for name in sorted(output_names(task) or ()):
            yield KnownName(name, "a result of this task")
    types: dict[str, Type] = {}
    parts: dict[str, dict[str, Type]] = {}
    for mapping in node.inputs:
        if mapping.element is cursor.mapping.element:
            break
        if not mapping.name:
            continue
        kind = type_of(mapping.feel.parsed.tree) if mapping.feel is not None else type_named("string")
        root, _, rest = mapping.name.partition(".")
        if rest:
            parts.setdefault(root, {})[rest.partition(".")[0]] = kind if "." not in rest else _UNKNOWN
            types[root] = context_type(parts[root])
        else:
            types[root] = kind
    for name, kind in types.items():
        yield KnownName(name, "an earlier input of this task", kind)
