"""Workflow commands of GitHub Actions: each finding becomes an annotation of the changed line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.output.printable import printable
from connlint.output.report import closing_line

if TYPE_CHECKING:
    from connlint.output.report import Report

_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def write(report: Report) -> str:
    """One command a line, and the closing line, which GitHub shows in the log only."""
    lines = []
    for finding in report.findings:
        line, column = report.sources.start(finding.path, finding.span)
        end_line, end_column = report.sources.end(finding.path, finding.span)
        properties = {"title": f"connlint {finding.rule}", "file": finding.path.replace("\\", "/"), "line": line}
        if line == end_line:
            # GitHub counts the last column too, and takes columns only within one line.
            properties |= {"col": column, "endColumn": max(column, end_column - 1)}
        else:
            properties["endLine"] = end_line
        listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
        lines.append(f"::{_LEVELS[finding.severity.value]} {listed}::{_data(printable(finding.message))}")
    return "\n".join([*lines, closing_line(report.checked)]) + "\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    # GitHub finds the file by its very name, so only what could steer a terminal that shows the log is made visible.
    lines = [
        printable(part) if any(ord(c) < 32 or 127 <= ord(c) < 160 for c in part) else part for part in text.split("\n")
    ]
    return _data("\n".join(lines)).replace(":", "%3A").replace(",", "%2C")
