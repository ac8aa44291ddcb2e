"""Where a run is told: as text for a person or as JSON, on standard output or in a file; what goes wrong on standard error."""

from __future__ import annotations

import sys
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from connlint.output.printable import printable
from connlint.version import __version__
from connlint_server.cli import run_text
from connlint_server.engine.outcome import Stopped
from connlint_server.engine.redaction import Redactor
from connlint_server.engine.run_value import exchange_value, inputs_value, outcome_value, prepared_value
from connlint_server.engine.shown_json import json_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from connlint.bpmn.model import ConnectorTask
    from connlint.span import Span
    from connlint_server.cli.run_text import Line
    from connlint_server.engine.environment import Environment
    from connlint_server.engine.given_task import RunResult
    from connlint_server.engine.mapping import Notice
    from connlint_server.engine.needs import MissingInputsError, Need
    from connlint_server.engine.task_curl import Curl
    from connlint_server.engine.task_run import Prepared

VERSION = 1


class Report:
    """What one call of the command says. `fail` and `missing` end it."""

    def __init__(self, output_format: str, output_file: str | None) -> None:
        self._as_json = output_format == "json"
        self.file = output_file
        self._task: ConnectorTask | None = None
        self._environment: str | None = None
        self._redactor = Redactor({})

    def about(self, task: ConnectorTask, surroundings: Environment) -> None:
        """From here on the report is about this task, and masks its secrets."""
        self._task = task
        self._environment = surroundings.name
        self._redactor = Redactor(surroundings.secrets)

    def tasks(self, path: str, tasks: tuple[ConnectorTask, ...]) -> None:
        if self._as_json:
            listed = [
                {**task.node.reference._asdict(), "connector": run_text.connector_name(task), "jobType": task.job_type}
                for task in tasks
            ]
            self._json({"path": path, "tasks": listed})
        else:
            self._text(run_text.task_list(path, tasks))

    def prepared(self, prepared: Prepared) -> None:
        dry = prepared.dry
        request = prepared_value(dry.request, dry.redactor)
        token = None if dry.token_request is None else prepared_value(dry.token_request, dry.redactor)
        if self._as_json:
            value = {"inputs": inputs_value(prepared.inputs), "request": request, "tokenRequest": token}
            self._json({**self._head(), **value, "notices": self._notices(prepared.notices)})
            return
        lines = [*self._title(), *run_text.inputs(prepared.inputs), *run_text.prepared(request, token)]
        self._text([*lines, *self._told(prepared.notices)])

    def curl(self, curl: Curl) -> None:
        """The command alone on standard output, so that it can be piped; what to set before it on standard error."""
        if self._as_json:
            variables = [{"name": each.name, "secret": each.secret} for each in curl.variables]
            self._json({**self._head(), "command": curl.command, "variables": variables})
            return
        self._text([run_text.plain(line) for line in curl.command.split("\n")])
        for note in curl.notes:
            self.remark(note)

    def result(self, result: RunResult, *, replayed: bool = False) -> None:
        self._redactor = result.redactor
        exchanges = [exchange_value(exchange, result.redactor) for exchange in result.exchanges]
        if self._as_json:
            self._json(
                {
                    **self._head(),
                    "duration": round(result.duration, 6),
                    "inputs": inputs_value(result.inputs),
                    "exchanges": exchanges,
                    "response": result.response,
                    "outcome": outcome_value(result.outcome),
                    "notices": self._notices(result.notices),
                }
            )
            return
        lines = self._title(replayed=replayed)
        lines += run_text.inputs(result.inputs)
        refused = isinstance(result.outcome, Stopped) and result.outcome.reason == "policy"
        lines += run_text.exchanges(exchanges, refused=refused)
        lines += run_text.outcome(result.outcome)
        self._text([*lines, *self._told(result.notices)])

    def keep(self, result: RunResult, path: str, started: str) -> None:
        """Keep the run in the user's history."""
        from connlint_server.run_history import RunHistory

        reference = self._task.node.reference._asdict() if self._task is not None else {}
        RunHistory().keep(
            {
                "textDocument": {"uri": Path(path).absolute().as_uri() if path != "-" else None, "version": None},
                "element": reference,
                "environment": self._environment,
                "startedAt": started,
                "duration": round(result.duration, 6),
                "inputs": inputs_value(result.inputs),
                "exchanges": [exchange_value(exchange, result.redactor) for exchange in result.exchanges],
                "response": result.response,
                "outcome": outcome_value(result.outcome),
                "notices": [{**each, "range": None} for each in self._notices(result.notices)],
            }
        )

    def missing(self, error: MissingInputsError) -> NoReturn:
        """Everything that is not given, at once; exits with 2."""
        if self._as_json:
            what = {
                "variables": [self._need(need) for need in error.variables],
                "secrets": [self._need(need) for need in error.secrets],
            }
            self._json({**self._head(), "error": {"kind": "missing", "message": str(error), **what}})
        else:
            label = self._task.label if self._task is not None else "the task"
            click.echo(f"connlint: {printable(label)} needs what is not given; nothing was sent", err=True)
            rows = [("variable", need, f"--var {need.name}=...") for need in error.variables]
            rows += [("secret", need, "--secrets FILE or --secret-prefix PREFIX") for need in error.secrets]
            width = max(len(need.name) for _, need, _ in rows)
            for kind, need, remedy in rows:
                place = self._place(need.span)
                needed = f"needed by {', '.join(need.needed_by)}{f' ({place})' if place else ''}"
                click.echo(f"  {kind:<8}  {printable(need.name):<{width}}  {printable(needed)}", err=True)
                click.echo(f"  {'':<8}  {'':<{width}}  give it with {printable(remedy)}", err=True)
        sys.exit(2)

    def fail(self, message: str, code: int, *, span: Span | None = None) -> NoReturn:
        """Say what is wrong, and exit."""
        message = self._redactor.text(message)
        place = self._place(span)
        if self._as_json:
            kind = {1: "failed", 130: "cancelled"}.get(code, "usage")
            self._json({**self._head(), "error": {"kind": kind, "message": message, "place": place}})
        else:
            click.echo(f"connlint: {f'{place}: ' if place else ''}{printable(message)}", err=True)
        sys.exit(code)

    def remark(self, message: str) -> None:
        click.echo(printable(message), err=True)

    def waiting(self) -> AbstractContextManager[object]:
        """A spinner on standard error while the answer is awaited; nothing where that is no terminal."""
        if not sys.stderr.isatty():
            return nullcontext()
        return _spinner(f"Running {self._task.label}" if self._task is not None else "Running")

    def _head(self) -> dict[str, Any]:
        value: dict[str, Any] = {"environment": self._environment}
        if self._task is not None:
            value = {"path": self._task.model.path, "element": self._task.node.reference._asdict(), **value}
        return value

    def _title(self, *, replayed: bool = False) -> list[Line]:
        return run_text.title(self._task, self._environment, replayed=replayed) if self._task is not None else []

    def _need(self, need: Need) -> dict[str, Any]:
        return {"name": need.name, "neededBy": list(need.needed_by), "place": self._place(need.span)}

    def _notices(self, notices: tuple[Notice, ...]) -> list[dict[str, Any]]:
        return [
            {
                "severity": notice.severity,
                "message": notice.message,
                "field": notice.field,
                "place": self._place(notice.span),
            }
            for notice in notices
        ]

    def _told(self, notices: tuple[Notice, ...]) -> list[Line]:
        return run_text.notices([(notice, self._place(notice.span)) for notice in notices])

    def _place(self, span: Span | None) -> str | None:
        if span is None or self._task is None:
            return None
        position = self._task.model.document.lines.position(span.start)
        return f"{self._task.model.path}:{position.line + 1}:{position.column + 1}"

    def _json(self, value: dict[str, Any]) -> None:
        whole = {"version": VERSION, "tool": {"name": "connlint", "version": __version__}, **value}
        self._write(json_lines(whole) + "\n")

    def _text(self, lines: list[Line]) -> None:
        text = "".join(f"{line.plain.rstrip()}\n" for line in lines)
        if self.file is not None or not sys.stdout.isatty() or _encodable(text) != text:
            self._write(text)
            return
        run_text.show(lines)

    def _write(self, text: str) -> None:
        if self.file is None:
            click.echo(_encodable(text), nl=False)
            return
        try:
            Path(self.file).write_text(text, encoding="utf-8")
        except OSError as error:
            # A report of what happened is never lost.
            click.echo(_encodable(text), nl=False)
            raise click.UsageError(f"cannot write {self.file}: {error.strerror}") from None


def _encodable(text: str) -> str:
    """The text without what the terminal's charset lacks."""
    charset = getattr(sys.stdout, "encoding", None) or "utf-8"
    return text.encode(charset, "replace").decode(charset)


@contextmanager
def _spinner(text: str) -> Iterator[None]:
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(
        *columns, TextColumn("Ctrl+C cancels", style="dim"), console=Console(stderr=True), transient=True
    ) as bar:
        bar.add_task(printable(text), total=None)
        yield
