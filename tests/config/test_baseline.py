"""The baseline: what was there stays accepted, however the file is written and wherever it is; what is new comes through."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from connlint.cli.main import main
from connlint.example import rest_task

CREDENTIAL = "9f8e7d6c5b4a39281706"
LITERAL = rest_task({"authentication.type": "bearer", "authentication.token": CREDENTIAL}).text
OLD = rest_task(
    {
        "method": "POST",
        "body": '={"key": "{{secrets.KEY}}",\n "other": "<&>\'", "tab": "\t\u00e9"}',
        "headers": f'={{"Authorization": "Bearer {CREDENTIAL}", "X-Key": {{{{secrets.KEY}}}}}}',
        "queryParams": "={a: 1}",
        "connectionTimeoutInSeconds": "soon",
    },
    {"resultVariable": "an order", "errorExpression": "=bmpnError(1)"},
    retries="many",
    beside='<bpmn:scriptTask id="S"><bpmn:extensionElements><zeebe:script expression="=1" resultVariable="url" />'
    "</bpmn:extensionElements></bpmn:scriptTask>",
).text.replace('target="queryParams"', "target='queryParams'")
"""Findings of many rules: in inputs, headers, a task definition, another element, without a value of their own."""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments])


def findings(*arguments: str) -> list[dict]:
    return json.loads(run("--output-format", "json", *arguments).stdout)["findings"]


def rules(*arguments: str) -> list[str]:
    return sorted(each["rule"] for each in findings(*arguments))


def write_baseline(*arguments: str) -> None:
    result = run("--baseline", "known.json", "--write-baseline", *arguments)
    assert result.exit_code == 0, result.output


TAG = re.compile(r"<([\w:]+)((?:\s+[\w:]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))+)(\s*/?)>")
ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


def rewritten(write: Callable[[str, list[tuple[str, str]], str], str]) -> Callable[[str], str]:
    """The text with each start tag written anew from its name, its attributes and its end."""

    def tag(match: re.Match[str]) -> str:
        attributes = [(each[1], each[2] if each[2] is not None else each[3]) for each in ATTRIBUTE.finditer(match[2])]
        return write(match[1], attributes, match[3])

    return lambda text: TAG.sub(tag, text)


def double_quoted(value: str) -> str:
    return '"' + value.replace('"', "&quot;") + '"'


def single_quoted(value: str) -> str:
    return "'" + value.replace("'", "&apos;") + "'"


def recoded(text: str) -> str:
    for one, other in (
        ("&#34;", "&quot;"),
        ("&#38;", "&amp;"),
        ("&#60;", "&#x3C;"),
        ("&#10;", "&#xA;"),
        ("\u00e9", "&#233;"),
    ):
        text = text.replace(one, other)
    return text


REFORMATTED: dict[str, Callable[[str], str | bytes]] = {
    "lines moved": lambda text: text.replace("\n", "\n\n   "),
    "no lines at all": lambda text: re.sub(r">\s+<", "><", text),
    "attributes reordered": rewritten(
        lambda name, attributes, end: (
            f"<{name} {' '.join(f'{n}={double_quoted(v)}' for n, v in attributes[::-1])}{end}>"
        )
    ),
    "an attribute a line": rewritten(
        lambda name, attributes, end: (
            f"<{name}\n\t{chr(10).join(f'{n} = {double_quoted(v)}' for n, v in attributes)}\n{end}>"
        )
    ),
    "other quotes": rewritten(
        lambda name, attributes, end: f"<{name} {' '.join(f'{n}={single_quoted(v)}' for n, v in attributes)}{end}>"
    ),
    "empty elements with an end tag": lambda text: re.sub(r"<(zeebe:\w+)([^>]*?)\s*/>", r"<\1\2></\1>", text),
    "entities encoded otherwise": recoded,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "another prefix": lambda text: text.replace("bpmn:", "").replace("xmlns:bpmn=", "xmlns="),
    "a byte order mark": lambda text: ("\ufeff" + text).encode(),
    "UTF-16": lambda text: text.replace("UTF-8", "UTF-16").encode("utf-16"),
    "ISO-8859-1": lambda text: text.replace("UTF-8", "ISO-8859-1").encode("latin-1"),
    "a comment and a name": lambda text: text.replace("<bpmn:process", "<!-- new -->\n<bpmn:process").replace(
        "Fetch order", "Get it"
    ),
}


@pytest.mark.parametrize("reformat", REFORMATTED.values(), ids=REFORMATTED.keys())
def test_a_baseline_outlives_reformatting_and_lets_new_findings_through(
    folder: Path, reformat: Callable[[str], str | bytes]
) -> None:
    path = folder / "a.bpmn"

    def put(text: str) -> None:
        data = reformat(text)
        assert data != text
        path.write_bytes(data.encode() if isinstance(data, str) else data)

    path.write_text(OLD)
    before = rules()
    assert len(set(before)) >= 8, before
    write_baseline()
    assert findings("--baseline", "known.json") == []
    put(OLD)
    assert rules() == before
    assert findings("--baseline", "known.json") == []
    put(OLD.replace('source="=20" target="readTimeoutInSeconds"', 'source="=-20" target="readTimeoutInSeconds"'))
    assert rules("--baseline", "known.json") == ["invalid-timeout"]
    put(OLD.replace('source="soon"', 'source="later"'))
    assert rules("--baseline", "known.json") == ["invalid-timeout"]


def test_of_two_findings_alike_one_is_new(folder: Path) -> None:
    path = folder / "a.bpmn"
    wrong = '<zeebe:input source="={{secrets.K}}" target="queryParameters.a" />'
    one = rest_task().text.replace("</zeebe:ioMapping>", f"{wrong}</zeebe:ioMapping>")
    two = one.replace(wrong, wrong * 2)
    path.write_text(one)
    write_baseline()
    path.write_text(two)
    alike = [each for each in findings() if each["rule"] == "unquoted-secret"]
    assert len(alike) == 2
    left = findings("--baseline", "known.json", "--select", "unquoted-secret")
    assert len(left) == 1
    assert run("--baseline", "known.json").exit_code == 1
    write_baseline()
    assert findings("--baseline", "known.json") == []
    path.write_text(one)
    assert findings("--baseline", "known.json") == []


def test_the_same_mistake_in_another_task_is_new(folder: Path) -> None:
    path = folder / "a.bpmn"
    path.write_text(OLD)
    write_baseline()
    task = OLD[OLD.index("<bpmn:serviceTask") : OLD.index("</bpmn:serviceTask>") + len("</bpmn:serviceTask>")]
    path.write_text(OLD.replace(task, task + task.replace("Activity_1", "Activity_2")))
    left = findings("--baseline", "known.json")
    assert {each["element"]["id"] for each in left} == {"Activity_2"}
    assert len({each["rule"] for each in left}) >= 6


def test_a_file_that_was_renamed_or_moved_is_known(folder: Path) -> None:
    (folder / "a.bpmn").write_text(OLD)
    (folder / "b.bpmn").write_text(OLD)
    write_baseline()
    (folder / "a.bpmn").rename(folder / "order.bpmn")
    assert findings("--baseline", "known.json") == []
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "b.bpmn").rename(folder / "deep" / "er" / "b.bpmn")
    assert findings("--baseline", "known.json") == []
    (folder / "order.bpmn").write_text(OLD.replace('source="soon"', 'source="later"'))
    assert rules("--baseline", "known.json") == ["invalid-timeout"]


def test_a_copy_of_a_known_file_is_new(folder: Path) -> None:
    (folder / "a.bpmn").write_text(OLD)
    write_baseline()
    shutil.copy(folder / "a.bpmn", folder / "copy.bpmn")
    assert {each["path"] for each in findings("--baseline", "known.json")} == {"copy.bpmn"}
    # Also where only the copy is looked at: the other is still there.
    assert findings("--baseline", "known.json", "copy.bpmn") != []


def test_a_folder_is_moved_with_its_baseline(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "one" / "models").mkdir(parents=True)
    (folder / "one" / "models" / "a.bpmn").write_text(OLD)
    assert run("one", "--baseline", "one/known.json", "--write-baseline").exit_code == 0
    (folder / "one").rename(folder / "two")
    assert findings("two", "--baseline", "two/known.json") == []


def test_the_current_folder_does_not_matter(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "models" / "deep").mkdir(parents=True)
    (folder / "models" / "deep" / "a.bpmn").write_text(OLD)
    write_baseline()
    for current, paths, baseline in (
        ("models", ["."], "../known.json"),
        ("models/deep", ["a.bpmn"], "../../known.json"),
        ("models/deep", ["../../models"], str(folder / "known.json")),
        (".", [str(folder / "models")], "./known.json"),
    ):
        monkeypatch.chdir(folder / current)
        assert findings(*paths) != []
        assert findings(*paths, "--baseline", baseline) == []


def test_a_baseline_does_not_depend_on_what_was_asked_for(folder: Path) -> None:
    """The hash of a value is the same whether or not the rule that knows of its credential was run."""
    (folder / "a.bpmn").write_text(OLD)
    write_baseline()
    assert findings("--baseline", "known.json", "--ignore", "hardcoded-credential") == []
    write_baseline("--select", "unquoted-secret")
    assert findings("--baseline", "known.json", "--select", "unquoted-secret") == []
    assert "unquoted-secret" not in rules("--baseline", "known.json")


def test_a_baseline_holds_no_trace_of_a_credential(folder: Path) -> None:
    (folder / "a.bpmn").write_text(LITERAL)
    write_baseline()
    known = json.loads((folder / "known.json").read_text())
    (row,) = (each for each in known["findings"] if each["rule"] == "hardcoded-credential")
    assert row["value"] == ""
    assert CREDENTIAL not in (folder / "known.json").read_text()


def test_what_a_baseline_holds_is_told(folder: Path) -> None:
    (folder / "a.bpmn").write_text(LITERAL)
    assert run("--baseline", "known.json", "--write-baseline").stderr == "connlint: known.json holds 1 finding\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"version": 1, "findings": [{}]}', "this is no baseline; write it anew with --write-baseline"),
        ("no JSON", "this is no baseline; write it anew with --write-baseline"),
        ("[" * 100_000, "this is no baseline; write it anew with --write-baseline"),
        ('{"version": 2, "findings": []}', "version 2 of the baseline is not known"),
        ("\xff", "this is no baseline; write it anew with --write-baseline"),
        (None, "no such file or directory"),
    ],
)
def test_a_baseline_that_is_none_is_wrong_usage(folder: Path, text: str | None, says: str) -> None:
    (folder / "a.bpmn").write_text(OLD)
    if text is not None:
        (folder / "known.json").write_text(text, "latin-1")
    result = run("--baseline", "known.json")
    assert result.exit_code == 2
    assert result.output == f"connlint: known.json: {says}\n"
    assert run("--write-baseline").exit_code == 2


def test_a_baseline_that_cannot_be_written_is_told(folder: Path) -> None:
    (folder / "a.bpmn").write_text(OLD)
    result = run("--baseline", "no/known.json", "--write-baseline")
    assert result.exit_code == 2
    assert result.output == "connlint: no/known.json: it cannot be written: no such file or directory\n"
