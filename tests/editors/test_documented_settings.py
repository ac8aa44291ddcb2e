"""What docs/editors.md tells people to write works as it stands there."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import tomllib
from pathlib import Path

import pytest

from checkout import SERVER
from connlint.example import rest_task
from connlint_server.lsp.settings import read_settings
from editors.real_editors import EMACS, NEOVIM

PAGE = (Path(__file__).parents[2] / "docs" / "editors.md").read_text("utf-8")
PATIENCE = 600


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with a mistake, and `connlint-server` on the path."""
    script = tmp_path / "bin" / "connlint-server"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nexec {shlex.join(SERVER)} "$@"\n', "utf-8")
    script.chmod(0o755)
    (tmp_path / "connlint.toml").write_text("", "utf-8")
    (tmp_path / "order.bpmn").write_text(rest_task({"queryParameters": "={a: {{secrets.KEY}}}"}).text, "utf-8")
    return tmp_path


def drive(command: list[str], folder: Path) -> str:
    environment = {**os.environ, "HOME": str(folder), "PATH": f"{folder / 'bin'}:{os.environ['PATH']}"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@NEOVIM
def test_neovim(folder: Path) -> None:
    new, old = blocks("lua")
    version = drive(["nvim", "--version"], folder)
    major, minor = map(int, re.findall(r"v(\d+)\.(\d+)", version)[0])
    (folder / "init.lua").write_text(new if (major, minor) >= (0, 11) else old, "utf-8")
    (folder / "ask.lua").write_text(
        'vim.cmd("edit order.bpmn")\n'
        "local found = vim.wait(60000, function() return #vim.diagnostic.get(0) == 1 end, 20)\n"
        'vim.cmd(found and vim.bo.filetype == "bpmn" and "qall!" or "cquit 1")\n',
        "utf-8",
    )
    drive(["nvim", "--headless", "-u", "init.lua", "-n", "-i", "NONE", "-S", "ask.lua"], folder)


@EMACS
def test_emacs(folder: Path) -> None:
    (settings,) = blocks("elisp")
    (folder / "session.el").write_text(
        """(dolist (folder (file-expand-wildcards "/usr/share/emacs/site-lisp/elpa-src/*"))
  (add-to-list 'load-path folder))
"""
        + settings
        + """(setq create-lockfiles nil)
(find-file "order.bpmn")
(run-hooks 'post-command-hook)
(let ((end (+ (float-time) 60)))
  (while (and (not (flymake-diagnostics)) (< (float-time) end))
    (when (bound-and-true-p flymake-mode) (flymake-start))
    (accept-process-output nil 0.05)))
(let ((found (and (eq major-mode 'bpmn-mode) (= 1 (length (flymake-diagnostics))))))
  (when (eglot-current-server) (eglot-shutdown (eglot-current-server)))
  (kill-emacs (if found 0 1)))
""",
        "utf-8",
    )
    drive(["emacs", "-Q", "--batch", "-l", "session.el"], folder)


def test_helix_and_intellij() -> None:
    (helix,) = blocks("toml")
    read = tomllib.loads(helix)
    assert read["language"][0]["language-servers"] == list(read["language-server"])
    (intellij,) = blocks("json")
    for options in (read["language-server"]["connlint"]["config"], json.loads(intellij)):
        assert options["trusted"] is True
        settings = read_settings(options["settings"])
        assert settings.persona is not None
