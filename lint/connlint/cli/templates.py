"""`connlint templates`: the element templates that are known, and where they come from."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import click

from connlint.cli.exit_codes import FINDINGS, TROUBLE

if TYPE_CHECKING:
    from connlint.templates.json_file import TemplateProblem


@click.command(short_help="List the element templates that are known.")
@click.argument("path", default=".")
@click.option("--templates", multiple=True, metavar="PATH", help="A further file or folder of templates.")
@click.option("--modeler-templates", is_flag=True, help="Also those of Camunda Modeler's user.")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def templates(
    ctx: click.Context, path: str, templates: tuple[str, ...], modeler_templates: bool, output_format: str
) -> None:
    """List the element templates that models at PATH see: the official ones of the REST and GraphQL connectors, those of
    the `.camunda/element-templates` folders, and those that the configuration or the command names.

    Exit code: 1 where a template file has something wrong in it; 3 where PATH does not exist.
    """
    from connlint.config import ConfigError
    from connlint.configuration import Configuration
    from connlint.template_files import TemplateFiles, TemplateSources

    if not os.path.exists(path):
        click.echo(f"connlint: there is no file or folder {path}", err=True)
        ctx.exit(TROUBLE)
    for named in templates:
        if not os.path.exists(named):
            raise click.UsageError(f"there is no file or folder {named}")
    model = os.path.join(path, "model.bpmn") if os.path.isdir(path) else path
    try:
        configured = Configuration().config_for(model).templates
    except ConfigError as error:
        raise click.UsageError(str(error)) from error
    files = TemplateFiles(TemplateSources((*configured, *templates), modeler_templates))
    known = files.for_model(model)
    problems = [_told(problem) for problem in known.problems]
    if output_format == "json":
        listed = [
            {"id": each.id, "version": each.version, "name": each.name, "origin": each.origin} for each in known.known()
        ]
        click.echo(json.dumps({"templates": listed, "problems": problems}, ensure_ascii=False, indent=2))
    else:
        rows = known.known()
        width = max(len(each.id) for each in rows)
        for each in rows:
            click.echo(f"{each.id:<{width}}  {each.version or '-':>5}  {each.origin}  {each.name}")
        for problem in problems:
            place = f"{problem['path']}:{problem['line']}:{problem['column']}"
            click.echo(f"connlint: {place}: {problem['message']}", err=True)
    ctx.exit(FINDINGS if problems else 0)


def _told(problem: TemplateProblem) -> dict[str, str | int]:
    """A problem with its place: lines and columns count from 1, columns and offsets in code points."""
    from connlint.input_files import read_loosely
    from connlint.source.lines import LineIndex

    place = LineIndex(read_loosely(problem.origin) or "").position(problem.span.start)
    return {
        "path": problem.origin,
        "line": place.line + 1,
        "column": place.column + 1,
        "offset": problem.span.start,
        "message": problem.message,
    }
