"""Several processes find what one finds, in the same order, and survive one of them."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from click.testing import CliRunner

from connlint import parallel
from connlint.check_files import check_files
from connlint.cli.main import main
from connlint.configuration import CommandLine, Configuration
from connlint.example import process, rest_task
from connlint.input_files import Found, find_files

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return tmp_path


def found_in(folder: Path) -> Found:
    return find_files([str(folder)])


def test_the_findings_and_their_order_are_those_of_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FIXTURES)
    found = find_files(["mistakes", "templates", "workspace", "no-such-file.bpmn"])
    alone = check_files(found, Configuration().config_for)
    together = parallel.check_in_parallel(found, CommandLine(), 2)
    assert len(alone.findings) > 30
    assert together == alone


def test_models_that_call_each_other_stay_together(folder: Path) -> None:
    call = (
        '<bpmn:callActivity id="Call_1"><bpmn:extensionElements><zeebe:calledElement processId="Called" />'
        "</bpmn:extensionElements></bpmn:callActivity>"
        '<bpmn:scriptTask id="Script_1"><bpmn:extensionElements><zeebe:script expression="=1" resultVariable="body" />'
        "</bpmn:extensionElements></bpmn:scriptTask>"
    )
    (folder / "a.bpmn").write_text(process(call).text)
    for number in range(6):
        (folder / f"b{number}.bpmn").write_text(rest_task().text.replace("Process_1", f"Other_{number}"))
    (folder / "z.bpmn").write_text(rest_task().text.replace("Process_1", "Called"))
    checked = parallel.check_in_parallel(found_in(folder), CommandLine(), 2)
    assert [finding.rule for finding in checked.findings] == ["reserved-variable"]
    assert checked == check_files(found_in(folder), Configuration().config_for)


def test_a_process_that_dies_costs_its_file_only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(8):
        (folder / f"{number}.bpmn").write_text(rest_task({"method": None}).text)

    real = parallel.file_results

    def deadly(found: Found, config: object) -> object:
        if str(folder / "3.bpmn") in found.models:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(found, config)

    monkeypatch.setattr(parallel, "file_results", deadly)
    checked = parallel.check_in_parallel(found_in(folder), CommandLine(), 2)
    assert [each.path for each in checked.unreadable] == [str(folder / "3.bpmn")]
    assert "died" in checked.unreadable[0].reason
    assert len(checked.findings) == 7


def test_an_error_of_the_configuration_comes_through(folder: Path) -> None:
    for name in ("a", "b"):
        (folder / f"{name}.bpmn").write_text(rest_task().text)
    (folder / "connlint.toml").write_text('persona = "none"')
    result = CliRunner().invoke(main, ["check", "--jobs", "2"])
    assert result.exit_code == 2
    assert "connlint.toml:1:1: persona: " in result.output


def test_processes_are_started_for_enough_work_only(folder: Path) -> None:
    few = Found(("a.bpmn", "b.bpmn"), (), (), ())
    assert parallel.processes_for(few, None) == 1
    assert parallel.processes_for(few, 8) == 2
    assert parallel.processes_for(Found(tuple(f"{n}.bpmn" for n in range(500)), (), (), ()), 3) == 3
