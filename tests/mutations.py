"""Single mistakes made in a right model: what a person, a search-and-replace or a broken tool would leave behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from connlint.bpmn.model import ConnectorTask, Model
from connlint.bpmn.parts import InputMapping, TaskHeader
from connlint.finding import Edit
from connlint.fixing import apply_edits
from connlint.source.value import SourceValue
from connlint.span import Span
from connlint.templates import is_rest_template
from connlint.workspace import model_of

CHOICES = ("authentication.type", "authentication.apiKeyLocation", "authentication.clientAuthentication", "method")
SECONDS = ("connectionTimeoutInSeconds", "readTimeoutInSeconds")


class Mutation(NamedTuple):
    """One mistake: its kind, the field that it is made in (by its old and its new name), the changed text."""

    kind: str
    field: str
    element: str
    text: str
    new_name: str
    is_own: bool
    """Whether the task is the REST or GraphQL connector's own, not one of another template."""

    @property
    def still_parses(self) -> bool:
        """Whether the changed expression is still FEEL."""
        model = model_of(self.text, "changed.bpmn")
        for task in model.tasks:
            if task.node.id == self.element:
                place = task.input(self.field) or task.header(self.field)
                return place is not None and place.feel is not None and not place.feel.parsed.errors
        return False


def mutations_of(model: Model, text: str) -> Iterator[Mutation]:
    """Every mutation of every connector task of the model."""
    for task in model.http_tasks:

        def made(kind: str, field: str, edit: Edit, task: ConnectorTask = task) -> Mutation:
            new_name = edit.text if kind == "target misspelt" else field
            own = task.template_id is None or is_rest_template(task.template_id) or task.is_graphql
            return Mutation(kind, field, task.node.id, apply_edits(text, [edit]), new_name, own)

        for mapping in task.node.inputs:
            for kind, edit in _of_input(task, mapping):
                yield made(kind, mapping.name, edit)
        for header in task.node.headers:
            for kind, edit in _of_header(header):
                yield made(kind, header.name, edit)
        definition = task.node.definition
        if definition is not None and definition.retries is not None:
            yield made("retries in words", "retries", _written(definition.retries, "three"))


def _of_input(task: ConnectorTask, mapping: InputMapping) -> Iterator[tuple[str, Edit]]:
    if mapping.source is None or mapping.target is None:
        return
    yield "input dropped", Edit(Span(mapping.element.span.start, mapping.element.span.end), "")
    yield "value emptied", Edit(mapping.source.span, "")
    yield "source left out", Edit(Span(mapping.source.start - 8, mapping.source.end + 1), "")
    yield "target misspelt", _written(mapping.target, _swapped(mapping.target.text))
    if mapping.feel is not None:
        yield "blank before =", _written(mapping.source, " " + mapping.text)
        yield from _of_feel(mapping.source, mapping.text, skip=1)
    if mapping.name in CHOICES and mapping.feel is None:
        yield "another choice", _written(mapping.source, mapping.text + "x")
    if mapping.name in SECONDS:
        for value in ("abc", "-1", "0.5", "=-1", '="soon"'):
            yield f"timeout {value}", _written(mapping.source, value)
    if mapping.name == "url" and mapping.feel is None:
        yield "scheme lost", _written(mapping.source, mapping.text.replace("://", ":/", 1))
        yield "blank before the URL", _written(mapping.source, " " + mapping.text)
        yield "bad escape", _written(mapping.source, mapping.text + "/%zz")
    yield from _of_secrets(mapping.source, mapping.text)


def _of_secrets(value: SourceValue, text: str) -> Iterator[tuple[str, Edit]]:
    for match in re.finditer(r"\{\{secrets\.[A-Z_]+\}\}", text):
        span = value.source_span(*match.span())
        for kind, written in (
            ("secret misspelt", match[0].replace("secrets", "secret")),
            ("Secrets", match[0].replace("secrets", "Secrets")),
            ("one brace", match[0][1:-1]),
            ("not closed", match[0][:-1]),
            ("bare secret", match[0][2:-2]),
        ):
            yield kind, Edit(span, value.encode(written))
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if before == after == '"' and text.startswith("="):
            quoted = value.source_span(match.start() - 1, match.end() + 1)
            yield "unquoted secret", Edit(quoted, match[0])


def _of_feel(value: SourceValue, text: str, skip: int) -> Iterator[tuple[str, Edit]]:
    for match in re.finditer(r'[{}()\[\]"]', text[skip:]):
        at = skip + match.start()
        yield f"lost {match[0]}", Edit(value.source_span(at, at + 1), "")
    for match in re.finditer(r"(?<![<>!=])=(?!=)", text[skip:]):
        at = skip + match.start()
        if not _in_string(text, at):
            yield "== for =", Edit(value.source_span(at, at + 1), "==")
    for match in re.finditer(r"[a-z][a-zA-Z]*(?: [a-z]+)*(?=\()", text[skip:]):
        start, end = skip + match.start(), skip + match.end()
        if not _in_string(text, start) and len(match[0]) > 4:
            yield "function misspelt", Edit(value.source_span(start, end), _swapped(match[0]))


def _in_string(text: str, at: int) -> bool:
    return len(re.findall(r'(?<!\\)"', text[:at])) % 2 == 1


def _of_header(header: TaskHeader) -> Iterator[tuple[str, Edit]]:
    if header.value is None or not header.text.strip():
        return
    if header.name in ("resultExpression", "errorExpression"):
        yield from _of_feel(header.value, header.text, skip=1 if header.text.startswith("=") else 0)
    if header.name == "resultExpression":
        for value in ("=response", "=response.status", '="done"', "=[1, 2]", "={a: orderNumber}", "{a: body.items[0]}"):
            yield f"result {value}", _written(header.value, value)
    if header.name == "errorExpression":
        for value in ("=bpmnError(404)", '="error"', '=if error.code = 404 then bpmnError("x") else null'):
            yield f"error {value}", _written(header.value, value)
    if header.name == "resultVariable":
        for value in ("my result", "my-result", "=result"):
            yield f"variable {value}", _written(header.value, value)
    if header.name == "retryBackoff":
        yield "backoff in words", _written(header.value, "5 minutes")


def _written(value: SourceValue, text: str) -> Edit:
    return Edit(value.span, value.encode(text))


def _swapped(name: str) -> str:
    """Two neighbouring letters in the middle changed places; the last letter doubled where that changes nothing."""
    middle = len(name) // 2
    swapped = f"{name[: middle - 1]}{name[middle]}{name[middle - 1]}{name[middle + 1 :]}"
    return swapped if swapped != name else name + name[-1]
