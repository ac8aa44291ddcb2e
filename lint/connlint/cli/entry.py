"""Where `connlint` begins. The plain call, `connlint check PATH ...`, goes without what only options need."""

from __future__ import annotations

import gc
import sys

from connlint.cli.exit_codes import INTERRUPTED
from connlint.cli.streams import open_closed_streams

OBJECTS_BETWEEN_COLLECTIONS = 200_000
"""A short run makes little garbage: looking for it after every 700 objects costs a tenth of the start."""


def main() -> None:
    """The console script; exits the process."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, 20, 20)
    open_closed_streams()
    try:
        _go()
    except KeyboardInterrupt:
        # Also while something is still being loaded.
        sys.exit(INTERRUPTED)


def _go() -> None:
    arguments = sys.argv[1:]
    if is_plain(arguments):
        from connlint.cli.checking import Order, run

        code = run(Order(paths=tuple(arguments[1:])))
        gc.freeze()  # the process ends: nobody needs what a last collection would free
        sys.exit(code)
    from connlint.cli.main import main as commands

    commands(prog_name="connlint")


def is_plain(arguments: list[str]) -> bool:
    """Whether models are checked without any option, so that nothing has to be read of the command line."""
    return bool(arguments) and arguments[0] == "check" and not any(each.startswith("-") for each in arguments[1:])
