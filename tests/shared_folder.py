"""The folder with other people's models and recorded cases, which only the project's own machines have."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"

needs_shared = pytest.mark.skipif(
    not (SHARED / "conformance").is_dir(), reason="the folder of recorded cases and real models is not here"
)
