"""`connlint secrets`: the secrets that models refer to, and where they are missing."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from connlint.cli.exit_codes import FINDINGS, NOTHING, TROUBLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connlint.configuration import Configuration
    from connlint.secret_inventory import SecretStore, SecretUse
    from connlint.shown_sources import Sources


@click.command(short_help="List the secrets that the models refer to.")
@click.argument("paths", nargs=-1, metavar="[PATH ...]")
@click.option(
    "--env-file", multiple=True, type=click.Path(exists=True, dir_okay=False), help="An env file to compare with."
)
@click.option("--environment", multiple=True, metavar="NAME", help="Only these environments of the configuration.")
@click.option(
    "--config", "config_file", type=click.Path(exists=True, dir_okay=False), help="Instead of the nearest one."
)
@click.option("--isolated", is_flag=True, help="Without any configuration file.")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def secrets(
    ctx: click.Context,
    paths: tuple[str, ...],
    env_file: tuple[str, ...],
    environment: tuple[str, ...],
    config_file: str | None,
    isolated: bool,
    output_format: str,
) -> None:
    """List the secrets that models refer to, each with its places, and say which env file, declared list or environment
    of the configuration lacks it. No value is ever read further than to its name.

    Exit code: 0 all are there, 1 one is missing somewhere, 2 wrong usage, 3 something could not be read.
    """
    from connlint.config import ConfigError
    from connlint.configuration import CommandLine, Configuration
    from connlint.output.json_text import json_text
    from connlint.secret_inventory import missing_from

    configuration = Configuration(CommandLine(config_file=config_file, isolated=isolated))
    try:
        uses, sources, trouble = _uses(paths or (".",), configuration)
        stores = _stores(paths[0] if paths else ".", configuration, env_file, environment)
    except ConfigError as error:
        raise click.UsageError(str(error)) from error
    missing = missing_from(uses, stores)
    if output_format == "json":
        click.echo(json_text(_object(uses, stores, missing, sources)), nl=False)
    else:
        click.echo(_text(uses, stores, missing, sources), nl=False)
    for line in trouble:
        click.echo(f"connlint: {line}", err=True)
    ctx.exit(TROUBLE if trouble else FINDINGS if missing else NOTHING)


def _uses(paths: Sequence[str], configuration: Configuration) -> tuple[list[SecretUse], Sources, list[str]]:
    from connlint.cli.settings import without_excluded
    from connlint.input_files import Unreadable, find_files, read_source
    from connlint.secret_inventory import uses_in
    from connlint.shown_sources import Sources
    from connlint.workspace import model_of

    found = without_excluded(find_files(paths), configuration, paths)
    trouble = [f"{each.path}: {each.reason}" for each in found.unreadable]
    texts: dict[str, str] = {}
    uses: list[SecretUse] = []
    for path in found.models:
        source = read_source(path)
        if isinstance(source, Unreadable):
            trouble.append(f"{path}: {source.reason}")
            continue
        texts[path] = source.text
        uses += uses_in(model_of(texts[path], path))
    return uses, Sources(texts.__getitem__), trouble


def _stores(
    place: str, configuration: Configuration, env_files: Sequence[str], wanted: Sequence[str]
) -> list[SecretStore]:
    """Everything that is compared with: env files, the declared list, the environments."""
    from connlint.configuration import names_in_env_file
    from connlint.secret_inventory import SecretStore, store_of_environment

    stores = [SecretStore(path, names_in_env_file(path)) for path in env_files]
    file = os.path.join(place, "model.bpmn") if os.path.isdir(place) else place
    declared = configuration.config_for(file).secrets
    if declared is not None and not wanted:
        stores.append(SecretStore("declared", declared))
    environments = configuration.environments_for(file)
    for name in wanted:
        if name not in environments:
            from connlint.nearest import nearest

            near = nearest(name, environments)
            raise click.UsageError(
                f"there is no environment {name!r}" + (f"; did you mean {near!r}?" if near is not None else "")
            )
    stores += [
        store_of_environment(name, table, folder, os.environ)
        for name, (table, folder) in environments.items()
        if not wanted or name in wanted
    ]
    return stores


def _object(
    uses: Sequence[SecretUse], stores: Sequence[SecretStore], missing: dict[str, tuple[str, ...]], sources: Sources
) -> dict[str, Any]:
    from connlint.output.json_report import range_object

    def places(name: str) -> list[dict[str, Any]]:
        return [
            {
                "path": use.path,
                "range": range_object(use.path, use.span, sources),
                "element": use.element._asdict(),
                "field": use.field,
                "form": use.form.value,
            }
            for use in uses
            if use.name == name
        ]

    return {
        "version": 1,
        "sources": [
            {"name": store.name, "checked": store.names is not None, "reason": store.reason or None} for store in stores
        ],
        "secrets": [
            {"name": name, "missing": list(missing.get(name, ())), "uses": places(name)}
            for name in sorted({use.name for use in uses})
        ],
    }


def _text(
    uses: Sequence[SecretUse], stores: Sequence[SecretStore], missing: dict[str, tuple[str, ...]], sources: Sources
) -> str:
    from connlint.output.printable import printable
    from connlint.output.report import count

    lines: list[str] = []
    for name in sorted({use.name for use in uses}):
        lacking = f"  missing in {', '.join(missing[name])}" if name in missing else ""
        lines.append(f"{printable(name)}{lacking}")
        for use in uses:
            if use.name == name:
                line, column = sources.start(use.path, use.span)
                lines.append(
                    f"  {printable(use.path)}:{line}:{column}  {printable(use.element.id)}  {printable(use.field)}"
                    f"  {use.form.value}"
                )
    lines += [f"{store.name}: not compared: {store.reason}" for store in stores if store.names is None]
    compared = [store.name for store in stores if store.names is not None]
    against = f" compared with {', '.join(compared)}" if compared else ""
    total = count(len({use.name for use in uses}), "secret")
    lines.append(f"{total}{against}; {len(missing)} missing." if compared else f"{total}.")
    return "\n".join(lines) + "\n"
