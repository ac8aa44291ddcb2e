"""Fuzzing by hand:

    python tests/fuzz/hunt.py --seconds 600                    # every target in turn, from a random seed
    python tests/fuzz/hunt.py --target feel --seed 7 --cases 1 # one case again
    python tests/fuzz/hunt.py --target feel --choice 3 FILE    # what was kept of one

A crash, a wrong answer, more than two seconds of computing a megabyte (and two seconds at least) or two gigabytes of memory
is told with the command that repeats it, made smaller and kept in a file; the process then ends with 1.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "lint"), str(ROOT / "server"), str(ROOT / "tests")]

from fuzz.hunting import Broken, Case, hunt, minimized, reason_of
from fuzz.targets import TARGETS

KEPT = ROOT / "build" / "fuzz"
CASES = 10_000_000


def hunt_all(names: list[str], seed: int, cases: int, seconds: float, kept: Path) -> list[Broken]:
    """Every target gets its share of the time; what broke is kept and told."""
    found = []
    for number, name in enumerate(names):
        share = seconds / (len(names) - number)
        started = time.monotonic()
        tried, broken = hunt(TARGETS[name], range(seed, seed + cases), started + share)
        spent = time.monotonic() - started
        seconds -= spent
        print(f"{name}: {tried} cases from seed {seed} in {spent:.0f} s, {len(broken)} broken", flush=True)
        for each in broken:
            each = minimized(TARGETS[name], each)
            tell(each, kept)
            found.append(each)
    return found


def tell(broken: Broken, kept: Path) -> None:
    kept.mkdir(parents=True, exist_ok=True)
    file = kept / f"{broken.target}-{broken.seed}"
    file.write_bytes(broken.case.data)
    print(f"  {broken.reason}")
    print(f"  python tests/fuzz/hunt.py --target {broken.target} --seed {broken.seed} --cases 1")
    print(
        f"  made smaller: --target {broken.target} --choice {broken.case.choice} {file} ({len(broken.case.data)} bytes)"
    )
    if len(broken.case.data) <= 400:
        print(f"  {broken.case.data!r}")
    print("    " + broken.details.rstrip().replace("\n", "\n    "), flush=True)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--target", action="append", choices=sorted(TARGETS), help="by default all of them")
    arguments.add_argument("--seconds", type=float, default=60, help="for all targets together")
    arguments.add_argument("--seed", type=int, default=None)
    arguments.add_argument("--cases", type=int, default=CASES, help="of each target, at most")
    arguments.add_argument("--choice", type=int, default=0, help="the way that the kept case went")
    arguments.add_argument("--keep", type=Path, default=KEPT, metavar="FOLDER")
    arguments.add_argument("file", nargs="?", type=Path)
    given = arguments.parse_args()
    names = given.target or list(TARGETS)
    if given.file is not None:
        reason = reason_of(TARGETS[names[0]], Case(given.file.read_bytes(), given.choice))
        print(reason or "nothing breaks")
        return 1 if reason else 0
    seed = random.randrange(1 << 31) if given.seed is None else given.seed
    return 1 if hunt_all(names, seed, given.cases, given.seconds, given.keep) else 0


if __name__ == "__main__":
    sys.exit(main())
