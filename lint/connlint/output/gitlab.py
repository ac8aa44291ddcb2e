"""GitLab's code quality report: a list of issues, each with a fingerprint that outlives a change of lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from connlint.output.fingerprints import fingerprints
from connlint.output.json_text import json_text
from connlint.output.printable import printable

if TYPE_CHECKING:
    from connlint.output.report import Report

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def write(report: Report) -> str:
    """One JSON list."""
    return json_text(issues(report))


def issues(report: Report) -> list[dict[str, Any]]:
    """The list that `write` prints. GitLab wants paths from the repository's root, without `./`."""
    found = []
    for finding, fingerprint in zip(report.findings, fingerprints(report), strict=True):
        start, end = report.sources.start(finding.path, finding.span), report.sources.end(finding.path, finding.span)
        found.append(
            {
                "type": "issue",
                "check_name": finding.rule,
                "description": printable(finding.message),
                "content": {"body": f"See {finding.url}"},
                "categories": ["Security" if report.is_about_secrets(finding.rule) else "Bug Risk"],
                "severity": _SEVERITIES[finding.severity.value],
                "fingerprint": fingerprint,
                "location": {
                    "path": finding.path.replace("\\", "/"),
                    "positions": {
                        "begin": {"line": start[0], "column": start[1]},
                        "end": {"line": end[0], "column": end[1]},
                    },
                },
            }
        )
    return found
