"""The wheel in environments of its own: with the oldest versions that it admits, and with the newest that there are."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from distribution.conftest import ROOT, Built
from distribution.declared import lowest, needed
from plain_environment import plain_environment

TELLING = {
    "lxml": ["tests/source/test_tree.py", "tests/source/test_damage.py"],
    "click": ["tests/test_cli_check.py"],
    "msgspec": ["tests/config/test_config_files.py", "tests/templates/test_json_file.py"],
    "pathspec": ["tests/config/test_config_files.py"],
    "regex": ["tests/feel/test_regex.py", "tests/templates/test_patterns.py"],
    "rich": ["tests/output/test_formats.py", "tests/run/test_command.py"],
    "python-dotenv": ["tests/config/test_secrets_command.py", "tests/engine/test_secrets.py"],
    "certifi": ["tests/engine/test_tls.py"],
    "h11": ["tests/engine/test_proxy.py", "tests/engine/test_response.py"],
    "httpcore": ["tests/engine/test_proxy.py", "tests/engine/test_redirects.py"],
    "pygls": ["tests/lsp/test_diagnostics.py"],
    "lsprotocol": ["tests/lsp/test_completion.py"],
}
"""For each package the tests that would notice most of it."""
DESELECTED = (
    "tests/output/test_formats.py::test_sarif_tells_of_what_could_not_be_read",
    "tests/test_cli_check.py::test_standard_input_without_a_fix_comes_out_as_it_went_in",
    "tests/test_cli_check.py::test_the_statistics_do_not_stand_in_fixed_standard_input",
)
"""The test runner of click 8.1 mixes both outputs into one."""


def test_every_package_has_tests_that_tell() -> None:
    assert {requirement.name for requirement in needed() if requirement.marker is None} == TELLING.keys()


def done(command: list[str | Path], folder: Path, expected: int = 0) -> str:
    environment = plain_environment()
    del environment["PYTHONPATH"]
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == expected, result.stdout + result.stderr
    return result.stdout


@pytest.mark.parametrize("versions", ["oldest", "newest"])
def test_the_wheel_works(versions: str, built: Built, tmp_path: Path) -> None:
    place = tmp_path / "environment"
    venv.create(place)
    python, command = place / "bin" / "python", place / "bin" / "connlint"
    pip = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check"]
    bounds = tmp_path / "bounds.txt"
    oldest = [f"{each.name}=={lowest(each)}\n" for each in needed()] if versions == "oldest" else []
    bounds.write_text("".join(oldest), "utf-8")
    done([*pip, "install", "--quiet", "--no-compile", "--constraint", bounds, built.wheel], tmp_path)
    done([*pip, "check"], tmp_path)
    report = json.loads(done([command, "check", ROOT / "fixtures", "--output-format", "json"], tmp_path, expected=1))
    assert report["summary"]["errors"] > 0
    task = [ROOT / "fixtures" / "authentication" / "none.bpmn", "Activity_ListCustomers"]
    assert "GET https://api.example.com/v1/customers" in done([command, "run", *task, "--dry-run"], tmp_path)
    assert done([place / "bin" / "connlint-server", "--version"], tmp_path).startswith("connlint")

    # What only the tests need comes from here; where both have a package the environment's own is first.
    (borrowed,) = place.glob("lib/python*/site-packages")
    (borrowed / "tests.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    tests = sorted({test for tests in TELLING.values() for test in tests})
    deselected = [f"--deselect={name}" for name in DESELECTED]
    done([python, "-m", "pytest", "-p", "no:cacheprovider", *deselected, *tests], ROOT)
