"""The server: what it holds, and which module answers what."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lsprotocol import types as t
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer

from connlint.bpmn.namespaces import DEFINITIONS
from connlint.span import Span
from connlint.version import __version__
from connlint_server.lsp.analysis import Analysis, Surroundings
from connlint_server.lsp.client import Client
from connlint_server.lsp.configuration import Configuration
from connlint_server.lsp.documents import Documents
from connlint_server.lsp.guard import guarded, tell
from connlint_server.lsp.neighbours import Neighbours
from connlint_server.lsp.outline import WatchedWorkspace
from connlint_server.lsp.paths import name_of, uri_of
from connlint_server.lsp.positions import to_range
from connlint_server.lsp.protocol import ConnlintProtocol, converter
from connlint_server.lsp.runs import Runs
from connlint_server.lsp.workspace_check import WorkspaceCheck

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Mapping

    from connlint.bpmn.model import Model
    from connlint.source.lines import PositionEncoding
    from connlint_server.lsp.documents import OpenDocument
    from connlint_server.lsp.run_port import Environment

logger = logging.getLogger("connlint_server")

PROTOCOL = 1
"""The version of docs/server-protocol.md."""


@dataclass
class Session:
    """What the client has told about itself and its user."""

    trusted: bool = False
    client_commands: frozenset[str] = frozenset()
    task_events: bool = False
    environment: str | None = None
    environment_chosen: bool = False
    secret_names: frozenset[str] = frozenset()
    folders: dict[str, str] = field(default_factory=dict)
    """The workspace folders: their paths by their URIs."""


class ConnlintServer(LanguageServer):
    """One client's server."""

    protocol: ConnlintProtocol

    def __init__(self) -> None:
        super().__init__(
            "connlint",
            __version__,
            text_document_sync_kind=t.TextDocumentSyncKind.Incremental,
            protocol_cls=ConnlintProtocol,
            converter_factory=converter,
        )
        self.documents = Documents()
        self.session = Session()
        self.client = Client(t.ClientCapabilities())
        self.configuration = Configuration()
        self.neighbours = Neighbours(self._open_model)
        self.timers: dict[str, asyncio.TimerHandle] = {}
        """The checks that wait for a pause in typing, by the document's URI."""
        self.published: dict[str, tuple[int, str]] = {}
        """Version and revision of what the client was last sent, by the document's URI."""
        self.runs = Runs(self)
        self.workspace_check = WorkspaceCheck(self)
        self._analyses: dict[str, Analysis] = {}
        self._told: set[str] = set()

    @property
    def encoding(self) -> PositionEncoding:
        """What the columns of the protocol count for this client."""
        return str(getattr(self.workspace.position_encoding, "value", self.workspace.position_encoding))  # type: ignore[return-value]

    def answer(self, method: str, handler: Callable[..., Any], *, empty: Any = None, options: Any = None) -> None:
        """Registers a feature. Where it fails, the client gets `empty`."""
        self.feature(method, options)(guarded(method, handler, empty))

    def offer(self, command: str, handler: Callable[..., Any]) -> None:
        """Registers a command. Its handler takes the one argument as a dictionary."""
        self.command(command)(guarded(command, handler))

    def analysis(self, uri: str) -> Analysis | None:
        """The analysis of an open document that is a BPMN model (or broken, and called one) and not too large."""
        document = self.documents.get(uri)
        if document is None or self.is_too_large(document):
            self._analyses.pop(uri, None)
            return None
        analysis = self._analyses.get(uri)
        if analysis is None or analysis.document is not document:
            analysis = self._analyses[uri] = Analysis(document, name_of(uri), self.surroundings)
        root = analysis.model.document.root
        is_model = root.tag == DEFINITIONS if root is not None else uri.endswith(".bpmn")
        return analysis if is_model else None

    def forget(self, uri: str) -> None:
        """The document was closed."""
        self._analyses.pop(uri, None)
        self.published.pop(uri, None)

    def span_of_element(self, uri: str, element_id: str) -> Span:
        """Where to point when a BPMN element of an open document is meant; its start where there is none."""
        analysis = self.analysis(uri)
        nodes = analysis.model.nodes() if analysis is not None else iter(())
        node = next((node for node in nodes if node.id == element_id), None)
        return analysis.live.to_document(node.span) if analysis is not None and node is not None else Span(0, 0)

    def place_in(self, path: str, span: Span) -> t.Location | None:
        """A place in another file, open or not; None where the file cannot be read. Spans are the model's."""
        for analysis in self._analyses.values():
            if analysis.live.path == path:
                span = analysis.live.to_document(span)
                return t.Location(analysis.document.uri, to_range(analysis.document.lines, span, self.encoding))
        lines = self.neighbours.lines(path)
        return t.Location(uri_of(path), to_range(lines, span, self.encoding)) if lines is not None else None

    def depends_on(self, uri: str, other: str) -> bool:
        """Whether what is found in one open document may depend on the other."""
        analysis = self.analysis(uri)
        return analysis is not None and name_of(other) in analysis.surroundings.workspace.models

    def tasks_changed(self, uri: str) -> None:
        """Tells a client that wants to know that the tasks of a document may be others now."""
        if self.session.task_events:
            self.protocol.notify("connlint/tasksChanged", {"uri": uri})

    def configuration_file(self, uri: str | None) -> str | None:
        """The configuration file that the settings name, from the workspace folder on where its path is relative."""
        named = self.configuration.settings(uri).configuration
        if named is None or os.path.isabs(named):
            return named
        folder = next(iter(self.session.folders.values()), None)
        return os.path.join(folder, named) if folder is not None else None

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

    def is_too_large(self, document: OpenDocument) -> bool:
        return len(document.text) > self.configuration.settings(document.uri).max_file_size

    def report_server_error(self, error: Exception, source: Any) -> None:
        """pygls shows the text of every failure to the user; ours may quote what nobody should see. It is logged."""
        if not isinstance(error, JsonRpcInvalidParams):
            tell(getattr(source, "__name__", "server"), error)

    def surroundings(self, model: Model) -> Surroundings:
        """What a model's findings depend on beside its text: configuration, templates, the files that belong to it."""
        config = self.configuration.config(model.path)
        if config.problem is not None and config.problem not in self._told:
            self._told.add(config.problem)
            self.window_show_message(t.ShowMessageParams(t.MessageType.Warning, config.problem))
        templates = self.configuration.templates(config.value)
        belonging = self.neighbours.of(model.path, model)
        workspace = WatchedWorkspace({model.path: model, **belonging.models}, belonging.forms, templates)
        return Surroundings(workspace, config.value, (belonging.key, config.value, templates))

    def _open_model(self, path: str) -> tuple[Model, object] | None:
        for uri, analysis in self._analyses.items():
            if analysis.live.path == path and uri == analysis.document.uri:
                return analysis.model, (id(analysis), analysis.document.version)
        return None
