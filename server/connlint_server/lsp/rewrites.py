"""Rewrites of what stands at the cursor: each one a function that looks at the place and offers an edit, or does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from connlint.feel.nodes import String
from connlint.feel.scopes import visit
from connlint.finding import Edit
from connlint.secret_references import Form, Place, references_in
from connlint.templates import (
    feel_mode,
    input_binding,
    is_rest_template,
    knows_target,
    mandatory,
    requirements,
)
from connlint.templates.model import scalar_text
from connlint_server.lsp.insertion import inputs_edit
from connlint_server.lsp.secret_forms import secret_source
from connlint_server.lsp.task_list import newer_version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint.bpmn.model import ConnectorTask
    from connlint.bpmn.parts import InputMapping
    from connlint.templates.requirements import Requirement
    from connlint_server.lsp.cursor import Cursor

CREDENTIALS = frozenset({"password", "token", "value", "clientSecret", "refreshToken", "username", "clientId"})
"""Parts of an authentication that belong into a secret."""


class Rewrite(NamedTuple):
    """An offer. The edits count in the model's text."""

    title: str
    edits: tuple[Edit, ...]


def rewrites_at(cursor: Cursor) -> Iterator[Rewrite]:
    for offer in (_secret, _quoted_secret, _missing_inputs, _feel, _text, _upgrade):
        yield from offer(cursor)


def _secret(cursor: Cursor) -> Iterator[Rewrite]:
    """Turn a literal credential into a secret: a whole static value, or the string of FEEL that the cursor is in."""
    mapping, task = cursor.mapping, cursor.task
    if mapping is None or task is None or mapping.source is None or not cursor.is_input:
        return
    if references_in(mapping.source, is_feel=mapping.feel is not None):
        return
    name = secret_name(task, mapping)
    value = mapping.source
    if mapping.feel is None:
        if value.text.strip() and mapping.name.rpartition(".")[2] in CREDENTIALS and "." in mapping.name:
            source = secret_source(name, cursor.context.engine)
            yield Rewrite(f"Use the secret {name} here", (Edit(value.span, value.encode(source)),))
        return
    string = _string_at(cursor)
    if string is not None and mapping.root != "body":
        start, end = string
        inner = mapping.feel.span(start + 1, end - 1)
        yield Rewrite(f"Use the secret {name} here", (Edit(inner, value.encode(f"{{{{secrets.{name}}}}}")),))


def _quoted_secret(cursor: Cursor) -> Iterator[Rewrite]:
    """Quote the secret at the cursor, wherever in FEEL it stands."""
    mapping = cursor.mapping
    if mapping is None or mapping.source is None or mapping.feel is None or cursor.value is not mapping.source:
        return
    at = mapping.source.decoded_offset(cursor.offset)
    for reference in references_in(mapping.source, is_feel=True):
        if reference.place is Place.CODE and reference.form is not Form.CAMUNDA and reference.span.holds(at):
            text = mapping.source.encode(f'"{{{{secrets.{reference.name}}}}}"')
            yield Rewrite(
                f"Put the secret {reference.name} into quotes",
                (Edit(mapping.source.source_span(*reference.span), text),),
            )


def _missing_inputs(cursor: Cursor) -> Iterator[Rewrite]:
    """Add what the task's connector, authentication and template demand and the task does not map."""
    task = cursor.task
    if task is None or not task.is_http:
        return
    context = cursor.context
    missing = [
        each
        for each in requirements(context.values(task), context.template(task), context.connector(task))
        if each.binding.kind == "input" and task.input(each.binding.name) is None
    ]
    if not missing:
        return
    edit = inputs_edit(task, [(each.binding.name, _first_value(each)) for each in missing])
    if edit is None:
        return
    names = ", ".join(each.binding.name for each in missing[:3]) + (" …" if len(missing) > 3 else "")
    of_authentication = all(each.binding.name.startswith("authentication.") for each in missing)
    what = "the missing inputs of this authentication" if of_authentication else "the missing inputs"
    yield Rewrite(f"Add {what}: {names}", (edit,))


def _feel(cursor: Cursor) -> Iterator[Rewrite]:
    """Write a static text as a FEEL string, where the template takes FEEL."""
    mapping, task = cursor.mapping, cursor.task
    if mapping is None or task is None or mapping.source is None or not cursor.is_input:
        return
    if (
        mapping.feel is not None
        or cursor.value is not mapping.source
        or not mapping.text
        or mapping.text.startswith("=")
    ):
        return
    if _static_only(cursor, task, mapping.name):
        return
    from connlint.feel.nodes import String
    from connlint.feel.parser import parse
    from connlint.feel.string_literals import print_string

    # Run time: a static text becomes a string of FEEL with only its quotes escaped (rest-connector §2.1).
    quoted = mapping.text.replace('"', '\\"')
    parsed = parse(f'"{quoted}"')
    if not parsed.errors and isinstance(parsed.tree, String):
        written = mapping.source.encode(f"={print_string(parsed.tree.value)}")
        yield Rewrite("Convert to FEEL", (Edit(mapping.source.span, written),))


def _text(cursor: Cursor) -> Iterator[Rewrite]:
    """Write a FEEL expression that is nothing but one string as static text."""
    mapping = cursor.mapping
    if mapping is None or mapping.source is None or mapping.feel is None or cursor.value is not mapping.source:
        return
    parsed = mapping.feel.parsed
    tree = parsed.tree
    if parsed.errors or parsed.comments or not isinstance(tree, String):
        return
    # Run time: a static text is read with escapes, and one that begins with `=` or is blank is no text.
    if "\\" in tree.value or tree.value.startswith("=") or tree.value != tree.value.strip() or not tree.value:
        return
    yield Rewrite("Convert to text", (Edit(mapping.source.span, mapping.source.encode(tree.value)),))


def _upgrade(cursor: Cursor) -> Iterator[Rewrite]:
    """Apply the newest version of the template, where the task is right as it stands under that one too."""
    task = cursor.task
    if task is None or task.template_id is None or not is_rest_template(task.template_id):
        return
    newest = newer_version(task, cursor.context)
    if newest is None or task.node.template is None or task.node.template.version is None:
        return
    template = cursor.context.templates.find(task.template_id, newest)
    if template is None:
        return
    values = cursor.context.values(task)
    if mandatory(template, values) or not all(
        knows_target(template, mapping.name) for mapping in task.node.inputs if _belongs(cursor, task, mapping)
    ):
        return
    version = task.node.template.version
    yield Rewrite(f"Upgrade the template from {version.text} to {newest}", (Edit(version.span, newest),))


def _belongs(cursor: Cursor, task: ConnectorTask, mapping: InputMapping) -> bool:
    """Whether the present template knows an input; what it does not know is the model's own and stays."""
    template = cursor.context.template(task)
    return template is not None and knows_target(template, mapping.name)


def _static_only(cursor: Cursor, task: ConnectorTask, target: str) -> bool:
    template = cursor.context.template(task)
    if template is None:
        return False
    return feel_mode(template, input_binding(target), cursor.context.values(task)) == "none"


def _string_at(cursor: Cursor) -> tuple[int, int] | None:
    """The string literal of the expression that the cursor is in; one that is the key of a context is none."""
    place = cursor.feel
    if place is None or place.feel.parsed.errors:
        return None
    for node, _ in visit(place.feel.parsed.tree):
        if isinstance(node, String) and node.start < place.offset < node.end and len(node.value) >= 4:
            return node.start, node.end
    return None


def _first_value(requirement: Requirement) -> str:
    prop = requirement.property
    if prop is None:
        return ""
    if prop.default is not None:
        return scalar_text(prop.default)
    return prop.choices[0].value if prop.choices else ""


def secret_name(task: ConnectorTask, mapping: InputMapping) -> str:
    """A name for a new secret: of the task and the input."""
    words = re.findall(r"[A-Za-z0-9]+", f"{task.node.name or task.node.id} {mapping.name.rpartition('.')[2]}")
    return "_".join(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", word) for word in words).upper()[:60] or "SECRET"
