"""The hook of this repository, run by the real pre-commit on a scratch repository."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from connlint.example import rest_task

ROOT = Path(__file__).resolve().parents[1]
WRONG = rest_task({"headers": '={"X-Key": {{secrets.KEY}}}'}).text


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def hooks(tmp_path: Path) -> Path:
    """A repository with what this checkout holds now, committed or not: pre-commit clones what it is given."""
    source = tmp_path / "hooks"
    source.mkdir()
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", "lint", "server", *FILES],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    git(source, "init", "--quiet")
    git(source, "config", "user.email", "tests@connlint.invalid")
    git(source, "config", "user.name", "tests")
    git(source, "add", "--all")
    git(source, "commit", "--quiet", "--message", "hooks")
    return source


FILES = ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")


def test_the_hooks_check_and_mend(tmp_path: Path, hooks: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    git(project, "init", "--quiet")
    (project / "order.bpmn").write_text(WRONG)
    (project / "notes.txt").write_text("{{secrets.KEY}}")
    git(project, "add", "--all")
    environment = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "cache")}

    def hook(name: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pre_commit", "try-repo", str(hooks), name, "--all-files"]
        return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)

    checked = hook("connlint")
    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert "error[unquoted-secret]" in checked.stdout
    mended = hook("connlint-fix")
    assert "files were modified by this hook" in mended.stdout
    git(project, "add", "--all")
    again = hook("connlint")
    assert again.returncode == 0, again.stdout + again.stderr

    # As a project uses it: with options, and with its configuration beside the models.
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=hooks, check=True, capture_output=True, text=True)
    (project / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {hooks}\n    rev: {head.stdout.strip()}\n"
        "    hooks:\n      - id: connlint\n        args: [--fail-on, error, --output-format, concise]\n"
    )
    (project / "order.bpmn").write_text(WRONG)
    git(project, "add", "--all")

    def configured() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pre_commit", "run", "--all-files"]
        return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)

    assert "order.bpmn:13:51: error[unquoted-secret]" in configured().stdout
    for settings in ('[rules]\nunquoted-secret = "warning"\n', 'exclude = ["order.bpmn"]\n'):
        (project / "connlint.toml").write_text(settings)
        result = configured()
        assert result.returncode == 0, result.stdout + result.stderr
