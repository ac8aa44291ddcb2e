"""How `--fix` writes a file: wholly or not at all, as what it was, and without a word lost where it cannot."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from command import connlint
from connlint.example import rest_task

WRONG = rest_task({"headers": '={"X-Key": {{secrets.KEY}}}'}).text
MENDED = WRONG.replace("{{secrets.KEY}}", "&#34;{{secrets.KEY}}&#34;")

pytestmark = pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")


@pytest.fixture
def folder(tmp_path: Path):
    for name in ("a.bpmn", "b.bpmn", "c.bpmn"):
        (tmp_path / name).write_text(WRONG)
    yield tmp_path
    tmp_path.chmod(0o755)


def test_a_file_that_may_not_be_written_is_told_and_the_others_are_mended(folder: Path) -> None:
    (folder / "b.bpmn").chmod(0o444)
    done = connlint("check", "--fix", folder=folder)
    assert done.returncode == 3
    assert done.stderr == b"connlint: b.bpmn: there is no permission to write it\n"
    assert [(folder / name).read_text() for name in ("a.bpmn", "b.bpmn", "c.bpmn")] == [MENDED, WRONG, MENDED]
    assert b"Mended 2 findings in 2 files." in done.stdout
    assert b"--> b.bpmn:13:51" in done.stdout
    assert sorted(os.listdir(folder)) == ["a.bpmn", "b.bpmn", "c.bpmn"]


def test_every_format_tells_what_is_left(folder: Path) -> None:
    (folder / "b.bpmn").chmod(0o444)
    done = connlint("check", "--fix", "--output-format", "json", folder=folder)
    assert done.returncode == 3
    assert [each["path"] for each in json.loads(done.stdout)["findings"]] == ["b.bpmn"]
    done = connlint("check", "--fix", "--output-format", "sarif", folder=folder)
    (invocation,) = json.loads(done.stdout)["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    assert "no permission to write" in invocation["toolExecutionNotifications"][0]["message"]["text"]


def test_a_link_stays_a_link_and_a_mode_stays_the_mode(folder: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "a.bpmn").rename(folder / "deep" / "real.xml")
    (folder / "deep" / "real.xml").chmod(0o640)
    (folder / "a.bpmn").symlink_to("deep/real.xml")
    (folder / "b.bpmn").chmod(0o755)
    assert connlint("check", "--fix", folder=folder).returncode == 0
    assert os.readlink(folder / "a.bpmn") == "deep/real.xml"
    assert (folder / "deep" / "real.xml").read_text() == MENDED
    assert (folder / "deep" / "real.xml").stat().st_mode & 0o7777 == 0o640
    assert (folder / "b.bpmn").stat().st_mode & 0o7777 == 0o755


def test_a_disk_that_is_full_costs_nothing(folder: Path) -> None:
    def full() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (len(MENDED) - 10, len(MENDED) - 10))

    done = connlint("check", "--fix", folder=folder, before=full)
    assert done.returncode == 3
    assert b"a.bpmn: it cannot be written: file too large" in done.stderr
    assert {(folder / name).read_text() for name in os.listdir(folder)} == {WRONG}
    assert len(os.listdir(folder)) == 3


def test_in_a_folder_that_takes_no_new_file_the_file_itself_is_written(folder: Path) -> None:
    folder.chmod(0o555)
    done = connlint("check", "--fix", folder=folder)
    assert done.returncode == 0, done.stderr
    assert {(folder / name).read_text() for name in os.listdir(folder)} == {MENDED}


def test_the_file_is_new_at_once(folder: Path) -> None:
    """Whoever has the old file open goes on reading the old one."""
    with (folder / "a.bpmn").open() as opened:
        assert connlint("check", "--fix", "a.bpmn", folder=folder).returncode == 0
        assert opened.read() == WRONG
    assert (folder / "a.bpmn").read_text() == MENDED
