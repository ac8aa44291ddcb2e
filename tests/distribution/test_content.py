"""What is shipped: the two packages with their data, and a source distribution that builds them."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import PurePosixPath

from connlint.version import __version__
from distribution.conftest import ROOT, Built


def checked_in(*paths: str) -> set[str]:
    """The files of the checkout that are not ignored, committed or not."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *paths]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return {name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()}


def test_the_wheel_holds_the_two_packages_and_nothing_else(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as wheel:
        names = set(wheel.namelist())
    about = f"connlint-{__version__}.dist-info/"
    shipped = {name for name in names if not name.startswith(about)}
    assert shipped == {name.split("/", 1)[1] for name in checked_in("lint/connlint", "server/connlint_server")}
    assert {name.removeprefix(about) for name in names - shipped} == {
        "METADATA",
        "RECORD",
        "WHEEL",
        "entry_points.txt",
        "licenses/LICENSE",
    }


def test_the_source_distribution_holds_what_is_checked_in(built: Built) -> None:
    with tarfile.open(built.source) as source:
        names = {str(PurePosixPath(*PurePosixPath(member.name).parts[1:])) for member in source if member.isfile()}
    files = ("README.md", "LICENSE", "pyproject.toml", ".gitignore")
    assert names == checked_in("lint", "server", "tests", "fixtures", *files) | {"PKG-INFO"}


def test_an_index_would_take_both(built: Built) -> None:
    command = [sys.executable, "-m", "twine", "check", "--strict", built.wheel, built.source]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
