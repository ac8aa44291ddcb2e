"""`connlint check` as a person or a pipeline calls it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from command import connlint
from connlint.cli.main import main
from connlint.example import file, process, rest_task
from plain_environment import plain_environment

WRONG = rest_task({"headers": '={"X-Key": {{secrets.KEY}}}'}).text
RIGHT = rest_task().text


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["check", *arguments], input=stdin)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_right_model_exits_with_nothing(folder: Path) -> None:
    (folder / "a.bpmn").write_text(RIGHT)
    result = run()
    assert result.exit_code == 0
    assert result.output == "No findings in 1 file with 1 connector task.\n"


def test_a_frame_shows_the_line_the_carets_and_the_decoded_feel(folder: Path) -> None:
    (folder / "a.bpmn").write_text(WRONG)
    result = run("a.bpmn")
    assert result.exit_code == 1
    assert "error[unquoted-secret]: headers of" in result.output
    assert "--> a.bpmn:13:51" in result.output
    lines = result.output.splitlines()
    source = next(line for line in lines if "zeebe:input source=" in line)
    carets = lines[lines.index(source) + 1]
    start = carets.index("^")
    assert source[start : start + carets.count("^")] == "{{secrets.KEY}}"
    feel = next(line for line in lines if "FEEL:" in line)
    carets = lines[lines.index(feel) + 1]
    start = carets.index("^")
    assert feel[start : start + carets.count("^")] == "{{secrets.KEY}}"
    assert "fix: Write" in result.output
    assert "1 error in 1 file with 1 connector task; --fix mends 1." in result.output


def test_json_holds_the_contract(folder: Path) -> None:
    (folder / "a.bpmn").write_text(WRONG)
    report = json.loads(run("a.bpmn", "--output-format", "json").stdout)
    assert report["version"] == 1
    assert report["summary"] == {"files": 1, "connectors": 1, "errors": 1, "warnings": 0, "infos": 0}
    (finding,) = report["findings"]
    start, end = finding["range"]["start"], finding["range"]["end"]
    assert WRONG[start["offset"] : end["offset"]] == "{{secrets.KEY}}"
    line = WRONG.splitlines()[start["line"] - 1]
    assert line[start["column"] - 1 : end["column"] - 1] == "{{secrets.KEY}}"
    assert finding["rule"] == "unquoted-secret"
    assert finding["severity"] == "error"
    assert finding["path"] == "a.bpmn"
    assert finding["field"] == "headers"
    assert finding["element"] == {"id": "Activity_1", "name": "Fetch order", "type": "serviceTask"}
    assert finding["fix"]["safety"] == "safe"
    assert finding["url"].endswith("/rules/unquoted-secret.md")


def test_concise_is_one_line_each(folder: Path) -> None:
    (folder / "a.bpmn").write_text(WRONG)
    first, *_ = run("--output-format", "concise").output.splitlines()
    assert first.startswith("a.bpmn:13:51: error[unquoted-secret] headers of")


def test_the_exit_code_is_the_same_in_every_format(folder: Path) -> None:
    (folder / "a.bpmn").write_text(WRONG)
    for name in ("full", "concise", "json"):
        assert run("--output-format", name).exit_code == 1
        assert run("--output-format", name, "--exit-zero").exit_code == 0


def test_fail_on_sets_the_limit(folder: Path) -> None:
    (folder / "a.bpmn").write_text(rest_task({"method": "POST", "body": '={"a": "{{secrets.A}}"}'}).text)
    assert run().exit_code == 1
    assert run("--fail-on", "error").exit_code == 0


def test_select_and_ignore_take_names_and_lists(folder: Path) -> None:
    (folder / "a.bpmn").write_text(WRONG)
    assert run("--select", "missing-input,xml-syntax").exit_code == 0
    assert run("--ignore", "unquoted-secret").exit_code == 0


def test_an_unknown_rule_is_wrong_usage_and_names_the_nearest(folder: Path) -> None:
    result = run("--select", "unqoted-secret")
    assert result.exit_code == 2
    assert "did you mean 'unquoted-secret'?" in result.output


def test_fix_changes_its_span_and_nothing_else(folder: Path) -> None:
    path = folder / "a.bpmn"
    original = ("\ufeff" + WRONG).replace("\n", "\r\n").encode()
    path.write_bytes(original)
    result = run("--fix")
    assert result.exit_code == 0
    assert path.read_bytes() == original.replace(b"{{secrets.KEY}}", b"&#34;{{secrets.KEY}}&#34;")
    assert "Mended 1 finding in 1 file." in result.output


def test_diff_shows_and_changes_nothing(folder: Path) -> None:
    (folder / "a.bpmn").write_text(WRONG)
    result = run("--diff")
    assert result.exit_code == 1
    assert "+          <zeebe:input source=" in result.output
    assert "&#34;{{secrets.KEY}}&#34;" in result.output
    assert (folder / "a.bpmn").read_text() == WRONG


def test_standard_input_is_checked_under_its_name() -> None:
    result = run("-", "--stdin-filename", "x/y.bpmn", "--output-format", "concise", stdin=WRONG.encode())
    assert result.exit_code == 1
    assert result.output.startswith("x/y.bpmn:13:51: ")


def test_fixed_standard_input_is_printed(folder: Path) -> None:
    done = connlint("check", "-", "--fix", folder=folder, stdin=WRONG.encode())
    assert done.stdout.decode() == WRONG.replace("{{secrets.KEY}}", "&#34;{{secrets.KEY}}&#34;")


LEFT = rest_task({"headers": '={"X-Key": {{secrets.KEY}}}', "method": "POST", "body": '={"a": "{{secrets.A}}"}'}).text


def test_what_cannot_be_mended_of_standard_input_is_told_beside_it(folder: Path) -> None:
    done = connlint("check", "-", "--fix", "--output-format", "concise", folder=folder, stdin=LEFT.encode())
    assert done.returncode == 1
    assert done.stdout.decode() == LEFT.replace(
        "={&#34;X-Key&#34;: {{secrets.KEY}}", "={&#34;X-Key&#34;: &#34;{{secrets.KEY}}&#34;"
    )
    (line,) = done.stderr.decode().splitlines()[:1]
    assert "secret-in-body" in line
    done = connlint("check", "-", "--fix", folder=folder, stdin=WRONG.encode())
    assert done.stderr.decode() == "Mended 1 finding in 1 file.\n"
    assert done.returncode == 0


def test_an_output_file_takes_the_report_that_goes_beside_a_mended_model(folder: Path) -> None:
    order = ("check", "-", "--fix", "--output-format", "json", "--output-file", "report.json")
    done = connlint(*order, folder=folder, stdin=LEFT.encode())
    assert done.stderr == b""
    (finding,) = json.loads((folder / "report.json").read_text())["findings"]
    assert finding["rule"] == "secret-in-body"


def test_an_output_file_takes_the_patch(folder: Path) -> None:
    (folder / "a.bpmn").write_text(WRONG)
    done = connlint("check", "--diff", "--output-file", "mend.patch", folder=folder)
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")
    assert (folder / "mend.patch").read_bytes() == connlint("check", "--diff", folder=folder).stdout


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("UTF-8", "utf-8"),
        ("UTF-8", "utf-8-sig"),
        ("ISO-8859-1", "latin-1"),
        ("UTF-16", "utf-16"),
        ("UTF-16", "utf-16-be"),
    ],
)
def test_fixed_standard_input_keeps_its_bytes(folder: Path, declared: str, encoding: str, line_end: str) -> None:
    text = WRONG.replace("Fetch order", "Größe").replace('encoding="UTF-8"', f'encoding="{declared}"')
    text = text.replace("\n", line_end)
    done = connlint("check", "-", "--fix", folder=folder, stdin=text.encode(encoding))
    mended = text.replace("{{secrets.KEY}}", "&#34;{{secrets.KEY}}&#34;")
    assert done.stdout == mended.encode(encoding)
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", 1), (b"\x7fELF\x00\xff", 3), (b"<a>\xff</a>", 3), (b"<html>\r\n</html>", 0), (RIGHT.encode("utf-16"), 0)],
)
def test_standard_input_without_a_fix_comes_out_as_it_went_in(data: bytes, code: int) -> None:
    result = run("-", "--fix", stdin=data)
    assert (result.stdout_bytes, result.exit_code) == (data, code)


def test_the_statistics_do_not_stand_in_fixed_standard_input() -> None:
    text = rest_task({"headers": '={"X-Key": {{secrets.KEY}}, "a": "", "A": ""}'}).text
    result = run("-", "--fix", "--statistics", stdin=text.encode())
    assert result.stdout.endswith("</bpmn:definitions>\n")
    assert "1  invalid-map" in result.stderr


def test_statistics_count_the_rules(folder: Path) -> None:
    (folder / "a.bpmn").write_text(WRONG)
    assert "1  unquoted-secret\n" in run("--statistics").output


def test_a_missing_path_is_told_and_the_others_are_checked(folder: Path) -> None:
    (folder / "a.bpmn").write_text(WRONG)
    result = run("no.bpmn", "a.bpmn", "--output-format", "concise")
    assert result.exit_code == 3
    assert "connlint: no.bpmn: there is no such file or folder" in result.output
    assert "a.bpmn:13:51" in result.output


def test_a_folder_without_models_says_so(folder: Path) -> None:
    result = run()
    assert result.exit_code == 0
    assert "no .bpmn file is in this folder" in result.output


def test_an_empty_file_is_no_xml(folder: Path) -> None:
    (folder / "a.bpmn").write_bytes(b"")
    result = run()
    assert result.exit_code == 1
    assert "xml-syntax" in result.output


@pytest.mark.parametrize("data", [b"\x7fELF\x02\x01\x00\x00\x00\xff\xfe", bytes(range(256)) * 10, b"<a>\xff\xfe</a>"])
def test_what_is_no_text_is_unreadable(folder: Path, data: bytes) -> None:
    (folder / "a.bpmn").write_bytes(data)
    (folder / "b.bpmn").write_text(WRONG)
    result = run("--output-format", "concise")
    assert result.exit_code == 3
    assert "connlint: a.bpmn: " in result.output
    assert "b.bpmn:13:51" in result.output


def test_broken_utf8_says_where(folder: Path) -> None:
    (folder / "a.bpmn").write_bytes(RIGHT.replace("Fetch", "F\xe9tch").encode("latin-1"))
    result = run()
    assert result.exit_code == 3
    assert "byte" in result.output


def test_a_file_that_is_too_large_is_not_read(folder: Path) -> None:
    with (folder / "a.bpmn").open("wb") as handle:
        handle.truncate(50 * 1024 * 1024)
    result = run()
    assert result.exit_code == 3
    assert "it has 50 MiB" in result.output


@pytest.mark.parametrize(
    "text",
    [
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"><decision id="d" /></definitions>',
        "<html><body>not a model</body></html>",
    ],
)
def test_another_kind_of_xml_is_left_alone(folder: Path, text: str) -> None:
    (folder / "a.bpmn").write_text(text)
    result = run()
    assert result.exit_code == 0
    assert "it is no BPMN model" in result.output


@pytest.mark.parametrize("broken", ["<bpmn:definition ", "<bpmn:definitions< ", ")</bpmn:x ", "<!-- "])
def test_a_model_that_is_broken_at_its_root_is_told_of(folder: Path, broken: str) -> None:
    (folder / "broken.bpmn").write_text(rest_task().text.replace("<bpmn:definitions ", broken, 1), "utf-8")
    (folder / "other.xml").write_text("<project><</project>", "utf-8")
    result = run("broken.bpmn", "other.xml", "--output-format", "concise")
    assert result.exit_code == 1
    assert "broken.bpmn:" in result.output
    assert "error[xml-syntax]" in result.output
    assert "other.xml: it is no BPMN model" in result.output


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_told(folder: Path) -> None:
    path = folder / "a.bpmn"
    path.write_text(RIGHT)
    path.chmod(0)
    result = run()
    assert result.exit_code == 3
    assert "there is no permission to read it" in result.output


def test_ignored_and_skipped_folders_are_not_searched(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".gitignore").write_text("generated/\n*.tmp.bpmn\n!keep.tmp.bpmn\n")
    for name in ("generated", "node_modules", "target", "models"):
        (folder / name).mkdir()
        (folder / name / "a.bpmn").write_text(WRONG)
    (folder / "models" / "x.tmp.bpmn").write_text(WRONG)
    (folder / "models" / "keep.tmp.bpmn").write_text(WRONG)
    report = json.loads(run("--output-format", "json").stdout)
    assert {finding["path"] for finding in report["findings"]} == {"models/a.bpmn", "models/keep.tmp.bpmn"}


def test_a_glob_is_expanded(folder: Path) -> None:
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "deep" / "er" / "a.bpmn").write_text(WRONG)
    assert run("deep/**/*.bpmn").exit_code == 1
    assert run("none/*.bpmn").exit_code == 3


def test_a_link_that_goes_in_circles_ends(folder: Path) -> None:
    (folder / "a.bpmn").write_text(RIGHT)
    (folder / "again").symlink_to(folder, target_is_directory=True)
    assert "in 1 file " in run().output


def test_control_characters_cannot_steer_the_terminal(folder: Path) -> None:
    text = WRONG.replace("Fetch order", "Fetch&#9;order\N{RIGHT-TO-LEFT OVERRIDE}\x9b31m")
    (folder / "a.bpmn").write_text(text, "utf-8")
    output = run().output
    assert "\x9b" not in output
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in output


def test_the_output_file_holds_what_would_be_printed(folder: Path) -> None:
    (folder / "a.bpmn").write_text(WRONG)
    result = run("--output-format", "json", "--output-file", "out.json")
    assert result.output == ""
    assert json.loads((folder / "out.json").read_text())["summary"]["errors"] == 1


def test_a_form_beside_a_single_file_is_read(folder: Path) -> None:
    user_task = (
        '<bpmn:userTask id="User_1" name="Ask">\n'
        '  <bpmn:extensionElements><zeebe:formDefinition formId="ask" /></bpmn:extensionElements>\n'
        "</bpmn:userTask>"
    )
    (folder / "a.bpmn").write_text(rest_task(beside=user_task).text)
    form = '{"id": "ask", "components": [{"type": "group", "components": [{"type": "textfield", "key": "body.a"}]}]}'
    (folder / "a.form").write_text(form)
    report = json.loads(run("a.bpmn", "--output-format", "json").stdout)
    (finding,) = report["findings"]
    assert finding["rule"] == "reserved-variable"
    assert finding["path"] == "a.form"
    start, end = finding["range"]["start"]["offset"], finding["range"]["end"]["offset"]
    assert form[start:end] == "body"


def test_an_unknown_command_names_the_nearest() -> None:
    result = CliRunner().invoke(main, ["chek"])
    assert result.exit_code == 2
    assert "Did you mean 'check'?" in result.output


def test_the_list_of_rules_and_a_page() -> None:
    every = CliRunner().invoke(main, ["rule", "--all"])
    assert every.exit_code == 0
    assert "unquoted-secret" in every.output
    page = CliRunner().invoke(main, ["rule", "unquoted-secret"])
    assert page.output.startswith("# unquoted-secret\n")
    data = json.loads(CliRunner().invoke(main, ["rule", "unquoted-secret", "--output-format", "json"]).output)
    assert data["fix"] == "safe"
    assert CliRunner().invoke(main, ["rule", "unquoted"]).exit_code == 2


def test_nothing_heavy_is_imported_for_the_plain_call(folder: Path) -> None:
    (folder / "a.bpmn").write_text(RIGHT)
    code = (
        "import sys; from connlint.cli.main import main\n"
        "try: main(['check', 'a.bpmn'])\n"
        "except SystemExit: pass\n"
        "heavy = {'rich', 'httpx', 'pygls', 'lsprotocol', 'msgspec', 'pathspec', 'asyncio'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    environment = plain_environment()
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert result.stdout.splitlines()[-1] == "[]"


def test_no_connector_task_is_visible_in_the_closing_line(folder: Path) -> None:
    (folder / "a.bpmn").write_text(process('<bpmn:task id="Task_1" />').text)
    assert "1 file with 0 connector tasks" in run().output


def test_a_doctype_is_refused(folder: Path) -> None:
    text = '<?xml version="1.0"?>\n<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n' + RIGHT.split("\n", 1)[1]
    (folder / "a.bpmn").write_text(file(text).text)
    result = run("--output-format", "concise")
    assert result.exit_code == 1
    assert "xml-syntax" in result.output
    assert "root:" not in result.output


@pytest.mark.parametrize("output_format", ["full", "concise", "json"])
def test_a_credential_is_never_shown(folder: Path, output_format: str) -> None:
    literal = "w7Kq-Lz93vTn0xRb"
    text = rest_task({"authentication.type": "bearer", "authentication.token": f'="{literal}"'}).text
    (folder / "a.bpmn").write_text(text)
    for options in ((), ("--diff", "--unsafe-fixes")):
        result = run("--output-format", output_format, *options)
        assert result.exit_code == 1
        assert literal not in result.output


def test_colour_is_for_terminals_and_can_be_forced_and_forbidden(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.bpmn").write_text(WRONG)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    invoke = CliRunner().invoke
    assert "\x1b[" not in invoke(main, ["check", "a.bpmn"], color=True).output
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in invoke(main, ["check", "a.bpmn"], color=True).output
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in invoke(main, ["check", "a.bpmn"], color=True).output
