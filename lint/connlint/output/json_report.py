"""The findings as JSON, version 1: what scripts and tests build on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from connlint.finding import Severity
from connlint.output.json_text import json_text
from connlint.version import __version__

if TYPE_CHECKING:
    from connlint.finding import Finding
    from connlint.output.report import Report
    from connlint.shown_sources import Sources
    from connlint.span import Span

VERSION = 1


def write(report: Report) -> str:
    """One JSON object with `version`, `tool`, `summary` and `findings`."""
    return json_text(document(report))


def document(report: Report) -> dict[str, Any]:
    """The object that `write` prints."""
    findings = report.findings

    def number(severity: Severity) -> int:
        return sum(finding.severity is severity for finding in findings)

    return {
        "version": VERSION,
        "tool": {"name": "connlint", "version": __version__},
        "summary": {
            "files": report.checked.files,
            "connectors": report.checked.connectors,
            "errors": number(Severity.ERROR),
            "warnings": number(Severity.WARNING),
            "infos": number(Severity.INFO),
        },
        "findings": [finding_object(finding, report.sources) for finding in findings],
    }


def finding_object(finding: Finding, sources: Sources) -> dict[str, Any]:
    """One finding; lines and columns from 1, offsets from 0, all in code points of the decoded file."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "path": finding.path,
        "range": range_object(finding.path, finding.span, sources),
        "element": (
            {"id": finding.element.id, "name": finding.element.name, "type": finding.element.type}
            if finding.element is not None
            else None
        ),
        "field": finding.field,
        "related": [
            {
                "message": related.message,
                "path": related.path or finding.path,
                "range": range_object(related.path or finding.path, related.span, sources),
            }
            for related in finding.related
        ],
        "fix": (
            {
                "title": finding.fix.title,
                "safety": finding.fix.safety,
                "edits": [
                    {"range": range_object(finding.path, edit.span, sources), "text": edit.text}
                    for edit in finding.fix.edits
                ],
            }
            if finding.fix is not None and not finding.fix.confidential
            else None
        ),
        "url": finding.url,
    }


def range_object(path: str, span: Span, sources: Sources) -> dict[str, Any]:
    """`start` and `end` with line, column and offset."""
    start, end = sources.start(path, span), sources.end(path, span)
    return {
        "start": {"line": start[0], "column": start[1], "offset": span.start},
        "end": {"line": end[0], "column": end[1], "offset": span.end},
    }
