"""`connlint/checkWorkspace`, and the command that does the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from connlint_server.lsp.workspace_check import REQUEST

if TYPE_CHECKING:
    from connlint_server.lsp.server import ConnlintServer

COMMAND = "connlint.server.checkWorkspace"


def register(server: ConnlintServer) -> None:
    server.answer(REQUEST, check_workspace)
    server.offer(COMMAND, server.workspace_check.run)


async def check_workspace(ls: ConnlintServer, params: Any) -> dict[str, Any]:
    return await ls.workspace_check.run(params if isinstance(params, dict) else {})
