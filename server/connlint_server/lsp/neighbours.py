"""The files that belong to an open document: models that call or are called, and the forms that it links.

What a file says about that (`file_facts`, its form's id) is kept for as long as the file on disk stays the same. Open
documents speak for their files, and for those that are not on disk at all.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from connlint.bpmn.forms import read_form
from connlint.input_files import FORM_ENDING, MODEL_ENDING, find_files, read_source
from connlint.source.lines import LineIndex
from connlint.source.text import SourceText
from connlint.workspace import model_of
from connlint_server.lsp.fact_index import FactIndex
from connlint_server.lsp.file_facts import facts_of
from connlint_server.lsp.live_model import is_model
from connlint_server.paths import folder_around, is_below

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from connlint.bpmn.forms import Form
    from connlint.bpmn.model import Model

MOST_FILES = 2000
"""Models of a workspace that are looked at; one with more is no single project."""


class Stamp(NamedTuple):
    """When a file was last written, and its size."""

    time: int
    size: int


@dataclass(frozen=True, slots=True)
class Belonging:
    """The models and forms that a document's findings depend on, without the document's own. `key` tells two apart."""

    models: dict[str, Model]
    forms: dict[str, Form]
    key: object


class Neighbours:
    """Everything that is known of the files around open documents.

    `open_model` gives the model of a file that is open, with a value that changes whenever the model does.
    """

    def __init__(self, open_model: Callable[[str], tuple[Model, object] | None]) -> None:
        self._open_model = open_model
        self._index = FactIndex()
        self._changed: set[str] = set()
        """The documents of which what the index has as shown may not hold any more."""
        self._models: dict[str, tuple[Stamp, Model]] = {}
        self._forms: dict[str, tuple[Stamp, Form | None]] = {}
        self._folders: dict[str, tuple[str, ...]] = {}

    def shown(self, path: str) -> None:
        """A document was opened, changed or closed. What it says now is looked at once somebody asks."""
        self._changed.add(path)

    def forget(self, path: str) -> None:
        """A file was made, changed or deleted: folders are listed again."""
        self._folders.clear()
        self._index.store(path, None)
        self._models.pop(path, None)
        self._forms.pop(path, None)

    def leave(self, folder: str, others: Iterable[str]) -> None:
        """A folder is the workspace's no more: its files count no longer, but for those in the others."""
        for path in self._index.stored_paths():
            if is_below(path, folder) and folder_around(path, others) is None:
                self.forget(path)

    def look_again(self) -> None:
        """Folders are listed again: for clients that watch no files, whenever a document is opened or saved."""
        self._folders.clear()

    def scan(self, folders: Iterable[str]) -> None:
        """Reads the facts of all models below some folders. May run in another thread."""
        for path in find_files([folder for folder in folders if os.path.isdir(folder)]).models[:MOST_FILES]:
            self._facts_of(path)

    def secrets(self) -> frozenset[str]:
        """The names of all secrets that the known files refer to."""
        return self._known().secrets()

    def with_secret(self, path: str, name: str) -> dict[str, Model]:
        """The known models, and those beside `path`, that refer to a secret."""
        for each in self._beside(path, MODEL_ENDING):
            self._facts_of(each)
        found = {each: self._model(each) for each in self._known().with_secret(name)}
        return {each: model[0] for each, model in found.items() if model is not None}

    def stamp(self, path: str) -> object:
        """A value that changes whenever the model at a path does; None where there is no file."""
        shown = self._open_model(path)
        return shown[1] if shown is not None else _stamp(path)

    def model(self, path: str) -> Model | None:
        """The model of a file as it is shown or stored now; it is not kept."""
        shown = self._open_model(path)
        if shown is not None:
            return shown[0]
        text = _read(path)
        return model_of(text, path) if text is not None else None

    def lines(self, path: str) -> LineIndex | None:
        """The lines of a file on disk; None where it cannot be read."""
        known = self._models.get(path)
        if known is not None:
            return known[1].document.lines
        text = _read(path)
        return LineIndex(text) if text is not None else None

    def paths(self) -> tuple[str, ...]:
        return self._index.stored_paths()

    def around(self, path: str) -> set[str]:
        """The paths of the files to which the one at a path belongs."""
        return self._known().around(path)

    def of(self, path: str, model: Model) -> Belonging:
        """The files that belong to the model at `path`."""
        models: dict[str, Model] = {}
        stamps: list[object] = []
        for other in self._related(path, model):
            found = self._model(other)
            if found is not None:
                models[other] = found[0]
                stamps.append((other, found[1]))
        forms: dict[str, Form] = {}
        linked = {
            node.form.form_id.text for node in model.nodes() if node.form is not None and node.form.form_id is not None
        }
        for each in self._beside(path, FORM_ENDING) if linked else ():
            form, stamp = self._form(each)
            if form is not None and form.id in linked and form.id not in forms:
                forms[form.id] = form
                stamps.append((each, stamp))
        return Belonging(models, forms, tuple(stamps))

    def _related(self, path: str, model: Model) -> list[str]:
        """The files whose processes the model calls or that call its processes, and so on."""
        own = {process.id for process in model.processes}
        calls = {
            node.called.process_id.text
            for node in model.nodes()
            if node.called is not None and node.called.process_id is not None
        }
        if not own:
            return []
        if calls:
            for each in self._beside(path, MODEL_ENDING):
                self._facts_of(each)
        return sorted(self._known(but=path).related(path, own, calls))

    def _beside(self, path: str, ending: str) -> Iterator[str]:
        folder = os.path.dirname(path)
        if not os.path.isabs(path):
            return
        names = self._folders.get(folder)
        if names is None:
            try:
                names = tuple(sorted(os.listdir(folder)))
            except OSError:
                names = ()
            self._folders[folder] = names
        yield from (os.path.join(folder, name) for name in names if name.endswith(ending))

    def _known(self, *, but: str | None = None) -> FactIndex:
        """What the known files say: as they are shown where they are open, else as they were last read.

        `but`: one that nobody asks about. It is not read anew with every keystroke in it.
        """
        for path in [each for each in self._changed if each != but]:
            self._changed.discard(path)
            found = self._open_model(path)
            facts = facts_of(found[0].document.text, found[1]) if found is not None and is_model(found[0]) else None
            self._index.show(path, facts)
        return self._index

    def _facts_of(self, path: str) -> None:
        """Reads what a file on disk says, if it has changed."""
        stamp = _stamp(path)
        known = self._index.stored(path)
        if stamp is None or (known is not None and known.stamp == stamp):
            return
        text = _read(path)
        if text is not None:
            self._index.store(path, facts_of(text, stamp))

    def _model(self, path: str) -> tuple[Model, object] | None:
        shown = self._open_model(path)
        if shown is not None:
            return shown
        stamp = _stamp(path)
        if stamp is None:
            self._index.store(path, None)
            return None
        known = self._models.get(path)
        if known is None or known[0] != stamp:
            text = _read(path)
            if text is None:
                return None
            known = self._models[path] = (stamp, model_of(text, path))
        return known[1], known[0]

    def _form(self, path: str) -> tuple[Form | None, object]:
        stamp = _stamp(path)
        known = self._forms.get(path)
        if stamp is not None and (known is None or known[0] != stamp):
            text = _read(path)
            known = self._forms[path] = (stamp, read_form(text, path) if text is not None else None)
        return (known[1], known[0]) if known is not None else (None, None)


def _stamp(path: str) -> Stamp | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return Stamp(found.st_mtime_ns, found.st_size)


def _read(path: str) -> str | None:
    source = read_source(path)
    return source.text if isinstance(source, SourceText) else None
