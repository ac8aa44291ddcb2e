"""One line for each finding: `path:line:column: severity[rule] message`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.output.printable import printable
from connlint.output.report import closing_line

if TYPE_CHECKING:
    from connlint.output.report import Report


def write(report: Report) -> str:
    """The findings as lines, and the closing line."""
    lines = []
    for finding in report.findings:
        line, column = report.sources.start(finding.path, finding.span)
        lines.append(
            f"{printable(finding.path)}:{line}:{column}: {finding.severity.value}[{finding.rule}]"
            f" {printable(finding.message)}"
        )
    return "\n".join([*lines, closing_line(report.checked)]) + "\n"
