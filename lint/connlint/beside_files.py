"""What is read beside the models that are checked: models whose processes they call, forms that they link."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from connlint.bpmn.calls import called_by
from connlint.input_files import FORM_ENDING, MODEL_ENDING, read_source
from connlint.source.text import SourceText
from connlint.workspace import model_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from connlint.bpmn.forms import Form
    from connlint.bpmn.model import Model


class Beside(NamedTuple):
    """The paths of further models, which are not reported on, and of forms, the first of an id counting."""

    models: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()


def beside(models: Mapping[str, Model], forms: Iterable[str]) -> Beside:
    """Looks in the folder of each model that calls a process which none of the models has, or that links a form.

    `forms` are those that were named.
    """
    known = {process.id for model in models.values() for process in model.processes}
    calling = (path for path, model in models.items() if not called_by(model) <= known)
    linking = (path for path, model in models.items() if _links_a_form(model))
    return Beside(
        tuple(path for path in files_beside(calling, MODEL_ENDING) if path not in models),
        tuple(dict.fromkeys([*forms, *files_beside(linking, FORM_ENDING)])),
    )


def files_beside(paths: Iterable[str], ending: str) -> Iterator[str]:
    """The files with the ending in the folders of the paths."""
    for folder in dict.fromkeys(os.path.dirname(path) for path in paths):
        try:
            names = sorted(os.listdir(folder or "."))
        except OSError:
            continue
        yield from (os.path.join(folder, name) for name in names if name.endswith(ending))


def read_models(paths: Iterable[str]) -> dict[str, Model]:
    """The models that can be read."""
    sources = ((path, read_source(path)) for path in paths)
    return {path: model_of(source.text, path) for path, source in sources if isinstance(source, SourceText)}


def read_forms(paths: Iterable[str]) -> dict[str, Form]:
    """The forms by id."""
    from connlint.bpmn.forms import read_form

    forms: dict[str, Form] = {}
    for path in paths:
        source = read_source(path)
        form = read_form(source.text, path) if isinstance(source, SourceText) else None
        if form is not None and form.id and form.id not in forms:
            forms[form.id] = form
    return forms


def _links_a_form(model: Model) -> bool:
    return any(node.form is not None and node.form.form_id is not None for node in model.nodes())
