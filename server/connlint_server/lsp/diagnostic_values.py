"""Findings as diagnostics of the protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types as t

from connlint.finding import Related, Severity
from connlint.span import Span
from connlint_server.lsp.positions import to_range
from connlint_server.paths import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connlint.finding import Finding
    from connlint.source.lines import LineIndex
    from connlint_server.lsp.core import ServerCore

SOURCE = "connlint"
_SEVERITIES = {
    Severity.ERROR: t.DiagnosticSeverity.Error,
    Severity.WARNING: t.DiagnosticSeverity.Warning,
    Severity.INFO: t.DiagnosticSeverity.Information,
}
_TAGS = {
    "legacy-secret": t.DiagnosticTag.Deprecated,
    "outdated-template": t.DiagnosticTag.Deprecated,
    "dead-error-boundary": t.DiagnosticTag.Unnecessary,
    "ignored-input": t.DiagnosticTag.Unnecessary,
    "unused-suppression": t.DiagnosticTag.Unnecessary,
}
"""How an editor may show a finding beside its severity: struck through, or faded."""


def to_diagnostics(ls: ServerCore, uri: str, findings: Iterable[Finding]) -> list[t.Diagnostic]:
    """Findings of an open document, with its positions."""
    document = ls.documents.get(uri)
    if document is None:
        return []
    return [to_diagnostic(ls, uri, document.lines, finding) for finding in findings]


def to_diagnostic(ls: ServerCore, uri: str, lines: LineIndex, finding: Finding) -> t.Diagnostic:
    client = ls.client
    related = finding.related
    span = finding.span
    if finding.path != name_of(uri):
        # It stands in another file, a form that the model links: shown at the element that does.
        related = (*related, _related_to(finding))
        span = ls.span_of_element(uri, finding.element.id) if finding.element is not None else Span(0, 0)
    tag = _TAGS.get(finding.rule)
    return t.Diagnostic(
        range=to_range(lines, span, ls.encoding),
        message=finding.message,
        severity=_SEVERITIES[finding.severity],
        code=finding.rule,
        code_description=t.CodeDescription(finding.url) if client.takes_code_description else None,
        source=SOURCE,
        tags=[tag] if tag is not None and int(tag) in client.diagnostic_tags else None,
        related_information=_related_information(ls, uri, lines, related) if client.takes_related_information else None,
        data={"rule": finding.rule} if client.keeps_diagnostic_data else None,
    )


def _related_to(finding: Finding) -> Related:
    return Related("it stands here", finding.span, finding.path)


def _related_information(
    ls: ServerCore, uri: str, lines: LineIndex, related: Iterable[Related]
) -> list[t.DiagnosticRelatedInformation] | None:
    found = []
    for each in related:
        place = (
            t.Location(uri, to_range(lines, each.span, ls.encoding))
            if each.path is None
            else ls.place_in(each.path, each.span)
        )
        if place is not None:
            found.append(t.DiagnosticRelatedInformation(place, each.message))
    return found or None
