"""Rename of a process variable or a secret, in all files that name it, as one edit.

A secret is also named in the configuration and in the env files that it names: a model that refers to what they do not
have would be a mistake.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from lsprotocol import types as t
from pygls.exceptions import JsonRpcInvalidParams

from connlint.bpmn.forms import read_form
from connlint.feel.token_kinds import is_name_part, is_plain_name
from connlint.secret_references import can_name
from connlint.source.escapes import decoded_reference
from connlint.workspace import Workspace, model_of
from connlint_server.lsp.named import named_in
from connlint_server.lsp.occurrences import secret_forms, variable_at
from connlint_server.lsp.secret_stores import StoreError, stores_for

if TYPE_CHECKING:
    from connlint.bpmn.forms import Form
    from connlint_server.lsp.named import Named
    from connlint_server.lsp.occurrences import Occurrence
    from connlint_server.lsp.secret_stores import Store
    from connlint_server.lsp.server import ConnlintServer

_REFERENCE = re.compile(r"&#\w+;")
_GIVEN = frozenset({"item", "partial", "loopCounter"})
"""Names that have a meaning in places without being written anywhere."""


def register(server: ConnlintServer) -> None:
    server.answer(t.TEXT_DOCUMENT_PREPARE_RENAME, prepare)
    server.answer(t.TEXT_DOCUMENT_RENAME, rename, options=t.RenameOptions(prepare_provider=True))


def prepare(ls: ConnlintServer, params: t.PrepareRenameParams) -> t.PrepareRenamePlaceholder | None:
    """What would be renamed; None where nothing can be."""
    named = named_in(ls, params.text_document.uri, params.position)
    if named is None or _refusal(named) is not None:
        return None
    place = ls.place_in(named.here.path, named.here.span)
    return t.PrepareRenamePlaceholder(place.range, named.name) if place is not None else None


def rename(ls: ConnlintServer, params: t.RenameParams) -> t.WorkspaceEdit | None:
    """One edit over all files. A name that cannot be, or that would make two variables one, is refused with the reason."""
    named = named_in(ls, params.text_document.uri, params.position)
    new = params.new_name
    if named is None:
        raise JsonRpcInvalidParams("There is no process variable and no secret here.")
    stores = _stores(ls, named)
    problem = _refusal(named) or _problem(ls, named, new, stores)
    if problem is not None:
        raise JsonRpcInvalidParams(problem)
    if new == named.name:
        return None
    edits: dict[str, list[t.TextEdit]] = {}
    for each in named.places:
        place = ls.place_in(each.path, each.span)
        if place is None:
            raise JsonRpcInvalidParams(f"{each.path} cannot be read.")
        edits.setdefault(place.uri, []).append(t.TextEdit(place.range, new))
    for store in stores:
        if store.has(named.name):
            edits[store.uri] = [t.TextEdit(place, new) for place in store.places(ls, named.name)]
    if not ls.client.takes_document_changes:
        return t.WorkspaceEdit(changes=edits)
    return t.WorkspaceEdit(document_changes=[_versioned(ls, uri, each) for uri, each in edits.items()])


def _versioned(ls: ConnlintServer, uri: str, edits: list[t.TextEdit]) -> t.TextDocumentEdit:
    document = ls.documents.get(uri)
    identifier = t.OptionalVersionedTextDocumentIdentifier(uri, document.version if document is not None else None)
    return t.TextDocumentEdit(identifier, list(edits))


def _refusal(named: Named) -> str | None:
    """Why the name must stay."""
    job = next((each.local_to for each in named.places if each.local_to is not None), None)
    if job is not None:
        return f"The job of {job.label} reads its input {named.name} by this name."
    damaged = next((each.path for each in named.places if _is_damaged(named, each)), None)
    return f"{damaged} is not well-formed: what names it there is not known." if damaged is not None else None


def _is_damaged(named: Named, place: Occurrence) -> bool:
    model = named.models.get(place.path)
    return model is not None and bool(model.document.problems)


def _stores(ls: ConnlintServer, named: Named) -> list[Store]:
    """Where else a secret is named. A variable is named in the models and forms only."""
    if named.kind != "secret":
        return []
    try:
        return stores_for(ls, [each.path for each in named.places])
    except StoreError as error:
        raise JsonRpcInvalidParams(f"It is not known where else the secret is named: {error}") from None


def _problem_of_secret(ls: ConnlintServer, named: Named, new: str, stores: list[Store]) -> str | None:
    unfit = [form for form in secret_forms(named.models, named.name) if not can_name(form, new)]
    if unfit:
        return f"{new!r} is no name of a secret that is written {unfit[0].value}."
    if new == named.name:
        return None
    have_both = [store for store in stores if store.has(named.name) and store.has(new)]
    if have_both:
        return f"{os.path.basename(have_both[0].path)} has another secret of the name {new}."
    # A name that is in use is right where it is the one that is declared, and the old one was a mistake.
    is_correction = any(store.has(new) for store in stores) and not any(store.has(named.name) for store in stores)
    if new in ls.neighbours.secrets() and not is_correction:
        return f"Another secret is called {new} already."
    return None


def _problem(ls: ConnlintServer, named: Named, new: str, stores: list[Store]) -> str | None:
    """Why the new name cannot be."""
    if named.kind == "secret":
        return _problem_of_secret(ls, named, new, stores)
    if not is_plain_name(new):
        return f"{new!r} is no name of a variable."
    if new == named.name:
        return None
    return (
        None
        if _is_new(named, new) or _stays_itself(named, new)
        else f"Another variable is called {new} already where this one is."
    )


def _is_new(named: Named, new: str) -> bool:
    """Whether the new name stands nowhere in the files: then it can mean nothing else anywhere."""
    texts = [model.document.text for model in named.models.values()] + [form.text for form in named.forms.values()]
    return new not in _GIVEN and not any(new in text or _hides_letters(text) for text in texts)


def _hides_letters(text: str) -> bool:
    """Whether letters are written as references, so that a name would not be seen."""
    return any(is_name_part(decoded_reference(each) or " ") for each in set(_REFERENCE.findall(text)))


def _stays_itself(named: Named, new: str) -> bool:
    """Whether the same places, and no others, name the variable after the edit: the files are read again with it."""
    models = {
        path: model_of(_renamed(model.document.text, named, path, new), path) for path, model in named.models.items()
    }
    workspace = Workspace(models, {key: _renamed_form(form, named, new) for key, form in named.forms.items()})
    here = named.here
    moved = sum(
        len(new) - (each.span.end - each.span.start)
        for each in named.places
        if each.path == here.path and each.span < here.span
    )
    found = variable_at(models, workspace.variables, here.path, here.span.start + moved, [new])
    return found is not None and len(found[1]) == len(named.places)


def _renamed(text: str, named: Named, path: str, new: str) -> str:
    for each in sorted((each for each in named.places if each.path == path), reverse=True):
        text = f"{text[: each.span.start]}{new}{text[each.span.end :]}"
    return text


def _renamed_form(form: Form, named: Named, new: str) -> Form:
    """A form's own file; one that is embedded is read from its model again anyway."""
    return read_form(_renamed(form.text, named, form.path, new), form.path) or form
