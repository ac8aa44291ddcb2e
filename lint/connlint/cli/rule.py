"""`connlint rule`: a rule's page, or the list of all rules."""

from __future__ import annotations

import json

import click

from connlint.rules import all_rules, load_rule, no_such_rule, rule_names


@click.command(short_help="Explain a rule, or all of them.")
@click.argument("name", required=False)
@click.option("--all", "every", is_flag=True, help="All rules.")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--write-docs", type=click.Path(file_okay=False), metavar="FOLDER", help="With --all: write the pages there."
)
def rule(name: str | None, every: bool, output_format: str, write_docs: str | None) -> None:
    """Explain the rule NAME: what it finds, why that hurts at run time, how to mend it, and examples."""
    from connlint.rule_page import page_object, page_text, summary_line, write_pages

    if every == (name is not None):
        raise click.UsageError("give the name of a rule, or --all")
    if name is not None:
        if name not in rule_names():
            raise click.UsageError(no_such_rule(name))
        rules = [load_rule(name)]
    else:
        rules = list(all_rules().values())
    if write_docs is not None:
        write_pages(rules, write_docs)
    elif output_format == "json":
        pages = [page_object(each) for each in rules]
        click.echo(json.dumps(pages if every else pages[0], ensure_ascii=False, indent=2))
    elif every:
        for each in rules:
            click.echo(summary_line(each))
    else:
        click.echo(page_text(rules[0]), nl=False)
