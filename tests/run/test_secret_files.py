"""Where an env file may come from: a file, a pipe that a person names, never one that a repository names."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from connlint_server.engine.environment import Given, environment_of
from connlint_server.engine.environment_table import ConfigurationError, EnvironmentTable
from run.models import get, model_text, task_xml


@pytest.mark.parametrize("content", [b"TOKEN=hunter-22\n", b"\xef\xbb\xbfTOKEN=hunter-22"])
def test_secrets_from_a_pipe(tmp_path, content):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(content,), daemon=True)
    writer.start()
    assert environment_of(None, Given(secret_files=(pipe,))).secrets == {"TOKEN": "hunter-22"}
    writer.join(60)


def test_secrets_from_standard_input():
    (Path("one.bpmn")).write_text(model_text(task_xml({**get("http://h"), "headers": '={A: "{{secrets.TOKEN}}"}'})))
    done = subprocess.run(
        [sys.executable, "-m", "connlint", "run", "one.bpmn", "--dry-run", "--secrets", "/dev/stdin"],
        input="TOKEN=hunter-22\n",
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "A: ***" in done.stdout


@pytest.mark.parametrize(("name", "reason"), [(".", "it is a folder"), ("absent", "does not exist")])
def test_secrets_files_that_are_none(name, reason):
    with pytest.raises(ConfigurationError, match=reason):
        environment_of(None, Given(secret_files=(Path(name),)))


def test_secrets_without_end():
    with pytest.raises(ConfigurationError, match="it is larger than 1048576 bytes"):
        environment_of(None, Given(secret_files=(Path("/dev/zero"),)))


def test_a_repository_names_no_pipe(tmp_path):
    """Opening one waits for whoever writes into it: the server would."""
    os.mkfifo(tmp_path / "pipe")
    for table in (
        EnvironmentTable("dev", tmp_path, secrets_file="pipe"),
        EnvironmentTable("dev", tmp_path, variables_file="pipe"),
    ):
        with pytest.raises(ConfigurationError, match="pipe cannot be read: it is no"):
            environment_of(table)
