"""Findings that a person accepted: by comment, by configuration, by baseline."""

from __future__ import annotations

import json
import re
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
CREDENTIAL = "9f8e7d6c5b4a39281706"
LITERAL = rest_task({"authentication.type": "bearer", "authentication.token": CREDENTIAL}).text


def commented(text: str, comment: str, before: str = "<bpmn:serviceTask") -> str:
    return text.replace(before, f"<!-- {comment} -->\n{before}", 1)


def rules_in(text: str, config: Config | None = None) -> list[str]:
    return [finding.rule for finding in check_text(text, config=config)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return tmp_path


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


def reformatted(text: str) -> str:
    """As another tool would write it: attributes in another order, other quotes of entities, more lines."""
    text = re.sub(
        r'<zeebe:input source="([^"]*)" target="([^"]*)" />', r'<zeebe:input target="\2"\n source="\1"/>', text
    )
    return text.replace("&#34;", "&quot;").replace("\n", "\n\n  ")


def test_a_baseline_outlives_reformatting_and_lets_new_findings_through(folder: Path) -> None:
    path = folder / "a.bpmn"
    old = rest_task({**BODY, "queryParams": "={a: 1}"}).text
    path.write_text(old)
    assert run().exit_code == 1
    written = run("--baseline", "known.json", "--write-baseline")
    assert written.exit_code == 0, written.output
    assert findings("--baseline", "known.json") == []
    path.write_text(reformatted(old))
    assert len(findings()) == 2
    assert findings("--baseline", "known.json") == []
    path.write_text(reformatted(rest_task({**BODY, "queryParams": "={a: 1}", "connectionTimeoutInSeconds": "x"}).text))
    assert [each["rule"] for each in findings("--baseline", "known.json")] == ["invalid-timeout"]
    path.write_text(old.replace("key&#34;: ", "other&#34;: "))
    assert [each["rule"] for each in findings("--baseline", "known.json")] == ["secret-in-body"]


def test_a_baseline_holds_no_trace_of_a_credential(folder: Path) -> None:
    (folder / "a.bpmn").write_text(LITERAL)
    run("--baseline", "known.json", "--write-baseline")
    known = json.loads((folder / "known.json").read_text())
    (row,) = (each for each in known["findings"] if each["rule"] == "hardcoded-credential")
    assert row["value"] == ""
    assert CREDENTIAL not in (folder / "known.json").read_text()


def test_a_baseline_that_is_none_is_wrong_usage(folder: Path) -> None:
    (folder / "a.bpmn").write_text(SECRET)
    (folder / "known.json").write_text('{"version": 1, "findings": [{}]}')
    result = run("--baseline", "known.json")
    assert result.exit_code == 2
    assert "this is no baseline" in result.output
    assert run("--baseline", "missing.json").exit_code == 2
    assert run("--write-baseline").exit_code == 2
