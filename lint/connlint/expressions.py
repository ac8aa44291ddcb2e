"""The FEEL of a connector task: every expression with its field, its place and what surrounds it there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from connlint.bpmn.values import header_feel
from connlint.finding import Edit, Fix
from connlint.lazy_pattern import lazy
from connlint.secret_references import Place as SecretPlace
from connlint.secret_references import stretches_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from connlint.bpmn.model import ConnectorTask
    from connlint.bpmn.values import FeelText
    from connlint.engine_version import EngineVersion
    from connlint.feel.nodes import Node
    from connlint.feel.parser import Parsed
    from connlint.feel.places import Place
    from connlint.feel.problems import Problem
    from connlint.feel.syntax_error import FeelSyntaxError, Remedy
    from connlint.feel.value_types import Environment, Type
    from connlint.rule import Context
    from connlint.span import Span
    from connlint.templates import TaskValues, Template

CONNECTOR_FUNCTIONS = ("bpmnError", "jobError", "ignoreError", "backoff")
"""What an error expression is made of: `invalid-error-expression` speaks of the types of their arguments."""

_SECRET_IN_CODE = lazy(r"\{\{\s*s\w*\s*\.[^{}\n]*\}{1,2}", re.IGNORECASE)


class Expression(NamedTuple):
    """One expression of a task. `field` is the input's target or the header's key, None for an output mapping."""

    feel: FeelText
    field: str | None
    label: str
    place: Place

    @property
    def tree(self) -> Node:
        return self.feel.parsed.tree

    @property
    def is_sound(self) -> bool:
        """Whether it parses: what does not, nothing more is said of."""
        return not self.feel.parsed.errors


def expressions_of(task: ConnectorTask) -> tuple[Expression, ...]:
    """All expressions of a task: its mappings, its result and error expression."""
    return task.once(_read_expressions)


def _read_expressions(task: ConnectorTask) -> tuple[Expression, ...]:
    return tuple(_expressions(task))


def _expressions(task: ConnectorTask) -> Iterator[Expression]:
    from connlint.feel.function_table import Place

    for mapping in task.node.inputs:
        if mapping.feel is not None:
            yield Expression(mapping.feel, mapping.name, mapping.name, Place.INPUT_MAPPING)
    for mapping in task.node.outputs:
        if mapping.feel is not None:
            label = f"the output mapping {mapping.name}"
            yield Expression(mapping.feel, None, label, Place.OUTPUT_MAPPING)
    if task.result_expression is not None and task.result_expression.feel is not None:
        yield Expression(task.result_expression.feel, "resultExpression", "resultExpression", Place.RESULT_EXPRESSION)
    if task.error_expression is not None and task.error_expression.feel is not None:
        yield Expression(task.error_expression.feel, "errorExpression", "errorExpression", Place.ERROR_EXPRESSION)


def connector_expressions(task: ConnectorTask, context: Context) -> Iterable[Expression]:
    """All expressions of a task, or those of an inbound connector's properties; none of what is no connector."""
    if task.node.is_inbound:
        return inbound_expressions(task, context.template(task), context.values(task))
    return expressions_of(task) if task.is_outbound else ()


def inbound_expressions(task: ConnectorTask, template: Template | None, values: TaskValues) -> Iterator[Expression]:
    """The expressions of an inbound connector: properties that begin with `=`, and those that are FEEL always.

    Run time: the connector runtime evaluates them, over the process instance and what arrives (rest-connector §9).
    """
    from connlint.feel.function_table import Place
    from connlint.templates import Binding, feel_mode

    for each in task.node.properties:
        feel = each.feel
        is_always = each.name == "resultExpression" or (
            template is not None and feel_mode(template, Binding("property", each.name), values) == "required"
        )
        if is_always:
            feel = header_feel(each.value)
        if feel is not None:
            yield Expression(feel, each.name, each.name, Place.RESULT_EXPRESSION)


def environment_of(expression: Expression, task: ConnectorTask, engine: EngineVersion | None) -> Environment:
    """The functions that the place offers, and the types of its names as far as they are known."""
    from connlint.feel import places

    if not task.is_http:
        return places.environment_of(expression.place, engine)
    if expression.place is places.Place.RESULT_EXPRESSION:
        return places.environment_of(expression.place, engine, places.result_names())
    if expression.place is places.Place.ERROR_EXPRESSION:
        return places.environment_of(expression.place, engine, places.error_names(output_types(task)))
    return places.environment_of(expression.place, engine)


def output_names(task: ConnectorTask) -> frozenset[str] | None:
    """The variables that the task makes of a success; empty where it maps none, None where they are not known."""
    from connlint.bpmn.written import static_entries

    names: set[str] = set()
    if task.result_variable is not None:
        names.add(task.result_variable.text)
    expression = task.result_expression
    if expression is not None and expression.feel is not None:
        if not expression.feel.text.strip():
            return frozenset(names)
        if expression.feel.parsed.errors or not _is_literal_context(expression.feel.parsed.tree):
            return None
        names.update(entry.key for entry in static_entries(expression.feel.parsed.tree))
    return frozenset(names)


def output_types(task: ConnectorTask) -> dict[str, Type] | None:
    """The same with types: unknown ones, since a mapped name may hold anything. None where they are not known."""
    from connlint.feel.value_types import UNKNOWN

    names = output_names(task)
    return dict.fromkeys(names, UNKNOWN) if names is not None else None


def _is_literal_context(tree: Node) -> bool:
    """Whether every result of the expression is written as a context."""
    from connlint.feel.nodes import Context, Null
    from connlint.feel.value_checks import results

    return all(isinstance(result, (Context, Null)) for result in results(tree))


def parsed_without_secrets(feel: FeelText) -> Parsed:
    """The expression with secret references outside strings read as names: those have a rule of their own."""
    if "{{" not in feel.text:
        return feel.parsed
    text = feel.value.text
    pieces: list[str] = []
    at = 0
    for stretch, place in stretches_of(feel.value, is_feel=True):
        if place is not SecretPlace.CODE:
            continue
        for match in _SECRET_IN_CODE.finditer(text, stretch.start, stretch.end):
            pieces += (text[at : match.start()], "s" * (match.end() - match.start()))
            at = match.end()
    if not pieces:
        return feel.parsed
    from connlint.feel.parser import parse

    masked = "".join((*pieces, text[at:]))
    return parse(masked[feel.offset : feel.offset + len(feel.text)])


def span_of(expression: Expression, problem: Problem | FeelSyntaxError) -> Span:
    """Where a problem stands in the file."""
    return expression.feel.span(*problem.span)


def fix_of(expression: Expression, remedy: Remedy | None, *, safe: bool) -> Fix | None:
    """The remedy of a problem as a fix, where it knows an edit."""
    if remedy is None or remedy.edit is None:
        return None
    feel = expression.feel
    edit = Edit(feel.span(*remedy.edit.span), feel.value.encode(remedy.edit.replacement))
    return Fix(remedy.text[:1].upper() + remedy.text[1:].rstrip("?"), (edit,), "safe" if safe else "unsafe")


def with_remedy(message: str, remedy: Remedy | None) -> str:
    """A message with what the remedy says."""
    return f"{message}; {remedy.text}" if remedy is not None else message
