"""Models that are large in one way each take time and memory in proportion to their size."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from connlint.cli.main import main
from hostile.big_models import HEAD, SHAPES, TAIL, measure, task, value

SMALL = 30_000
TIMES = 4
MOST_GROWTH = 2.2
"""Times as long as in proportion: a squared share of the work would be four times as long."""

MEGABYTE = 1 << 20

HANG = 300
"""Seconds of computing after which the process is ended."""


def seconds_for(text: str) -> float:
    Path("model.bpmn").write_text(text, "utf-8")
    started = time.process_time()
    done = CliRunner().invoke(main, ["check", "model.bpmn"])
    spent = time.process_time() - started
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    assert done.exit_code in (0, 1), done.output[-1000:]
    return spent


@pytest.mark.parametrize("name", SHAPES)
def test_time_grows_with_the_size(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    small, large = SHAPES[name](SMALL), SHAPES[name](SMALL * TIMES)
    seconds_for(small)  # imports, and what is made once
    before, after = seconds_for(small), seconds_for(large)
    for _ in range(5):
        if after < 0.2 or after < before * TIMES * MOST_GROWTH:
            break
        # A busy machine: the least of several is what the work needs.
        before, after = min(before, seconds_for(small)), min(after, seconds_for(large))
    else:
        pytest.fail(f"{before:.2f} s of computing, and {after:.2f} s for {TIMES} times as much")


def test_twenty_thousand_tasks() -> None:
    text = HEAD + "".join(task(number=number) for number in range(20_000)) + TAIL
    measured = measure(text, memory=1 << 30, seconds=HANG)
    assert (measured.code, measured.error) == (0, "")


def test_a_value_of_twenty_megabytes() -> None:
    text = HEAD + value("x" * 20_000_000) + TAIL
    measured = measure(text, memory=1 << 30, seconds=HANG)
    assert measured.code == 1  # no map of headers
    assert measured.error == ""
