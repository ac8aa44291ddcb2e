"""`tests/requirements.txt`: the versions that development and CI use. `tests/lock.sh` makes it anew."""

from __future__ import annotations

import re

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from distribution.conftest import ROOT
from distribution.declared import needed, needed_here

LOCK = (ROOT / "tests" / "requirements.txt").read_text("utf-8")


def test_every_line_names_one_version_and_no_place() -> None:
    for line in LOCK.splitlines():
        requirement = Requirement(line)
        assert re.fullmatch(r"==[\w.!+]+", str(requirement.specifier)), line
        assert requirement.url is None


def test_the_lock_has_what_is_declared() -> None:
    locked = {canonicalize_name(each.name): each for each in map(Requirement, LOCK.splitlines())}
    for declared in (*needed(), *needed_here()):
        (version,) = locked[canonicalize_name(declared.name)].specifier
        assert declared.specifier.contains(version.version, prereleases=True), f"{declared}: run tests/lock.sh"
