"""The shell blocks of the documentation: connlint's own commands run as they stand there and find nothing to complain of."""

from __future__ import annotations

import re
import shlex

import pytest
from click.testing import CliRunner

from connlint.cli.main import main
from connlint_server.cli.server import server
from documentation.blocks import blocks, commands
from documentation.conftest import KEY
from documentation.test_console import SERVICE

WAYS = re.compile(
    r"python3 -m venv .venv|(\.venv/bin/)?pip install (-q )?(-e \.|connlint)|pipx install connlint"
    r"|bash tests/run\.sh|python benchmarks/\w+\.py"
)
"""Installing, and what installs: tests of the package and CI itself run those."""
SHELL = [
    block
    for block in (*blocks("sh"), *blocks("", "README.md"))
    if any("connlint" in command for command in commands(block.text))
]


@pytest.mark.parametrize("block", SHELL, ids=[f"{block.page} {commands(block.text)[0]}" for block in SHELL])
def test_commands(block, place, service):
    for command in commands(block.text):
        program, *arguments = shlex.split(command.replace(SERVICE, service.base), comments=True)
        if WAYS.fullmatch(shlex.join([program, *arguments])):
            continue
        ours = {"connlint": main, ".venv/bin/connlint": main, "connlint-server": server}
        result = CliRunner().invoke(ours[program], arguments)
        assert result.exit_code == 0, f"{command}\n{result.output}"
        assert KEY not in result.output
