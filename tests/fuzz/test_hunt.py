"""A bounded hunt: the same cases always, and some that every change of the code brings. By hand it is `tests/fuzz/hunt.py`."""

from __future__ import annotations

import faulthandler
import hashlib
import os
import time
from pathlib import Path

import pytest

import fuzz.hunting
from fuzz.hunt import KEPT, tell
from fuzz.hunting import Broken, Case, Complaint, Target, case_of, hunt, judged, minimized, reason_of
from fuzz.targets import TARGETS

ROOT = Path(__file__).resolve().parents[2]
SEED = 20_240_501
CASES = {
    "check": 200,
    "feel": 600,
    "dry-run": 300,
    "replay": 300,
    "wire": 400,
    "templates": 200,
    "configuration": 200,
    "editor": 20,
}
SECONDS = 600
"""For the cases of one target; a quiet machine needs three."""

PART = 3
"""Of so many of the same cases there is one that nobody has seen."""


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here only a hang counts: how long a case takes depends on the machine, and on what else measures it."""
    monkeypatch.setattr(fuzz.hunting, "LEAST_SECONDS", 20.0)


def broken(target: Target, seeds: range) -> tuple[int, list[Broken]]:
    tried, found = hunt(target, seeds, time.monotonic() + SECONDS)
    found = [minimized(target, each, seconds=30) for each in found]
    for each in found:
        tell(each, KEPT)
    return tried, found


@pytest.mark.parametrize("name", TARGETS)
def test_the_same_cases_break_nothing(name: str) -> None:
    tried, found = broken(TARGETS[name], range(SEED, SEED + CASES[name]))
    assert [each.reason for each in found] == []
    assert tried == CASES[name]


def seed_of_the_code() -> int:
    """Another one with every change of what is fuzzed, and the same as long as there is none: on any machine, at any time."""
    told = hashlib.sha256()
    for path in sorted([*ROOT.glob("lint/**/*.py"), *ROOT.glob("server/**/*.py")]):
        told.update(path.read_bytes())
    return int.from_bytes(told.digest()[:3], "big")


@pytest.mark.parametrize("name", TARGETS)
def test_other_cases_break_nothing(name: str) -> None:
    first, count = seed_of_the_code(), CASES[name] // PART
    tried, found = broken(TARGETS[name], range(first, first + count))
    assert [(each.seed, each.reason) for each in found] == []
    assert tried == count


# The hunt itself


def hunted(judge, samples=("<a>text</a>",), cases=400):
    target = Target("of-the-tests", lambda: samples, judge)
    return target, *hunt(target, range(cases), time.monotonic() + SECONDS)


def test_a_case_follows_from_its_seed() -> None:
    target = TARGETS["check"]
    assert case_of(target, 5) == case_of(target, 5)
    assert case_of(target, 5) != case_of(target, 6)


def test_what_breaks_is_found_and_made_smaller() -> None:
    def judge(data: bytes, choice: int) -> None:
        if b"&" in data:
            raise ValueError(len(data))
        if data.startswith(b">"):
            raise Complaint("begins with >")

    target, tried, found = hunted(judge)
    assert tried == 400
    assert sorted(each.reason[:13] for each in found) == ["ValueError at", "begins with >"]
    for each in found:
        assert reason_of(target, case_of(target, each.seed)) == each.reason
        assert minimized(target, each).case.data == (b"&" if "ValueError" in each.reason else b">")


@pytest.mark.parametrize("flood", [lambda: bytearray(1 << 40), lambda: [b"x" * (1 << 20) for _ in range(1 << 20)]])
def test_a_flood_of_memory_ends(flood, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz.hunting, "MEMORY", 1 << 28)
    _, tried, found = hunted(lambda data, choice: flood(), cases=1)
    assert tried == 1
    assert [each.reason.split(" at ")[0] for each in found] == ["MemoryError"]


def test_a_hang_is_ended_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz.hunting, "HARD_SECONDS", 0.2)

    def judge(data: bytes, choice: int) -> None:
        if b"&" in data:
            sum(range(1 << 60))  # within C: no exception of Python reaches it

    _, tried, found = hunted(judge)
    assert tried == 400
    assert [each.reason for each in found] == ["slow"]


def test_what_takes_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz.hunting, "LEAST_SECONDS", 2.0)
    clock = iter([10.0, 11.9, 20.0, 22.1])
    target = Target("of-the-tests", lambda: ("<a/>",), lambda data, choice: None, seconds=clock.__next__)
    assert judged(target, Case(b"quick", 0)) is None
    assert judged(target, Case(b"slow", 0)) == ("slow", "2.1 s of computing for 4 bytes")


def test_a_process_that_dies_takes_nothing_along() -> None:
    def judge(data: bytes, choice: int) -> None:
        if b"&" in data:
            faulthandler.disable()  # pytest's would fill the output with what is meant to happen
            os.abort()

    _, tried, found = hunted(judge)
    assert tried == 400
    assert [each.reason for each in found] == ["ended by signal 6"]


def test_what_broke_is_kept_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tell(Broken("check", 7, "ValueError at x.py:1", "trace", Case(b"<", 3)), tmp_path)
    assert (tmp_path / "check-7").read_bytes() == b"<"
    assert "--target check --seed 7 --cases 1" in capsys.readouterr().out
