"""Mutated models and FEEL texts through the linter, by hand: `python benchmarks/fuzz.py --seconds 300 --seed 1 [FOLDER ...]`.

A finding is a crash (whatever is not a typed error of the call) or more than two seconds a megabyte (and two seconds at least).
Each is printed with its seed; the process then ends with 1.
"""

import argparse
import random
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "lint"), str(ROOT / "server")]

import connlint
import connlint.feel

PIECES = [
    "<",
    ">",
    "&",
    '"',
    "'",
    "]]>",
    "<!--",
    "&#0;",
    "&#10;",
    "\x00",
    "\r\n",
    "\ud7ff",
    "\U0001f600",
    "=",
    "{{secrets.",
    "}}",
    "((((",
    "[[",
    "{",
]
SECONDS_A_MEGABYTE = 2.0


def mutated(text: str, dice: random.Random) -> str:
    """The text with one to eight cuts, doublings and strange pieces."""
    for _ in range(dice.randint(1, 8)):
        start = dice.randint(0, len(text))
        end = min(len(text), start + dice.choice((0, 1, 3, 40, 400)))
        middle = dice.choice(("", text[start:end] * 2, dice.choice(PIECES)))
        text = text[:start] + middle + text[end:]
    return text


def check_model(text: str) -> None:
    connlint.check_text(text, path="fuzz.bpmn")


def feel_text(text: str) -> None:
    connlint.feel.parse(text)
    try:
        connlint.feel.evaluate(text, {"a": 1, "b": [1, 2], "response": {"body": {"x": "y"}}})
    except connlint.feel.FeelError:
        return  # the engine refuses the text: a typed error is an answer


def attempt(act: Callable[[str], None], text: str) -> str | None:
    """What went wrong, None where nothing did."""
    start = time.process_time()
    try:
        act(text)
    except Exception:
        return traceback.format_exc()
    spent = time.process_time() - start
    allowed = SECONDS_A_MEGABYTE * max(1.0, len(text) / 1e6)
    return f"{spent:.1f} s for {len(text)} characters" if spent > allowed else None


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=60)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("folders", nargs="*", type=Path, default=[ROOT / "fixtures"])
    given = arguments.parse_args()
    paths = sorted(path for folder in given.folders for path in folder.rglob("*.bpmn"))
    if not paths:
        arguments.error("no .bpmn file in the folders")
    models = [path.read_text(encoding="utf-8", errors="replace") for path in paths]
    expressions = [
        "if a > 1 then b[item > 1] else null",
        "for x in b return x + a",
        'matches("aaa", "(a+)+$")',
        '{x: date("2024-01-01")}',
    ]
    end, seed, found = time.monotonic() + given.seconds, given.seed, 0
    while time.monotonic() < end:
        dice = random.Random(seed)
        act, source = dice.choice(((check_model, models), (feel_text, expressions)))
        wrong = attempt(act, mutated(dice.choice(source), dice))
        if wrong is not None:
            found += 1
            print(f"seed {seed}, {act.__name__}: {wrong}", flush=True)
        seed += 1
    print(f"{seed - given.seed} cases, {found} findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
