"""A bounded hunt: the same cases in every run, and some that nobody has seen. By hand it is `tests/fuzz/hunt.py`."""

from __future__ import annotations

import faulthandler
import os
import random
import time
from pathlib import Path

import pytest

import fuzz.hunting
from fuzz.hunt import KEPT, tell
from fuzz.hunting import Broken, Case, Complaint, Target, case_of, hunt, minimized, reason_of
from fuzz.targets import TARGETS

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
SECONDS = 60
"""For the same cases of one target; a quiet machine needs three."""

MORE_SECONDS = 1.5
"""For the cases of each target that are others each time."""


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here only a hang counts: how long a case takes depends on the machine, and on what else measures it."""
    monkeypatch.setattr(fuzz.hunting, "LEAST_SECONDS", 20.0)


def broken(target: Target, seeds: range, seconds: float) -> tuple[int, list[Broken]]:
    tried, found = hunt(target, seeds, time.monotonic() + seconds)
    found = [minimized(target, each, seconds=30) for each in found]
    for each in found:
        tell(each, KEPT)
    return tried, found


@pytest.mark.parametrize("name", TARGETS)
def test_the_same_cases_break_nothing(name: str) -> None:
    tried, found = broken(TARGETS[name], range(SEED, SEED + CASES[name]), SECONDS)
    assert [each.reason for each in found] == []
    assert tried == CASES[name]


def test_other_cases_break_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    seed = random.SystemRandom().randrange(1 << 31)
    with capsys.disabled():
        print(f"\nfuzzing from seed {seed}")
    reasons = []
    for target in TARGETS.values():
        tried, found = broken(target, range(seed, seed + 100_000), MORE_SECONDS)
        assert tried > 0
        reasons += [(target.name, each.seed, each.reason) for each in found]
    assert reasons == []


# The hunt itself


def hunted(judge, samples=("<a>text</a>",), cases=400):
    target = Target("of-the-tests", lambda: samples, judge)
    return target, *hunt(target, range(cases), time.monotonic() + 60)


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
def test_a_flood_of_memory_ends(flood) -> None:
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
    monkeypatch.setattr(fuzz.hunting, "LEAST_SECONDS", 0.05)
    _, _, found = hunted(lambda data, choice: sum(range(5_000_000)), cases=1)
    assert [each.reason for each in found] == ["slow"]


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
