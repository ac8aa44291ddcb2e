"""Code frames, as a good compiler prints them: the XML line, carets, the decoded FEEL, what helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.output.frame import Style, decoded_frame, source_frame
from connlint.output.printable import printable
from connlint.output.report import closing_line

if TYPE_CHECKING:
    from connlint.finding import Finding
    from connlint.output.frame import FrameLine
    from connlint.output.report import Report


def write(report: Report) -> str:
    """All findings as frames, and the closing line."""
    painted = _Painter(report.colour)
    blocks = ["\n".join(_block(finding, report, painted)) for finding in report.findings]
    return "\n\n".join([*blocks, closing_line(report.checked)]) + "\n"


def _block(finding: Finding, report: Report, paint: _Painter) -> list[str]:
    severity = finding.severity.value
    line, column = report.sources.start(finding.path, finding.span)
    related_lines = [report.sources.start(related.path or finding.path, related.span)[0] for related in finding.related]
    gutter = len(str(max([line, *related_lines])))
    margin = " " * gutter
    bar = paint(f"{margin} |", "gutter")
    lines = [
        f"{paint(f'{severity}[{finding.rule}]', severity)}{paint(f': {printable(finding.message)}', 'strong')}",
        f"{margin}{paint('-->', 'gutter')} {printable(finding.path)}:{line}:{column}",
        bar,
    ]
    # " | " and the marks of a cut on both sides
    width = max(40, report.width - gutter - 5)
    frame = source_frame(report.sources, finding.path, finding.span, width)
    lines += _framed(frame, gutter, severity, paint)
    decoded = decoded_frame(report.sources, finding.path, finding.span, width - 6)
    if decoded is not None:
        kind, frame = decoded
        lines.append(bar)
        for number, row in enumerate(frame):
            label = f"{kind}: " if number == 0 else " " * (len(kind) + 2)
            lines.append(f"{bar} {paint(label, 'gutter')}{row.text}")
            if row.marks:
                lines.append(f"{bar} {' ' * (len(kind) + 2)}{paint(row.marks, severity)}")
    for related in finding.related:
        path = related.path or finding.path
        start = report.sources.start(path, related.span)
        lines.append(bar)
        lines.append(f"{margin}{paint(':::', 'gutter')} {printable(path)}:{start[0]}:{start[1]}")
        frame = source_frame(report.sources, path, related.span, width)
        lines += _framed(frame, gutter, "related", paint, printable(related.message))
    lines.append(bar)
    if finding.element is not None and finding.element.id:
        lines.append(
            f"{margin} {paint('=', 'gutter')} element: {printable(finding.element.id)} ({finding.element.type})"
        )
    if finding.fix is not None:
        option = "--fix" if finding.fix.safety == "safe" else "--fix --unsafe-fixes"
        lines.append(f"{margin} {paint('=', 'gutter')} fix: {printable(finding.fix.title)} ({option})")
    lines.append(f"{margin} {paint('=', 'gutter')} help: {finding.url}")
    return lines


def _framed(frame: list[FrameLine], gutter: int, style: str, paint: _Painter, message: str = "") -> list[str]:
    lines = []
    for index, row in enumerate(frame):
        number = str(row.number).rjust(gutter) if row.number else " " * gutter
        lines.append(f"{paint(f'{number} |', 'gutter')} {row.text}")
        if row.marks:
            marks = row.marks.replace("^", "-") if style == "related" else row.marks
            said = f" {message}" if message and index == len(frame) - 1 else ""
            lines.append(f"{paint(' ' * gutter + ' |', 'gutter')} {paint(marks + said, style)}")
    return lines


class _Painter:
    """Colours for a terminal, nothing for a file."""

    def __init__(self, colour: bool) -> None:
        self._colour = colour

    def __call__(self, text: str, style: Style) -> str:
        if not self._colour:
            return text
        import click

        match style:
            case "error":
                return click.style(text, fg="red", bold=True)
            case "warning":
                return click.style(text, fg="yellow", bold=True)
            case "info":
                return click.style(text, fg="cyan", bold=True)
            case "gutter" | "related":
                return click.style(text, fg="blue", bold=True)
            case _:
                return click.style(text, bold=True)
