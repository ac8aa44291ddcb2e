"""Models, names and files made to harm whoever checks them."""

from __future__ import annotations

import codecs
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import etree

from connlint.cli.main import main
from connlint.example import rest_task

WRONG = rest_task({"headers": '={"X-Key": {{secrets.KEY}}}'}).text
FORMATS = ("full", "concise", "json", "sarif", "github", "gitlab", "junit")


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["check", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def with_doctype(doctype: str, text: str) -> str:
    body = text.split("?>", 1)[1] if text.startswith("<?xml") else text
    return f'<?xml version="1.0"?>\n{doctype}\n{body}'


@pytest.mark.parametrize("output_format", FORMATS)
def test_an_external_entity_is_never_read(folder: Path, output_format: str) -> None:
    (folder / "password.txt").write_text("outside-content")
    doctype = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{(folder / "password.txt").as_uri()}">]>'
    text = with_doctype(doctype, WRONG).replace(
        "</bpmn:process>", "<bpmn:documentation>&e;</bpmn:documentation></bpmn:process>"
    )
    (folder / "a.bpmn").write_text(text)
    result = run("--output-format", output_format)
    assert result.exit_code in (0, 1, 3)
    assert "outside-content" not in result.output


def test_entities_that_multiply_end(folder: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    text = with_doctype(f'<!DOCTYPE x [<!ENTITY e0 "lol">{entities}]>', WRONG)
    (folder / "a.bpmn").write_text(
        text.replace("</bpmn:process>", "<bpmn:documentation>&e11;</bpmn:documentation></bpmn:process>")
    )
    assert run("--output-format", "json").exit_code in (0, 1, 3)


def test_ten_thousand_levels_are_no_crash(folder: Path) -> None:
    deep = "<bpmn:subProcess>" * 10_000 + "</bpmn:subProcess>" * 10_000
    (folder / "a.bpmn").write_text(WRONG.replace("</bpmn:process>", f"{deep}</bpmn:process>"))
    assert run("--output-format", "json").exit_code in (0, 1, 3)


@pytest.mark.parametrize("name", ["a\n::error::b.bpmn", "a\x1b[31mb.bpmn", "a%0A::error::b.bpmn"])
@pytest.mark.parametrize("output_format", FORMATS)
def test_a_file_name_forges_no_line_and_no_escape(folder: Path, name: str, output_format: str) -> None:
    (folder / name).write_text(WRONG)
    result = run("--output-format", output_format)
    assert result.exit_code == 1
    assert "\x1b" not in result.output
    assert not any(line.startswith("::error::b") for line in result.output.splitlines())
    if output_format == "github":
        assert "a%0A::error::b" not in result.output
    if output_format == "junit":
        etree.fromstring(result.output.encode())
    if output_format in ("json", "sarif", "gitlab"):
        json.loads(result.output)


def test_a_folder_that_links_to_itself_ends(folder: Path) -> None:
    (folder / "a.bpmn").write_text(WRONG)
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "b.bpmn").symlink_to(folder / "b.bpmn")
    result = run("--output-format", "json", ".")
    assert result.exit_code in (1, 3)
    assert {finding["path"] for finding in json.loads(result.output)["findings"]} >= {"a.bpmn"}


def test_an_output_file_in_a_missing_folder_is_a_clear_error(folder: Path) -> None:
    (folder / "a.bpmn").write_text(WRONG)
    result = run("--output-file", "missing/out.txt")
    assert result.exit_code in (2, 3)
    assert "missing" in result.output


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_fix_keeps_the_marks_and_line_ends(folder: Path, encoding: str, line_end: str) -> None:
    text = WRONG.replace(
        'encoding="UTF-8"', 'encoding="UTF-16"' if encoding == "utf-16" else 'encoding="UTF-8"'
    ).replace("\n", line_end)
    before = text.encode(encoding)
    path = folder / "a.bpmn"
    path.write_bytes(before)
    run("--fix")
    after = path.read_bytes()
    assert after != before
    mark = codecs.BOM_UTF8 if encoding == "utf-8-sig" else before[:2]
    assert after.startswith(mark)
    assert after.decode(encoding).count("\r\n") == text.count("\r\n")
    run("--fix")
    assert path.read_bytes() == after
