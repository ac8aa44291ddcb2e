"""The literal credentials of a task: where a password, token or key stands in a value that is meant to hold one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from connlint.constants import constants_of, joined_branches
from connlint.credentials import (
    CREDENTIAL_INPUTS,
    credential_in,
    credentials_in_url,
    is_credential_input,
    is_sent_credential,
)
from connlint.field_names import TOKEN_ENDPOINT
from connlint.field_values import FieldValue, value_of, whole_value
from connlint.request_maps import entries_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint.bpmn.model import ConnectorTask
    from connlint.constants import Constant

WHOLE = ("authentication", "clientTls", "graphql", "graphql.headers", "headers", "queryParameters")
"""What can be given as one context with a credential in it."""


class LiteralCredential(NamedTuple):
    """`field` is what it is called; it stands in the text of the constant from `start` to `end`."""

    field: str
    constant: Constant
    start: int
    end: int


def literal_credentials(task: ConnectorTask) -> tuple[LiteralCredential, ...]:
    """Those of a task, in the order of its inputs or properties."""
    return task.once(_found)


def _found(task: ConnectorTask) -> tuple[LiteralCredential, ...]:
    return (*_in_fields(task), *_in_urls(task))


def _in_fields(task: ConnectorTask) -> Iterator[LiteralCredential]:
    for field, value in _candidates(task):
        for constant in constants_of(value):
            literal = credential_in(constant.text) if constant.is_text else None
            if literal is not None:
                yield LiteralCredential(field, constant, literal.start, literal.end)


def _in_urls(task: ConnectorTask) -> Iterator[LiteralCredential]:
    if not task.is_http:
        return
    for field in (f"{task.request_prefix}url", TOKEN_ENDPOINT):
        value = value_of(task, field)
        parts = (constants_of(part) for together in joined_branches(value) for part in together)
        for constants in (constants_of(value), *parts):
            for constant in constants:
                for name, span in credentials_in_url(constant.text) if constant.is_text else ():
                    yield LiteralCredential(name, constant, span.start, span.end)


def _candidates(task: ConnectorTask) -> Iterator[tuple[str, FieldValue]]:
    """Each value that may be a credential, with the name of what it is."""
    if task.node.is_inbound:
        for each in task.connector_values:
            value = whole_value(each) if is_credential_input(each.name) else None
            if value is not None:
                yield each.name, value
        return
    for mapping in task.node.inputs:
        value = whole_value(mapping)
        if value is None:
            continue
        if is_credential_input(mapping.name):
            yield mapping.name, value
        else:
            yield from _within(task, mapping.name, value)


def _within(task: ConnectorTask, field: str, value: FieldValue) -> Iterator[tuple[str, FieldValue]]:
    """The value itself, or what a context in its place holds. A later mapping may replace it: the model has it all the same."""
    if field in CREDENTIAL_INPUTS:
        yield field, value
    elif task.is_http and is_sent_credential(field):
        yield field.removeprefix("graphql.").partition(".")[2], value
    elif field in WHOLE:
        for constant in constants_of(value):
            for entry in entries_in(constant):
                if entry.value is not None:
                    yield from _within(task, f"{field}.{entry.name}", entry.value)
