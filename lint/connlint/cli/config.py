"""`connlint config`: what a file is checked with, or the JSON schema of the configuration."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from connlint.config import Config


@click.command(short_help="Show the configuration, or the JSON schema for it.")
@click.argument("path", default=".")
@click.option("--schema", is_flag=True, help="Print the JSON schema of connlint.toml.")
@click.option(
    "--config", "config_file", type=click.Path(exists=True, dir_okay=False), help="Instead of the nearest one."
)
@click.option("--isolated", is_flag=True, help="Without any configuration file.")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def config(path: str, schema: bool, config_file: str | None, isolated: bool, output_format: str) -> None:
    """Show what the file or folder PATH is checked with, and the configuration file that says so."""
    if schema:
        from connlint.config_schema import schema_text

        click.echo(schema_text(), nl=False)
        return
    from connlint.config import ConfigError
    from connlint.configuration import CommandLine, Configuration
    from connlint.shown_path import shown_path

    configuration = Configuration(CommandLine(config_file=config_file, isolated=isolated))
    file = os.path.join(path, "model.bpmn") if os.path.isdir(path) else path
    try:
        settings = _shown(configuration.config_for(file))
        source = configuration.file_for(file)
    except ConfigError as error:
        raise click.UsageError(str(error)) from error
    shown = {"file": shown_path(source) if source is not None else None, **settings}
    if output_format == "json":
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    for name, value in shown.items():
        click.echo(f"{name} = {json.dumps(value, ensure_ascii=False)}")


def _shown(settings: Config) -> dict[str, Any]:
    """The settings as the configuration file names them."""
    return {
        "select": sorted(settings.select),
        "extend-select": sorted(settings.extend_select),
        "ignore": sorted(settings.ignore),
        "persona": settings.persona.value,
        "engine-version": str(settings.engine_version) if settings.engine_version is not None else None,
        "secrets": sorted(settings.secrets) if settings.secrets is not None else None,
        "templates": list(settings.templates),
        "severities": {name: severity.value for name, severity in sorted(settings.severities.items())},
        "options": {name: dict(each) for name, each in sorted(settings.options.items()) if each},
        "accepted": [
            {"rule": each.rule, "element": each.element, "reason": each.reason, "file": each.file}
            for each in settings.ignores
        ],
    }
