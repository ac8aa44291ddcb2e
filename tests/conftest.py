"""What all tests share: nothing that they do reaches the user's own folders, and none of them is about time."""

from __future__ import annotations

import os
import signal
import sys
import tempfile

import pytest
from hypothesis import HealthCheck, settings

# Neither the clock nor chance decides: the same code is tried with the same examples.
settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
# For whoever looks for more by hand: `pytest --hypothesis-profile=other-examples`.
settings.register_profile("other-examples", settings.get_profile("steady"), derandomize=False)
settings.load_profile("steady")

# Who is started in the background is deaf to Ctrl-C, and so would be all commands of the tests.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_runtest_setup() -> None:
    """No test has lost what another has of the time for patterns that never end: it is the process's."""
    patterns = sys.modules.get("connlint.templates.patterns")
    if patterns is not None:
        patterns._patience = patterns._Patience()


@pytest.fixture(scope="session", autouse=True)
def own_state():
    """Runs are kept in a folder that goes with the tests."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = folder
        yield folder
        del os.environ["XDG_STATE_HOME"]
