"""Checks files: reads them into a workspace, runs the rules on each, and mends them where that is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from connlint.beside_files import Beside, beside, read_forms, read_models
from connlint.check import RuleCrash, check_model, examine
from connlint.config import Config
from connlint.foreign_files import is_foreign
from connlint.input_files import Unreadable, decoded, read_file
from connlint.source.text import SourceText, encode
from connlint.template_files import TemplateFiles, TemplateSources
from connlint.workspace import Workspace, model_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from connlint.bpmn.model import Model
    from connlint.finding import Finding
    from connlint.input_files import Found
    from connlint.span import Span
    from connlint.templates.template_set import TemplateSet


TOLD_OF_SHARED_FILES = frozenset({"invalid-template", "unused-suppression"})
"""Rules that speak of files which several models share: each thing is told once."""


class Mending(NamedTuple):
    """Whether fixes are made, the unsafe ones too, and whether files are written or only compared."""

    unsafe: bool = False
    write: bool = True


class Difference(NamedTuple):
    """A file as it was, and its text after its fixes. `credentials` stood in it before, after, or in between."""

    path: str
    source: SourceText
    after: str
    credentials: frozenset[str] = frozenset()


class Checked(NamedTuple):
    """All that a run found. `connectors` counts the tasks with a job type."""

    findings: tuple[Finding, ...]
    files: int
    connectors: int
    unreadable: tuple[Unreadable, ...] = ()
    foreign: tuple[Unreadable, ...] = ()
    unwritable: tuple[Unreadable, ...] = ()
    crashes: tuple[RuleCrash, ...] = ()
    mended: tuple[Finding, ...] = ()
    differences: tuple[Difference, ...] = ()


class FileResult(NamedTuple):
    """What a run found in one file. `used` are the places of the configuration's suppressions that hid something.

    A file that is `unreadable` or `foreign` has nothing else. One that is `unwritable` is as it was, with its findings.
    """

    path: str
    findings: tuple[Finding, ...] = ()
    connectors: int = 0
    used: frozenset[tuple[str, Span]] = frozenset()
    crashes: tuple[RuleCrash, ...] = ()
    mended: tuple[Finding, ...] = ()
    difference: Difference | None = None
    unreadable: Unreadable | None = None
    foreign: Unreadable | None = None
    unwritable: Unreadable | None = None


ConfigFor = Callable[[str], Config]
"""The settings of each file, by its path."""


def check_files(
    found: Found,
    config: Config | ConfigFor,
    *,
    stdin: tuple[str, bytes] | None = None,
    mending: Mending | None = None,
    progress: Callable[[str], None] | None = None,
) -> Checked:
    """The findings of files that belong together. `stdin` is a further file: its name and its bytes."""
    results = file_results(found, config, stdin=stdin, mending=mending, progress=progress)
    return gathered(found, results)


def gathered(found: Found, results: Iterable[FileResult]) -> Checked:
    """The results of all files together, in their order."""
    results = list(results)
    checked = [each for each in results if each.unreadable is None and each.foreign is None]
    used = frozenset(place for each in checked for place in each.used)
    return Checked(
        findings=tuple(_told_once((finding for each in checked for finding in each.findings), used)),
        files=len(checked),
        connectors=sum(each.connectors for each in checked),
        unreadable=(*found.unreadable, *(each.unreadable for each in results if each.unreadable is not None)),
        foreign=tuple(each.foreign for each in results if each.foreign is not None),
        unwritable=tuple(each.unwritable for each in checked if each.unwritable is not None),
        crashes=tuple(crash for each in checked for crash in each.crashes),
        mended=tuple(finding for each in checked for finding in each.mended),
        differences=tuple(each.difference for each in checked if each.difference is not None),
    )


def _told_once(findings: Iterable[Finding], used: frozenset[tuple[str, Span]]) -> Iterator[Finding]:
    """Without what several models say of one place in a shared file, or what another model tells better."""
    seen: set[tuple[str, str, Span, str]] = set()
    for finding in findings:
        if finding.rule == "unused-suppression" and (finding.path, finding.span) in used:
            continue
        key = (finding.rule, finding.path, finding.span, finding.message)
        if finding.rule in TOLD_OF_SHARED_FILES and key in seen:
            continue
        seen.add(key)
        yield finding


def file_results(
    found: Found,
    config: Config | ConfigFor,
    *,
    stdin: tuple[str, bytes] | None = None,
    mending: Mending | None = None,
    progress: Callable[[str], None] | None = None,
    templates: ConfiguredTemplates | None = None,
    surroundings: Beside | None = None,
) -> list[FileResult]:
    """As `check_files`, file by file. Templates that were read, and what stands beside the models, may be known already."""
    config_for = config if callable(config) else lambda path: config
    results: dict[str, FileResult] = {}
    sources: dict[str, SourceText] = {}
    models: dict[str, Model] = {}
    for path in [*((stdin[0],) if stdin is not None else ()), *found.models]:
        results[path] = FileResult(path)
        data = stdin[1] if stdin is not None and path == stdin[0] else read_file(path)
        source = decoded(path, data)
        if isinstance(source, Unreadable):
            results[path] = FileResult(path, unreadable=source)
            continue
        model = model_of(source.text, path)
        reason = _foreign(model)
        if reason is not None:
            results[path] = FileResult(path, foreign=Unreadable(path, reason))
            continue
        sources[path], models[path] = source, model
    around = surroundings if surroundings is not None else beside(models, found.forms)
    workspace = Workspace(
        {**models, **read_models(around.models)}, read_forms(around.forms), templates or ConfiguredTemplates(config_for)
    )
    for path, model in models.items():
        if progress is not None:
            progress(path)
        writes = mending is not None and mending.write and (stdin is None or path != stdin[0])
        results[path] = _result(sources[path], model, workspace, config_for(path), mending, writes)
    return list(results.values())


def _result(
    source: SourceText, model: Model, workspace: Workspace, config: Config, mending: Mending | None, writes: bool
) -> FileResult:
    crashes: list[RuleCrash] = []
    mended: tuple[Finding, ...] = ()
    difference: Difference | None = None
    unwritable: Unreadable | None = None
    if mending is not None:
        change = _mend(model, workspace, config, mending, crashes)
        crashes.clear()
        if change.text != source.text and writes:
            from connlint.file_writing import write_file

            unwritable = write_file(model.path, encode(source, change.text))
        if change.text != source.text and unwritable is None:
            mended = change.mended
            difference = Difference(model.path, source, change.text, change.credentials)
            model = model_of(change.text, model.path)
            workspace = workspace.with_model(model)
    examined = examine(model, workspace, config, crashes)
    used = examined.suppressed.used if examined.suppressed is not None else ()
    return FileResult(
        model.path,
        findings=tuple(examined.findings),
        connectors=len(model.tasks),
        used=frozenset((each.path, each.span) for each in used if each.path is not None),
        crashes=tuple(crashes),
        mended=mended,
        difference=difference,
        unwritable=unwritable,
    )


class ConfiguredTemplates:
    """The templates that the settings of each model name, beside those in its folders."""

    def __init__(self, config_for: ConfigFor) -> None:
        self._config_for = config_for
        self._files: dict[TemplateSources, TemplateFiles] = {}

    def for_model(self, path: str) -> TemplateSet:
        config = self._config_for(path)
        sources = TemplateSources(config.templates, config.modeler_templates)
        files = self._files.get(sources)
        if files is None:
            files = self._files[sources] = TemplateFiles(sources)
        return files.for_model(path)


class _Change(NamedTuple):
    text: str
    mended: tuple[Finding, ...]
    credentials: frozenset[str]


def _mend(model: Model, workspace: Workspace, config: Config, mending: Mending, crashes: list[RuleCrash]) -> _Change:
    from connlint.concealed import concealed_in
    from connlint.fixing import fix_text

    text = model.document.text
    credentials: set[str] = set()

    def check(changed: str) -> list[Finding]:
        is_other = changed != text
        current = model_of(changed, model.path) if is_other else model
        credentials.update(concealed_in(current).texts)
        return check_model(current, workspace.with_model(current) if is_other else workspace, config, crashes)

    fixed = fix_text(text, check, unsafe=mending.unsafe)
    return _Change(fixed.text, fixed.mended, frozenset(credentials))


def _foreign(model: Model) -> str | None:
    """Why a file is no BPMN model."""
    root = model.document.root
    if root is None or not is_foreign(model):
        return None
    return f"it is no BPMN model: its root element is <{root.local}>, not <definitions> of BPMN 2.0"
