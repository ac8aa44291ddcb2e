"""Checks files: reads them into a workspace, runs the rules on each, and mends them where that is asked for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from connlint.check import RuleCrash, check_model
from connlint.input_files import FORM_ENDING, MODEL_ENDING, Unreadable, read_file
from connlint.source.text import DecodeError, SourceText, decode, encode
from connlint.template_files import TemplateFiles, TemplateSources
from connlint.workspace import Workspace, model_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from connlint.bpmn.forms import Form
    from connlint.bpmn.model import Model
    from connlint.config import Config
    from connlint.finding import Finding
    from connlint.input_files import Found


class Mending(NamedTuple):
    """Whether fixes are made, the unsafe ones too, and whether files are written or only compared."""

    unsafe: bool = False
    write: bool = True


class Difference(NamedTuple):
    """A file's text before and after its fixes."""

    path: str
    before: str
    after: str


class Checked(NamedTuple):
    """All that a run found. `connectors` counts the tasks with a job type."""

    findings: tuple[Finding, ...]
    files: int
    connectors: int
    unreadable: tuple[Unreadable, ...] = ()
    foreign: tuple[Unreadable, ...] = ()
    crashes: tuple[RuleCrash, ...] = ()
    mended: tuple[Finding, ...] = ()
    differences: tuple[Difference, ...] = ()


def check_files(
    found: Found,
    config: Config,
    *,
    stdin: tuple[str, bytes] | None = None,
    mending: Mending | None = None,
    progress: Callable[[str], None] | None = None,
) -> Checked:
    """The findings of files that belong together. `stdin` is a further file: its name and its bytes."""
    unreadable = list(found.unreadable)
    foreign: list[Unreadable] = []
    sources: dict[str, SourceText] = {}
    named = [*((stdin[0],) if stdin is not None else ()), *found.models]
    for path in named:
        data = stdin[1] if stdin is not None and path == stdin[0] else read_file(path)
        source = _decoded(path, data)
        if isinstance(source, Unreadable):
            unreadable.append(source)
        else:
            sources[path] = source
    models: dict[str, Model] = {}
    for path, source in sources.items():
        model = model_of(source.text, path)
        reason = _foreign(model)
        if reason is not None:
            foreign.append(Unreadable(path, reason))
        else:
            models[path] = model
    templates = TemplateFiles(TemplateSources(config.templates, config.modeler_templates))
    workspace = Workspace({**models, **_neighbours(models)}, forms_of(found.forms, models), templates)
    findings: list[Finding] = []
    crashes: list[RuleCrash] = []
    mended: list[Finding] = []
    differences: list[Difference] = []
    connectors = 0
    for path, model in models.items():
        if progress is not None:
            progress(path)
        connectors += len(model.tasks)
        if mending is None:
            findings += check_model(model, workspace, config, crashes)
            continue
        change = _mend(sources[path].text, path, workspace, config, mending, crashes)
        mended += change.mended
        findings += change.left
        if change.text != sources[path].text:
            differences.append(Difference(path, sources[path].text, change.text))
            if mending.write and (stdin is None or path != stdin[0]):
                with open(path, "wb") as file:
                    file.write(encode(sources[path], change.text))
    return Checked(
        findings=tuple(findings),
        files=len(models),
        connectors=connectors,
        unreadable=tuple(unreadable),
        foreign=tuple(foreign),
        crashes=tuple(crashes),
        mended=tuple(mended),
        differences=tuple(differences),
    )


class _Change(NamedTuple):
    text: str
    mended: tuple[Finding, ...]
    left: list[Finding]


def _mend(
    text: str, path: str, workspace: Workspace, config: Config, mending: Mending, crashes: list[RuleCrash]
) -> _Change:
    from connlint.fixing import fix_text

    def check(changed: str) -> list[Finding]:
        model = model_of(changed, path)
        return check_model(model, workspace.with_model(model), config, crashes)

    fixed = fix_text(text, check, unsafe=mending.unsafe)
    return _Change(fixed.text, fixed.mended, check(fixed.text))


def _decoded(path: str, data: bytes | Unreadable) -> SourceText | Unreadable:
    if isinstance(data, Unreadable):
        return data
    try:
        return decode(data)
    except DecodeError as error:
        return Unreadable(path, str(error))


def _foreign(model: Model) -> str | None:
    """Why a file is no BPMN model. Nothing is wrong with it, it is only no business of ours."""
    root = model.document.root
    if root is None or root.tag == "{http://www.omg.org/spec/BPMN/20100524/MODEL}definitions":
        return None
    return f"it is no BPMN model: its root element is <{root.local}>, not <definitions> of BPMN 2.0"


def forms_of(paths: Iterable[str], models: dict[str, Model]) -> dict[str, Form]:
    """The forms by id: those named, and those beside a model that links one."""
    from connlint.bpmn.forms import read_form

    forms: dict[str, Form] = {}
    for path in [*paths, *_beside(models, FORM_ENDING, _links_a_form)]:
        data = read_file(path)
        source = _decoded(path, data)
        form = read_form(source.text, path) if isinstance(source, SourceText) else None
        if form is not None and form.id and form.id not in forms:
            forms[form.id] = form
    return forms


def _neighbours(models: dict[str, Model]) -> dict[str, Model]:
    """The models beside one that calls a process which none of the given files has: read, not reported."""
    known = {process.id for model in models.values() for process in model.processes}

    def calls_elsewhere(model: Model) -> bool:
        called = {
            node.called.process_id.text for node in model.nodes() if node.called is not None and node.called.process_id
        }
        return not called <= known

    neighbours: dict[str, Model] = {}
    for path in _beside(models, MODEL_ENDING, calls_elsewhere):
        source = _decoded(path, read_file(path)) if path not in models else None
        if isinstance(source, SourceText):
            neighbours[path] = model_of(source.text, path)
    return neighbours


def _links_a_form(model: Model) -> bool:
    return any(node.form is not None and node.form.form_id is not None for node in model.nodes())


def _beside(models: dict[str, Model], ending: str, wants: Callable[[Model], bool]) -> Iterator[str]:
    folders = dict.fromkeys(os.path.dirname(path) for path, model in models.items() if wants(model))
    for folder in folders:
        try:
            names = sorted(os.listdir(folder or "."))
        except OSError:
            continue
        yield from (os.path.join(folder, name) for name in names if name.endswith(ending))
