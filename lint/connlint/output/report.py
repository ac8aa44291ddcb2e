"""A run's result as an output format takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connlint.check_files import Checked
    from connlint.finding import Finding
    from connlint.shown_sources import Sources

FORMATS = ("full", "concise", "json", "sarif", "github", "gitlab", "junit")
FOR_PEOPLE = ("full", "concise")
"""Formats that are written in the encoding of whoever reads them; the others are UTF-8."""


SECURITY_RULES = frozenset(
    [
        "hardcoded-credential",
        "insecure-url",
        "legacy-secret",
        "secret-in-body",
        "secret-in-url",
        "secret-syntax",
        "secret-without-template",
        "undeclared-secret",
        "unquoted-secret",
        "unresolvable-secret",
    ]
)
"""Rules about secrets and credentials: services that know a kind of their own for such findings are told."""


class Report(NamedTuple):
    """The findings, what was checked, and the texts. `colour` is for a terminal, `width` its columns."""

    checked: Checked
    sources: Sources
    colour: bool = False
    width: int = 120

    @property
    def findings(self) -> Sequence[Finding]:
        return self.checked.findings

    @staticmethod
    def is_about_secrets(rule: str) -> bool:
        """Whether a rule's findings concern the safety of credentials."""
        return rule in SECURITY_RULES


class Format(Protocol):
    """What the module of each format offers as `write`."""

    def __call__(self, report: Report) -> str: ...


def count(number: int, noun: str) -> str:
    """`1 finding`, `2 findings`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def closing_line(checked: Checked) -> str:
    """How many files and connector tasks were looked at, and what was found in them."""
    errors = sum(finding.severity.value == "error" for finding in checked.findings)
    warnings = sum(finding.severity.value == "warning" for finding in checked.findings)
    infos = len(checked.findings) - errors - warnings
    seen = f"in {count(checked.files, 'file')} with {count(checked.connectors, 'connector task')}"
    parts = [
        count(number, noun) for number, noun in ((errors, "error"), (warnings, "warning"), (infos, "info")) if number
    ]
    found = f"{', '.join(parts)} {seen}" if parts else f"No findings {seen}"
    fixable = sum(finding.fix is not None for finding in checked.findings)
    if fixable:
        safe = sum(finding.fix is not None and finding.fix.safety == "safe" for finding in checked.findings)
        options = "--fix" if safe == fixable else "--fix --unsafe-fixes"
        found += (
            f"; {options} mends {fixable}" if safe in (0, fixable) else f"; --fix mends {safe}, {options} {fixable}"
        )
    return found + "."
