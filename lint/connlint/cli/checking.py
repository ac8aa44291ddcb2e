"""What `connlint check` does: files in, findings out, an exit code. It knows nothing of how it was called."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from connlint.check_files import Mending, check_files
from connlint.cli.exit_codes import FINDINGS, INTERRUPTED, NOTHING, TROUBLE, USAGE
from connlint.cli.settings import without_excluded
from connlint.cli.streams import silence, tell, write_beside, write_bytes, write_text
from connlint.config import ConfigError
from connlint.configuration import CommandLine, Configuration
from connlint.finding import Severity
from connlint.input_files import NO_REGULAR_FILE, find_files
from connlint.output.report import FOR_PEOPLE, Report, count

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from connlint.check_files import Checked
    from connlint.input_files import Found
    from connlint.output.report import Format
    from connlint.shown_sources import Sources

MODULES = {"json": "json_report"}
"""Formats whose module has another name."""

PROGRESS_FROM = 50
"""Files from which on a terminal shows how far a run is."""


class Order(NamedTuple):
    """What is to be checked, and what is to be done with the findings."""

    paths: tuple[str, ...]
    command_line: CommandLine = CommandLine()
    stdin_filename: str | None = None
    output_format: str = "full"
    output_file: str | None = None
    force_exclude: bool = False
    baseline: str | None = None
    write_baseline: bool = False
    jobs: int | None = None
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    statistics: bool = False
    exit_zero: bool = False
    fail_on: Severity = Severity.WARNING


def run(order: Order) -> int:
    """Checks, writes to standard output (or the file) and standard error, and gives the exit code."""
    try:
        os.getcwd()
    except FileNotFoundError:
        tell("the current folder is gone")
        return TROUBLE
    try:
        return _run(order)
    except ConfigError as error:
        tell(str(error))
        return USAGE
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(order: Order) -> int:
    configuration = Configuration(order.command_line)
    stdin = None
    if "-" in order.paths:
        stdin = (order.stdin_filename or "standard input", sys.stdin.buffer.read())
    named = [path for path in order.paths if path != "-"]
    found = find_files(named or ([] if stdin else ["."]))
    found = without_excluded(found, configuration, () if order.force_exclude else named)
    with _Progress(len(found.models)) as progress:
        checked = _checked(found, configuration, stdin, order, progress)
    sources = _sources(checked, stdin)
    if order.baseline is not None:
        checked = _against_baseline(checked, sources, order.baseline, writes=order.write_baseline)
    is_said = _say(checked, sources, stdin, order)
    for folder in found.empty_folders:
        tell(f"{folder}: no .bpmn file is in this folder")
    for foreign in checked.foreign:
        tell(f"{foreign.path}: {foreign.reason}; not checked")
    for path, reason in (*checked.unreadable, *checked.unwritable):
        hint = "; - reads a model from standard input" if reason == NO_REGULAR_FILE else ""
        tell(f"{path}: {reason}{hint}")
    for crash in checked.crashes:
        tell(f"{crash} (a defect of connlint; the other rules were run)")
    return _exit_code(checked, order) if is_said else TROUBLE


def _say(checked: Checked, sources: Sources, stdin: tuple[str, bytes] | None, order: Order) -> bool:
    """What goes to standard output. Whether it could be written; who reads no further has read enough."""
    try:
        is_report = False
        if order.diff:
            _emit_patch(checked, order.output_file)
        elif stdin is not None and order.fix:
            write_bytes(_fixed_stdin(checked, stdin))
            _emit_beside_the_model(checked, sources, order)
        else:
            _emit(checked, sources, order)
            is_report = order.output_format in FOR_PEOPLE
        if order.statistics:
            (sys.stdout if is_report else sys.stderr).write(_statistics(checked))
        sys.stdout.flush()
    except OSError as error:
        silence(sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            tell(f"standard output cannot be written: {(error.strerror or str(error)).lower()}")
            return False
    return True


def _checked(
    found: Found,
    configuration: Configuration,
    stdin: tuple[str, bytes] | None,
    order: Order,
    progress: Callable[[str], None] | None,
) -> Checked:
    """In one process, or in several where there is enough work; files are mended by one."""
    mending = None
    if order.fix or order.diff:
        mending = Mending(unsafe=order.unsafe_fixes, write=order.fix and not order.diff)
    if stdin is None and mending is None and order.jobs != 1 and len(found.models) > 1:
        from connlint.parallel import check_in_parallel, processes_for

        processes = processes_for(found, order.jobs)
        if processes > 1:
            return check_in_parallel(found, configuration.command_line, processes, progress)
    return check_files(found, configuration.config_for, stdin=stdin, mending=mending, progress=progress)


def _against_baseline(checked: Checked, sources: Sources, path: str, *, writes: bool) -> Checked:
    """Only what the baseline does not have; nothing where it has just been written."""
    from connlint.baseline import NO_BASELINE, BaselineError, new_ones, read_baseline, written

    folder = os.path.dirname(os.path.abspath(path))
    try:
        if writes:
            _write_file(path, _utf8(written(checked.findings, sources, folder)))
            tell(f"{path} holds {count(len(checked.findings), 'finding')}")
            return checked._replace(findings=())
        with open(path, encoding="utf-8") as file:
            known = read_baseline(file.read())
    except OSError as error:
        raise ConfigError((error.strerror or str(error)).lower(), path) from error
    except UnicodeDecodeError as error:
        raise ConfigError(NO_BASELINE, path) from error
    except BaselineError as error:
        raise ConfigError(str(error), path) from error
    return checked._replace(findings=new_ones(checked.findings, known, sources, folder))


def _exit_code(checked: Checked, order: Order) -> int:
    if checked.unreadable or checked.unwritable or checked.crashes:
        return TROUBLE
    if order.exit_zero:
        return NOTHING
    if order.diff:
        return FINDINGS if checked.differences else NOTHING
    limit = order.fail_on.rank
    return FINDINGS if any(finding.severity.rank >= limit for finding in checked.findings) else NOTHING


def _emit(checked: Checked, sources: Sources, order: Order) -> None:
    text = _report(checked, sources, order, sys.stdout)
    if order.output_file is not None:
        _write_file(order.output_file, _utf8(text))
    elif order.output_format in FOR_PEOPLE:
        write_text(text)
    else:
        write_bytes(_utf8(text))
    if checked.mended and order.output_format == "full":
        write_text(f"{_mended_line(checked)}\n")


def _emit_beside_the_model(checked: Checked, sources: Sources, order: Order) -> None:
    """The findings that are left, where standard output has the mended model."""
    if order.output_file is not None:
        _write_file(order.output_file, _utf8(_report(checked, sources, order, sys.stderr)))
    elif checked.findings:
        write_beside(_report(checked, sources, order, sys.stderr))
    if checked.mended and order.output_format == "full":
        write_beside(f"{_mended_line(checked)}\n")


def _report(checked: Checked, sources: Sources, order: Order, stream: TextIO) -> str:
    """The findings in the format that is asked for, for a terminal where the stream is one."""
    forced = bool(os.environ.get("FORCE_COLOR"))
    to_terminal = order.output_file is None and (stream.isatty() or forced)
    report = Report(
        checked,
        sources,
        colour=to_terminal and "NO_COLOR" not in os.environ and (forced or os.environ.get("TERM") != "dumb"),
        width=_columns() if to_terminal else 120,
    )
    name = order.output_format
    write: Format = import_module(f"connlint.output.{MODULES.get(name, name)}").write
    return write(report)


def _utf8(text: str) -> bytes:
    """The name of a file may hold what UTF-8 does not have."""
    return text.encode("utf-8", "backslashreplace")


def _write_file(path: str, data: bytes) -> None:
    try:
        with open(path, "wb") as file:
            file.write(data)
    except OSError as error:
        raise ConfigError(f"it cannot be written: {(error.strerror or str(error)).lower()}", path) from error


def _columns() -> int:
    from shutil import get_terminal_size

    return get_terminal_size((120, 40)).columns


def _sources(checked: Checked, stdin: tuple[str, bytes] | None) -> Sources:
    from connlint.input_files import read_loosely
    from connlint.shown_sources import Sources
    from connlint.source.text import decode

    changed = {difference.path: difference.after for difference in checked.differences}

    def read(path: str) -> str:
        if path in changed:
            return changed[path]
        if stdin is not None and path == stdin[0]:
            return decode(stdin[1]).text
        return read_loosely(path) or ""

    return Sources(read)


def _mended_line(checked: Checked) -> str:
    files = {difference.path for difference in checked.differences}
    return f"Mended {count(len(checked.mended), 'finding')} in {count(len(files), 'file')}."


def _fixed_stdin(checked: Checked, stdin: tuple[str, bytes]) -> bytes:
    """Standard input with its fixes, in its own encoding; as it came where nothing could be mended or even read."""
    from connlint.source.text import encode

    for difference in checked.differences:
        if difference.path == stdin[0]:
            return encode(difference.source, difference.after)
    return stdin[1]


def _emit_patch(checked: Checked, output_file: str | None) -> None:
    from connlint.output.patch import patch, shown

    if output_file is not None:
        _write_file(output_file, b"".join(patch(difference) for difference in checked.differences))
    elif sys.stdout.isatty():
        write_text("".join(shown(difference) for difference in checked.differences))
    else:
        write_bytes(b"".join(patch(difference) for difference in checked.differences))


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
