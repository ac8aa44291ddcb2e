"""Literals, names, paths, lists, contexts, functions and conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.feel import nodes
from connlint.feel.evaluator.dispatch import evaluate_node, evaluates
from connlint.feel.evaluator.scope import INPUT_SYMBOL, MISSING, ChangingScope, Partial, Scope
from connlint.feel.evaluator.truth import truth_of
from connlint.feel.failures import NoInputValue
from connlint.feel.kinds import TEMPORAL_TYPES, type_name
from connlint.feel.printing import display
from connlint.feel.temporal.properties import property_names, property_of
from connlint.feel.temporal.text_forms import at_literal
from connlint.feel.values import Context, Function, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connlint.feel.evaluator.run import Run
    from connlint.span import Span


@evaluates(nodes.Null)
def evaluate_null(node: nodes.Null, scope: Scope, run: Run) -> Value:
    return None


@evaluates(nodes.Boolean, nodes.Number, nodes.String)
def evaluate_constant(node: nodes.Boolean | nodes.Number | nodes.String, scope: Scope, run: Run) -> Value:
    return node.value


@evaluates(nodes.Temporal)
def evaluate_temporal(node: nodes.Temporal, scope: Scope, run: Run) -> Value:
    return at_literal(node.text)


@evaluates(nodes.Parenthesised)
def evaluate_parenthesised(node: nodes.Parenthesised, scope: Scope, run: Run) -> Value:
    return evaluate_node(node.inner, scope, run)


@evaluates(nodes.InputValue)
def evaluate_input_value(node: nodes.InputValue, scope: Scope, run: Run) -> Value:
    value = scope.variable(INPUT_SYMBOL)
    if value is MISSING:
        run.span = node.span
        raise NoInputValue
    return value


@evaluates(nodes.Name)
def evaluate_name(node: nodes.Name, scope: Scope, run: Run) -> Value:
    value = _variable(node, scope, run)
    return None if value is MISSING else value


def _variable(node: nodes.Name, scope: Scope, run: Run) -> Value:
    value = scope.variable(node.name)
    if value is MISSING:
        run.warn("NO_VARIABLE_FOUND", f"No variable found with name '{node.name}'", node.span)
    elif type(value) is Partial:
        # A copy, since the loop goes on to fill the list.
        value = list(value.items)
        run.take_value(value)
    return value


@evaluates(nodes.Path)
def evaluate_path(node: nodes.Path, scope: Scope, run: Run) -> Value:
    steps = [node]
    base = node.base
    while type(base) is nodes.Path:
        steps.append(base)
        base = base.base
    if type(base) is nodes.Name:
        value = _variable(base, scope, run)
        if value is MISSING:
            # Run time: a dotted name without its variable is null at once, with one warning for all of it.
            return None
    else:
        value = evaluate_node(base, scope, run)
    for step in reversed(steps):
        value = step_into(value, step.name, step.name_span, run)
    return value


def step_into(value: Value, name: str, span: Span, run: Run) -> Value:
    """`value.name`: an entry of a context, a property, or for a list the list of them."""
    if isinstance(value, dict):
        entry = value.get(name, MISSING)
        if entry is MISSING:
            keys = ", ".join(f"'{key}'" for key in value)
            # Run time: the engine has a text for the empty context, and uses it for one that is written so.
            detail = "The context is empty" if not value and isinstance(value, Context) else f"Available keys: {keys}"
            run.warn("NO_CONTEXT_ENTRY_FOUND", f"No context entry found with key '{name}'. {detail}", span)
            return None
        return entry
    if isinstance(value, list):
        run.take_steps(len(value))
        run.take_value(value)
        return [step_into(item, name, span, run) for item in value]
    if value is None:
        run.warn("NO_CONTEXT_ENTRY_FOUND", f"No context entry found with key '{name}'. The context is null", span)
        return None
    names: tuple[str, ...] = property_names(value) if isinstance(value, TEMPORAL_TYPES) else ()
    if name in names:
        return property_of(value, name)
    available = ", ".join(f"'{known}'" for known in names)
    message = f"No property found with name '{name}' of value '{display(value)}'. Available properties: {available}"
    run.warn("NO_PROPERTY_FOUND", message, span)
    return None


@evaluates(nodes.ListLiteral)
def evaluate_list(node: nodes.ListLiteral, scope: Scope, run: Run) -> Value:
    items = [evaluate_node(item, scope, run) for item in node.items]
    run.take_value(items)
    return items


@evaluates(nodes.Context)
def evaluate_context(node: nodes.Context, scope: Scope, run: Run) -> Value:
    context = Context()
    inner = ChangingScope(context, None, scope)
    for entry in node.entries:
        value = evaluate_node(entry.value, inner, run)
        if type(value) is Function:
            context.add_function(entry.key, value)
            inner.functions = context.functions
        else:
            context[entry.key] = value
    run.take_value(context)
    return context


@evaluates(nodes.FunctionDefinition)
def evaluate_function_definition(node: nodes.FunctionDefinition, scope: Scope, run: Run) -> Value:
    names = tuple(parameter.name for parameter in node.parameters)
    # What a context defines after the function is not visible in it.
    defined_in = scope.snapshot(run)

    def invoke(arguments: Sequence[Value]) -> Value:
        return evaluate_node(node.body, Scope(dict(zip(names, arguments, strict=True)), None, defined_in), run)

    return Function(names, invoke)


@evaluates(nodes.If)
def evaluate_if(node: nodes.If, scope: Scope, run: Run) -> Value:
    while True:
        branch = node.then if truth_of(node.condition, scope, run) else node.otherwise
        if type(branch) is not nodes.If:
            return evaluate_node(branch, scope, run)
        node = branch


@evaluates(nodes.InstanceOf)
def evaluate_instance_of(node: nodes.InstanceOf, scope: Scope, run: Run) -> Value:
    value = evaluate_node(node.value, scope, run)
    return value is not None if node.type_name == "Any" else type_name(value) == node.type_name
