"""The command `connlint`: its sub-commands by name, each loaded when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from connlint.cli.exit_codes import INTERRUPTED
from connlint.version import __version__

COMMANDS: dict[str, tuple[str, str]] = {
    "check": ("connlint.cli.check:check", "Check models and report what is wrong, at the exact characters."),
    "config": ("connlint.cli.config:config", "Show the configuration, or the JSON schema for it."),
    "feel": ("connlint.cli.feel:feel", "Evaluate a FEEL expression as Camunda does."),
    "rule": ("connlint.cli.rule:rule", "Explain a rule, or all of them."),
    "run": ("connlint_server.cli.run:run", "Run a connector task and show what the process gets."),
    "runs": ("connlint_server.cli.runs:runs", "Show earlier runs."),
    "secrets": ("connlint.cli.secrets:secrets", "List the secrets that the models refer to."),
    "server": ("connlint_server.cli.server:server", "Start the language server."),
    "templates": ("connlint.cli.templates:templates", "List the element templates that are known."),
}
"""Name -> where it is, and what it does. The ones of `connlint_server` are found by name only."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called; the list of them costs nothing."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (KeyboardInterrupt, click.Abort):
            # Click itself would say "Aborted!" and exit with 1, as if something had been found.
            ctx.exit(INTERRUPTED)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        module, _, name = entry[0].partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            from connlint.nearest import nearest

            near = nearest(name, COMMANDS)
            hint = f" Did you mean {near!r}?" if near else f" There are {', '.join(sorted(COMMANDS))}."
            ctx.fail(f"There is no command {name!r}.{hint}")
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="connlint")
def main() -> None:
    """Checks, completes and runs the connectors in Camunda 8 BPMN models."""
