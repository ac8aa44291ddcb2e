"""What all features share: the open documents with their analyses, the settings, the files around them, the protocol."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from lsprotocol import types as t
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from connlint.span import Span
from connlint.version import __version__
from connlint_server.lsp.analysis import Analysis, Surroundings
from connlint_server.lsp.client import Client
from connlint_server.lsp.configuration import Configuration
from connlint_server.lsp.documents import Documents
from connlint_server.lsp.guard import guarded, tell
from connlint_server.lsp.live_model import is_model
from connlint_server.lsp.neighbours import Neighbours
from connlint_server.lsp.outline import WatchedWorkspace
from connlint_server.lsp.positions import to_range
from connlint_server.lsp.protocol import ConnlintProtocol, converter
from connlint_server.lsp.session import Session
from connlint_server.lsp.turns import in_turns
from connlint_server.paths import uri_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from connlint.bpmn.model import Model
    from connlint.source.lines import PositionEncoding
    from connlint_server.lsp.documents import OpenDocument


class ServerCore(LanguageServer):
    """What the client has open and what it has said, and what is known of it: everything else stands on this."""

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
        self.configuration = Configuration(self.session)
        self.neighbours = Neighbours(self._open_model)
        self._analyses: dict[str, Analysis] = {}
        """By the document's path."""
        self._told: set[str] = set()

    @cached_property
    def encoding(self) -> PositionEncoding:
        """What the columns of the protocol count for this client; known once it has said `initialize`."""
        return str(getattr(self.workspace.position_encoding, "value", self.workspace.position_encoding))  # type: ignore[return-value]

    def answer(self, method: str, handler: Callable[..., Any], *, empty: Any = None, options: Any = None) -> None:
        """Registers a feature. Where it fails, the client gets `empty`."""
        self.feature(method, options)(guarded(method, handler, empty))

    def offer(self, command: str, handler: Callable[..., Any]) -> None:
        """Registers a command. Its handler takes the one argument as a dictionary."""
        self.command(command)(guarded(command, handler))

    def analysis(self, uri: str) -> Analysis | None:
        """The analysis of an open document that is a BPMN model (or broken, and called one) and not too large."""
        analysis = self._analysis_of(self.documents.get(uri))
        if analysis is None:
            return None
        return analysis if is_model(analysis.model) else None

    async def worked_out(self, uri: str) -> Analysis | None:
        """The analysis of an open document once its findings are worked out, in turns with whatever else is asked."""
        analysis = self.analysis(uri)
        if analysis is not None:
            await in_turns(analysis.steps())
        return self.analysis(uri)

    def forget(self, document: OpenDocument) -> None:
        """It was closed."""
        self._analyses.pop(document.path, None)

    def span_of_element(self, uri: str, element_id: str) -> Span:
        """Where to point when a BPMN element of an open document is meant; its start where there is none."""
        analysis = self.analysis(uri)
        nodes = analysis.model.nodes() if analysis is not None else iter(())
        node = next((node for node in nodes if node.id == element_id), None)
        return analysis.live.to_document(node.span) if analysis is not None and node is not None else Span(0, 0)

    def place_in(self, path: str, span: Span) -> t.Location | None:
        """A place in another file, open or not; None where the file cannot be read. Spans are the model's."""
        analysis = self._analysis_of(self.documents.at(path))
        if analysis is not None:
            span = analysis.live.to_document(span)
            return t.Location(analysis.document.uri, to_range(analysis.document.lines, span, self.encoding))
        lines = self.neighbours.lines(path)
        return t.Location(uri_of(path), to_range(lines, span, self.encoding)) if lines is not None else None

    def paths_around(self, path: str) -> Iterable[str]:
        """The paths of the files that belong to one, open or not."""
        analysis = self._analysis_of(self.documents.at(path))
        # What an open one says itself is not looked through with every keystroke for that.
        return analysis.surroundings.workspace.models if analysis is not None else self.neighbours.around(path)

    def tasks_changed(self, uri: str) -> None:
        """Tells a client that wants to know that the tasks of a document may be others now."""
        if self.session.task_events:
            self.protocol.notify("connlint/tasksChanged", {"uri": uri})

    def is_too_large(self, document: OpenDocument) -> bool:
        return len(document.text) > self.configuration.settings(document.uri).max_file_size

    def report_server_error(self, error: Exception, source: Any) -> None:
        """pygls shows the text of every failure to the user; ours may quote what nobody should see. It is logged."""
        if not isinstance(error, JsonRpcException):
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

    def _analysis_of(self, document: OpenDocument | None) -> Analysis | None:
        if document is None:
            return None
        if self.is_too_large(document):
            self._analyses.pop(document.path, None)
            return None
        analysis = self._analyses.get(document.path)
        if analysis is None or analysis.document is not document:
            analysis = self._analyses[document.path] = Analysis(document, document.path, self.surroundings)
        return analysis

    def _open_model(self, path: str) -> tuple[Model, object] | None:
        analysis = self._analysis_of(self.documents.at(path))
        return (analysis.model, (id(analysis), analysis.document.version)) if analysis is not None else None
