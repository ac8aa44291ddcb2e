"""SARIF 2.1.0: rules with their pages, findings with fixes and fingerprints. Columns count code points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from connlint.output.fingerprints import fingerprints
from connlint.output.json_text import json_text
from connlint.output.printable import printable
from connlint.version import DOCUMENTATION, __version__

if TYPE_CHECKING:
    from connlint.finding import Edit, Finding
    from connlint.output.report import Report
    from connlint.rule import Rule
    from connlint.span import Span

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
HOME = DOCUMENTATION.partition("/blob/")[0]

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}

# GitHub: from 7.0 high, from 4.0 medium.
_SECURITY = {"hardcoded-credential": "8.0", "insecure-url": "7.0", "secret-in-url": "5.0", "secret-in-body": "4.0"}
_LESS = "3.0"


def write(report: Report) -> str:
    """One JSON object."""
    return json_text(document(report))


def document(report: Report) -> dict[str, Any]:
    """The object that `write` prints."""
    from connlint.rules import load_rule

    names = sorted({finding.rule for finding in report.findings})
    rules = [_rule(load_rule(name), report) for name in names]
    prints = fingerprints(report)
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "connlint",
                        "version": __version__,
                        "semanticVersion": __version__,
                        "informationUri": HOME,
                        "rules": rules,
                    }
                },
                "columnKind": "unicodeCodePoints",
                "invocations": [_invocation(report)],
                "results": [
                    _result(finding, names.index(finding.rule), fingerprint, report)
                    for finding, fingerprint in zip(report.findings, prints, strict=True)
                ],
            }
        ],
    }


def _rule(rule: Rule, report: Report) -> dict[str, Any]:
    page = rule.documentation
    url = f"{DOCUMENTATION}/rules/{rule.name}.md"
    properties: dict[str, Any] = {
        "tags": ["camunda", "bpmn"],
        "precision": _precision(rule),
        "problem.severity": _level(rule),
    }
    if report.is_about_secrets(rule.name):
        properties["tags"] = [*properties["tags"], "security"]
        properties["security-severity"] = _SECURITY.get(rule.name, _LESS)
    return {
        "id": rule.name,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": page.partition("\n## ")[0].replace("\n", " ").strip()},
        "help": {"text": page, "markdown": f"{page}\n\n[{rule.name}]({url})"},
        "helpUri": url,
        "defaultConfiguration": {"level": _LEVELS[rule.severity.value]},
        "properties": properties,
    }


def _precision(rule: Rule) -> str:
    return {"regular": "very-high", "pedantic": "high"}.get(rule.persona.value, "medium")


def _level(rule: Rule) -> str:
    return {"error": "error", "warning": "warning"}.get(rule.severity.value, "recommendation")


def _invocation(report: Report) -> dict[str, Any]:
    untouched = (*report.checked.unreadable, *report.checked.unwritable)
    trouble = [f"{each.path}: {each.reason}" for each in untouched]
    trouble += [str(crash) for crash in report.checked.crashes]
    invocation: dict[str, Any] = {"executionSuccessful": not trouble}
    if trouble:
        invocation["toolExecutionNotifications"] = [
            {"level": "error", "message": {"text": printable(each)}} for each in trouble
        ]
    return invocation


def _result(finding: Finding, index: int, fingerprint: str, report: Report) -> dict[str, Any]:
    location = _location(finding.path, finding.span, report)
    if finding.element is not None:
        location["logicalLocations"] = [
            {"name": finding.element.id, "kind": "element", "properties": {"type": finding.element.type}}
        ]
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity.value],
        "message": {"text": printable(finding.message)},
        "locations": [location],
        "partialFingerprints": {"connlint/v1": fingerprint},
    }
    if finding.field is not None:
        result["properties"] = {"field": finding.field}
    if finding.related:
        result["relatedLocations"] = [
            {
                "id": number,
                **_location(related.path or finding.path, related.span, report),
                "message": {"text": printable(related.message)},
            }
            for number, related in enumerate(finding.related)
        ]
    if finding.fix is not None and finding.fix.edits and not finding.fix.confidential:
        result["fixes"] = [
            {
                "description": {"text": printable(finding.fix.title)},
                "artifactChanges": [
                    {
                        "artifactLocation": {"uri": _uri(finding.path)},
                        "replacements": [_replacement(edit, finding, report) for edit in finding.fix.edits],
                    }
                ],
            }
        ]
    return result


def _replacement(edit: Edit, finding: Finding, report: Report) -> dict[str, Any]:
    return {"deletedRegion": _region(finding.path, edit.span, report), "insertedContent": {"text": edit.text}}


def _location(path: str, span: Span, report: Report) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(path)}, "region": _region(path, span, report)}}


def _region(path: str, span: Span, report: Report) -> dict[str, Any]:
    start, end = report.sources.start(path, span), report.sources.end(path, span)
    return {
        "startLine": start[0],
        "startColumn": start[1],
        "endLine": end[0],
        "endColumn": end[1],
        "charOffset": span.start,
        "charLength": span.end - span.start,
    }


def _uri(path: str) -> str:
    """A path as a URI: relative to where connlint ran, which CI takes for the root of the repository."""
    from pathlib import PurePath

    plain = PurePath(path)
    return plain.as_uri() if plain.is_absolute() else _quoted(plain.as_posix())


def _quoted(path: str) -> str:
    kept = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/!$&'()*+,;=@")
    return "".join(chr(byte) if byte in kept else f"%{byte:02X}" for byte in path.encode("utf-8", "surrogateescape"))
