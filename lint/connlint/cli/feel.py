"""`connlint feel`: what Camunda makes of a FEEL expression."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from connlint.feel import FeelSyntaxError, FeelWarning, Remedy
    from connlint.span import Span

FINE = 0
WRONG = 1

WIDTH = 100
"""Characters of a line that are shown around what is wrong."""


@click.command(short_help="Evaluate a FEEL expression as Camunda does.")
@click.argument("expression", metavar="EXPR")
@click.option(
    "--context", "context_file", metavar="FILE", help="A JSON object with the variables; - reads it from stdin."
)
@click.option("--check", is_flag=True, help="Only say whether Camunda takes the text.")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def feel(expression: str, context_file: str | None, check: bool, output_format: str) -> None:
    """Evaluate the FEEL expression EXPR (with or without a leading `=`) and print its value as JSON.

    Warnings say where a part became null. Exits with 0, with 1 where the expression is wrong.
    """
    from connlint.feel import FeelError, Parsed, evaluate, parse, to_json

    if check and context_file is not None:
        raise click.UsageError("--check evaluates nothing, so there is no use for --context")
    variables = _read_context(context_file)
    text = expression.lstrip()[1:] if expression.lstrip().startswith("=") else expression
    parsed: Parsed = parse(text)
    as_json = output_format == "json"
    if parsed.errors:
        if as_json:
            _print_json({"errors": [_error_object(error) for error in parsed.errors]})
        else:
            for error in parsed.errors:
                click.echo(frame(text, error.span, "error", error.message, error.remedy), err=True)
        sys.exit(WRONG)
    if check:
        if as_json:
            _print_json({"errors": []})
        sys.exit(FINE)
    try:
        result = evaluate(parsed, variables)
        value = to_json(result.value)
    except FeelError as error:
        if as_json:
            _print_json({"errors": [{"message": error.message, "span": _span_object(error.span), "remedy": None}]})
        else:
            click.echo(frame(text, error.span, "error", error.message), err=True)
        sys.exit(WRONG)
    if as_json:
        _print_json({"value": value, "warnings": [_warning_object(warning) for warning in result.warnings]})
        return
    _print_json(value)
    for warning in result.warnings:
        click.echo(frame(text, warning.span, "warning", warning.message), err=True)


def _read_context(name: str | None) -> dict[str, Any]:
    if name is None:
        return {}
    from decimal import Decimal

    try:
        if name == "-":
            text = sys.stdin.buffer.read().decode("utf-8-sig")
        else:
            with open(name, encoding="utf-8-sig") as file:
                text = file.read()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not in UTF-8"
        raise click.UsageError(f"cannot read the context {name}: {reason}") from None
    try:
        value = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    except (ValueError, RecursionError) as error:
        raise click.UsageError(f"the context {name} is no JSON: {error}") from None
    if not isinstance(value, dict):
        raise click.UsageError(f"the context {name} must be a JSON object: its keys are the variables")
    return value


def frame(text: str, span: Span, level: str, message: str, remedy: Remedy | None = None) -> str:
    """A message with the line that it is about, carets below the span, and the remedy.

    >>> from connlint.span import Span
    >>> print(frame("a == 1", Span(2, 4), "error", "`==` is no operator of FEEL"))
    error: `==` is no operator of FEEL
      | a == 1
      |   ^^
    """
    line_start = text.rfind("\n", 0, span.start) + 1
    line_end = text.find("\n", span.start)
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    column = span.start - line_start
    length = max(1, min(span.end - span.start, len(line) - column))
    first = 0 if len(line) <= WIDTH else max(0, column - WIDTH // 2)
    shown = line[first : first + WIDTH]
    shown = "".join(character if character.isprintable() else " " for character in shown)
    before, after = "…" if first else "", "…" if first + WIDTH < len(line) else ""
    number = str(text.count("\n", 0, span.start) + 1) if "\n" in text else " "
    margin = " " * len(number)
    carets = " " * (column - first + len(before)) + "^" * min(length, WIDTH)
    lines = [f"{level}: {message}", f"{number} | {before}{shown}{after}", f"{margin} | {carets}"]
    if remedy is not None:
        lines.append(f"{margin} = help: {remedy.text}")
    return "\n".join(lines)


def _span_object(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _error_object(error: FeelSyntaxError) -> dict[str, Any]:
    remedy = error.remedy
    return {
        "message": error.message,
        "span": _span_object(error.span),
        "remedy": remedy
        and {
            "text": remedy.text,
            "edit": remedy.edit and {"span": _span_object(remedy.edit.span), "replacement": remedy.edit.replacement},
        },
    }


def _warning_object(warning: FeelWarning) -> dict[str, Any]:
    return {"type": warning.type, "message": warning.message, "span": _span_object(warning.span)}


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
