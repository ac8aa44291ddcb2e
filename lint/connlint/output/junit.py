"""JUnit XML: a test suite for each file with findings, a test case for each of them, and one that passes where all is well."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from connlint.output.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from connlint.finding import Finding
    from connlint.output.report import Report


def write(report: Report) -> str:
    """The whole document. Infos count as passed: they are shown, and fail nothing."""
    failing = sum(_fails(finding) for finding in report.findings)
    by_path = sorted(report.findings, key=lambda finding: finding.path)
    suites = [_suite(path, list(several), report) for path, several in groupby(by_path, lambda finding: finding.path)]
    tests = len(report.findings)
    if not suites:
        tests = 1
        suites = [
            '  <testsuite name="connlint" tests="1" failures="0" errors="0" skipped="0" time="0">\n'
            '    <testcase name="no findings" classname="connlint" time="0" />\n'
            "  </testsuite>"
        ]
    head = f'<testsuites name="connlint" tests="{tests}" failures="{failing}" errors="0" time="0">'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *suites, "</testsuites>"]) + "\n"


def _suite(path: str, findings: Sequence[Finding], report: Report) -> str:
    failing = sum(_fails(finding) for finding in findings)
    head = (
        f'  <testsuite name="{_escaped(path)}" tests="{len(findings)}" failures="{failing}" errors="0" skipped="0"'
        ' time="0">'
    )
    return "\n".join([head, *(line for finding in findings for line in _case(finding, report)), "  </testsuite>"])


def _case(finding: Finding, report: Report) -> Iterator[str]:
    line, column = report.sources.start(finding.path, finding.span)
    where = f"{finding.element.id or finding.element.type}: " if finding.element is not None else ""
    name = f"{where}{finding.rule} ({line}:{column})"
    head = f'    <testcase name="{_escaped(name)}" classname="{_escaped(finding.path)}" time="0"'
    message = _escaped(finding.message)
    if not _fails(finding):
        yield f"{head}>"
        yield f"      <system-out>{message}</system-out>"
    else:
        yield f"{head}>"
        yield (
            f'      <failure message="{message}" type="{finding.severity.value}">'
            f"{_escaped(finding.path)}:{line}:{column}: {message}\n{_escaped(finding.url)}</failure>"
        )
    yield "    </testcase>"


def _fails(finding: Finding) -> bool:
    return finding.severity.value != "info"


def _escaped(text: str) -> str:
    """For attributes and content; characters that XML cannot hold are made visible."""
    shown = printable(text)
    for character, reference in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        shown = shown.replace(character, reference)
    return shown
