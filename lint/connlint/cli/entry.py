"""Where `connlint` begins. The plain call, `connlint check PATH ...`, goes without what only options need."""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn

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

        leave(run(Order(paths=tuple(arguments[1:]))))
    from connlint.cli.main import main as commands

    commands(prog_name="connlint")


def leave(code: int) -> NoReturn:
    """Ends the process at once: taking apart what goes with it anyway costs a twentieth of checking one file."""
    gc.freeze()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        sys.exit(code)  # Python says what is to be said of a stream that cannot be written
    os._exit(code)


def is_plain(arguments: list[str]) -> bool:
    """Whether models are checked without any option, so that nothing has to be read of the command line."""
    return bool(arguments) and arguments[0] == "check" and not any(each.startswith("-") for each in arguments[1:])
