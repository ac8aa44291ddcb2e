"""Findings that a person accepted: by comment, by configuration."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from connlint.check import check_text
from connlint.cli.main import main
from connlint.config import Config
from connlint.example import rest_task
from connlint.finding import Persona
from connlint.toml_places import entries

BODY = {"method": "POST", "body": '={"key": "{{secrets.KEY}}"}'}
SECRET = rest_task(BODY).text


def commented(text: str, comment: str, before: str = "<bpmn:serviceTask") -> str:
    return text.replace(before, f"<!-- {comment} -->\n{before}", 1)


def rules_in(text: str, config: Config | None = None) -> list[str]:
    return [finding.rule for finding in check_text(text, config=config)]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments])


def findings(*arguments: str) -> list[dict]:
    return json.loads(run("--output-format", "json", *arguments).stdout)["findings"]


@pytest.mark.parametrize(
    "before", ["<bpmn:serviceTask", "<bpmn:process", "<bpmn:definitions", '<zeebe:input source="={']
)
def test_a_comment_covers_what_follows(before: str) -> None:
    assert rules_in(SECRET) == ["secret-in-body"]
    assert rules_in(commented(SECRET, "connlint: ignore[secret-in-body] agreed", before)) == []


def test_a_comment_covers_nothing_else() -> None:
    second = SECRET.replace("Activity_1", "Activity_2")
    task = second[second.index("<bpmn:serviceTask") : second.index("</bpmn:process>")]
    both = SECRET.replace("</bpmn:process>", task + "</bpmn:process>")
    assert rules_in(both) == ["secret-in-body"] * 2
    left = check_text(commented(both, "connlint: ignore[secret-in-body] the first one"))
    assert [(each.rule, each.element.id) for each in left if each.element] == [("secret-in-body", "Activity_2")]


def test_another_rule_is_not_covered_and_the_comment_is_unused() -> None:
    assert rules_in(commented(SECRET, "connlint: ignore[missing-input]")) == ["unused-suppression", "secret-in-body"]


def test_a_comment_is_not_called_unused_because_of_what_was_asked_for() -> None:
    text = commented(rest_task({"url": "https://a.example/{{secrets.A}}"}).text, "connlint: ignore[secret-in-url]")
    assert rules_in(text) == []
    assert rules_in(text, Config(select=frozenset({"unused-suppression"}))) == []
    assert rules_in(text, Config(ignore=frozenset({"secret-in-url"}), persona=Persona.AUDITOR)) == []


def test_unused_suppressions_can_be_suppressed() -> None:
    text = commented(rest_task().text, "connlint: ignore[secret-in-body, unused-suppression] comes and goes")
    assert rules_in(text) == ["unused-suppression"]  # the comment covers the task, not itself
    head = commented(rest_task().text, "connlint: ignore[secret-in-body, unused-suppression]", "<bpmn:definitions")
    assert rules_in(head) == []


def test_configured_ignores(folder: Path) -> None:
    (folder / "a.bpmn").write_text(SECRET)
    accept = '[[ignore]]\nelement = "Activity_1"\nrule = "secret-in-body"\nreason = "agreed"\n'
    (folder / "connlint.toml").write_text(accept)
    assert findings() == []
    (folder / "connlint.toml").write_text(accept + 'path = "other/*.bpmn"\n')
    assert [each["rule"] for each in findings()] == ["secret-in-body"]
    (folder / "connlint.toml").write_text('[[ignore]]\nrule = "secret-in-body"\nreason = "everywhere"\n')
    assert findings() == []


def test_a_configured_ignore_without_use_is_reported_where_it_is_written(folder: Path) -> None:
    (folder / "a.bpmn").write_text(rest_task().text)
    (folder / "connlint.toml").write_text(
        'persona = "regular"\n\n[[ignore]]\nelement = "Activity_1"\nrule = "secret-in-body"\nreason = "agreed"\n'
    )
    (finding,) = findings()
    assert (finding["rule"], finding["path"]) == ("unused-suppression", "connlint.toml")
    assert finding["range"]["start"]["line"] == 3
    # Another file with an element of that id has it.
    (folder / "b.bpmn").write_text(SECRET)
    assert findings() == []
    # An element that is in none of the files may be in one that was not looked at.
    (folder / "connlint.toml").write_text(
        '[[ignore]]\nelement = "Activity_9"\nrule = "secret-in-body"\nreason = "agreed"\n'
    )
    assert [each["path"] for each in findings()] == ["b.bpmn"]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_place_in_the_configuration_is_that_of_its_file(folder: Path, line_end: str, mark: bytes) -> None:
    (folder / "a.bpmn").write_text(rest_task().text)
    text = '# one\n# two\n\n[[ignore]]\nelement = "Activity_1"\nrule = "secret-in-body"\nreason = "r"\n'
    (folder / "connlint.toml").write_bytes(mark + text.replace("\n", line_end).encode())
    (finding,) = findings()
    start = finding["range"]["start"]
    assert (start["line"], start["column"]) == (4, 1)
    assert start["offset"] == text.replace("\n", line_end).index("[[ignore]]")


INLINE = """\
ignore = [
  { rule = "secret-in-body", element = "Activity_1", reason = "agreed" },
  { rule = "missing-input", element = "Activity_1", reason = "long gone" }, { rule = "invalid-url", path = "a.bpmn", reason = "r" },
]
"""


def test_each_table_in_a_list_is_a_suppression_of_its_own(folder: Path) -> None:
    (folder / "a.bpmn").write_text(SECRET)
    (folder / "connlint.toml").write_text(INLINE)
    unused = findings()
    assert [each["rule"] for each in unused] == ["unused-suppression"] * 2
    starts = [each["range"]["start"]["offset"] for each in unused]
    assert [INLINE[start : start + 16] for start in starts] == ['{ rule = "missin', '{ rule = "invali']


def test_suppressions_of_two_files_are_not_taken_for_each_other(folder: Path) -> None:
    """They stand at the same characters: one is for every file, which no single model judges; one is for this file."""
    (folder / "a.bpmn").write_text(rest_task().text)
    (folder / "one.toml").write_text('[[ignore]]\nrule = "missing-input"\nreason = "in any file"\n')
    (folder / "two.toml").write_text('[[ignore]]\nrule = "secret-in-body"\nreason = "r"\npath = "a.bpmn"\n')
    (folder / "connlint.toml").write_text('extend = ["one.toml", "two.toml"]\n')
    assert [each["path"] for each in findings()] == ["two.toml"]


def test_places_are_worked_out_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(20):
        (folder / f"{number}.bpmn").write_text(SECRET.replace("Activity_1", f"Activity_{number}"))
    (folder / "connlint.toml").write_text(
        "".join(
            f'[[ignore]]\nrule = "secret-in-body"\nelement = "Activity_{number}"\nreason = "r"\n\n'
            for number in range(200)
        )
    )
    scans = []

    def counted(text: str):
        scans.append(text)
        return entries(text)

    monkeypatch.setattr("connlint.toml_places.entries", counted)
    monkeypatch.setattr("connlint.config_table.entries", counted, raising=False)
    assert findings() == []
    assert len(scans) == 1
