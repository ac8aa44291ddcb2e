"""`connlint check`: files in, findings out."""

from __future__ import annotations

import os
import shutil
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from connlint.cli.exit_codes import FINDINGS, NOTHING, TROUBLE
from connlint.finding import Persona, Severity
from connlint.output.report import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable

    from connlint.check_files import Checked, Mending
    from connlint.configuration import Configuration
    from connlint.input_files import Found
    from connlint.output.places import Sources
    from connlint.output.report import Format

MODULES = {"json": "json_report"}
"""Formats whose module has another name."""

PROGRESS_FROM = 50
"""Files from which on a terminal shows how far a run is."""


def _rule_names(ctx: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> frozenset[str]:
    from connlint.rules import rule_names

    names = [name.strip() for value in values for name in value.split(",") if name.strip()]
    for name in names:
        if name not in rule_names():
            from connlint.nearest import nearest

            near = nearest(name, rule_names())
            hint = f"; did you mean {near!r}?" if near else "; `connlint rule --all` lists them"
            raise click.BadParameter(f"there is no rule {name!r}{hint}", ctx, parameter)
    return frozenset(names)


def _engine_version(ctx: click.Context, parameter: click.Parameter, value: str | None) -> object:
    if value is None:
        return None
    from connlint.engine_version import read_engine_version

    version = read_engine_version(value)
    if version is None:
        raise click.BadParameter(f"{value!r} is no engine version, such as 8.8", ctx, parameter)
    return version


@click.command(short_help="Check models and report what is wrong.")
@click.argument("paths", nargs=-1, metavar="[PATH ...]")
@click.option("--stdin-filename", metavar="FILE", help="The name of the model that is read from standard input (-).")
@click.option("--output-format", type=click.Choice(FORMATS), default="full", show_default=True)
@click.option("--output-file", type=click.Path(dir_okay=False), help="Write the findings there.")
@click.option("--select", callback=_rule_names, multiple=True, metavar="RULE", help="Only these rules.")
@click.option("--ignore", callback=_rule_names, multiple=True, metavar="RULE", help="Without these rules.")
@click.option(
    "--extend-select", callback=_rule_names, multiple=True, metavar="RULE", help="These too, whatever the persona."
)
@click.option(
    "--persona",
    type=click.Choice([persona.value for persona in Persona]),
    help="pedantic adds smells, auditor adds what may be false.",
)
@click.option("--engine-version", callback=_engine_version, metavar="8.8", help="Instead of the one in the model.")
@click.option("--modeler-templates", is_flag=True, help="Also use the element templates of Camunda Modeler's user.")
@click.option(
    "--config",
    "config_file",
    type=click.Path(exists=True, dir_okay=False),
    help="This file instead of the nearest one.",
)
@click.option("--isolated", is_flag=True, help="Without any configuration file.")
@click.option("--force-exclude", is_flag=True, help="Leave out excluded files even where they are named.")
@click.option(
    "--baseline", type=click.Path(dir_okay=False), metavar="FILE", help="Report only what this baseline does not have."
)
@click.option("--write-baseline", is_flag=True, help="Write what is found to the file of --baseline.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes; by default as many as the work is worth.")
@click.option("--fix", is_flag=True, help="Mend what has one right answer.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: also what a person should look at.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--statistics", is_flag=True, help="Count the findings of each rule.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found.")
@click.option(
    "--fail-on",
    type=click.Choice([severity.value for severity in Severity]),
    default="warning",
    show_default=True,
    help="The lowest severity that makes the exit code 1.",
)
@click.pass_context
def check(
    ctx: click.Context,
    paths: tuple[str, ...],
    stdin_filename: str | None,
    output_format: str,
    output_file: str | None,
    select: frozenset[str],
    ignore: frozenset[str],
    extend_select: frozenset[str],
    persona: str | None,
    engine_version: object,
    modeler_templates: bool,
    config_file: str | None,
    isolated: bool,
    force_exclude: bool,
    baseline: str | None,
    write_baseline: bool,
    jobs: int | None,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    statistics: bool,
    exit_zero: bool,
    fail_on: str,
) -> None:
    """Check the connectors of BPMN models.

    PATH is a file, a folder (searched for .bpmn, .gitignore honoured), a glob, or - for standard input; the current
    folder where none is given.

    Exit code: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage, 3 a path is missing or unreadable.
    """
    from connlint.check_files import Mending
    from connlint.cli.settings import without_excluded
    from connlint.config import ConfigError
    from connlint.configuration import CommandLine, Configuration
    from connlint.input_files import find_files

    if write_baseline and baseline is None:
        raise click.UsageError("--write-baseline needs --baseline FILE")
    if config_file is not None and isolated:
        raise click.UsageError("--config and --isolated contradict each other")
    command_line = CommandLine(
        select=select,
        ignore=ignore,
        extend_select=extend_select,
        persona=Persona(persona) if persona else None,
        engine_version=engine_version,  # type: ignore[arg-type]
        modeler_templates=modeler_templates,
        config_file=config_file,
        isolated=isolated,
    )
    configuration = Configuration(command_line)
    stdin = None
    if "-" in paths:
        stdin = (stdin_filename or "standard input", sys.stdin.buffer.read())
    named = [path for path in paths if path != "-"]
    mending = Mending(unsafe=unsafe_fixes, write=fix and not diff) if fix or diff else None
    try:
        found = find_files(named or ([] if stdin else ["."]))
        found = without_excluded(found, configuration, () if force_exclude else named)
        with _Progress(len(found.models)) as progress:
            checked = _checked(found, configuration, stdin, mending, jobs, progress)
        sources = _sources(checked, stdin)
        if baseline is not None:
            checked = _against_baseline(checked, sources, baseline, write_baseline)
    except ConfigError as error:
        raise click.UsageError(str(error)) from error
    if diff:
        click.echo(_differences(checked), nl=False)
    elif stdin is not None and fix:
        click.echo(_fixed_stdin(checked, stdin), nl=False)
    if not diff and not (stdin is not None and fix):
        _emit(checked, sources, output_format, output_file)
    if statistics:
        click.echo(_statistics(checked), nl=False, err=output_format not in ("full", "concise"))
    for folder in found.empty_folders:
        click.echo(f"connlint: {folder}: no .bpmn file is in this folder", err=True)
    for foreign in checked.foreign:
        click.echo(f"connlint: {foreign.path}: {foreign.reason}; not checked", err=True)
    for unreadable in checked.unreadable:
        click.echo(f"connlint: {unreadable.path}: {unreadable.reason}", err=True)
    for crash in checked.crashes:
        click.echo(f"connlint: {crash} (a defect of connlint; the other rules were run)", err=True)
    ctx.exit(_exit_code(checked, fail_on, exit_zero=exit_zero, diff=diff))


def _exit_code(checked: Checked, fail_on: str, *, exit_zero: bool, diff: bool) -> int:
    if checked.unreadable or checked.crashes:
        return TROUBLE
    if exit_zero:
        return NOTHING
    if diff:
        return FINDINGS if checked.differences else NOTHING
    limit = Severity(fail_on).rank
    return FINDINGS if any(finding.severity.rank >= limit for finding in checked.findings) else NOTHING


def _checked(
    found: Found,
    configuration: Configuration,
    stdin: tuple[str, bytes] | None,
    mending: Mending | None,
    jobs: int | None,
    progress: Callable[[str], None] | None,
) -> Checked:
    """In one process, or in several where there is enough work; files are mended by one."""
    if stdin is None and mending is None and jobs != 1 and len(found.models) > 1:
        from connlint.parallel import check_in_parallel, processes_for

        processes = processes_for(found, jobs)
        if processes > 1:
            return check_in_parallel(found, configuration.command_line, processes, progress)
    from connlint.check_files import check_files

    return check_files(found, configuration.config_for, stdin=stdin, mending=mending, progress=progress)


def _against_baseline(checked: Checked, sources: Sources, path: str, writes: bool) -> Checked:
    """Only what the baseline does not have; nothing where it has just been written."""
    from connlint.baseline import BaselineError, new_ones, read_baseline, written

    folder = os.path.dirname(os.path.abspath(path))
    try:
        if writes:
            Path(path).write_text(written(checked.findings, sources, folder), encoding="utf-8")
            click.echo(f"connlint: {path} holds {len(checked.findings)} findings", err=True)
            return checked._replace(findings=())
        known = read_baseline(Path(path).read_text(encoding="utf-8"), path)
    except (OSError, UnicodeDecodeError, BaselineError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise click.UsageError(f"the baseline {path}: {reason}") from error
    return checked._replace(findings=new_ones(checked.findings, known, sources, folder))


def _emit(checked: Checked, sources: Sources, name: str, output_file: str | None) -> None:
    from connlint.output.report import Report

    to_terminal = output_file is None and sys.stdout.isatty()
    report = Report(
        checked,
        sources,
        colour=to_terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb",
        width=shutil.get_terminal_size((120, 40)).columns if to_terminal else 120,
    )
    write: Format = import_module(f"connlint.output.{MODULES.get(name, name)}").write
    text = write(report)
    if output_file is not None:
        try:
            Path(output_file).write_text(text, encoding="utf-8")
        except OSError as error:
            raise click.UsageError(f"cannot write {output_file}: {error.strerror}") from error
    else:
        click.echo(text, nl=False)
    if checked.mended and name == "full":
        click.echo(_mended_line(checked))


def _sources(checked: Checked, stdin: tuple[str, bytes] | None) -> Sources:
    from connlint.input_files import read_file
    from connlint.output.places import Sources
    from connlint.source.text import decode

    changed = {difference.path: difference.after for difference in checked.differences}

    def read(path: str) -> str:
        if path in changed:
            return changed[path]
        data = stdin[1] if stdin is not None and path == stdin[0] else read_file(path)
        return decode(data).text if isinstance(data, bytes) else ""

    return Sources(read, checked.findings)


def _mended_line(checked: Checked) -> str:
    from connlint.output.report import count

    files = {difference.path for difference in checked.differences}
    return f"Mended {count(len(checked.mended), 'finding')} in {count(len(files), 'file')}."


def _fixed_stdin(checked: Checked, stdin: tuple[str, bytes]) -> str:
    from connlint.source.text import decode

    return next((difference.after for difference in checked.differences), None) or decode(stdin[1]).text


def _differences(checked: Checked) -> str:
    from difflib import unified_diff

    from connlint.output.places import blotted

    lines: list[str] = []
    for difference in checked.differences:
        hidden = [each.span for each in checked.mended if each.confidential and each.path == difference.path]
        before = blotted(difference.before, hidden).splitlines(keepends=True)
        after = difference.after.splitlines(keepends=True)
        lines += unified_diff(before, after, f"a/{difference.path}", f"b/{difference.path}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _statistics(checked: Checked) -> str:
    from collections import Counter

    counts = Counter(finding.rule for finding in checked.findings)
    if not counts:
        return ""
    width = len(str(max(counts.values())))
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    return "".join(f"{number:>{width}}  {rule}\n" for rule, number in rows)


class _Progress:
    """A bar on standard error for long runs on a terminal; nothing elsewhere."""

    def __init__(self, files: int) -> None:
        self._files = files
        self._bar: object = None

    def __enter__(self) -> Callable[[str], None] | None:
        if self._files < PROGRESS_FROM or not sys.stderr.isatty():
            return None
        from rich.console import Console
        from rich.progress import Progress

        bar = Progress(console=Console(stderr=True), transient=True)
        task = bar.add_task("Checking", total=self._files)
        bar.start()
        self._bar = bar
        return lambda path: bar.advance(task)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()  # type: ignore[attr-defined]
