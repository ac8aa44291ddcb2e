"""`--diff` as `git apply` and `patch` read it: applied, it makes the bytes that `--fix` writes, or it says why it cannot."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from connlint.cli.main import main
from connlint.example import rest_task

WRONG = rest_task({"headers": '={"X-Key": {{secrets.KEY}}}'}).text
CREDENTIAL = "w7Kq-Lz93vTn0xRb"
TOOLS = {"git apply": ["git", "apply"], "patch -p1": ["patch", "-p1", "--batch"]}


def declared(encoding: str, text: str = WRONG) -> str:
    return text.replace('encoding="UTF-8"', f'encoding="{encoding}"')


def with_name(name: str) -> str:
    """The name stands on the line before the one that changes."""
    return WRONG.replace("Fetch order", name).replace(
        '<zeebe:input source="={', "<!-- " + name + ' --><zeebe:input source="={'
    )


FILES = {
    "plain": WRONG.encode(),
    "a last line without an end": WRONG.rstrip("\n").encode(),
    "CRLF": WRONG.replace("\n", "\r\n").encode(),
    "CR": WRONG.replace("\n", "\r").encode(),
    "mixed line ends": WRONG.replace("\n", "\r\n", 9).encode(),
    "a byte order mark": ("\ufeff" + WRONG).encode(),
    "a change in the first line": ("\ufeff" + WRONG.replace("\n", " ")).encode(),
    "separators that are no line ends": with_name("a\u2028b\u2029c\x85d").encode(),
    "a file that is not well-formed": with_name("a\x0bb\x0cc\x1cd").encode(),
    "ISO-8859-1": declared("ISO-8859-1", with_name("Größe ändern")).encode("latin-1"),
    "windows-1252": declared("windows-1252", with_name("Preis €")).encode("cp1252"),
    "astral characters": with_name("😀 \N{MUSICAL SYMBOL G CLEF}").encode(),
    "two tasks far apart, two passes": WRONG.replace(
        "</bpmn:process>",
        "\n" * 20
        + WRONG[WRONG.index("<bpmn:serviceTask") : WRONG.index("</bpmn:process>")]
        .replace("Activity_1", "Activity_2")
        .replace('source="={', 'source=" ={')
        + "</bpmn:process>",
    ).encode(),
}
NAMES = (
    "a.bpmn",
    "models/deep/a.bpmn",
    "an order.bpmn",
    "Größe.bpmn",
    'a"b.bpmn',
    "a\\b.bpmn",
    "a\tb.bpmn",
    "a\n--- b.bpmn",
)


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["check", *arguments], input=stdin)


@pytest.fixture(params=TOOLS)
def apply(request: pytest.FixtureRequest):
    command = TOOLS[request.param]
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")

    def apply(patch: bytes, folder: Path) -> bool:
        done = subprocess.run(command, input=patch, cwd=folder, capture_output=True, check=False)
        if done.returncode != 0:
            print(done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))
        return done.returncode == 0

    apply.tool = command[0]
    return apply


def copies(tmp_path: Path, name: str, data: bytes) -> tuple[Path, Path]:
    """The file twice: for the patch, and for `--fix`."""
    both = tmp_path / "patched", tmp_path / "fixed"
    for folder in both:
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_bytes(data)
    return both


def check_patch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, apply, name: str, data: bytes) -> None:
    patched, fixed = copies(tmp_path, name, data)
    monkeypatch.chdir(fixed)
    run("--fix")
    monkeypatch.chdir(patched)
    result = run("--diff")
    assert result.exit_code == 1
    assert (patched / name).read_bytes() == data
    assert apply(result.stdout_bytes, patched)
    assert (patched / name).read_bytes() == (fixed / name).read_bytes() != data


@pytest.mark.parametrize("data", FILES.values(), ids=FILES.keys())
def test_a_patch_makes_what_fix_writes(tmp_path: Path, monkeypatch, apply, data: bytes) -> None:
    check_patch(tmp_path, monkeypatch, apply, "a.bpmn", data)


@pytest.mark.parametrize("name", NAMES)
def test_a_patch_names_any_file(tmp_path: Path, monkeypatch, apply, name: str) -> None:
    if apply.tool == "patch" and "\n" in name:
        pytest.skip("GNU patch refuses line breaks in names, quoted or not")
    check_patch(tmp_path, monkeypatch, apply, name, WRONG.encode())


def test_several_files_are_one_patch(tmp_path: Path, monkeypatch, apply) -> None:
    monkeypatch.chdir(tmp_path)
    for number, data in enumerate(FILES.values()):
        (tmp_path / f"{number}.bpmn").write_bytes(data)
    result = run("--diff")
    assert apply(result.stdout_bytes, tmp_path)
    assert run().exit_code == 0 or "unquoted-secret" not in run().output
    assert run("--diff").stdout == ""


def test_a_patch_without_its_credentials_says_so_and_is_refused(tmp_path: Path, monkeypatch, apply) -> None:
    text = rest_task({"headers": f'={{"Authorization": "Bearer {CREDENTIAL}", "X-Key": {{{{secrets.KEY}}}}}}'}).text
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.bpmn").write_text(text)
    result = run("--diff")
    assert "a/a.bpmn: asterisks stand for credentials" in result.stdout
    assert CREDENTIAL not in result.output
    assert not apply(result.stdout_bytes, tmp_path)
    assert (tmp_path / "a.bpmn").read_text() == text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_wide_encodings_are_shown_and_have_no_patch(tmp_path: Path, monkeypatch, apply, encoding: str) -> None:
    monkeypatch.chdir(tmp_path)
    data = declared("UTF-16").encode(encoding)
    (tmp_path / "a.bpmn").write_bytes(data)
    result = run("--diff")
    assert result.exit_code == 1
    assert "a file in UTF-16" in result.stdout
    assert "&#34;{{secrets.KEY}}&#34;" in result.stdout
    assert not apply(result.stdout_bytes, tmp_path)
    assert (tmp_path / "a.bpmn").read_bytes() == data


def test_statistics_do_not_stand_in_a_patch(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    twice = rest_task({"headers": '={"X-Key": {{secrets.KEY}}, "a": "", "A": ""}'}).text
    (tmp_path / "a.bpmn").write_text(twice)
    result = run("--diff", "--statistics")
    assert "invalid-map" not in result.stdout
    assert "1  invalid-map" in result.stderr
