"""`connlint check`: the command's options. What it does with them stands in `checking`."""

from __future__ import annotations

import click

from connlint.cli.checking import Order, run
from connlint.configuration import CommandLine
from connlint.finding import Persona, Severity
from connlint.output.report import FORMATS


def _rule_names(ctx: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> frozenset[str]:
    from connlint.rules import no_such_rule, rule_names

    names = [name.strip() for value in values for name in value.split(",") if name.strip()]
    for name in names:
        if name not in rule_names():
            raise click.BadParameter(no_such_rule(name), ctx, parameter)
    return frozenset(names)


def _engine_version(ctx: click.Context, parameter: click.Parameter, value: str | None) -> object:
    if value is None:
        return None
    from connlint.engine_version import read_engine_version

    version = read_engine_version(value)
    if version is None:
        raise click.BadParameter(f"{value!r} is no engine version, such as 8.8", ctx, parameter)
    return version


@click.command(short_help="Check models and report what is wrong.")
@click.argument("paths", nargs=-1, metavar="[PATH ...]")
@click.option("--stdin-filename", metavar="FILE", help="The name of the model that is read from standard input (-).")
@click.option("--output-format", type=click.Choice(FORMATS), default="full", show_default=True)
@click.option("--output-file", type=click.Path(dir_okay=False), help="Write the findings there.")
@click.option("--select", callback=_rule_names, multiple=True, metavar="RULE", help="Only these rules.")
@click.option("--ignore", callback=_rule_names, multiple=True, metavar="RULE", help="Without these rules.")
@click.option(
    "--extend-select", callback=_rule_names, multiple=True, metavar="RULE", help="These too, whatever the persona."
)
@click.option(
    "--persona",
    type=click.Choice([persona.value for persona in Persona]),
    help="pedantic adds smells, auditor adds what may be false.",
)
@click.option("--engine-version", callback=_engine_version, metavar="8.8", help="Instead of the one in the model.")
@click.option("--modeler-templates", is_flag=True, help="Also use the element templates of Camunda Modeler's user.")
@click.option(
    "--config",
    "config_file",
    type=click.Path(exists=True, dir_okay=False),
    help="This file instead of the nearest one.",
)
@click.option("--isolated", is_flag=True, help="Without any configuration file.")
@click.option("--force-exclude", is_flag=True, help="Leave out excluded files even where they are named.")
@click.option(
    "--baseline", type=click.Path(dir_okay=False), metavar="FILE", help="Report only what this baseline does not have."
)
@click.option("--write-baseline", is_flag=True, help="Write what is found to the file of --baseline.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes; by default as many as the work is worth.")
@click.option("--fix", is_flag=True, help="Mend what has one right answer.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: also what a person should look at.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--statistics", is_flag=True, help="Count the findings of each rule.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found.")
@click.option(
    "--fail-on",
    type=click.Choice([severity.value for severity in Severity]),
    default="warning",
    show_default=True,
    help="The lowest severity that makes the exit code 1.",
)
@click.pass_context
def check(
    ctx: click.Context,
    paths: tuple[str, ...],
    stdin_filename: str | None,
    output_format: str,
    output_file: str | None,
    select: frozenset[str],
    ignore: frozenset[str],
    extend_select: frozenset[str],
    persona: str | None,
    engine_version: object,
    modeler_templates: bool,
    config_file: str | None,
    isolated: bool,
    force_exclude: bool,
    baseline: str | None,
    write_baseline: bool,
    jobs: int | None,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    statistics: bool,
    exit_zero: bool,
    fail_on: str,
) -> None:
    """Check the connectors of BPMN models.

    PATH is a file, a folder (searched for .bpmn, .gitignore honoured), a glob, or - for standard input; the current
    folder where none is given.

    Exit code: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage, 3 a path is missing or unreadable.
    """
    if write_baseline and baseline is None:
        raise click.UsageError("--write-baseline needs --baseline FILE")
    if config_file is not None and isolated:
        raise click.UsageError("--config and --isolated contradict each other")
    command_line = CommandLine(
        select=select,
        ignore=ignore,
        extend_select=extend_select,
        persona=Persona(persona) if persona else None,
        engine_version=engine_version,  # type: ignore[arg-type]
        modeler_templates=modeler_templates,
        config_file=config_file,
        isolated=isolated,
    )
    order = Order(
        paths=paths,
        command_line=command_line,
        stdin_filename=stdin_filename,
        output_format=output_format,
        output_file=output_file,
        force_exclude=force_exclude,
        baseline=baseline,
        write_baseline=write_baseline,
        jobs=jobs,
        fix=fix,
        unsafe_fixes=unsafe_fixes,
        diff=diff,
        statistics=statistics,
        exit_zero=exit_zero,
        fail_on=Severity(fail_on),
    )
    ctx.exit(run(order))
