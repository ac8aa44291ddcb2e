"""`connlint templates`: the element templates that are known, and where they come from."""

from __future__ import annotations

import json
import os

import click

from connlint.cli.exit_codes import FINDINGS


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

    Exit code: 1 where a template file has something wrong in it.
    """
    from connlint.config import ConfigError
    from connlint.configuration import Configuration
    from connlint.template_files import TemplateFiles, TemplateSources

    model = os.path.join(path, "model.bpmn") if os.path.isdir(path) else path
    try:
        configured = Configuration().config_for(model).templates
    except ConfigError as error:
        raise click.UsageError(str(error)) from error
    files = TemplateFiles(TemplateSources((*configured, *templates), modeler_templates))
    known = files.for_model(model)
    problems = [
        {"path": problem.origin, "offset": problem.span.start, "message": problem.message} for problem in known.problems
    ]
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
            click.echo(f"connlint: {problem['path']}: {problem['message']}", err=True)
    ctx.exit(FINDINGS if problems else 0)
