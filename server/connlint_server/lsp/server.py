"""The server: its documents, its runs, its checks. Features are registered on it (`features`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from connlint_server.lsp.core import ServerCore
from connlint_server.lsp.runs import Runs
from connlint_server.lsp.workspace_check import WorkspaceCheck

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Mapping

    from connlint_server.lsp.documents import OpenDocument
    from connlint_server.lsp.run_port import Environment

PROTOCOL = 1
"""The version of docs/server-protocol.md."""


class Published(NamedTuple):
    """Diagnostics that the client has: of which version, of which findings, and on which files these depend."""

    version: int
    revision: str
    paths: frozenset[str]


class ConnlintServer(ServerCore):
    """One client's server."""

    def __init__(self) -> None:
        super().__init__()
        self.timers: dict[str, asyncio.TimerHandle] = {}
        """The checks that wait for a pause in typing, by the document's URI."""
        self.checks: dict[str, asyncio.Future[None]] = {}
        """Those that are under way, in turns with everything else."""
        self.refresh: asyncio.Future[None] | None = None
        """The check of all documents that is under way."""
        self.published: dict[str, Published] = {}
        """What the client was last sent, by the document's URI."""
        self.runs = Runs(self)
        self.workspace_check = WorkspaceCheck(self)

    def forget(self, document: OpenDocument) -> None:
        super().forget(document)
        self.published.pop(document.uri, None)

    def chosen_environment(self, path: str) -> Environment | None:
        """The environment that runs of the file at `path` would use; None where there is none, or no engine."""
        offered = self.runs.environments(path)
        if offered is None:
            return None
        name = self.session.environment if self.session.environment_chosen else offered.default
        return next((each for each in offered.known if each.name == name), None)

    def environment_secrets(self, path: str) -> frozenset[str]:
        """The names of the secrets that the chosen environment has."""
        environment = self.chosen_environment(path)
        return (environment.secrets or frozenset()) if environment is not None else frozenset()

    def environment_variables(self, path: str) -> tuple[str, Mapping[str, Any]] | None:
        """The chosen environment's name and its process variables."""
        environment = self.chosen_environment(path)
        if environment is None or environment.variables is None:
            return None
        return environment.name, environment.variables

    def secret_state(self, path: str, name: str) -> str | None:
        """Whether a secret is set in the chosen environment, in words; None where nothing is known of any."""
        environment = self.chosen_environment(path)
        if name in self.session.secret_names:
            return "It is set: the editor keeps it."
        if environment is None or environment.secrets is None:
            return None
        state = "set" if name in environment.secrets else "not set"
        return f"It is {state} in the environment {environment.name}."

    def variable(self, path: str, name: str, steps: tuple[str, ...]) -> tuple[str, Any] | None:
        """The chosen environment's name and the value of one of its variables, or of a part of it."""
        found = self.environment_variables(path)
        if found is None or name not in found[1]:
            return None
        value = found[1][name]
        for step in steps:
            if not isinstance(value, dict) or step not in value:
                return None
            value = value[step]
        return found[0], value
