"""What all tests share: nothing that they do reaches the user's own folders."""

from __future__ import annotations

import os
import tempfile

import pytest


@pytest.fixture(scope="session", autouse=True)
def own_state():
    """Runs are kept in a folder that goes with the tests."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = folder
        yield folder
        del os.environ["XDG_STATE_HOME"]
