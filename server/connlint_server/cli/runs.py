"""`connlint runs`: the runs of before, from the user's own history."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from connlint_server.run_history import RunHistory

NOT_FOUND = 3


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("-n", "--limit", type=click.IntRange(1), default=20, show_default=True, help="How many to list.")
@click.pass_context
def runs(context: click.Context, output_format: str, limit: int) -> None:
    """List earlier runs, show one, or compare two.

    \b
    connlint runs
    connlint runs show 1
    connlint runs diff 2 1

    A run is called by its id or by its place in the list: 1 is the newest. Runs of `connlint run` and of the editor are
    kept, redacted, in the user's state folder; CONNLINT_HISTORY=off keeps none.

    Exit code: 0, 1 the two runs differ, 2 wrong usage, 3 there is no such run.
    """
    context.ensure_object(dict)["json"] = output_format == "json"
    if context.invoked_subcommand is None:
        _list(limit, as_json=output_format == "json")


@runs.command("list")
@click.option("-n", "--limit", type=click.IntRange(1), default=20, show_default=True, help="How many to list.")
@click.option("--output-format", type=click.Choice(["text", "json"]), help="As before the sub-command.")
@click.pass_context
def list_(context: click.Context, limit: int, output_format: str | None) -> None:
    """List the runs, the newest first."""
    _list(limit, as_json=_as_json(context, output_format))


@runs.command()
@click.argument("run")
@click.option("--output-format", type=click.Choice(["text", "json"]), help="As before the sub-command.")
@click.pass_context
def show(context: click.Context, run: str, output_format: str | None) -> None:
    """Show RUN: what was asked, sent and answered, and what the process got."""
    from connlint.output.printable import printable
    from connlint_server.engine.shown_json import json_lines
    from connlint_server.history_text import whole_text

    found = _found(run)
    text = json_lines(found) if _as_json(context, output_format) else whole_text(found)
    click.echo("\n".join(map(printable, text.rstrip("\n").split("\n"))))


@runs.command()
@click.argument("before")
@click.argument("after")
def diff(before: str, after: str) -> None:
    """Compare two runs, as `diff -u` does; times are left out."""
    from connlint.output.printable import printable
    from connlint_server.history_text import difference

    text = difference(_found(before), _found(after))
    if text:
        click.echo("\n".join(map(printable, text.split("\n"))))
        sys.exit(1)


@runs.command()
def clear() -> None:
    """Delete all runs."""
    gone = _history().clear()
    click.echo(f"{gone} run{'' if gone == 1 else 's'} deleted.")


def _as_json(context: click.Context, own: str | None) -> bool:
    return own == "json" if own is not None else bool(context.obj["json"])


def _history() -> RunHistory:
    from connlint_server.run_history import RunHistory

    return RunHistory()


def _list(limit: int, *, as_json: bool) -> None:
    from connlint.output.printable import printable
    from connlint_server.engine.shown_json import json_lines
    from connlint_server.history_text import status, title

    found = list(_history().runs(most=limit))
    if as_json:
        click.echo(json_lines({"version": 1, "runs": [_item(run) for run in found]}))
        return
    if not found:
        click.echo("No runs are kept.")
    for number, run in enumerate(found, 1):
        line = f"{number:>3}  {run['id']}  {status(run) or '-':>3}  {run['outcome'].get('kind', '')}  {title(run)}"
        click.echo(printable(line))


def _item(run: dict[str, Any]) -> dict[str, Any]:
    from connlint_server.history_text import status

    shown = {name: run[name] for name in ("id", "startedAt", "duration", "textDocument", "element", "environment")}
    return {**shown, "outcome": run["outcome"].get("kind"), "status": status(run)}


def _found(name: str) -> dict[str, Any]:
    """A run by its id, or by its place in the list."""
    history = _history()
    if name.isdecimal() and len(name) < 6:
        place = int(name)
        listed = list(history.runs(most=place)) if place else []
        found = listed[place - 1] if 0 < place <= len(listed) else None
    else:
        found = history.load(name)
    if found is None:
        click.echo(f"connlint: there is no run {name}; `connlint runs` lists them", err=True)
        sys.exit(NOT_FOUND)
    return found
