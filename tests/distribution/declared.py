"""What `pyproject.toml` says of the packages that connlint needs."""

from __future__ import annotations

import tomllib

from packaging.requirements import Requirement

from distribution.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def needed() -> list[Requirement]:
    """To run."""
    return [Requirement(line) for line in PROJECT["dependencies"]]


def needed_here() -> list[Requirement]:
    """To work on it."""
    return [Requirement(line) for line in PROJECT["optional-dependencies"]["dev"]]


def lowest(requirement: Requirement) -> str:
    """The oldest version that is admitted: each requirement names it."""
    (version,) = (bound.version for bound in requirement.specifier if bound.operator == ">=")
    return version
