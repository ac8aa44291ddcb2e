"""The server in real editors: Debian's Neovim and Emacs, each driving it with its own client."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from checkout import SERVER
from connlint.example import rest_task
from editors.real_editors import EMACS, NEOVIM

HERE = Path(__file__).parent
PATIENCE = 600


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A workspace with one model: a task with a mistake and a reference half written, and one that can be run."""
    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    run = rest_task({"url": f"http://127.0.0.1:{server.server_port}/"}).content
    run = run.replace("Activity_1", "Activity_Run").replace("Fetch order", "Run it")
    first = {
        "authentication.type": "bearer",
        "authentication.token": "{{secrets.",
        "queryParameters": "={a: {{secrets.SHOP_KEY}}}",
    }
    model = rest_task(first, headers={"resultExpression": "={a: response.status}"}, beside=run)
    (tmp_path / "order.bpmn").write_text(model.text, "utf-8")
    (tmp_path / "connlint.toml").write_text('ignore = ["secret-syntax"]\n', "utf-8")
    yield tmp_path
    server.shutdown()
    server.server_close()


def drive(command: list[str], folder: Path) -> str:
    """What the editor says; fails unless all went well."""
    out = folder / "session.out"
    environment = {
        **os.environ,
        "CONNLINT_COMMAND": json.dumps(SERVER),
        "CONNLINT_FOLDER": str(folder),
        "CONNLINT_OUT": str(out),
        "HOME": str(folder),
        "XDG_STATE_HOME": str(folder / "state"),
    }
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    told = done.stdout + done.stderr + (out.read_text("utf-8") if out.exists() else "")
    assert done.returncode == 0, told
    assert "FAIL" not in told, told
    return told


@NEOVIM
def test_neovim(folder: Path) -> None:
    told = drive(["nvim", "--headless", "-u", "NONE", "-n", "-i", "NONE", "-S", str(HERE / "session.lua")], folder)
    assert "ok it stops" in told


@EMACS
def test_emacs(folder: Path) -> None:
    told = drive(["emacs", "-Q", "--batch", "-l", str(HERE / "session.el")], folder)
    assert "ok it stops" in told
