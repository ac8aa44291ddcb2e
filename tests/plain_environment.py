"""The environment of a Python that is started to see what it loads."""

from __future__ import annotations

import os
import sys


def plain_environment() -> dict[str, str]:
    """Ours, with the packages of this checkout, and without what makes a child measure its coverage: that loads modules."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    return {**kept, "PYTHONPATH": os.pathsep.join(sys.path)}
