"""Several processes find what one finds, in the same order, and survive one of them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from connlint import check_files as check_files_module
from connlint import input_files, model_groups, parallel
from connlint.check_files import check_files
from connlint.cli.main import main
from connlint.configuration import CommandLine, Configuration
from connlint.example import process, rest_task
from connlint.input_files import Found, find_files
from plain_environment import plain_environment

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


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


def calls(process_id: str) -> str:
    return (
        f'<bpmn:callActivity id="Call_{process_id}"><bpmn:extensionElements>'
        f'<zeebe:calledElement processId="{process_id}" /></bpmn:extensionElements></bpmn:callActivity>'
    )


def writes(variable: str) -> str:
    return (
        f'<bpmn:scriptTask id="Script_{variable}"><bpmn:extensionElements>'
        f'<zeebe:script expression="=1" resultVariable="{variable}" /></bpmn:extensionElements></bpmn:scriptTask>'
    )


def asks(form_id: str) -> str:
    return (
        f'<bpmn:userTask id="User_{form_id}"><bpmn:extensionElements>'
        f'<zeebe:formDefinition formId="{form_id}" /></bpmn:extensionElements></bpmn:userTask>'
    )


def model(process_id: str, *beside: str) -> str:
    return rest_task(beside="".join(beside)).text.replace("Process_1", process_id)


def form(form_id: str, *keys: str) -> str:
    fields = [{"type": "textfield", "key": key, "id": f"Field_{key}"} for key in keys]
    return json.dumps({"components": fields, "id": form_id})


def test_each_file_is_read_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By whoever divides the work, and by one of those who do it: models, those beside them, forms and templates."""
    for number in range(40):
        (folder / f"{number}.bpmn").write_text(model(f"P{number}", calls("Nowhere"), asks(f"F{number}")))
        (folder / f"{number}.form").write_text(form(f"F{number}", "body"))
    (folder / "not-given").mkdir()
    log = folder / "reads.txt"
    real = input_files.read_file

    def counted(path: str) -> object:
        with log.open("a") as file:
            file.write(f"{os.getpid()} {path}\n")
        return real(path)

    for module in (input_files, check_files_module, model_groups):
        monkeypatch.setattr(module, "read_file", counted)
    found = find_files(["."])
    assert len(found.models) == len(found.forms) == 40
    checked = parallel.check_in_parallel(found, CommandLine(), 2)
    assert len([each for each in checked.findings if each.rule == "reserved-variable"]) == 40
    reads = [line.split(" ", 1) for line in log.read_text().splitlines()]
    dividing = [path for pid, path in reads if pid == str(os.getpid())]
    working = [path for pid, path in reads if pid != str(os.getpid())]
    assert len(dividing) == len(set(dividing)) == len(working) == len(set(working)) == 80


def test_what_calls_go_through_unnamed_files_stays_together(folder: Path) -> None:
    """`a` calls what is defined in a file that was not named, and that calls `z`: the variable of `a` reaches `z`."""
    (folder / "a.bpmn").write_text(process(writes("body") + calls("Between")).text)
    (folder / "between.bpmn").write_text(process(calls("End")).text.replace("Process_1", "Between"))
    (folder / "z.bpmn").write_text(model("End"))
    for number in range(6):
        (folder / f"other{number}.bpmn").write_text(model(f"Other_{number}"))
    found = find_files(["a.bpmn", "z.bpmn", *(f"other{number}.bpmn" for number in range(6))])
    alone = check_files(found, Configuration().config_for)
    assert [(each.rule, each.path) for each in alone.findings] == [("reserved-variable", "a.bpmn")]
    assert parallel.check_in_parallel(found, CommandLine(), 2) == alone


@pytest.mark.parametrize("seed", range(12))
def test_any_workspace_is_checked_alike(folder: Path, seed: int) -> None:
    """Files in two folders, some named, that call and link each other at random, also what is nowhere or commented out."""
    random = Random(seed)
    names = [f"{place}{number}" for place in ("", "deep/") for number in range(7)]
    (folder / "deep").mkdir()
    for number, name in enumerate(names):
        parts = [calls(f"P{random.randrange(18)}") for _ in range(random.randrange(3))]
        parts += [asks(f"F{random.randrange(9)}")] if random.random() < 0.3 else []
        parts += [writes(random.choice(["body", "url", "fine"]))] if random.random() < 0.4 else []
        parts += (
            [f"<!-- {process('').text[40:].replace('Process_1', f'P{random.randrange(18)}')} -->"]
            if random.random() < 0.3
            else []
        )
        (folder / f"{name}.bpmn").write_text(model(f"P{number}", *parts), random.choice(["utf-8", "utf-8-sig"]))
    for number in range(6):
        (folder / f"{random.choice(['', 'deep/'])}{number}.form").write_text(
            form(f"F{number}", "headers", f"F{number + 1}")
        )
    named = random.sample([f"{name}.bpmn" for name in names], random.randrange(2, 12)) + random.sample(
        ["deep"], random.randrange(2)
    )
    found = find_files(named)
    alone = check_files(found, Configuration().config_for)
    assert parallel.check_in_parallel(found, CommandLine(), 2) == alone


def test_a_process_that_dies_costs_its_file_only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(8):
        (folder / f"{number}.bpmn").write_text(rest_task({"method": None}).text)

    real = parallel.file_results

    def deadly(found: Found, *arguments: object, **named: object) -> object:
        if str(folder / "3.bpmn") in found.models:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(found, *arguments, **named)

    monkeypatch.setattr(parallel, "file_results", deadly)
    checked = parallel.check_in_parallel(found_in(folder), CommandLine(), 2)
    assert [each.path for each in checked.unreadable] == [str(folder / "3.bpmn")]
    assert "died" in checked.unreadable[0].reason
    assert len(checked.findings) == 7


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="no signal can be held back here")
def test_an_interrupt_while_processes_are_started_comes_after_it() -> None:
    """It reaches whoever starts them, and is not lost. In a process with one thread, as the command is."""
    code = """
import os, signal
from connlint import parallel
signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    with parallel._no_interrupt():
        os.kill(os.getpid(), signal.SIGINT)
        print("all are started")
    print("not interrupted")
except KeyboardInterrupt:
    print("interrupted")
print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ()))
"""
    done = subprocess.run([sys.executable, "-c", code], env=plain_environment(), capture_output=True, text=True)
    assert (done.stdout.split("\n"), done.stderr) == (["all are started", "interrupted", "False", ""], "")


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
