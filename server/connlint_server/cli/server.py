"""`connlint server` and `connlint-server`: starts the language server."""

from __future__ import annotations

import click

from connlint.cli.exit_codes import INTERRUPTED
from connlint.version import __version__


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="connlint-server")
@click.option("--stdio", is_flag=True, help="Speak over standard input and output (the default).")
@click.option("--tcp", metavar="PORT", type=click.IntRange(0, 65535), help="Listen on this port for one client.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on with --tcp.")
@click.option(
    "--log-level",
    type=click.Choice(["error", "warning", "info", "debug"]),
    default="warning",
    show_default=True,
    help="What goes to standard error.",
)
@click.option("--clientProcessId", "client_process_id", hidden=True, help="Taken, since some clients pass it.")
def server(stdio: bool, tcp: int | None, host: str, log_level: str, client_process_id: str | None) -> None:
    """Start the language server, for editors."""
    if stdio and tcp is not None:
        raise click.UsageError("--stdio and --tcp cannot both be given.")
    try:
        from connlint_server.lsp.start import start

        code = start(log_level=log_level, address=(host, tcp) if tcp is not None else None)
    except KeyboardInterrupt:
        code = INTERRUPTED
    click.get_current_context().exit(code)


def main() -> None:
    """The script `connlint-server`."""
    server(prog_name="connlint-server")
