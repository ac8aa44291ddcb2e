"""`connlint run`: one connector task, as the connector would run it."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from connlint.bpmn.model import ConnectorTask
    from connlint_server.cli.run_report import Report
    from connlint_server.engine.environment import Environment
    from connlint_server.engine.user_rules import UserRules

SUCCESS = 0
FAILED = 1
USAGE = 2
NOT_SENT = 3
CANCELLED = 130


@click.command(short_help="Run a connector task and show what the process gets.")
@click.argument("file", metavar="FILE")
@click.argument("element", metavar="[ELEMENT]", required=False)
@click.option("--env", "environment", metavar="NAME", help="An environment of connlint.toml; else its default one.")
@click.option("--config", type=click.Path(dir_okay=False, path_type=Path), help="This connlint.toml.")
@click.option("--var", "assignments", multiple=True, metavar="NAME=VALUE", help="A process variable: text, or =FEEL.")
@click.option(
    "--vars", "variable_files", multiple=True, metavar="FILE", help="Process variables: a JSON object (- is stdin)."
)
@click.option(
    "--secrets",
    "secret_files",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Secrets: an env file.",
)
@click.option(
    "--secret-prefix", "prefixes", multiple=True, metavar="PREFIX", help="Secrets: environment variables that begin so."
)
@click.option("--dry-run", is_flag=True, help="Show the request and send nothing.")
@click.option("--curl", is_flag=True, help="Print the request as a cURL command, secrets as variables; send nothing.")
@click.option("--replay", metavar="FILE", help="Evaluate the expressions on a saved response; send nothing.")
@click.option("--record", metavar="FILE", help="Save the response for --replay.")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--output-file", metavar="FILE", help="Write the report there.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="For the whole run; else your configuration's, else 300.",
)
@click.option("--insecure", is_flag=True, help="Take any server certificate.")
@click.option(
    "--allow-host", "hosts", multiple=True, metavar="HOST", help="Only these hosts, and your configuration's."
)
@click.option("--allow-link-local", is_flag=True, help="Also link-local and cloud metadata addresses.")
@click.option("-y", "--yes", is_flag=True, help="Send POST, PUT, PATCH and DELETE without asking.")
def run(
    file: str,
    element: str | None,
    environment: str | None,
    config: Path | None,
    assignments: tuple[str, ...],
    variable_files: tuple[str, ...],
    secret_files: tuple[Path, ...],
    prefixes: tuple[str, ...],
    dry_run: bool,
    curl: bool,
    replay: str | None,
    record: str | None,
    output_format: str,
    output_file: str | None,
    timeout: float | None,
    insecure: bool,
    hosts: tuple[str, ...],
    allow_link_local: bool,
    yes: bool,
) -> None:
    """Run the connector task ELEMENT of the model FILE from here, with no cluster, and show what the process gets.

    ELEMENT is the id or the name of a task. Without it the only REST or GraphQL task is run, or all are listed.

    \b
    connlint run weather.bpmn --var city=Berlin --secrets .env
    connlint run orders.bpmn Activity_Order --vars order.json --env dev --dry-run
    connlint run orders.bpmn Activity_Order --replay saved.json

    Exit code: 0 the job completes, 1 a BPMN error or a failed job, 2 wrong usage or something is not given, 3 nothing could
    be sent, 130 cancelled.
    """
    from connlint_server.cli.run_choice import chosen_task, read_model
    from connlint_server.cli.run_report import Report
    from connlint_server.engine.environment import Given, environment_of
    from connlint_server.engine.environment_table import ConfigurationError, environment_tables
    from connlint_server.engine.errors import ConnectorError
    from connlint_server.engine.mapping import MappingError
    from connlint_server.engine.needs import MissingInputsError, needed_secrets
    from connlint_server.engine.user_rules import user_rules

    if sum((dry_run, curl, replay is not None)) > 1:
        raise click.UsageError("--dry-run, --curl and --replay exclude each other")
    if record is not None and (dry_run or curl or replay is not None):
        raise click.UsageError("--record keeps the response of a request, and none is sent here")
    report = Report(output_format, output_file)
    model = read_model(file)
    task = chosen_task(model, element, report)
    if task is None:
        return
    try:
        table = environment_tables(None if file == "-" else Path(file).absolute().parent, config).find(environment)
        given = Given(_json_texts(variable_files), assignments, secret_files, prefixes)
        surroundings = environment_of(table, given, secret_names=needed_secrets(task))
        rules = user_rules().allowing(hosts, link_local=allow_link_local)
    except ConfigurationError as error:
        report.fail(str(error), USAGE)
    report.about(task, surroundings)
    try:
        if curl:
            _show_curl(task, surroundings, report)
        elif dry_run:
            _show_request(task, surroundings, report)
        elif replay is not None:
            _replay(task, surroundings, replay, report)
        else:
            _confirm(task, surroundings, rules, report, yes=yes)
            _send(file, task, surroundings, rules, report, timeout=timeout, insecure=insecure, record=record)
    except MissingInputsError as error:
        report.missing(error)
    except MappingError as error:
        report.fail(error.message, FAILED, span=error.span)
    except ConnectorError as error:
        report.fail(f"the connector refuses the job: {error}", FAILED)


def _show_curl(task: ConnectorTask, surroundings: Environment, report: Report) -> None:
    from connlint_server.engine.task_curl import curl_task

    report.curl(curl_task(task, variables=surroundings.variables, secrets=surroundings.secrets))


def _show_request(task: ConnectorTask, surroundings: Environment, report: Report) -> None:
    from connlint_server.engine.task_run import prepare_task

    report.prepared(prepare_task(task, variables=surroundings.variables, secrets=surroundings.secrets))


def _replay(task: ConnectorTask, surroundings: Environment, name: str, report: Report) -> None:
    from connlint_server.engine.saved_response import SavedResponseError, read_saved
    from connlint_server.engine.task_run import replay_task

    is_graphql = task.is_graphql and not task.is_rest
    try:
        saved = read_saved(_read_text(name, "the saved response"), is_graphql=is_graphql)
    except SavedResponseError as error:
        raise click.UsageError(f"{name} is no saved response: {error}") from None
    result = replay_task(task, saved, variables=surroundings.variables, secrets=surroundings.secrets)
    report.result(result, replayed=True)
    sys.exit(SUCCESS if result.is_success else FAILED)


def _confirm(task: ConnectorTask, surroundings: Environment, rules: UserRules, report: Report, *, yes: bool) -> None:
    """Ask before something is changed. Refuses where nobody can be asked."""
    from connlint_server.cli.confirming import question_for

    if yes:
        return
    question = question_for(task, surroundings, rules)
    if question is None:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        report.fail(f"{question.rstrip('?')}: there is no terminal to ask; say --yes to send it", USAGE)
    if not click.confirm(question, err=True):
        click.echo("Nothing was sent.", err=True)
        sys.exit(CANCELLED)


def _send(
    file: str,
    task: ConnectorTask,
    surroundings: Environment,
    rules: UserRules,
    report: Report,
    *,
    timeout: float | None,
    insecure: bool,
    record: str | None,
) -> None:
    import asyncio
    from datetime import UTC, datetime

    from connlint_server.engine.options import RunOptions
    from connlint_server.engine.task_run import run_task

    for name in filter(None, (record, report.file)):
        _check_place(name)
    started = datetime.now(UTC).isoformat(timespec="milliseconds")
    options = RunOptions(policy=rules.policy, total_timeout=timeout or rules.timeout, verify_tls=not insecure)
    going = run_task(task, variables=surroundings.variables, secrets=surroundings.secrets, options=options)
    try:
        with report.waiting():
            result = asyncio.run(going)
    except KeyboardInterrupt:
        report.fail("cancelled; the connection is closed", CANCELLED)
    # The request was sent: each of these is done whatever becomes of the others.
    with ExitStack() as steps:
        steps.callback(report.keep, result, file, started)
        if record is not None:
            steps.callback(_write_record, record, result.saved, report)
        steps.callback(report.result, result)
    if result.could_not_send:
        sys.exit(NOT_SENT)
    sys.exit(SUCCESS if result.is_success else FAILED)


def _check_place(name: str) -> None:
    """Refuse, before anything is sent, a file that certainly cannot be written."""
    path = Path(name)
    if path.is_dir() or not path.parent.is_dir():
        reason = "it is a folder" if path.is_dir() else "its folder does not exist"
        raise click.UsageError(f"cannot write {name}: {reason}; nothing was sent")


def _write_record(name: str, saved: Any, report: Report) -> None:
    from connlint_server.engine.shown_json import json_lines

    try:
        Path(name).write_text(json_lines(saved) + "\n", encoding="utf-8")
    except OSError as error:
        raise click.UsageError(f"cannot write {name}: {error.strerror}") from None
    report.remark(f"The response is kept in {name}.")


def _json_texts(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((name, _read_text(name, "the variables")) for name in names)


def _read_text(name: str, what: str) -> str:
    read: Callable[[], bytes] = sys.stdin.buffer.read if name == "-" else Path(name).read_bytes
    try:
        return read().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not in UTF-8"
        raise click.UsageError(f"cannot read {what} {name}: {reason}") from None
