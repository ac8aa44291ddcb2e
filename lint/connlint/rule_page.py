"""A rule's page: from its docstring and its examples. The command, the documentation and the editor show it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connlint.example import Case, Example
    from connlint.finding import Finding
    from connlint.rule import Rule


def good_and_bad(rule: Rule) -> tuple[list[Example], list[Case]]:
    """The examples beside the rule's function."""
    module = import_module(rule.module)
    return list(module.GOOD), list(module.BAD)


def fixes_of(rule: Rule) -> str | None:
    """`safe`, `unsafe` or None, as the examples show it."""
    _, bad = good_and_bad(rule)
    for case in bad:
        if case.fixed is not None:
            for finding in findings_in(case.example, rule.name):
                if finding.fix is not None:
                    return finding.fix.safety
    return None


def findings_in(example: Example, rule: str, text: str | None = None) -> list[Finding]:
    """What a rule finds in an example (or in another text in its place), whatever its persona."""
    from connlint.check import check_model
    from connlint.config import Config
    from connlint.finding import Persona
    from connlint.template_files import GivenTemplates
    from connlint.workspace import Workspace, model_of

    model = model_of(example.text if text is None else text, "example.bpmn")
    config = Config(select=frozenset({rule}), persona=Persona.AUDITOR, **example.settings)
    return check_model(model, Workspace({model.path: model}, templates=GivenTemplates(example.templates)), config)


def summary_line(rule: Rule) -> str:
    """One line of the list of rules."""
    persona = "" if rule.persona.value == "regular" else f" ({rule.persona.value})"
    return f"{rule.name:<28} {rule.severity.value:<8} {rule.summary}{persona}"


def page_text(rule: Rule) -> str:
    """The page as Markdown."""
    good, bad = good_and_bad(rule)
    fix = fixes_of(rule)
    facts = [
        f"Severity: {rule.severity.value}",
        f"Persona: {rule.persona.value}",
        f"Fix: {fix or 'none'}",
    ]
    parts = [f"# {rule.name}", rule.documentation, " · ".join(facts)]
    if rule.options:
        options = [f"- `{each.name}`: {each.meaning} ({each.expected})" for each in rule.options]
        parts += ["## Options", "\n".join(options)]
    parts += ["## Found", *map(_shown_case, bad)]
    parts += ["## Not found", *(_fenced(example.shown) for example in good)]
    return "\n\n".join(parts) + "\n"


def page_object(rule: Rule) -> dict[str, Any]:
    """The page as data."""
    good, bad = good_and_bad(rule)
    return {
        "name": rule.name,
        "severity": rule.severity.value,
        "persona": rule.persona.value,
        "fix": fixes_of(rule),
        "summary": rule.summary,
        "documentation": rule.documentation,
        "bad": [
            {
                "example": case.example.shown,
                "finds": list(case.expected),
                "fixed": case.fixed.shown if case.fixed else None,
            }
            for case in bad
        ],
        "good": [example.shown for example in good],
    }


def index_text(rules: Iterable[Rule]) -> str:
    """The list of rules as a Markdown table."""
    lines = [
        "# Rules",
        "",
        "Made from the rules by `connlint rule --all --write-docs docs/rules`.",
        "",
        "| rule | severity | persona | fix | finds |",
        "|---|---|---|---|---|",
    ]
    for rule in rules:
        summary = rule.summary.replace("|", "\\|")
        lines.append(
            f"| [{rule.name}]({rule.name}.md) | {rule.severity.value} | {rule.persona.value} | {fixes_of(rule) or ''} |"
            f" {summary} |"
        )
    return "\n".join(lines) + "\n"


def write_pages(rules: Iterable[Rule], folder: str) -> None:
    """Writes the index and the page of each rule; pages of rules that are no more are removed."""
    from pathlib import Path

    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    pages = {f"{rule.name}.md": page_text(rule) for rule in rules}
    for stale in target.glob("*.md"):
        if stale.name not in pages:
            stale.unlink()
    for name, text in pages.items():
        (target / name).write_text(text, encoding="utf-8")
    (target / "README.md").write_text(index_text(rules), encoding="utf-8")


def _shown_case(case: Case) -> str:
    finds = ", ".join(f"`{found}`" if found.strip() else "the empty value" for found in case.expected)
    text = f"{_fenced(case.example.shown)}\nFound: {finds}"
    if case.fixed is not None:
        text += f". Mended:\n\n{_fenced(case.fixed.shown)}"
    return text


def _fenced(text: str) -> str:
    # A page has one kind of line end, whatever an example is about.
    shown = text.strip().replace("\r\n", "\n")
    return f"```xml\n{shown}\n```"
