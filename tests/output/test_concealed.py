"""A credential that stands in a model is in no output: whatever was asked for, and whatever else is found beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from connlint.check import check_text
from connlint.cli.main import main
from connlint.concealed import Concealed
from connlint.example import process, rest_task
from connlint.output.report import FORMATS
from connlint.span import Span

CREDENTIAL = "w7Kq-Lz93vTn0xRb"
BEARER = {"authentication.type": "bearer"}
BESIDE = f'={{"Authorization": "Bearer {CREDENTIAL}", "X-Key": {{{{secrets.KEY}}}}}}'
"""A credential on the line of a finding that has a safe fix."""

MODELS = {
    "beside another finding": rest_task({"headers": BESIDE}).text,
    "in an expression that does not parse": rest_task({**BEARER, "authentication.token": f'="{CREDENTIAL}'}).text,
    "in headers that do not parse": rest_task({"headers": f'={{"Authorization": "Bearer {CREDENTIAL}", '}).text,
    "in a context that does not parse": rest_task(
        {"authentication.type": None, "authentication": f'={{"type": "bearer", "token": "{CREDENTIAL}"'}
    ).text,
    "behind a blank that makes FEEL a text": rest_task({**BEARER, "authentication.token": f' ="{CREDENTIAL}"'}).text,
    "put together": rest_task({**BEARER, "authentication.token": f'= "Bearer {CREDENTIAL}" + unknown name('}).text,
    "before a URL's host": rest_task({"url": f"HTTPS://me:{CREDENTIAL}@a.example/%zz"}).text,
    "before a URL's host, in FEEL": rest_task(
        {"url": f'=if a then "https://me:{CREDENTIAL}@a.example/%zz" else 1'}
    ).text,
    "in several lines": rest_task({**BEARER, "authentication.token": f"-----BEGIN PRIVATE KEY-----{CREDENTIAL}"})
    .text.replace(f"KEY-----{CREDENTIAL}", f"KEY-----\n{CREDENTIAL}\n")
    .replace("Fetch order", "Fetch {{secrets.KEY}} order"),
    "suppressed": rest_task({"headers": BESIDE}).text.replace(
        "<bpmn:serviceTask", "<!-- connlint: ignore[hardcoded-credential] known -->\n<bpmn:serviceTask"
    ),
    "in another connector's input": rest_task(
        {"gitlabToken": CREDENTIAL, "retries": " 3"}, template="com.example.GitLab", retries=" 3 "
    ).text,
}
WAYS = (
    (),
    ("--persona", "auditor"),
    ("--ignore", "hardcoded-credential"),
    ("--select", "unquoted-secret,feel-syntax,stray-whitespace,invalid-url,invalid-retries"),
    ("--diff",),
    ("--diff", "--unsafe-fixes"),
    ("--diff", "--unsafe-fixes", "--ignore", "hardcoded-credential"),
)


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, ["check", *arguments], input=stdin)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("text", MODELS.values(), ids=MODELS.keys())
@pytest.mark.parametrize("ways", WAYS, ids=" ".join)
def test_a_credential_is_in_no_output(folder: Path, text: str, ways: tuple[str, ...]) -> None:
    assert CREDENTIAL in text
    (folder / "a.bpmn").write_text(text)
    for name in FORMATS:
        result = run("--output-format", name, *ways)
        assert result.exit_code in (0, 1), result.output
        assert CREDENTIAL not in result.output
        assert CREDENTIAL[:-1] not in result.output


def test_what_is_hidden_moves_nothing(folder: Path) -> None:
    """Behind a credential of several lines the lines are counted as before."""
    (folder / "a.bpmn").write_text(MODELS["in several lines"].replace("</bpmn:process>", "<bpmn:x></bpmn:process>"))
    (finding,) = json.loads(run("--output-format", "json", "--select", "xml-syntax").stdout)["findings"]
    line = finding["range"]["start"]["line"]
    shown = run("--select", "xml-syntax,hardcoded-credential").output
    assert f"a.bpmn:{line}:" in shown
    assert f"{line} | " in shown
    assert "*" * 10 in shown


def test_a_related_line_of_another_file_hides_it_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A called process has the variable; the task that it reaches stands in a file without a finding of its own."""
    for name, value in {"COLUMNS": "2000", "FORCE_COLOR": "1", "NO_COLOR": "1"}.items():
        monkeypatch.setenv(name, value)
    call = (
        '<bpmn:callActivity id="Call_1"><bpmn:extensionElements><zeebe:calledElement processId="Called" />'
        "</bpmn:extensionElements></bpmn:callActivity>"
    )
    script = (
        '<bpmn:scriptTask id="Script_1"><bpmn:extensionElements><zeebe:script expression="=1" resultVariable="body" />'
        "</bpmn:extensionElements></bpmn:scriptTask>"
    )
    text = rest_task({**BEARER, "authentication.token": CREDENTIAL}, beside=call).text
    (folder / "a.bpmn").write_text(text.replace("\n", " "))
    (folder / "b.bpmn").write_text(process(script).text.replace("Process_1", "Called"))
    output = run("--select", "reserved-variable").output
    assert "--> b.bpmn" in output
    assert "::: a.bpmn" in output
    assert f'<zeebe:input source="{"*" * len(CREDENTIAL)}"' in output
    assert CREDENTIAL not in output


def test_a_fix_that_would_show_a_credential_is_in_no_report(folder: Path) -> None:
    """The scheme is mended by writing the whole URL: other tools are told of the finding, and not what to write."""
    path = folder / "a.bpmn"
    path.write_text(MODELS["before a URL's host"])
    for name in ("json", "sarif"):
        result = run("--output-format", name)
        assert "invalid-url" in result.stdout
        assert "https://me" not in result.output
    run("--fix")
    assert f"https://me:{CREDENTIAL}@a.example" in path.read_text()


def test_a_message_does_not_quote_a_credential() -> None:
    """A value in the wrong place: what the rule would quote is a credential that stands elsewhere as one."""
    text = rest_task(
        {
            **BEARER,
            "authentication.token": CREDENTIAL,
            "connectionTimeoutInSeconds": CREDENTIAL,
            "method": f"G{CREDENTIAL}",
        }
    ).text
    found = check_text(text)
    assert {"invalid-timeout", "invalid-choice", "hardcoded-credential"} <= {each.rule for each in found}
    assert all(CREDENTIAL not in each.message for each in found)
    long = CREDENTIAL * 8
    text = rest_task({**BEARER, "authentication.token": long, "connectionTimeoutInSeconds": long}).text
    assert all(CREDENTIAL[:12] not in each.message for each in check_text(text))


def test_spans_that_overlap_and_texts_that_begin_alike() -> None:
    text = "ab\ncdefgh 4f9Kq2Lz93vTn0 and 4f9Kq2Lz93 and 4f9Kq2Lz"
    concealed = Concealed([Span(0, 4), Span(1, 3), Span(2, 6)], ["4f9Kq2Lz93", "4f9Kq2Lz93vTn0"])
    assert concealed.in_text(text) == "**\n***fgh ************** and ********** and 4f9Kq2Lz"
    assert Concealed().in_text(text) == text
